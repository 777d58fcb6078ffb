"""Planted sentences to be served: M08-C, papers or prisoner late, or never taken in.

Papers within ten days of effect (刑诉法 264), to prison within thirty days of the papers where more
than three months remain; within thirty days nobody is said to be missing [D].
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.records import judgment, stay, term
from data_access.demo.plants.variants import Family, Values, Variant, changed, serial

MODEL = "M08-C"
IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT
OLD = (pl.col("place") == 3) & (pl.col("born_on") > date(1950, 1, 1))


def sound(people: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """Sentenced to twenty months in June 2025, in prison three weeks later."""
    sentence = judgment(
        "盗窃罪",
        date(2025, 6, 2),
        crime_on=date(2024, 12, 20),
        judged_on=date(2025, 5, 20),
        main_penalty="prison",
        prison_months=20,
        term_from_on=date(2025, 1, 15),
        term_to_on=date(2026, 9, 14),
    )
    held = stay(
        "K7",
        date(2025, 1, 15),
        left_on=date(2025, 6, 25),
        leave_reason="sent_to_prison",
        stage="sentenced",
        sentenced_on=date(2025, 5, 20),
        papers_received_on=date(2025, 6, 9),
        prison_sent_on=date(2025, 6, 25),
        remaining_months=14.8,
    )
    return {
        "criminal_judgment": changed(people, sentence),
        "detention_in_out": changed(people, held),
    }


def _papers(kind: Kind, why: str, sent: date | None, received: date | None = None) -> Variant:
    held: Values = {} if received is None else {"papers_received_on": received}
    changes = {"criminal_judgment": {"papers_sent_on": sent}, "detention_in_out": held}
    return Variant(kind=kind, why=why, changes=changes)


def _sent(kind: Kind, why: str, sent: date | None, months: float | None = 14.8) -> Variant:
    held: Values = {"left_on": sent, "prison_sent_on": sent, "remaining_months": months}
    if sent is None:
        held = {**held, "leave_reason": None}
    return Variant(kind=kind, why=why, changes={"detention_in_out": held})


def _missing(kind: Kind, why: str, *adds: tuple[str, Values], **sentence: object) -> Variant:
    """Never in custody; what the judgment says besides."""
    changes = {"criminal_judgment": sentence, "detention_in_out": None}
    return Variant(kind=kind, why=why, changes=changes, adds=adds)


def _late() -> tuple[Variant, ...]:
    return (
        _papers(Kind.POSITIVE, "执行文书十八日才送达", date(2025, 6, 20), date(2025, 6, 20)),
        _papers(IN, "执行文书第十一日送达", date(2025, 6, 13), date(2025, 6, 13)),
        _papers(OUT, "执行文书第十日送达", date(2025, 6, 12), date(2025, 6, 12)),
        _papers(Kind.LOOKALIKE, "法院无送达日期，看守所按期收到", None, date(2025, 6, 9)),
        _sent(Kind.POSITIVE, "收到文书后四十一日才投送监狱", date(2025, 7, 20)),
        _sent(IN, "收到文书后三十一日投送监狱", date(2025, 7, 10)),
        _sent(OUT, "收到文书后三十日投送监狱", date(2025, 7, 9)),
        _sent(Kind.POSITIVE, "余刑一年以上至今留在看守所", None),
        _sent(Kind.LOOKALIKE, "余刑不足三个月，留所服刑", None, 2.6),
        _sent(OUT, "余刑恰为三个月，留所服刑", None, 3.0),
        _sent(Kind.POSITIVE, "余刑两个半月而投送监狱", date(2025, 6, 25), 2.5),
        _sent(Kind.CANNOT_JUDGE, "逾期投送而不知余刑", date(2025, 7, 20), None),
    )


def _elsewhere() -> tuple[Variant, ...]:
    """Not in custody for a reason that another table knows."""
    wanted: Values = {
        "wanted_no": serial("T990197{}"),
        "charge": "盗窃罪",
        "listed_on": date(2025, 6, 12),
        "wanted_kind": "sentenced",
    }
    ill: Values = {
        "decided_on": date(2025, 6, 9),
        "kind": "disease",
        "disease": "严重心力衰竭",
        "hospital": "演示市第一医院",
        "is_designated_hospital": True,
        "expires_on": date(2026, 6, 8),
        "reviewed_on": date(2025, 12, 8),
        "review_result": "still_meets",
        "correction_place": "演示市",
    }
    inside = term("Z5", "盗窃罪", 20, date(2025, 6, 12), term_to_on=date(2027, 2, 11))
    dead: Values = {"died_on": date(2025, 6, 5), "source": "police"}
    return (
        _missing(Kind.LOOKALIKE, "未收押，已列为在逃人员", ("wanted_person", wanted)),
        _missing(Kind.LOOKALIKE, "决定暂予监外执行而未收押", ("medical_parole", ill)),
        _missing(Kind.LOOKALIKE, "监狱直接收押，看守所无记录", ("inmate", inside)),
        _missing(Kind.LOOKALIKE, "收押前死亡", ("death_record", dead)),
    )


def _never() -> tuple[Variant, ...]:
    new = {"judged_on": date(2025, 11, 10), "papers_sent_on": date(2025, 12, 2)}
    return (
        _missing(Kind.POSITIVE, "判处实刑未收押"),
        _missing(IN, "生效三十三日未收押", **{**new, "effective_on": date(2025, 11, 28)}),
        _missing(
            OUT,
            "生效二十一日尚未收押",
            **{**new, "effective_on": date(2025, 12, 10), "papers_sent_on": date(2025, 12, 15)},
        ),
        _missing(Kind.LOOKALIKE, "先行羁押已折抵完刑期", term_to_on=date(2025, 5, 28)),
        _missing(Kind.CANNOT_JUDGE, "没有判决生效日期", effective_on=None, papers_sent_on=None),
    )


def delivery(city: City) -> Plants:
    """The planted judgments with stays in custody."""
    own = {"case_no": serial("（2025）演07刑初{}号")}
    variants = (*_late(), *_never(), *_elsewhere())
    return Family(model=MODEL, sound=sound, variants=variants, own=own, who=OLD).planted(city)
