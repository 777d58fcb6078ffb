"""Where venues and schools are, and who works near children."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later


def poi_school(city: City) -> pl.DataFrame:
    """Schools, on a grid of their own in the east of the city."""
    count = city.rows(120)
    draw = city.draw("poi_school", count)
    return pl.DataFrame({"school_code": numbered("XX{}", count, digits=4)}).with_columns(
        school_name="演示第" + pl.col("school_code").str.slice(2) + "学校",
        school_kind=draw.pick({"primary": 5, "junior": 3, "kindergarten": 4}),
        address=pl.lit("演示市东区"),
        longitude=draw.share() * 0.1 + 110.3,
        latitude=draw.share() * 0.1 + 30.3,
        opened_on=draw.day(date(1980, 1, 1), date(2019, 12, 31)),
    )


def poi_venue(city: City) -> pl.DataFrame:
    """Venues, in the west of the city, far from every school."""
    firms = city.firms_of("餐饮", "旅馆", "洗浴")
    draw = city.draw("poi_venue", firms.height)
    return firms.with_columns(
        venue_name="firm_name",
        venue_kind=draw.pick({"tobacco": 4, "alcohol": 3, "hotel": 2, "ktv": 1, "lottery": 1}),
        longitude=draw.share() * 0.2 + 110.0,
        latitude=draw.share() * 0.2 + 30.0,
        licence_no=numbered("XK{}", firms.height),
        licensed_on=later("established_on", 30),
        status=pl.lit("open"),
        unit="county",
    )


def staff_minor_contact(city: City) -> pl.DataFrame:
    """The staff of training firms, checked every year."""
    count = city.rows(3_000)
    draw = city.draw("staff_minor_contact", count)
    people = city.draw("staff_minor_contact.who", count).some(city.table("_free"))
    firm = city.draw("staff_minor_contact.firm", people.height).rows(city.firms_of("培训"))
    draw = city.draw("staff_minor_contact", people.height)
    return people.with_columns(
        firm_uscc=firm["firm_uscc"],
        firm_name=firm["firm_name"],
        firm_kind=pl.lit("training"),
        post=draw.pick(["教师", "保安", "保洁"]),
        hired_on=draw.day(date(2019, 1, 1), date(2024, 12, 31)),
        checked_on=draw.day(date(2025, 1, 5), date(2025, 12, 20)),
        check_result=pl.lit("clear"),
        unit="county",
    )


TABLES = {
    "poi_school": poi_school,
    "poi_venue": poi_venue,
    "staff_minor_contact": staff_minor_contact,
}
