"""The tables of reference: offices, divisions, holidays, causes, charges, agencies."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.court_civil import CAUSES
from data_access.demo.city.criminal import CHARGES
from data_access.demo.city.people import CITY, CITY_NAME, COUNTIES

SINCE = date(2015, 1, 1)
PROVINCE = "990000"
FIXED_HOLIDAYS = {"元旦": (1, 1), "劳动节": (5, 1), "国庆节": (10, 1)}
"""Those whose day is the same every year; the others are announced year by year."""


def office_unit(city: City) -> pl.DataFrame:
    """The offices of the demo city in four levels."""
    del city
    rows = [
        ("100000", "最高人民检察院", "national", None),
        (PROVINCE, "演示省人民检察院", "province", "100000"),
    ]
    rows.append((CITY, f"{CITY_NAME}人民检察院", "city", PROVINCE))
    rows += [
        (code, f"{CITY_NAME}{name}人民检察院", "county", CITY) for code, name in COUNTIES.items()
    ]
    names = ("office_code", "office_name", "office_level", "parent_code")
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(
        short_name="office_name", division_code="office_code", valid_from_on=SINCE
    )


def division(city: City) -> pl.DataFrame:
    """The divisions of the demo city."""
    del city
    rows = [(PROVINCE, "演示省", "province", None), (CITY, CITY_NAME, "city", PROVINCE)]
    rows += [(code, name, "county", CITY) for code, name in COUNTIES.items()]
    names = ("division_code", "division_name", "division_level", "parent_code")
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(valid_from_on=SINCE)


def holiday(city: City) -> pl.DataFrame:
    """The first days of the holidays with a fixed date."""
    del city
    rows = [
        (date(year, *day), name, False)
        for year in range(2020, 2026)
        for name, day in FIXED_HOLIDAYS.items()
    ]
    return pl.DataFrame(rows, schema=("day_on", "holiday_name", "is_workday"), orient="row")


def charge(city: City) -> pl.DataFrame:
    """The charges that occur in the demo city."""
    del city
    names = pl.Series("charge_name", list(CHARGES))
    codes = pl.int_range(1, len(CHARGES) + 1, eager=True).cast(pl.String).str.zfill(4)
    return pl.DataFrame({"charge_code": "ZM" + codes, "charge_name": names}).with_columns(
        valid_from_on=SINCE
    )


def cause(city: City) -> pl.DataFrame:
    """The causes of civil suits that occur in the demo city."""
    del city
    codes = pl.int_range(1, len(CAUSES) + 1, eager=True).cast(pl.String).str.zfill(4)
    return pl.DataFrame({"cause_code": "AY" + codes, "cause_name": list(CAUSES)}).with_columns(
        domain=pl.lit("civil"), valid_from_on=SINCE
    )


def charge_agency(city: City) -> pl.DataFrame:
    """Who may punish where a prosecution is not brought; the legal bases are yet to be checked."""
    del city
    agencies = {"危险驾驶罪": "police", "盗窃罪": "police", "非法占用农用地罪": "natural_resources"}
    return pl.DataFrame(
        {"charge_name": list(agencies), "agency_kind": list(agencies.values())}
    ).with_columns(limit_years=2, valid_from_on=SINCE)


TABLES = {
    "office_unit": office_unit,
    "division": division,
    "holiday": holiday,
    "charge": charge,
    "cause": cause,
    "charge_agency": charge_agency,
}
