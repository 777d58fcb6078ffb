"""Ordinary courses that planted rows take where nothing else is said: penalties and suits."""

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import suits
from data_access.demo.city.draw import later
from data_access.demo.city.enforcement import decisions_of

TEXT, NUMBER = pl.String(), pl.Float64()


def paid_decisions(city: City, letters: str, party: pl.DataFrame) -> pl.DataFrame:
    """Penalty decisions against these parties, served and paid in time.

    Columns party_id, party_name, is_firm, county, agency_name, behaviour and decided_on stand; the
    letters tell the decisions of one family from those of another.
    """
    made = decisions_of(city, f"plants.decisions.{letters}", party, party["decided_on"])
    return made.with_columns(
        decision_no=numbered(f"演{letters}罚字〔2025〕{{}}号", made.height),
        agency_name=party["agency_name"],
        behaviour=party["behaviour"],
        other_penalty=pl.lit(None, dtype=TEXT),
        land_area_sqm=pl.lit(None, dtype=NUMBER),
        land_use=pl.lit(None, dtype=TEXT),
        paid_on=later("served_on", 5),
        paid_yuan="fine_yuan",
        status=pl.lit("performed"),
    )


def decided_suits(
    city: City, name: str, cases: pl.DataFrame, yuan: float, days: tuple[int, int]
) -> pl.DataFrame:
    """Suits over this amount, disputed by all, heard and granted so many days after the filing."""
    heard, closed = days
    return suits(city, name, cases).with_columns(
        hearing_on=later("filed_on", heard),
        closed_on=later("filed_on", closed),
        close_manner=pl.lit("judgment"),
        claim_yuan=pl.lit(yuan),
        award_yuan=pl.lit(yuan),
        is_default=pl.lit(value=False),
        is_notice_service=pl.lit(value=False),
        is_disputed=pl.lit(value=True),
    )
