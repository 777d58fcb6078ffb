"""What the procuratorate knows of criminal cases: reviews before arrest and before prosecution.

Every review is a case of its own with one suspect; its days are those of the common course.
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import LAST_DAY, later, until_last_day
from data_access.demo.city.people import CITY_NAME, COUNTIES

OFFICES = {code: f"{CITY_NAME}{name}人民检察院" for code, name in COUNTIES.items()}
STAFF = 12
"""Prosecutors of each office."""

RESULTS = {
    "prosecuted": "prosecuted",
    "statutory": "not_prosecuted_statutory",
    "discretionary": "not_prosecuted_discretionary",
    "doubt": "not_prosecuted_evidence",
}


HARM = {"故意伤害罪": "轻伤", "交通肇事罪": "死亡一人", "故意杀人罪": "死亡一人"}
"""Charges that mean harm to a person, with the harm."""
CONCEALING = "掩饰、隐瞒犯罪所得罪"
PROPERTY_CHARGES = (
    *("盗窃罪", "诈骗罪", "合同诈骗罪", "抢劫罪", "走私普通货物罪", "非法经营罪"),
    *("虚开增值税专用发票罪", CONCEALING),
)
"""Charges in which a loss is to be recovered."""
EXPEDITED_DAYS = 10
"""Within so many days an expedited case is decided (刑诉法 172)."""


def prosecutor(city: City) -> pl.DataFrame:
    """The staff of the county offices."""
    rows = pl.DataFrame({"office_code": list(OFFICES)}).join(
        pl.DataFrame({"number": range(1, STAFF + 1)}), how="cross"
    )
    draw = city.draw("prosecutor", rows.height)
    return rows.with_columns(
        staff_no=_staff_no(pl.col("office_code"), pl.col("number")),
        staff_name=draw.rows(city.adults)["person_name"],
        office_name=pl.col("office_code").replace_strict(OFFICES),
        department=pl.lit("第一检察部"),
        post=pl.when(pl.col("number") == 1).then(pl.lit("chief")).otherwise(pl.lit("prosecutor")),
        is_quota=pl.lit(value=True),
        is_leader=pl.col("number") <= 2,
        full_time_share=pl.lit(1.0),
        valid_from_on=date(2019, 1, 1),
        unit="office_code",
    )


def _staff_no(office: pl.Expr, number: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit("J"), office, number.cast(pl.String).str.zfill(3))


def handled(city: City, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with office and prosecutor of each row's county; one in twelve is a leader's."""
    number = city.draw(f"{name}.staff", frame.height).whole(1, STAFF)
    return frame.with_columns(
        office_code="county",
        office_name=pl.col("county").replace_strict(OFFICES),
        department=pl.lit("第一检察部"),
        prosecutor_no=_staff_no(pl.col("county"), pl.lit(number)),
        is_led_by_head=pl.lit(number <= 2),
        unit="county",
    )


def _arrest_requests(city: City) -> pl.DataFrame:
    """Requests for arrest of the detained, decided within seven days."""
    frame = city.table("_criminal").filter(
        pl.col("detained_on").is_not_null(), pl.col("second_on").is_not_null()
    )
    draw = city.draw("arrest_requests", frame.height)
    is_arrested = pl.col("second_measure") == "arrest"
    frame = frame.filter(is_arrested | draw.flag(0.5))
    draw = city.draw("arrest_requests.days", frame.height)
    is_arrested = pl.col("second_measure") == "arrest"
    return handled(city, "arrest_requests", frame).with_columns(
        review_no=numbered("演检捕受〔2025〕{}号", frame.height),
        accepted_on=later("second_on", -draw.whole(2, 6)),
        concluded_on="second_on",
        result=pl.when(is_arrested)
        .then(pl.lit("approved"))
        .otherwise(draw.pick({"not_arrested_no_need": 6, "not_arrested_evidence": 3})),
    )


def _reviews(city: City) -> pl.DataFrame:
    """Reviews before prosecution, decided within six weeks."""
    frame = city.table("_criminal").filter(pl.col("sent_on").is_not_null())
    return reviews(city, "reviews", frame, "演检诉受〔2025〕{}号")


def reviews(city: City, name: str, frame: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Reviews of a course that has been sent to the procuratorate."""
    return handled(city, name, frame).with_columns(
        review_no=numbered(pattern, frame.height),
        accepted_on="sent_on",
        concluded_on="decided_on",
        result=pl.col("decision").replace_strict(RESULTS, return_dtype=pl.String),
    )


def proc_case(city: City) -> pl.DataFrame:
    """Every review and every case of supervision, once."""
    arrests = city.table("_arrest_requests").with_columns(case_kind=pl.lit("arrest_review"))
    others = city.table("_reviews").with_columns(case_kind=pl.lit("prosecution_review"))
    criminal = pl.concat([arrests, others], how="diagonal")
    return pl.concat(
        [criminal_cases(criminal), city.table("_supervision").drop("person_id", strict=False)],
        how="diagonal_relaxed",
    )


def criminal_cases(reviewed: pl.DataFrame) -> pl.DataFrame:
    """Reviews as cases of the case system; without a result they are pending."""
    is_done = pl.col("concluded_on").is_not_null()
    is_arrest = pl.col("review_no").str.contains("捕")
    days = pl.when(is_arrest).then(7).otherwise(45)
    return reviewed.with_columns(
        case_no="review_no",
        unified_no="TY" + pl.col("filing_no").str.slice(5),
        case_name=pl.col("person_name") + "涉嫌" + pl.col("charge"),
        line=pl.lit("criminal"),
        business=pl.lit("ordinary_crime"),
        procedure_nature=pl.lit("by_procedure"),
        case_source=pl.lit("transferred"),
        sender=pl.lit("公安机关"),
        sender_no="filing_no",
        suspect_id="person_id",
        suspect_count=pl.lit(1),
        due_on=later("accepted_on", days),
        status=pl.when(is_done).then(pl.lit("concluded")).otherwise(pl.lit("pending")),
        has_hearing=pl.lit(value=False),
        is_deleted=pl.lit(value=False),
    ).drop("decision")


def _suspects(city: City, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    draw = city.draw(name, frame.height)
    born = city.people.select("person_id", "sex", "born_on")
    age = pl.col("crime_on").dt.year() - pl.col("born_on").dt.year()
    is_done = pl.col("concluded_on").is_not_null()
    return frame.join(born, on="person_id", how="left").with_columns(
        case_no="review_no",
        suspect_no="filing_no",
        suspect_id="person_id",
        suspect_name="person_name",
        age_at_crime=age,
        residence_kind=draw.pick({"local": 6, "same_province": 2, "other_province": 2}),
        case_charge="charge",
        sent_charge="charge",
        result=pl.when(is_done).then("result").otherwise(pl.lit("pending")),
        is_plea=(draw.flag(0.88) & (pl.col("result") == "prosecuted"))
        | (pl.col("result") == RESULTS["discretionary"]),
        is_telecom=pl.col("charge").is_in(["帮助信息网络犯罪活动罪"]),
        victim_kind=pl.lit("自然人"),
        casualties=pl.col("charge").replace_strict(HARM, default=None, return_dtype=pl.String),
        concealment_form=pl.when(pl.col("charge") == CONCEALING).then(pl.lit("收购、代为销售")),
        is_minor=age < 18,
    )


def arrest_review(city: City) -> pl.DataFrame:
    """One row a person whose arrest was asked for."""
    return _suspects(city, "arrest_review", city.table("_arrest_requests"))


def prosecution_review(city: City) -> pl.DataFrame:
    """One row a person whose prosecution was asked for, with the judgment that came."""
    frame = _suspects(city, "prosecution_review", city.table("_reviews"))
    draw = city.draw("prosecution_review.trial", frame.height)
    is_charged = pl.col("result") == "prosecuted"
    is_prison = pl.col("main_penalty") == "prison"
    is_free = pl.col("probation_months").is_not_null()
    is_quick = (pl.col("concluded_on") - pl.col("accepted_on")).dt.total_days() <= EXPEDITED_DAYS
    short = pl.when(is_free).then(pl.lit("detention_suspended")).otherwise(pl.lit("detention"))
    long = pl.when(is_free).then(pl.lit("prison_suspended")).otherwise(pl.lit("prison"))
    sentence = pl.when(is_prison).then(long).otherwise(short)
    return frame.with_columns(
        sent_opinion=pl.lit("起诉"),
        sent_finding=pl.lit("none"),
        charged_on=pl.when(is_charged).then("concluded_on"),
        is_arrested=pl.col("second_measure") == "arrest",
        is_expedited=is_charged & is_quick,
        is_recovery_pursued=pl.col("charge").is_in(PROPERTY_CHARGES),
        sentence_proposal=draw.pick({"determinate": 9, "range": 1}),
        proposal_outcome=pl.when(pl.col("judged_on").is_not_null()).then(
            draw.pick({"adopted": 95, "declined": 3, "adopted_after_adjustment": 2})
        ),
        extensions_count=pl.lit(0),
        trial_procedure=draw.pick({"simple": 5, "expedited": 3, "ordinary": 2}),
        first_sentence=pl.when(pl.col("effective_on").is_not_null()).then(sentence),
        first_sentence_months="prison_months",
        is_appealed=pl.lit(value=False),
        is_protested=pl.lit(value=False),
    )


def non_prosecution(city: City) -> pl.DataFrame:
    """Decisions not to prosecute, with the opinion to the agency and its reply in time."""
    frame = city.table("_reviews").filter(pl.col("decision") != "prosecuted")
    draw = city.draw("non_prosecution", frame.height)
    opinion = until_last_day(later("decided_on", draw.whole(3, 25)))
    reply = until_last_day(later(opinion, draw.whole(15, 55)))
    kinds = {
        "statutory": "statutory",
        "discretionary": "discretionary",
        "doubt": "insufficient_evidence",
    }
    is_answered = reply.is_not_null()
    return frame.with_columns(
        case_no="review_no",
        kind=pl.col("decision").replace_strict(kinds, default=None, return_dtype=pl.String),
        decision_no="演检不诉" + draw.digits(8) + "号",
        needs_penalty=pl.lit("yes"),
        is_opinion_issued=opinion.is_not_null(),
        opinion_no="演检意" + draw.digits(8) + "号",
        target_agency=pl.lit("公安机关"),
        opinion_on=opinion,
        reply_due_on=later(opinion, 60),
        replied_on=reply,
        reply_result=pl.when(is_answered).then(pl.lit("penalised")).otherwise(pl.lit("pending")),
        penalty_yuan=pl.when(is_answered).then(1_000.0),
    )


def proc_event(city: City) -> pl.DataFrame:
    """The procedural events of the course, one row each, with their paper."""
    course = city.table("_criminal")
    stages = (
        ("filed_on", "filing", "filed"),
        ("detained_on", "investigation", "detained"),
        ("sent_on", "prosecution_review", "sent_for_prosecution"),
        ("decided_on", "prosecution_review", "charged"),
        ("judged_on", "first_instance", "judged"),
        ("effective_on", "first_instance", "effective"),
    )
    events = []
    for column, stage, kind in stages:
        rows = course.filter(pl.col(column) <= LAST_DAY)
        if kind == "charged":
            rows = rows.filter(pl.col("decision") == "prosecuted")
        events.append(
            rows.select(
                "person_id",
                subject="filing_no",
                subject_kind=pl.lit("criminal_filing"),
                stage=pl.lit(stage),
                event_type=pl.lit(kind),
                ordinal=pl.lit(1),
                doc_no=pl.concat_str("filing_no", pl.lit(kind)),
                event_on=column,
                office_code="county",
                unit="county",
            )
        )
    return pl.concat(events)


BUILDERS = (
    *(_arrest_requests, _reviews, prosecutor, proc_case, arrest_review, prosecution_review),
    *(non_prosecution, proc_event),
)
TABLES = {builder.__name__: builder for builder in BUILDERS}
