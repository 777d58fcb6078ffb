"""Planted decisions not to prosecute: M11-B, whether a penalty followed by way of the agency.

M11-B-3 an opinion that was not sent (行政处罚法 27); M11-B-4 one that nobody answered in two
months; M11-B-5 an answer that punishes not, twice, or harder than a court would. Subjects are
cases.
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import LAST_DAY, days_before
from data_access.demo.city.police_cases import filings
from data_access.demo.city.procuratorate import criminal_cases, reviews
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.rule import (
    IN,
    LIKE,
    OUT,
    UNKNOWN,
    YES,
    Course,
    Rows,
    Rule,
    Values,
    Variant,
    grown_up,
    planted,
)

CASE = pl.format("演检诉受〔2024〕{}号", "number")
DECIDED = date(2025, 6, 2)
SINCE_CRIME = 120
OPINION_DAYS = 30
"""Within so many days of the decision the opinion goes out [D]."""
HEAVY = 10_000.0
"""A penalty above it is heavier than any fine of the courts for such a crime [D]."""
HERE = "non_prosecution"


def opinions(city: City) -> Plants:
    """The planted decisions, each with its filing and its review."""
    rules = (
        Rule("M11-B-3", "case", CASE, grown_up, _silent, _unsent()),
        Rule("M11-B-4", "case", CASE, grown_up, _sent, _unanswered()),
        Rule("M11-B-5", "case", CASE, grown_up, _replied, _answered()),
    )
    return planted(city, rules)


def _decisions(course: Course, people: pl.DataFrame) -> dict[str, pl.DataFrame]:
    decided = course.day("decided", DECIDED)
    crime = days_before(decided, course.count("since_crime", SINCE_CRIME))
    frame = people.select("person_id", "person_name", "county", "number").with_columns(
        filing_no=pl.format("演公刑立字〔2024〕{}号", "number"),
        charge=pl.lit(course.word("charge", "盗窃罪")),
        crime_on=pl.lit(crime),
        filed_on=pl.lit(days_before(crime, -4)),
        detained_on=pl.lit(None, dtype=pl.Date),
        second_measure=pl.lit("bail"),
        second_on=pl.lit(days_before(crime, -6)),
        sent_on=pl.lit(days_before(decided, 30)),
        decision=pl.lit("discretionary"),
        decided_on=pl.lit(decided),
    )
    reviewed = reviews(course.city, course.name, frame, "{}").with_columns(review_no=CASE)
    decision = reviewed.with_columns(
        case_no="review_no",
        kind=pl.lit("discretionary"),
        decision_no=pl.format("演检不诉〔2024〕{}号", "number"),
        needs_penalty=pl.lit("yes"),
        target_agency=pl.lit("公安机关"),
    )
    cases = criminal_cases(reviewed.with_columns(case_kind=pl.lit("prosecution_review")))
    filed = filings(course.city, course.name, frame)
    return {"criminal_filing": filed, "proc_case": cases, HERE: decision}


def _with(course: Course, people: pl.DataFrame, values: dict[str, pl.Expr]) -> Rows:
    rows = _decisions(course, people)
    return {**rows, HERE: rows[HERE].with_columns(**values)}


def _silent(course: Course, people: pl.DataFrame) -> Rows:
    nothing = {name: pl.lit(None, dtype=pl.Date) for name in ("opinion_on", "replied_on")}
    values = {"is_opinion_issued": pl.lit(value=False), "reply_result": pl.lit("none"), **nothing}
    return _with(course, people, values)


def _sent(course: Course, people: pl.DataFrame) -> Rows:
    values = {
        "is_opinion_issued": pl.lit(value=True),
        "opinion_no": pl.format("演检意〔2024〕{}号", "number"),
        "opinion_on": pl.lit(date(2025, 6, 10)),
        "reply_due_on": pl.lit(date(2025, 8, 10)),
        "replied_on": pl.lit(None, dtype=pl.Date),
        "reply_result": pl.lit("none"),
        "followed_up_on": pl.lit(None, dtype=pl.Date),
    }
    return _with(course, people, values)


def _replied(course: Course, people: pl.DataFrame) -> Rows:
    rows = _sent(course, people)
    answer = rows[HERE].with_columns(
        replied_on=pl.lit(date(2025, 7, 20)),
        reply_result=pl.lit("penalised"),
        no_penalty_reason=pl.lit(None, dtype=pl.String),
        penalty_decision_no=pl.format("演罚〔2024〕{}号", "number"),
        penalty_yuan=pl.lit(2_000.0),
    )
    before = course.day("penalised_on", DECIDED)
    if before == DECIDED:
        return {**rows, HERE: answer}
    penalty = people.with_columns(
        penalty_no=pl.format("演公行罚决字〔2024〕{}号", "number"),
        behaviour=pl.lit("盗窃"),
        behaved_on=pl.lit(before),
        injury_level=pl.lit("none"),
        penalty=pl.lit("罚款"),
        fine_yuan=pl.lit(500.0),
        decided_on=pl.lit(days_before(before, -5)),
        agency_name=pl.lit("演示市公安局"),
        is_mediated=pl.lit(value=False),
        unit="county",
    )
    return {**rows, HERE: answer, "police_admin_penalty": penalty}


def _unsent() -> tuple[Variant, ...]:
    def here(**values: object) -> dict[str, Values | None]:
        return {HERE: values}

    def decided(days_ago: int) -> Values:
        return {"decided": days_before(LAST_DAY, days_ago)}

    two_years = 730
    penalised = {"reply_result": "already_penalised", "penalty_decision_no": "演罚〔2025〕1号"}
    return (
        Variant(YES, "应当行政处罚而未制发检察意见"),
        Variant(YES, "非法占用农用地不起诉后未移送", shape={"charge": "非法占用农用地罪"}),
        Variant(IN, "决定后三十一日未制发", shape=decided(OPINION_DAYS + 1)),
        Variant(OUT, "决定后二十九日尚未制发", shape=decided(OPINION_DAYS - 1)),
        Variant(IN, "行为距决定差一日满二年", shape={"since_crime": two_years - 1}),
        Variant(OUT, "行为距决定二年零五日，已过处罚时效", shape={"since_crime": two_years + 5}),
        Variant(LIKE, "经审查没有处罚必要", here(needs_penalty="no")),
        Variant(LIKE, "没有犯罪事实的法定不起诉", here(kind="statutory", needs_penalty="no")),
        Variant(LIKE, "不起诉前已受行政处罚", here(**penalised)),
        Variant(UNKNOWN, "没有必要性审查结论", here(needs_penalty=None)),
        Variant(
            UNKNOWN, "存疑不起诉，尚未审查", here(kind="insufficient_evidence", needs_penalty=None)
        ),
        Variant(UNKNOWN, "没有行为日期，时效无从计算", here(crime_on=None)),
        Variant(UNKNOWN, "没有是否制发的记录", here(is_opinion_issued=None)),
    )


def _unanswered() -> tuple[Variant, ...]:
    def due(day: date | None, sent: date = date(2025, 10, 20)) -> dict[str, Values | None]:
        return {HERE: {"opinion_on": sent, "reply_due_on": day}}

    late = {"replied_on": date(2025, 9, 30), "reply_result": "penalised", "penalty_yuan": 1_000.0}
    undated = {"is_opinion_issued": None, "opinion_on": None, "reply_due_on": None}
    return (
        Variant(YES, "两个月期满未回复，未跟进"),
        Variant(YES, "没有写明期限，按两个月计已逾期", due(None, date(2025, 7, 1))),
        Variant(YES, "意见书定一个月，已逾期未回复", due(date(2025, 12, 20), date(2025, 11, 20))),
        Variant(IN, "回复期限前日届满", due(days_before(LAST_DAY, 1))),
        Variant(OUT, "回复期限次日届满", due(days_before(LAST_DAY, -1))),
        Variant(LIKE, "逾期后已回复", {HERE: late}),
        Variant(LIKE, "已发跟进监督函", {HERE: {"followed_up_on": date(2025, 9, 1)}}),
        Variant(UNKNOWN, "有意见书文号而没有日期", {HERE: undated}, also=("M11-B-3",)),
    )


def _answered() -> tuple[Variant, ...]:
    def fined(yuan: float | None) -> dict[str, Values | None]:
        return {HERE: {"penalty_yuan": yuan}}

    refused = {"reply_result": "not_penalised", "penalty_decision_no": None, "penalty_yuan": None}
    reasoned = {**refused, "no_penalty_reason": "违法行为轻微并及时改正，没有造成危害后果"}
    crime = days_before(DECIDED, SINCE_CRIME)
    return (
        Variant(YES, "不予处罚而没有理由", {HERE: refused}),
        Variant(LIKE, "不予处罚且说明理由", {HERE: reasoned}),
        Variant(LIKE, "已依法处罚"),
        Variant(YES, "同一行为此前已受治安处罚", shape={"penalised_on": crime}),
        Variant(LIKE, "此前受罚的是另一行为", shape={"penalised_on": days_before(crime, 200)}),
        Variant(YES, "罚款远高于同类罚金", fined(80_000.0)),
        Variant(IN, "罚款高于上限一元", fined(HEAVY + 1)),
        Variant(OUT, "罚款等于上限", fined(HEAVY)),
        Variant(UNKNOWN, "已回复而没有结果", {HERE: {"reply_result": None, "penalty_yuan": None}}),
        Variant(UNKNOWN, "已处罚而没有罚款数额", fined(None)),
    )
