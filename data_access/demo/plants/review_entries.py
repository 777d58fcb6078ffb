"""Wrong entries for the data-quality rules of the statistics exports (R008 to R044).

Every wrong row is a review of its own, sound but for the one thing that its rule looks for; rules
with a limit have a row just within it, too. A truth names its rule
(`check:prosecution_review.R036`) and the case that holds the row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.procuratorate import handled
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.variants import Family, Values, Variant, serial
from data_access.demo.plants.wrong_entries import CHECK

ARREST, REVIEW = "arrest_review", "prosecution_review"
BROKEN = {
    "R008": (ARREST, "victims_known"),
    "R012": (ARREST, "not_only_drunk_driving"),
    "R028": (REVIEW, "conditional_is_minor"),
    "R039": (REVIEW, "no_plea_when_no_crime"),
}
"""Rules whose wrong entries break a check of the contract, too."""

YOUNG = (pl.col("place") == 2) & (pl.col("born_on") < date(2005, 1, 1))
THEFT, DRUNK, HARM = "盗窃罪", "危险驾驶罪", "故意伤害罪"
CHARGES = ("case_charge", "sent_charge", "charge")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Wrong entries of one rule: in which table, what is wrong there, and in the other table."""

    rule: str
    why: str
    values: Values
    other: Values = field(default_factory=dict)
    dataset: str = REVIEW
    kind: Kind = Kind.POSITIVE
    adds: Sequence[tuple[str, Values]] = ()


def review_entries(city: City) -> Plants:
    """The planted reviews, one wrong entry each."""
    plants = Plants()

    def sound(people: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
        return _sound(handled(city, "review_entries", people))

    own = {
        "filing_no": serial("演公刑立字〔2025〕1{}号"),
        "review_no": serial("演检诉受〔2025〕8{}号"),
        "arrest_no": serial("演检捕受〔2025〕8{}号"),
    }
    for entry in _entries():
        other = ARREST if entry.dataset == REVIEW else REVIEW
        changes = {entry.dataset: entry.values, other: entry.other}
        family = Family(
            model=f"{CHECK}{entry.dataset}.{entry.rule}",
            sound=sound,
            variants=(Variant(kind=entry.kind, why=entry.why, changes=changes, adds=entry.adds),),
            who=YOUNG,
            own=own,
            subject="case",
            key="review_no" if entry.dataset == REVIEW else "arrest_no",
        )
        plants.join(family.planted(city))
    return plants


def _sound(people: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """A theft: arrested, charged and sentenced within four months."""
    suspect = people.with_columns(
        suspect_no="filing_no",
        suspect_id="person_id",
        suspect_name="person_name",
        age_at_crime=pl.lit(30),
        residence_kind=pl.lit("local"),
        **dict.fromkeys(CHARGES, pl.lit(THEFT)),
        is_telecom=pl.lit(value=False),
        is_filing_supervised=pl.lit(value=False),
        is_missed_arrest=pl.lit(value=False),
        victim_kind=pl.lit("自然人"),
        amount_yuan=pl.lit(8_000.0),
        is_minor=pl.lit(value=False),
    )
    arrest, review = _arrested(suspect), _charged_review(suspect)
    return {ARREST: arrest, REVIEW: review, "proc_case": _cases(arrest, review)}


def _arrested(suspect: pl.DataFrame) -> pl.DataFrame:
    return suspect.with_columns(
        case_no="arrest_no",
        accepted_on=date(2025, 1, 10),
        concluded_on=date(2025, 1, 16),
        result=pl.lit("approved"),
        is_plea=pl.lit(value=False),
    )


def _charged_review(suspect: pl.DataFrame) -> pl.DataFrame:
    return suspect.with_columns(
        case_no="review_no",
        accepted_on=date(2025, 3, 3),
        concluded_on=pl.lit(date(2025, 3, 28)),
        result=pl.lit("prosecuted"),
        sent_opinion=pl.lit("起诉"),
        sent_finding=pl.lit("none"),
        charged_on=pl.lit(date(2025, 3, 28)),
        is_arrested=pl.lit(value=True),
        is_plea=pl.lit(value=True),
        is_expedited=pl.lit(value=False),
        is_missed_charge=pl.lit(value=False),
        is_transferred_after=pl.lit(value=False),
        is_recovery_pursued=pl.lit(value=True),
        trial_procedure=pl.lit("simple"),
        judged_on=pl.lit(date(2025, 5, 6)),
        first_sentence=pl.lit("prison"),
        first_sentence_months=pl.lit(10),
        effective_on=pl.lit(date(2025, 5, 19)),
        extensions_count=pl.lit(0),
    )


def _cases(arrest: pl.DataFrame, review: pl.DataFrame) -> pl.DataFrame:
    """The cases that hold the reviews."""
    rows = pl.concat(
        [
            arrest.with_columns(case_kind=pl.lit("arrest_review")),
            review.with_columns(case_kind=pl.lit("prosecution_review")),
        ],
        how="diagonal",
    )
    return rows.with_columns(
        unified_no="TY" + pl.col("filing_no").str.slice(5),
        case_name=pl.col("person_name") + "涉嫌" + THEFT,
        line=pl.lit("criminal"),
        business=pl.lit("ordinary_crime"),
        procedure_nature=pl.lit("by_procedure"),
        case_source=pl.lit("transferred"),
        sender=pl.lit("公安机关"),
        suspect_count=pl.lit(1),
        status=pl.lit("concluded"),
        is_deleted=pl.lit(value=False),
    )


def _charged(charge: str) -> dict[str, object]:
    return dict.fromkeys(CHARGES, charge)


def _entries() -> tuple[Entry, ...]:
    return (*_facts(), *_flags(), *_decisions(), *_clocks())


def _facts() -> tuple[Entry, ...]:
    none: Values = {"victim_kind": "无"}
    hurt: Values = {**_charged(HARM), "casualties": None, "is_recovery_pursued": False}
    harmed: Values = {**_charged(HARM), "casualties": "轻伤"}
    hidden: Values = {**_charged("掩饰、隐瞒犯罪所得罪"), "concealment_form": None}
    big = {"amount_yuan": 5_000_000.0}
    two = f"{THEFT}、诈骗罪"
    out = Kind.BORDERLINE_OUT
    state = _charged("分裂国家罪")
    return (
        Entry(rule="R008", why="侵犯财产案件被害人情况为无", values=none, dataset=ARREST),
        Entry(rule="R032", why="侵犯财产案件被害人情况为无", values=none),
        Entry(rule="R009", why="故意伤害罪没有伤亡情况", values=hurt, other=harmed),
        Entry(rule="R010", why="掩饰、隐瞒犯罪所得罪没有具体情形", values=hidden),
        Entry(rule="R011", why="危害国家安全罪名须复核", values=state, other=state),
        Entry(
            rule="R014",
            why="危险驾驶罪标为电信网络犯罪",
            values={**_charged(DRUNK), "is_telecom": True},
        ),
        Entry(rule="R029", why="全案案由与个人案由之和不同", values={"case_charge": two}),
        Entry(rule="R031", why="侵财案件不涉追赃挽损", values={"is_recovery_pursued": False}),
        Entry(rule="R042", why="金额五百万元", values=big),
        Entry(
            rule="R042", why="金额恰四百九十九万元", values={"amount_yuan": 4_990_000.0}, kind=out
        ),
        Entry(rule="R044", why="移诉案由改变而无改变定性", values={"sent_charge": "抢夺罪"}),
        Entry(
            rule="R044",
            why="移诉案由改变，有改变定性",
            values={"sent_charge": "抢夺罪", "sent_finding": "charge_changed"},
            kind=Kind.LOOKALIKE,
        ),
    )


def _flags() -> tuple[Entry, ...]:
    missed: Values = {"is_missed_arrest": True}
    dropped: Values = {**missed, **_not_charged("not_prosecuted_discretionary")}
    all_three: Values = {**missed, "is_filing_supervised": True, "is_missed_charge": True}
    only = {**_charged(DRUNK), "victim_kind": "无"}
    again: Values = {
        "case_no": serial("演检诉受〔2025〕7{}号"),
        "suspect_no": serial("演公刑立字〔2024〕1{}号"),
        "suspect_id": pl.col("person_id"),
        **_charged(THEFT),
        "accepted_on": date(2025, 6, 3),
        "result": "pending",
        "victim_kind": "自然人",
        "is_recovery_pursued": True,
        "sent_opinion": "起诉",
        "sent_finding": "none",
        "is_transferred_after": False,
        "office_code": pl.col("county"),
    }
    handed: Values = {**again, "is_transferred_after": True}
    return (
        Entry(rule="R041", why="同一人两次受理而未改变管辖", values={}, adds=((REVIEW, again),)),
        Entry(
            rule="R041",
            why="同一人两次受理，系改变管辖",
            values={"is_transferred_after": True},
            adds=((REVIEW, handed),),
            kind=Kind.LOOKALIKE,
        ),
        Entry(rule="R012", why="仅危险驾驶罪而批准逮捕", values=only, dataset=ARREST),
        Entry(rule="R022", why="审捕标漏捕而审诉未标", values=missed, dataset=ARREST),
        Entry(rule="R023", why="审诉标漏捕而审捕未标", values=missed),
        Entry(rule="R024", why="追捕后不起诉", values=dropped, other=missed),
        Entry(
            rule="R024",
            why="追捕后判处免刑",
            values={**missed, "first_sentence": "exempted", "first_sentence_months": None},
            other=missed,
        ),
        Entry(rule="R037", why="一人既立案监督又追捕追诉", values=all_three, other=missed),
    )


def _not_charged(result: str, **more: object) -> dict[str, object]:
    """Decided on the same day, but not charged."""
    gone = ("charged_on", "judged_on", "first_sentence", "first_sentence_months", "effective_on")
    return {"result": result, "trial_procedure": None, **dict.fromkeys(gone), **more}


def _decisions() -> tuple[Entry, ...]:
    unwilling = _not_charged("not_prosecuted_discretionary", is_plea=False)
    willing = _not_charged("not_prosecuted_evidence", is_plea=True)
    grown = _not_charged("conditional", age_at_crime=19)
    return (
        Entry(rule="R028", why="附条件不起诉而作案时已满十八岁", values=grown),
        Entry(rule="R030", why="移送意见为不起诉", values={"sent_opinion": "不起诉"}),
        Entry(rule="R039", why="存疑不起诉而标认罪认罚", values=willing),
        Entry(rule="R040", why="相对不起诉而标不认罪认罚", values=unwilling),
    )


def _clocks() -> tuple[Entry, ...]:
    open_: Values = _not_charged("pending", concluded_on=None)
    kinds = {True: Kind.BORDERLINE_IN, False: Kind.BORDERLINE_OUT}
    found = []
    for is_over, day in ((True, date(2024, 12, 29)), (False, date(2024, 12, 30))):
        old: Values = {
            **_not_charged("prosecuted"),
            "accepted_on": date(2024, 12, 2),
            "concluded_on": day,
            "charged_on": day,
        }
        why = f"起诉{367 if is_over else 366}日没有判决"
        found.append(Entry(rule="R035", why=why, values=old, kind=kinds[is_over]))
    for days, months, is_over in ((11, 10, True), (10, 10, False), (16, 18, True), (15, 18, False)):
        ended = date(2025, 3, 3 + days)
        quick: Values = {
            "is_expedited": True,
            "trial_procedure": "expedited",
            "concluded_on": ended,
            "charged_on": ended,
            "first_sentence_months": months,
        }
        why = f"判处{months}个月的速裁案件{days}日审结"
        found.append(Entry(rule="R036", why=why, values=quick, kind=kinds[is_over]))
    for day, is_over in ((date(2025, 11, 29), True), (date(2025, 11, 30), False)):
        back: Values = {**open_, "first_returned_on": day}
        took: Values = {"withdrawn_on": day, "after_withdrawal": None}
        days = (date(2025, 12, 31) - day).days
        found += [
            Entry(rule="R038", why=f"退查{days}日未重报", values=back, kind=kinds[is_over]),
            Entry(rule="R043", why=f"撤回起诉{days}日无处理", values=took, kind=kinds[is_over]),
        ]
    return tuple(found)
