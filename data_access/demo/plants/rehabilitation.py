"""Planted rehabilitation orders: M08-G, left for a criminal case and never taken back.

Who is released from a sentence while the two years of the order run is taken back (A 市, 81
persons) [S]; ten days for it are our default [D].
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.custody import YOUNG
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.records import judgment, stay
from data_access.demo.plants.variants import Family, Values, Variant, changed, serial

MODEL = "M08-G"
LATE = {"decided_on": date(2024, 12, 2), "exec_from_on": date(2024, 12, 3)}
ORDER_OF_LATE: Values = {
    **LATE,
    "exec_to_on": date(2026, 12, 2),
    "left_for_criminal_on": date(2025, 4, 7),
}


def sound(people: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """Ordered in 2022, sentenced to eight months for an old crime, taken back on release."""
    order = people.with_columns(
        decided_on=date(2022, 3, 1),
        exec_from_on=date(2022, 3, 3),
        exec_to_on=date(2024, 3, 2),
        extended_to_on=pl.lit(None, dtype=pl.Date),
        rehab_place=pl.lit("演示市强制隔离戒毒所"),
        left_for_criminal_on=date(2022, 9, 5),
        returned_on=date(2023, 5, 4),
        released_on=date(2024, 3, 2),
        drug=pl.lit("冰毒"),
    )
    sentence = judgment(
        "容留他人吸毒罪",
        date(2023, 2, 10),
        crime_on=date(2021, 12, 6),
        judged_on=date(2023, 1, 30),
        main_penalty="prison",
        prison_months=8,
        term_from_on=date(2022, 9, 5),
        term_to_on=date(2023, 5, 4),
    )
    held = stay(
        "K5",
        date(2022, 9, 5),
        left_on=date(2023, 5, 4),
        leave_reason="term_served",
        stage="sentenced",
        sentenced_on=date(2023, 1, 30),
        papers_received_on=date(2023, 2, 14),
        remaining_months=2.7,
    )
    return {
        "rehab_order": order,
        "criminal_judgment": changed(people, sentence),
        "detention_in_out": changed(people, held),
    }


def _not_back(kind: Kind, why: str, *adds: tuple[str, Values], **order: object) -> Variant:
    gone = {"returned_on": None, "released_on": None, **order}
    return Variant(kind=kind, why=why, changes={"rehab_order": gone}, adds=adds)


def _released(kind: Kind, why: str, day: date | None, end: date) -> Variant:
    """Out of custody on this day of last December, the sentence ending on another."""
    judged: Values = {
        "judged_on": date(2025, 9, 1),
        "effective_on": date(2025, 9, 12),
        "papers_sent_on": date(2025, 9, 15),
        "term_from_on": date(2025, 4, 7),
        "term_to_on": end,
    }
    held: Values = {
        "entered_on": date(2025, 4, 7),
        "left_on": day,
        "leave_reason": "term_served" if day else None,
        "sentenced_on": date(2025, 9, 1),
        "papers_received_on": date(2025, 9, 16),
    }
    order: Values = {**ORDER_OF_LATE, "returned_on": None, "released_on": None}
    changes = {"rehab_order": order, "criminal_judgment": judged, "detention_in_out": held}
    return Variant(kind=kind, why=why, changes=changes)


def _variants() -> tuple[Variant, ...]:
    dead: Values = {"died_on": date(2023, 5, 9), "source": "police"}
    unknown = {
        "rehab_order": {"returned_on": None, "released_on": None},
        "criminal_judgment": None,
        "detention_in_out": None,
    }
    day = date(2025, 12, 18)
    return (
        _not_back(Kind.POSITIVE, "刑满释放后未回所继续戒毒"),
        _not_back(
            Kind.POSITIVE,
            "释放时在延长期限之内而未回所",
            exec_to_on=date(2023, 5, 1),
            extended_to_on=date(2024, 3, 2),
        ),
        _released(Kind.BORDERLINE_IN, "释放十三日未回所", day, day),
        _released(Kind.BORDERLINE_OUT, "释放七日尚未回所", date(2025, 12, 24), date(2025, 12, 24)),
        Variant(kind=Kind.LOOKALIKE, why="刑满释放当日回所"),
        _released(Kind.LOOKALIKE, "仍在服刑", None, date(2026, 2, 6)),
        _not_back(Kind.LOOKALIKE, "释放时戒毒期限已满", exec_to_on=date(2023, 4, 28)),
        _not_back(Kind.LOOKALIKE, "戒毒决定在释放后当即解除", released_on=date(2023, 5, 6)),
        _not_back(Kind.LOOKALIKE, "释放后数日死亡", ("death_record", dead)),
        Variant(kind=Kind.CANNOT_JUDGE, why="没有判决和羁押记录，不知是否释放", changes=unknown),
        _not_back(Kind.CANNOT_JUDGE, "没有戒毒期限届满日", exec_to_on=None),
    )


def rehabilitation(city: City) -> Plants:
    """The planted orders with the criminal cases that interrupted them."""
    own = {
        "case_no": serial("（2025）演09刑初{}号"),
        "decision_no": serial("演公强戒决字〔2025〕9{}号"),
    }
    return Family(model=MODEL, sound=sound, variants=_variants(), who=YOUNG, own=own).planted(city)
