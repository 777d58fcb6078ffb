"""What the courts know of civil suits: cases, parties, agents, papers, evidence, appraisals."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import LAST_DAY, later, until_last_day
from data_access.demo.city.people import COUNTIES

COURTS = {code: f"演示市{name}人民法院" for code, name in COUNTIES.items()}
CAUSES = {
    "民间借贷纠纷": 26,
    "买卖合同纠纷": 18,
    "离婚纠纷": 12,
    "机动车交通事故责任纠纷": 10,
    "金融借款合同纠纷": 9,
    "劳动争议": 6,
    "房屋买卖合同纠纷": 5,
    "追索劳动报酬纠纷": 5,
    "财产保险合同纠纷": 3,
}
AGENTS = 600
"""Lawyers and legal workers whom ordinary parties choose from."""


def civil_case(city: City) -> pl.DataFrame:
    """Cases of first instance with ordinary courses."""
    count = city.rows(60_000)
    draw = city.draw("civil_case", count)
    frame = pl.DataFrame(
        {
            "case_no": numbered("（2025）演01民初{}号", count),
            "county": draw.pick({"990101": 5, "990102": 3, "990103": 2}),
            "cause": draw.pick(CAUSES),
            "filed_on": draw.season_day(
                (8, 5, 9, 9, 9, 9, 9, 8, 9, 8, 9, 8), (8, 9, 10, 11, 12, 12)
            ),
        }
    )
    return suits(city, "civil_case", frame)


def suits(city: City, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Ordinary courses of cases with columns case_no, county, cause, filed_on."""
    draw = city.draw(f"{name}.course", frame.height)
    hearing = later("filed_on", draw.whole(15, 60))
    closed = later("filed_on", draw.whole(61, 170))
    claim = draw.yuan(60_000, 1.0)
    is_closed = closed <= LAST_DAY
    manner = draw.pick({"judgment": 45, "mediation": 28, "withdrawal": 22, "ruling": 5})
    is_default = draw.flag(0.15)
    return frame.with_columns(
        court_code="county",
        court_name=pl.col("county").replace_strict(COURTS),
        procedure=pl.lit("first_instance"),
        hearing_on=until_last_day(hearing),
        closed_on=until_last_day(closed),
        close_manner=pl.when(is_closed).then(manner),
        is_default=is_default,
        is_notice_service=is_default & draw.flag(0.3),
        trial_mode=draw.pick({"single_judge": 8, "panel": 2}),
        judge_name=draw.pick([f"审判员{number}" for number in range(1, 90)]),
        claim_yuan=claim,
        award_yuan=pl.when(is_closed & pl.lit(manner).is_in(["judgment", "mediation"])).then(
            (claim * (draw.share() * 0.5 + 0.5)).round(2)
        ),
        is_disputed=~is_default & draw.flag(0.8),
        has_preservation=draw.flag(0.1),
        unit="county",
    )


def civil_party(city: City) -> pl.DataFrame:
    """A plaintiff and a defendant of each case."""
    cases = city.table("civil_case").select("case_no", "is_default", "county", unit="county")
    draw = city.draw("civil_party", cases.height)
    plaintiff, defendant = draw.rows(city.adults), draw.rows(city.adults)
    firm = draw.rows(city.firms)
    is_firm = draw.flag(0.35)
    persons = cases.with_columns(is_firm=is_firm)
    return pl.concat(
        [
            person_parties(cases, plaintiff, "plaintiff"),
            person_parties(cases.filter(~is_firm), defendant.filter(~is_firm), "defendant"),
            firm_parties(persons.filter("is_firm"), firm.filter(is_firm), "defendant"),
        ],
        how="diagonal",
    )


def person_parties(cases: pl.DataFrame, persons: pl.DataFrame, role: str) -> pl.DataFrame:
    """A person as a party of each case, row by row; who defaulted was absent."""
    is_absent = pl.col("is_default") & (pl.lit(role) == "defendant")
    return cases.select("case_no", "unit", role=pl.lit(role), is_present=~is_absent).with_columns(
        party_name=persons["person_name"],
        person_id=persons["person_id"],
        party_kind=pl.lit("person"),
        born_on=persons["born_on"],
        sex=persons["sex"],
        address=persons["address"],
        phone=persons["phone"],
    )


def firm_parties(cases: pl.DataFrame, firms: pl.DataFrame, role: str) -> pl.DataFrame:
    """A firm as a party of each case, row by row."""
    return cases.select(
        "case_no", "unit", role=pl.lit(role), is_present=pl.lit(value=True)
    ).with_columns(
        party_name=firms["firm_name"],
        firm_uscc=firms["firm_uscc"],
        party_kind=pl.lit("firm"),
        address=firms["address"],
        phone=firms["phone"],
    )


def civil_agent(city: City) -> pl.DataFrame:
    """Agents of two plaintiffs in five."""
    cases = city.draw("civil_agent.cases", city.rows(24_000)).some(city.table("civil_case"))
    number = city.draw("civil_agent", cases.height).whole(1, AGENTS)
    return agents(cases, number, "plaintiff")


def agents(cases: pl.DataFrame, number: pl.Series, role: str) -> pl.DataFrame:
    """A lawyer of this number for each case, row by row; ten lawyers are a law firm."""
    return cases.select("case_no", "unit").with_columns(
        for_role=pl.lit(role),
        agent_name="律师" + number.cast(pl.String),
        licence_no="19901" + number.cast(pl.String).str.zfill(12),
        law_firm="演示律师事务所第" + (number // 10).cast(pl.String) + "分所",
        agent_kind=pl.lit("lawyer"),
        authority=pl.lit("general"),
    )


def judgment_doc(city: City) -> pl.DataFrame:
    """Papers of the decided cases; their text is the frame of one, no more."""
    cases = city.table("civil_case").filter(pl.col("close_manner") == "judgment")
    cases = city.draw("judgment_doc", city.rows(8_000)).some(cases)
    return cases.with_columns(
        doc_id=numbered("WS{}", cases.height, digits=8),
        doc_kind=pl.lit("judgment"),
        issued_on="closed_on",
        title=pl.col("cause") + "一审民事判决书",
        full_text=pl.concat_str(
            pl.lit("原告诉称，双方因"),
            "cause",
            pl.lit("发生争议，请求判令被告承担责任。本院经审理查明事实清楚，"),
            pl.lit(
                "依照《中华人民共和国民法典》有关规定，判决如下：被告于本判决生效之日起十日内履行。"
            ),
        ),
    )


def case_evidence(city: City) -> pl.DataFrame:
    """What loans rest on: a note and the transfer that proves it, or the contract of a bank."""
    loans = city.table("civil_case").filter(
        pl.col("cause").is_in(["民间借贷纠纷", "金融借款合同纠纷"])
    )
    is_bank = pl.col("cause") == "金融借款合同纠纷"
    cases = loans.filter(~is_bank)
    draw = city.draw("case_evidence", cases.height)
    made = later("filed_on", -draw.whole(100, 900))
    rows = [
        cases.with_columns(
            kind=pl.lit(kind),
            made_on=made,
            is_handwritten=pl.lit(kind == "iou"),
            annual_rate_percent=pl.lit(12.0),
        )
        for kind in ("iou", "transfer")
    ]
    contracts = loans.filter(is_bank).with_columns(
        kind=pl.lit("contract"),
        made_on=later("filed_on", -500),
        is_handwritten=pl.lit(value=False),
        annual_rate_percent=pl.lit(5.4),
    )
    return pl.concat([*rows, contracts]).with_columns(
        amount_yuan="claim_yuan",
        has_bank_proof=pl.lit(value=True),
        is_original=pl.lit(value=True),
    )


def appraisal(city: City) -> pl.DataFrame:
    """Appraisals of injuries and vehicles, commissioned by the court."""
    cases = city.table("civil_case").filter(
        pl.col("cause").is_in(["机动车交通事故责任纠纷", "财产保险合同纠纷"])
    )
    draw = city.draw("appraisal", cases.height)
    is_injury = draw.flag(0.5)
    return cases.with_columns(
        report_no=numbered("演鉴字{}号", cases.height),
        institution="演示司法鉴定所第" + draw.whole(1, 12).cast(pl.String) + "所",
        appraiser="鉴定人" + draw.whole(1, 60).cast(pl.String),
        kind=pl.Series(is_injury).replace_strict({True: "disability", False: "vehicle_damage"}),
        commissioned_by=pl.lit("court"),
        result=pl.lit("鉴定意见明确"),
        disability_grade=pl.when(is_injury).then(draw.whole(8, 10)),
        amount_yuan=pl.when(~is_injury).then((pl.col("claim_yuan") * 0.9).round(2)),
        is_objected=draw.flag(0.1),
        reported_on=later("filed_on", draw.whole(20, 58)),
    ).filter(pl.col("reported_on") <= date(2025, 12, 31))


TABLES = {
    "civil_case": civil_case,
    "civil_party": civil_party,
    "civil_agent": civil_agent,
    "judgment_doc": judgment_doc,
    "case_evidence": case_evidence,
    "appraisal": appraisal,
}
