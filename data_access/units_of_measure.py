"""The units that a header or a title names, and how they stand to the unit of a contract.

Only powers of ten are converted: the decimal point moves, and nothing is rounded.
"""

import re

from data_access.number_conversion import WORDS
from supervision.contracts import Column, ColumnType

NUMBERS = frozenset({ColumnType.MONEY, ColumnType.NUMBER, ColumnType.INTEGER})

_TIMES = {"": 0, **WORDS}
_BASES = {
    "角": ("元", -1),
    "分": ("元", -2),
    "圆": ("元", 0),
    "吨": ("克", 6),
    "t": ("克", 6),
    "千克": ("克", 3),
    "公斤": ("克", 3),
    "kg": ("克", 3),
    "g": ("克", 0),
    "毫克": ("克", -3),
    "mg": ("克", -3),
    "公里": ("米", 3),
    "千米": ("米", 3),
    "km": ("米", 3),
    "m": ("米", 0),
    "厘米": ("米", -2),
    "㎡": ("平方米", 0),
    "m2": ("平方米", 0),
    "公顷": ("平方米", 4),
    "平方公里": ("平方米", 6),
    "m3": ("立方米", 0),
    "升": ("立方米", -3),
    "毫升": ("立方米", -6),
    "千瓦时": ("度", 0),
    "kwh": ("度", 0),
    "°": ("度", 0),
    "个月": ("月", 0),
    "日": ("天", 0),
    "%": ("‰", 1),
    **dict.fromkeys("人名户家件起次条笔张份辆台套", ("个", 0)),
}
"""Units with the unit that they are a power of ten of."""

_SAME = dict.fromkeys(("km/h", "千米/小时", "千米/时", "公里/时"), "公里/小时")
_KNOWN = (
    "元|圆|角|分|美元|港元|港币|欧元|日元|英镑|吨|千克|公斤|斤|两|克|毫克|mg|kg|g|t|公里|千米|米|厘米"
    "|km|m|m2|m3|㎡|平方米|平方公里|公顷|亩|立方米|升|毫升|天|日|月|个月|年|周|岁|小时|分钟|秒|人|名|人次"
    "|件|件次|起|次|户|家|个|条|笔|张|份|辆|台|套|度|°|千瓦时|kwh|%|‰|万|亿|千|百"
)
_UNIT = re.compile(rf"^(人民币)?(百|千|万|十万|百万|千万|亿|十亿)?({_KNOWN})$")
_PER = re.compile(rf"^\d*({_KNOWN}|ml|l|百毫升|h|时)$")
_IN_A_TITLE = re.compile(r"单位\s*[:：]\s*([^,\t;|()（）:：]+)")


def is_unit(words: str) -> bool:
    """Whether the words name a unit of measure that is known here."""
    parts = words.split("/")
    return _UNIT.match(parts[0]) is not None and all(_PER.match(part) for part in parts[1:])


def units_of_titles(titles: tuple[str, ...]) -> tuple[str, ...]:
    """The units that a line above the header says for the whole table, as in 单位：万元."""
    found: list[str] = []
    for title in titles:
        for said in _IN_A_TITLE.findall(title):
            words = re.split(r"[、，/和及\s]+", said.strip(' "'))
            found += [word for word in words if is_unit(word)]
    return tuple(found)


def shift_to(column: Column, unit: str) -> int | None:
    """By how many places a number in this unit is moved to count in the column's own.

    None where the one cannot be had from the other by moving the decimal point.
    """
    own = column.unit or ("元" if column.type is ColumnType.MONEY else None)
    if column.type not in NUMBERS:
        return None
    unit = _SAME.get(unit, unit).removeprefix("人民币")
    if column.type is ColumnType.MONEY and unit in WORDS:
        unit += "元"
    if own is None:
        return 0 if unit in _BASES else max(power for _, power in _readings(unit))
    known = dict(_readings(own))
    shifts = (power - known[base] for base, power in _readings(unit) if base in known)
    return 0 if unit in {own, f"个{own}"} else next(shifts, None)


def _readings(unit: str) -> list[tuple[str, int]]:
    """What the unit may be so many powers of ten of, as it stands first: 万元 is 4 of 元."""
    found = []
    for times, power in _TIMES.items():
        if unit.startswith(times):
            rest = unit.removeprefix(times)
            base, more = _BASES.get(rest, (rest, 0))
            found.append((base, power + more))
    return found
