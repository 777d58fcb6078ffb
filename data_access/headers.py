"""The cells of a header as they are compared with the names of a contract's columns.

A cell is compared as it stands first (folded: width, white space, case), then without what people
write around a name: numbering, a colon, a remark or a unit in brackets. In a header of two lines
a field is named by both of them together first, then by the lower one alone.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from data_access.units_of_measure import is_unit

_NUMBERING = re.compile(
    r"^(\(?\d{1,3}[.、):]?(?=\D)|\(?[一二三四五六七八九十]{1,3}[、).]|第\d{1,3}[列项栏][:、]?)+"
)
_BRACKETED = re.compile(r"[(\[【〔{〈<]([^()\[\]【】〔〕{}〈〉<>]*)[)\]】〕}〉>]$")
_REMARK = re.compile(
    r"^(必填|选填|非必填|必录|选录|可空|可选|不可空|主键|脱敏|已脱敏|含税|大写|小写|文本|文本格式"
    r"|数值|数字|日期|字符型?|代码|\d{1,3}位|\d{1,2}|[ymdhs年月日时分秒:/.\-]{3,}|如.+|例.+|格式.*|注.*"
    r"|见.*|请.*|单选|多选|下拉选择)$",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(r"^(.{2,}?)[,，:/_\-]?单位[:：]?([^:：]{1,4})$")

_UNIT_LAST = re.compile(r"^(.{2,}?)[/_\-:,]?((?:百|千|万|十万|百万|千万|亿)?元)$")


@dataclass(frozen=True, slots=True)
class Bare:
    """A cell without what stands around its name; `unit` is the unit it names, or None.

    said: what stood in brackets and is neither a unit nor a remark, or an empty text.
    """

    name: str
    unit: str | None
    said: str


@lru_cache(maxsize=16_384)
def folded(cell: str) -> str:
    """A header cell as it is compared: full-width forms folded, without white space or case."""
    plain = unicodedata.normalize("NFKC", cell).replace("\ufeff", "").replace("\u200b", "")
    return "".join(plain.split()).strip("*").casefold()


@lru_cache(maxsize=16_384)
def bare(cell: str) -> Bare:
    """A header cell without numbering, colon, remarks and unit."""
    name, unit, said = folded(cell), None, []
    name = _NUMBERING.sub("", name).strip(":*'\"`")
    while found := _BRACKETED.search(name):
        words = found[1].removeprefix("计量").removeprefix("金额").removeprefix("单位").strip(":")
        if is_unit(words):
            unit = unit or words
        elif words and not _REMARK.match(words):
            said.append(words)
        name = name[: found.start()].strip(":*")
    for after in (_UNIT_AFTER, _UNIT_LAST):
        if unit is None and (found := after.match(name)) and is_unit(found[2]):
            name, unit = found[1], found[2]
    return Bare(name=name, unit=unit, said="".join(reversed(said)))


class Header:
    """The names of a table's fields; `upper` is the line above the names where there are two."""

    def __init__(self, lower: tuple[str, ...], upper: tuple[str, ...] = ()) -> None:
        width = max(len(lower), len(upper))
        self._lower = lower + ("",) * (width - len(lower))
        upper += ("",) * (width - len(upper)) if upper else ()
        self.lines = (upper, self._lower) if upper else ()
        groups = _filled(upper) if upper else ("",) * width
        self.cells = tuple(
            group + cell if cell or not upper else upper[place]
            for place, (group, cell) in enumerate(zip(groups, self._lower, strict=True))
        )
        self._groups = groups

    @property
    def words(self) -> frozenset[str]:
        """Every word that a field may go by."""
        cells = {*self.cells, *self._lower}
        return frozenset(word for cell in cells for word in (folded(cell), bare(cell).name))

    def says(self, words: Collection[str]) -> bool:
        """Whether the lower line says some of these words, alone or with its groups, or units."""
        said = zip(self.cells, self._lower, strict=True)
        cells = {cell for pair in said for cell in pair if pair[1].strip()}
        return self.names_units or any(
            folded(cell) in words or bare(cell).name in words for cell in cells
        )

    @property
    def names_units(self) -> bool:
        """Whether the lower line says nothing but units, as in （元）."""
        said = [bare(cell) for cell in self._lower if cell.strip()]
        return bool(said) and all((not one.name and one.unit) or is_unit(one.name) for one in said)

    @property
    def key(self) -> tuple[object, ...]:
        """What two equal headers have in common."""
        return (self._lower, self.lines)

    def places(self, names: Collection[str], claimed: Iterable[Collection[int]]) -> list[int]:
        """Where a field stands that goes by one of the folded names; the surest way decides.

        claimed: for each way the fields that surer ways have given to some column.
        """
        for ranked, taken in zip(self._ways(names), claimed, strict=True):
            if found := [place for place in ranked if place not in taken]:
                return found
        return []

    def is_joined(self, place: int, names: Collection[str]) -> bool:
        """Whether both lines together make the field's name, and it is one of these."""
        if not (self._groups[place] and self._lower[place].strip()):
            return False
        return any(place in way for way in _ways(self.cells, names))

    def claims(self, names: Collection[str]) -> list[set[int]]:
        """For each way of comparing, the fields that surer ways find by any of these names."""
        taken: set[int] = set()
        found = []
        for ranked in self._ways(names):
            found.append(set(taken))
            taken |= set(ranked)
        return found

    def unit(self, place: int) -> str | None:
        """The unit that a field's own name says, or its group's."""
        return (
            bare(self._lower[place]).unit
            or bare(self.cells[place]).unit
            or (bare(self._groups[place]).unit if self._groups[place] else None)
        )

    def _ways(self, names: Collection[str]) -> list[list[int]]:
        ways = list(_ways(self.cells, names))
        return ways + list(_ways(self._lower, names)) if self.lines else ways


def _ways(cells: tuple[str, ...], names: Collection[str]) -> Iterator[list[int]]:
    """The fields named so as they stand, without remarks, and whatever unit they name."""
    said = {bare(name) for name in names}
    plain = {one.name for one in said if not one.said} | set(names)
    alone = [(place, bare(cell)) for place, cell in enumerate(cells)]
    yield [place for place, cell in enumerate(cells) if cell and folded(cell) in names]
    yield [place for place, one in alone if one.name and one in said]
    yield [
        place
        for place, one in alone
        if one.name and one.name in plain and (not one.said or one.said in names)
    ]


def _filled(upper: tuple[str, ...]) -> tuple[str, ...]:
    """The upper line with each group's title over all of its fields, as a merged cell stands."""
    found, group = [], ""
    for cell in upper:
        group = cell.strip() or group
        found.append(group)
    return tuple(found)
