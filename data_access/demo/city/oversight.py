"""What the procuratorate does besides: supervision, public interest, complaints, leads.

One frame of cases (`_supervision`) feeds the tables of each line; rows are outcomes as usual.
"""

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later, until_last_day
from data_access.demo.city.procuratorate import handled

KINDS = {
    "civil_judgment": ("civil", "civil", 22),
    "civil_execution": ("civil", "civil", 18),
    "civil_support": ("civil", "civil", 10),
    "nonlit_execution": ("administrative", "administrative", 12),
    "administrative_conduct": ("administrative", "administrative", 6),
    "administrative_public_interest": ("public_interest", "public_interest", 26),
    "correction_supervision": ("criminal", "penal_execution", 14),
    "custody_supervision": ("criminal", "penal_execution", 8),
    "filing_supervision": ("criminal", "ordinary_crime", 14),
    "criminal_petition": ("criminal", "complaints", 5),
    "judicial_relief": ("criminal", "complaints", 5),
    "own_investigation": ("criminal", "procuratorial_investigation", 4),
}
"""Kinds of cases: line, business, and their weight among the cases of supervision."""


def _supervision(city: City) -> pl.DataFrame:
    """Cases that are no review, most of them concluded within three months."""
    count = city.rows(9_000, least=240)
    draw = city.draw("supervision", count)
    kind = draw.pick({name: weight for name, (_, _, weight) in KINDS.items()})
    lines = {name: line for name, (line, _, _) in KINDS.items()}
    businesses = {name: business for name, (_, business, _) in KINDS.items()}
    accepted = draw.season_day((7, 6, 9, 9, 9, 9, 8, 8, 9, 8, 10, 8), (5, 6, 8, 10, 11, 11))
    concluded = until_last_day(later(accepted, draw.whole(12, 85)))
    person = draw.rows(city.adults).select("person_id", "person_name", "county")
    frame = person.with_columns(
        case_no=numbered("演检监受〔2025〕{}号", count),
        case_kind=kind,
        line=kind.replace_strict(lines),
        business=kind.replace_strict(businesses),
        procedure_nature=pl.lit("by_supervision"),
        case_source=draw.pick({"found": 5, "applied": 3, "data_model": 2}),
        accepted_on=accepted,
        due_on=later(accepted, 90),
        concluded_on=concluded,
        is_deleted=pl.lit(value=False),
        has_hearing=draw.flag(0.1),
    )
    is_done = pl.col("concluded_on").is_not_null()
    return handled(city, "supervision", frame).with_columns(
        unified_no=pl.col("case_no").str.replace("演检监受", "TYJ"),
        case_name=pl.lit("监督案件"),
        result=pl.when(is_done).then(pl.lit("提出监督意见")),
        status=pl.when(is_done).then(pl.lit("concluded")).otherwise(pl.lit("pending")),
    )


def _of(city: City, *kinds: str) -> pl.DataFrame:
    """Cases of these kinds, without the words that their own tables code otherwise."""
    cases = city.table("_supervision").filter(pl.col("case_kind").is_in(kinds))
    return cases.drop("result", "case_source")


def _if_done(value: pl.Series | pl.Expr) -> pl.Expr:
    return pl.when(pl.col("concluded_on").is_not_null()).then(value)


def civil_supervision(city: City) -> pl.DataFrame:
    """Supervision of civil judgments and enforcement, and support of suits."""
    frame = _of(city, "civil_judgment", "civil_execution", "civil_support")
    draw = city.draw("civil_supervision", frame.height)
    names = {
        "civil_judgment": "judgment",
        "civil_execution": "execution",
        "civil_support": "support",
    }
    is_support = pl.col("case_kind") == "civil_support"
    result = draw.pick({"suggestion": 5, "retrial_suggestion": 2, "not_supported": 4, "settled": 1})
    suit = draw.rows(city.table("civil_case"))
    return frame.with_columns(
        supervision_kind=pl.col("case_kind").replace_strict(names),
        court_case_no=suit["case_no"],
        court_name=suit["court_name"],
        cause=suit["cause"],
        applicant_name="person_name",
        applicant_id="person_id",
        case_source=draw.pick({"applied": 6, "found": 3, "data_model": 1}),
        result=_if_done(pl.when(is_support).then(pl.lit("support_given")).otherwise(result)),
        is_false_suit=draw.flag(0.06),
        amount_yuan=draw.yuan(70_000, 1.0),
        is_repeated=draw.flag(0.1),
    )


def administrative_supervision(city: City) -> pl.DataFrame:
    """Supervision of enforcement without suit and of what agencies do."""
    frame = _of(city, "nonlit_execution", "administrative_conduct")
    draw = city.draw("administrative_supervision", frame.height)
    names = {"nonlit_execution": "nonlit_execution", "administrative_conduct": "conduct"}
    suit = draw.rows(city.table("nonlit_exec"))
    return frame.with_columns(
        supervision_kind=pl.col("case_kind").replace_strict(names),
        court_case_no=suit["nonlit_no"],
        court_name=suit["court_name"],
        agency=suit["agency"],
        decision_no=suit["decision_no"],
        applicant_name="person_name",
        case_source=draw.pick({"found": 6, "data_model": 3, "applied": 1}),
        result=_if_done(draw.pick({"suggestion": 8, "ended": 1, "settled": 1})),
        is_settled=draw.flag(0.1),
        amount_yuan=draw.yuan(20_000),
    )


def public_interest_case(city: City) -> pl.DataFrame:
    """Public interest cases: suggested, answered within two months, put right."""
    frame = _of(city, "administrative_public_interest")
    draw = city.draw("public_interest_case", frame.height)
    suggested = until_last_day(later("accepted_on", draw.whole(8, 30)))
    replied = until_last_day(later(suggested, draw.whole(20, 58)))
    is_put_right = replied.is_not_null()
    return frame.with_columns(
        suit_kind=pl.lit("administrative"),
        field=draw.pick({"environment": 5, "food_drug": 2, "state_property": 1, "work_safety": 1}),
        lead_source=draw.pick({"found": 6, "reported": 2, "data_model": 2}),
        lead_on=later("accepted_on", -7),
        filed_on="accepted_on",
        respondent=pl.lit("行政机关"),
        suggested_on=suggested,
        is_urgent=pl.lit(value=False),
        reply_due_on=later(suggested, 60),
        replied_on=replied,
        rectified_on=replied,
        rectification=pl.when(is_put_right).then(pl.lit("done")).otherwise(pl.lit("running")),
        result=pl.when(is_put_right).then(pl.lit("rectified_before_suit")),
        concluded_on=replied,
        recovered_yuan=draw.yuan(30_000, 1.0),
    )


def enforcement_supervision(city: City) -> pl.DataFrame:
    """Supervision of custody and of community correction."""
    frame = _of(city, "correction_supervision", "custody_supervision")
    draw = city.draw("enforcement_supervision", frame.height)
    names = {"correction_supervision": "correction", "custody_supervision": "custody"}
    return frame.with_columns(
        matter_no=numbered("演检执监{}号", frame.height),
        matter_kind=pl.col("case_kind").replace_strict(names),
        place=pl.lit("演示市甲县看守所"),
        is_serious=draw.flag(0.2),
        opinion_kind=draw.pick({"oral": 3, "correction_notice": 5, "suggestion": 2}),
        opinion_on=later("accepted_on", 5),
        outcome=_if_done(draw.pick({"adopted": 95, "declined": 5})),
    )


def criminal_supervision(city: City) -> pl.DataFrame:
    """Requests for reasons why a case was not filed, answered within seven days."""
    frame = _of(city, "filing_supervision")
    draw = city.draw("criminal_supervision", frame.height)
    asked = later("accepted_on", 3)
    return frame.with_columns(
        matter_no=numbered("演检立监{}号", frame.height),
        matter_kind=draw.pick({"filing": 6, "withdrawal": 4}),
        subject_id="person_id",
        charge=pl.lit("诈骗罪"),
        matter_source=draw.pick({"found": 6, "applied": 3, "data_model": 1}),
        reasons_requested_on=asked,
        reasons_given_on=until_last_day(later(asked, draw.whole(2, 6))),
        outcome=_if_done(draw.pick({"filed": 6, "reasons_accepted": 4})),
    )


def complaint_case(city: City) -> pl.DataFrame:
    """Letters and visits, answered within seven days, results told within three months."""
    count = city.rows(12_000)
    draw = city.draw("complaint_case", count)
    person = draw.rows(city.adults)
    received = draw.day()
    frame = person.select("county", petitioner_name="person_name", petitioner_id="person_id")
    return handled(city, "complaint_case", frame).with_columns(
        case_no=numbered("演检控〔2025〕{}号", count),
        complaint_kind=draw.pick({"letter": 4, "visit": 3, "online": 2, "judicial_relief": 1}),
        is_anonymous=pl.lit(value=False),
        has_contact=pl.lit(value=True),
        is_first=draw.flag(0.8),
        is_group=draw.flag(0.02),
        received_on=received,
        replied_on=until_last_day(later(received, draw.whole(0, 7))),
        answered_on=until_last_day(later(received, draw.whole(20, 88))),
    )


def proc_document(city: City) -> pl.DataFrame:
    """Suggestions and notices of the cases of supervision, most of them adopted in time."""
    frame = city.table("_supervision").filter(pl.col("concluded_on").is_not_null())
    draw = city.draw("proc_document", frame.height)
    issued = pl.col("concluded_on")
    replied = until_last_day(later(issued, draw.whole(10, 55)))
    reply = pl.lit(draw.pick({"adopted": 96, "declined": 4}))
    return frame.with_columns(
        doc_no=numbered("演检建〔2025〕{}号", frame.height),
        doc_kind=draw.pick({"suggestion": 6, "correction_notice": 3, "governance_suggestion": 1}),
        addressee=pl.lit("被监督机关"),
        issued_on=issued,
        is_urgent=pl.lit(value=False),
        is_class_case=draw.flag(0.1),
        is_from_model=draw.flag(0.2),
        due_on=later(issued, 60),
        replied_on=replied,
        reply_result=pl.when(replied.is_not_null()).then(reply).otherwise(pl.lit("pending")),
    )


def proc_lead(city: City) -> pl.DataFrame:
    """Leads that became the cases of supervision."""
    frame = city.table("_supervision")
    draw = city.draw("proc_lead", frame.height)
    return frame.with_columns(
        lead_id=numbered("演检线{}号", frame.height),
        lead_source=draw.pick({"found": 5, "data_model": 3, "reported": 2}),
        direction=pl.lit("kept"),
        received_on=later("accepted_on", -draw.whole(1, 20)),
        outcome=pl.lit("case_opened"),
    )


def case_quality_review(city: City) -> pl.DataFrame:
    """Checks of concluded cases."""
    done = city.table("_supervision").filter(pl.col("concluded_on").is_not_null())
    frame = city.draw("case_quality_review", city.rows(2_000)).some(done)
    draw = city.draw("case_quality_review.grade", frame.height)
    faults = draw.pick([0, 0, 0, 0, 0, 0, 0, 1, 1, 2])
    return frame.with_columns(
        review_kind=draw.pick({"review": 5, "self_check": 5}),
        grade=draw.pick({"excellent": 2, "qualified": 7, "basically_qualified": 1}),
        fault_count=faults,
        checked_count=pl.lit(20),
        reviewed_on=until_last_day(later("concluded_on", 30)).fill_null(pl.col("concluded_on")),
        reviewer_name=pl.lit("案件管理部门"),
    )


def own_investigation(city: City) -> pl.DataFrame:
    """The few cases that the procuratorate investigates itself."""
    frame = _of(city, "own_investigation")
    return frame.with_columns(
        suspect_no="case_no",
        suspect_id="person_id",
        suspect_name="person_name",
        charge=pl.lit("玩忽职守罪"),
        lead_on=later("accepted_on", -30),
        filed_on="accepted_on",
        ended_on="concluded_on",
        result=_if_done(pl.lit("sent_for_prosecution")),
        verdict=pl.lit("pending"),
    )


BUILDERS = (
    *(_supervision, civil_supervision, administrative_supervision, public_interest_case),
    *(enforcement_supervision, criminal_supervision, complaint_case, proc_document, proc_lead),
    *(case_quality_review, own_investigation),
)
TABLES = {builder.__name__: builder for builder in BUILDERS}
