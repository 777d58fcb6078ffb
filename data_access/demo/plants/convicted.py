"""Planted convicts: effective judgments, enforced as they should be, fine and term alike."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.court_other import judgments
from data_access.demo.city.draw import LAST_DAY, days_before
from data_access.demo.city.police_cases import HOUSES, POLICE
from data_access.demo.plants.rule import Course, Rows, Values

NO_PENALTY = {"main_penalty": "acquitted", "prison_months": None, "fine_yuan": None}
ACQUITTED: Mapping[str, Values | None] = {
    "criminal_judgment": NO_PENALTY,
    "property_penalty_exec": None,
    "detention_in_out": None,
}
"""What changes where the court found no guilt."""


def convicted(  # noqa: PLR0913 - one argument a thing that a judgment says
    course: Course,
    people: pl.DataFrame,
    *,
    court: str,
    charge: str,
    effective: date,
    penalty: str = "detention",
    months: int = 3,
) -> Rows:
    """Judgments of these persons by a court with its word, their fine paid, their term served.

    prison: they had been in custody and went to prison within three weeks; others were free until
    their short detention began.
    """
    case_no = pl.format("（2025）" + court + "刑初{}号", "number")
    frame = people.select("person_id", "person_name", "county", "number").with_columns(
        case_no=case_no,
        charge=pl.lit(charge),
        crime_on=pl.lit(days_before(effective, 150)),
        judged_on=pl.lit(days_before(effective, 11)),
        effective_on=pl.lit(effective),
        main_penalty=pl.lit(penalty),
        prison_months=pl.lit(months),
        probation_months=pl.lit(None, dtype=pl.Int64),
        fine_yuan=pl.lit(2_000.0),
    )
    return {
        "criminal_judgment": judgments(course.city, course.name, frame),
        "property_penalty_exec": _fined(frame, effective),
        "detention_in_out": _custody(frame, effective, months, is_prison=penalty == "prison"),
    }


def _fined(frame: pl.DataFrame, effective: date) -> pl.DataFrame:
    treasury = days_before(effective, -45)
    is_done = pl.lit(treasury <= LAST_DAY)
    return frame.select(
        "case_no",
        defendant_id="person_id",
        defendant_name="person_name",
        transferred_on=days_before(effective, -10),
        exec_filed_on=days_before(effective, -13),
        payable_yuan="fine_yuan",
        paid_yuan=pl.when(is_done).then("fine_yuan").otherwise(0.0),
        close_manner=pl.when(is_done).then(pl.lit("fulfilled")),
        closed_on=pl.when(is_done).then(pl.lit(days_before(effective, -40))),
        treasury_on=pl.when(is_done).then(pl.lit(treasury)),
        unit="county",
    )


def _custody(frame: pl.DataFrame, effective: date, months: int, *, is_prison: bool) -> pl.DataFrame:
    """In custody from the investigation to the prison, or for a short detention after effect."""
    entered = days_before(effective, 30 if is_prison else -2)
    left = days_before(effective, -20 if is_prison else -2 - months * 30)
    sent = pl.lit(left if is_prison else None, dtype=pl.Date)
    is_over = pl.lit(left <= LAST_DAY)
    return frame.select(
        *("person_id", "person_name"),
        detainee_no=pl.format("K8{}", "number"),
        place=pl.col("county").replace_strict(HOUSES),
        place_kind=pl.lit("detention_house"),
        entered_on=pl.lit(entered),
        left_on=pl.when(is_over).then(pl.lit(left)),
        custody_due_on=pl.lit(days_before(left, -20)),
        enter_reason=pl.lit("criminal_detention" if is_prison else "sentenced"),
        leave_reason=pl.when(is_over).then(
            pl.lit("sent_to_prison" if is_prison else "term_served")
        ),
        handling_agency=pl.col("county").replace_strict(POLICE),
        stage=pl.lit("investigation" if is_prison else "sentenced"),
        sentenced_on=pl.lit(days_before(effective, 11)),
        papers_received_on=pl.lit(days_before(effective, -5)),
        prison_sent_on=sent,
        remaining_months=(pl.col("prison_months") - int(is_prison)).cast(pl.Float64),
        unit="county",
    )
