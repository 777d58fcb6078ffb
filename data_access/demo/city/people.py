"""The persons of the demo city: families of four over three generations, in three counties.

Most live an ordinary life; some are kept in reserve, in no other table until something is planted
in them, so that what happens to a planted person is exactly what was planned.
"""

from datetime import date

import numpy as np
import polars as pl

from data_access.demo.city.codes import resident_ids
from data_access.demo.city.draw import LAST_DAY, Draw

COUNTIES = {"990101": "甲县", "990102": "乙县", "990103": "丙县"}
CITY, CITY_NAME = "990100", "演示市"
FAMILY = 4
PERSONS = 120_000
RESERVE = 12_000

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯"
    "邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华"
    "红建国庆春梅海波宇晨浩然欣怡子涵思远嘉宁"
)
_STREETS = ("解放路", "人民路", "建设路", "中山路", "新华街", "和平里", "东风巷", "河滨路")


def leads_firms() -> pl.Expr:
    """True for the two in three persons who may stand for firms, and are never suspects.

    So that no officer of an ordinary firm is barred from office by a sentence.
    """
    return pl.col("phone").str.slice(-2).cast(pl.Int64) < 65


def people(scale: float, seed: int) -> pl.DataFrame:
    """All persons, one row each, sorted by person_id.

    Columns person_id, person_name, sex, born_on, died_on, county, address, phone, family_no,
    place (0 head, 1 spouse, 2 child, 3 parent of the head), spouse_id, father_id, mother_id,
    is_reserved. The dead of the reserve are none.
    """
    ordinary = FAMILY * round(PERSONS * scale / FAMILY)
    reserve = FAMILY * round(RESERVE * max(1.0, scale) / FAMILY)
    count = ordinary + reserve
    draw = Draw(seed, "people", count)
    family = pl.int_range(count, eager=True) // FAMILY
    frame = pl.DataFrame({"family": family, "place": pl.int_range(count, eager=True) % FAMILY})
    frame = frame.with_columns(
        county=draw.pick({"990101": 5, "990102": 3, "990103": 2}).gather(family * FAMILY),
        head_born=draw.whole(1958, 1990).gather(family * FAMILY),
        day=draw.whole(1, 364),
        shift=draw.whole(-3, 3),
        is_man=draw.flag(0.5),
        is_reserved=pl.int_range(count, eager=True) >= ordinary,
        person_name=_names(draw),
        phone="100" + draw.digits(8),
        address=_addresses(draw),
        death=draw.share(),
        died_at=draw.day(date(2016, 1, 1), LAST_DAY),
    )
    return _related(_identified(frame)).sort("person_id")


def _names(draw: Draw) -> pl.Series:
    second = draw.pick(["", *_GIVEN])
    return draw.pick(list(_SURNAMES)) + draw.pick(list(_GIVEN)) + second


def _addresses(draw: Draw) -> pl.Series:
    house, room = draw.whole(1, 400).cast(pl.String), draw.whole(101, 2904).cast(pl.String)
    return CITY_NAME + draw.pick(_STREETS) + house + "号" + room + "室"


def _identified(frame: pl.DataFrame) -> pl.DataFrame:
    place = pl.col("place")
    year = pl.col("head_born") + place.replace_strict({0: 0, 1: 0, 2: 26, 3: -26}) + pl.col("shift")
    is_man = (place == 0) | ((place != 1) & pl.col("is_man"))
    born = pl.date(year.clip(upper_bound=2019), 1, 1) + pl.duration(days=pl.col("day"))
    died = (pl.col("death") < 0.14) & (place == 3) & ~pl.col("is_reserved")
    frame = frame.with_columns(
        born_on=born,
        sex=pl.when(is_man).then(pl.lit("male")).otherwise(pl.lit("female")),
        died_on=pl.when(died).then(pl.col("died_at")),
    )
    same_day = ("county", "born_on", "sex")
    first = (pl.col("born_on").cast(pl.Int64) * 7919 + pl.col("county").cast(pl.Int64)) % 500
    rank = pl.int_range(pl.len()).over(same_day)
    number = ((first + rank) % 500) * 2 + is_man.cast(pl.Int64)
    return frame.with_columns(
        person_id=resident_ids(pl.col("county"), pl.col("born_on"), number),
        family_no=pl.concat_str(pl.col("county"), pl.col("family").cast(pl.String).str.zfill(7)),
    )


def _related(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with who is married to whom and whose child each is."""
    ids = frame["person_id"]
    heads = pl.int_range(frame.height, eager=True) // FAMILY * FAMILY
    member = {place: ids.gather(heads + place) for place in range(FAMILY)}
    parent_is_man = pl.Series(np.asarray(frame["sex"] == "male")).gather(heads + 3)
    place = pl.col("place")
    is_head, is_child = place == 0, place == 2
    return frame.with_columns(
        spouse_id=pl.when(is_head).then(member[1]).when(place == 1).then(member[0]),
        father_id=pl.when(is_child).then(member[0]).when(is_head & parent_is_man).then(member[3]),
        mother_id=pl.when(is_child).then(member[1]).when(is_head & ~parent_is_man).then(member[3]),
    ).drop("family", "head_born", "day", "shift", "is_man", "death", "died_at")
