"""What planted subjects have in common in the agencies' tables: filings, judgments, stays, terms.

Each gives the columns of one row for every subject; what differs is said by name.
"""

from datetime import date

import polars as pl

from data_access.demo.plants.variants import Values


def filing(number: pl.Expr, cause: str, filed: date, **more: object) -> Values:
    """A filing against the subject, under investigation."""
    values: Values = {
        "filing_no": number,
        "filed_on": filed,
        "agency_code": pl.col("county"),
        "cause": cause,
        "suspect_id": pl.col("person_id"),
        "suspect_name": pl.col("person_name"),
        "filing_basis": "person",
        "status": "investigating",
        "last_action_on": filed,
        "crime_on": filed,
    }
    return {**values, **more}


def judgment(charge: str, effective: date, **more: object) -> Values:
    """A judgment on the subject, whose papers were sent three days after its effect."""
    values: Values = {
        "court_name": "演示市甲县人民法院",
        "charge": charge,
        "defendant_id": pl.col("person_id"),
        "defendant_name": pl.col("person_name"),
        "effective_on": effective,
        "has_confiscation": False,
        "papers_sent_on": effective.replace(day=effective.day + 3),
        "residence_code": pl.col("county"),
    }
    return {**values, **more}


def stay(letter: str, entered: date, **more: object) -> Values:
    """A stay in the detention house that began with criminal detention."""
    values: Values = {
        "detainee_no": letter + pl.col("person_id").str.slice(10, 7),
        "place": "演示市甲县看守所",
        "place_kind": "detention_house",
        "entered_on": entered,
        "enter_reason": "criminal_detention",
        "handling_agency": "演示市甲县公安局",
    }
    return {**values, **more}


def term(letter: str, charge: str, months: int | None, begun: date, **more: object) -> Values:
    """A term in the prison of the city, begun there, of an ordinary category."""
    values: Values = {
        "inmate_no": letter + pl.col("person_id").str.slice(10, 7),
        "prison": "演示监狱",
        "charge": charge,
        "original_penalty": "prison",
        "sentence_months": months,
        "term_from_on": begun,
        "entered_on": begun,
        "is_strict_category": False,
    }
    return {**values, **more}
