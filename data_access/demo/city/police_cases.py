"""What public security knows of criminal cases: filings, measures, custody, what was seized."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.criminal import DRUNK
from data_access.demo.city.draw import LAST_DAY, later, until_last_day
from data_access.demo.city.people import COUNTIES

POLICE = {code: f"演示市{name}公安局" for code, name in COUNTIES.items()}
HOUSES = {code: f"演示市{name}看守所" for code, name in COUNTIES.items()}
BACKLOG_ON = date(2024, 7, 15)
"""The day on which a county entered the identifiers of a year at once: an arrival, no event."""


def criminal_filing(city: City) -> pl.DataFrame:
    """Filings with their suspects."""
    return filings(city, "criminal_filing", city.table("_criminal"))


def filings(city: City, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Filings of a course: status and last action follow from how far it has come."""
    draw = city.draw(name, frame.height)
    victims = draw.rows(city.adults)
    is_sent = pl.col("sent_on").is_not_null()
    is_theft = pl.col("charge").is_in(["盗窃罪", "诈骗罪", "合同诈骗罪"])
    return frame.with_columns(
        agency_code="county",
        agency_name=pl.col("county").replace_strict(POLICE),
        cause=pl.col("charge").str.strip_suffix("罪") + "案",
        suspect_id="person_id",
        suspect_name="person_name",
        suspect_residence_code="county",
        victim_id=pl.when(is_theft).then(victims["person_id"]),
        victim_name=pl.when(is_theft).then(victims["person_name"]),
        filing_basis=pl.lit("person"),
        status=pl.when(is_sent)
        .then(pl.lit("sent_to_prosecution"))
        .otherwise(pl.lit("investigating")),
        status_on=pl.coalesce("sent_on", "filed_on"),
        last_action_on=pl.coalesce("sent_on", "second_on", "detained_on", "filed_on"),
        crime_place=pl.lit("演示市"),
        crime_division_code="county",
        amount_yuan=pl.when(is_theft).then(draw.yuan(9_000, 0.9)),
        injury_level=pl.when(pl.col("charge") == "故意伤害罪").then(pl.lit("minor")),
        filing_source=draw.pick({"report": 6, "own_work": 3, "surrender": 1}),
        unit="county",
    )


def coercive_measure(city: City) -> pl.DataFrame:
    """Detention, then arrest or bail, each ended in time."""
    return measures(city, "coercive_measure", city.table("_criminal"))


def measures(city: City, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The measures of a course: one row each, the first ended by the second."""
    named = frame.select(
        *("filing_no", "detained_on", "second_on", "sent_on", "second_measure"),
        suspect_id="person_id",
        suspect_name="person_name",
        unit="county",
    )
    first = named.filter(pl.col("detained_on").is_not_null()).with_columns(
        measure=pl.lit("criminal_detention"),
        started_on="detained_on",
        due_on=later("detained_on", 37),
        ended_on="second_on",
        end_reason=pl.when(pl.col("second_on").is_not_null()).then(pl.lit("changed")),
    )
    is_arrest = pl.col("second_measure") == "arrest"
    second = named.filter(pl.col("second_on").is_not_null()).with_columns(
        measure="second_measure",
        started_on="second_on",
        due_on=pl.when(is_arrest).then(later("second_on", 60)).otherwise(later("second_on", 365)),
        ended_on=pl.when(~is_arrest).then("sent_on"),
        end_reason=pl.when(~is_arrest & pl.col("sent_on").is_not_null()).then(pl.lit("lifted")),
    )
    rows = pl.concat([first, second])
    draw = city.draw(name, rows.height)
    return rows.with_columns(
        approve_doc_no="演公强字" + draw.digits(8) + "号", approved_by=pl.lit("县级公安机关负责人")
    )


def detention_in_out(city: City) -> pl.DataFrame:
    """Stays of the detained, and of those who were free until their sentence took effect."""
    stays = pl.concat([_detained(city), _taken_in(city)], how="diagonal_relaxed")
    draw = city.draw("detention_in_out.stay", stays.height)
    return stays.with_columns(
        detainee_no="K" + draw.digits(9),
        place=pl.col("county").replace_strict(HOUSES),
        place_kind=pl.lit("detention_house"),
        custody_due_on=later(pl.col("left_on").fill_null(LAST_DAY), draw.whole(8, 40)),
        handling_agency=pl.col("county").replace_strict(POLICE),
        unit="county",
    )


def _detained(city: City) -> pl.DataFrame:
    """Stays of the detained: until bail, or until the judgment is enforced."""
    frame = city.table("_criminal").filter(pl.col("detained_on").is_not_null())
    draw = city.draw("detention_in_out", frame.height)
    is_bailed = (pl.col("second_measure") == "bail") & pl.col("second_on").is_not_null()
    is_prison = pl.col("effective_on").is_not_null() & pl.col("probation_months").is_null()
    papers = until_last_day(later("effective_on", draw.whole(1, 9)))
    sent = until_last_day(later(papers, draw.whole(3, 25)))
    is_dropped = pl.col("decision") != "prosecuted"
    served = pl.when(is_prison).then(sent).otherwise("effective_on")
    left = pl.when(is_dropped).then("decided_on").otherwise(served)
    left = pl.when(is_bailed).then("second_on").otherwise(left)
    after = pl.when(is_prison).then(pl.lit("sent_to_prison"))
    reason = after.otherwise(pl.lit("community_correction"))
    reason = pl.when(is_dropped).then(pl.lit("not_prosecuted")).otherwise(reason)
    reason = pl.when(is_bailed).then(pl.lit("bail")).otherwise(reason)
    is_sentenced = is_prison & ~is_bailed
    return frame.with_columns(
        entered_on="detained_on",
        left_on=left,
        leave_reason=pl.when(left.is_not_null()).then(reason),
        enter_reason=pl.lit("criminal_detention"),
        stage=pl.lit("investigation"),
        sentenced_on=pl.when(is_sentenced).then("judged_on"),
        papers_received_on=pl.when(is_sentenced).then(papers),
        prison_sent_on=pl.when(is_sentenced).then(sent),
        remaining_months=pl.when(is_sentenced).then(pl.col("prison_months").cast(pl.Float64)),
    )


def _taken_in(city: City) -> pl.DataFrame:
    """Who was free until a sentence without probation: to prison, or kept for short detention."""
    is_free = pl.col("detained_on").is_null() | (pl.col("second_measure") == "bail")
    frame = city.table("_criminal").filter(
        is_free & pl.col("effective_on").is_not_null() & pl.col("probation_months").is_null()
    )
    draw = city.draw("detention_in_out.sentenced", frame.height)
    is_prison = pl.col("main_penalty") == "prison"
    papers = until_last_day(later("effective_on", draw.whole(4, 9)))
    sent = until_last_day(later(papers, draw.whole(3, 25)))
    served = until_last_day(later("effective_on", pl.col("prison_months").cast(pl.Int64) * 30))
    left = pl.when(is_prison).then(sent).otherwise(served)
    reason = pl.when(is_prison).then(pl.lit("sent_to_prison")).otherwise(pl.lit("term_served"))
    return frame.with_columns(
        entered_on=until_last_day(later("effective_on", draw.whole(0, 3))),
        left_on=left,
        leave_reason=pl.when(left.is_not_null()).then(reason),
        enter_reason=pl.lit("sentenced"),
        stage=pl.lit("sentenced"),
        sentenced_on="judged_on",
        papers_received_on=papers,
        prison_sent_on=pl.when(is_prison).then(sent),
        remaining_months=pl.col("prison_months").cast(pl.Float64),
    ).filter(pl.col("entered_on").is_not_null())


def custody_event(city: City) -> pl.DataFrame:
    """Meetings with lawyers and questionings of the detained."""
    stays = city.table("_criminal").filter(pl.col("detained_on").is_not_null())
    count = min(city.rows(24_000), stays.height * 3)
    draw = city.draw("custody_event", count)
    chosen = draw.rows(stays)
    asked = draw.instant(chosen.select(later("detained_on", draw.whole(1, 6))).to_series())
    return chosen.with_columns(
        place=pl.col("county").replace_strict(HOUSES),
        event_kind=draw.pick({"lawyer_meeting": 4, "interrogation": 5, "family_visit": 1}),
        requested_at=asked,
        happened_at=pl.lit(asked) + pl.duration(hours=pl.lit(draw.whole(1, 30))),
        is_refused=pl.lit(value=False),
        officer_name=draw.pick([f"民警{number}" for number in range(1, 60)]),
        unit="county",
    ).filter(pl.col("happened_at").dt.date() <= LAST_DAY)


def theft_case(city: City) -> pl.DataFrame:
    """What was stolen, in the cases of theft."""
    frame = city.table("_criminal").filter(pl.col("charge") == "盗窃罪")
    draw = city.draw("theft_case", frame.height)
    worth = draw.yuan(3_800, 0.8)
    return frame.with_columns(
        suspect_id="person_id",
        suspect_name="person_name",
        item_name=draw.pick(["电动自行车", "手机", "电缆", "现金", "摩托车", "黄金首饰"]),
        quantity=pl.lit(1.0),
        value_yuan=worth,
        stolen_on="crime_on",
        stolen_place=pl.lit("演示市"),
        recovered_yuan=(worth * draw.share()).round(2),
        unit="county",
    )


def case_identifier(city: City) -> pl.DataFrame:
    """Phones and accounts seen in fraud cases; one county entered a year of them on one day."""
    fraud = ["诈骗罪", "帮助信息网络犯罪活动罪", "掩饰、隐瞒犯罪所得罪"]
    frame = city.table("_criminal").filter(pl.col("charge").is_in(fraud))
    draw = city.draw("case_identifier", frame.height)
    recorded = until_last_day(later("filed_on", draw.whole(1, 20)))
    is_late = (pl.col("county") == "990102") & pl.col("filed_on").is_between(
        date(2023, 7, 1), date(2024, 6, 30)
    )
    return frame.with_columns(
        identifier_kind=pl.lit("bank_account"),
        identifier_value="9999" + draw.digits(15),
        holder_id="person_id",
        holder_name="person_name",
        role=pl.lit("suspect"),
        amount_yuan=draw.yuan(60_000, 1.0),
        recorded_on=pl.when(is_late).then(BACKLOG_ON).otherwise(recorded.fill_null(LAST_DAY)),
        unit="county",
    )


def wanted_person(city: City) -> pl.DataFrame:
    """Suspects who were sought before they were caught."""
    frame = city.table("_criminal").filter(
        pl.col("detained_on").is_not_null(), pl.col("charge") != DRUNK
    )
    frame = city.draw("wanted_person.who", city.rows(600)).some(frame)
    draw = city.draw("wanted_person", frame.height)
    return frame.with_columns(
        wanted_no="T990100" + draw.digits(12),
        listed_on="filed_on",
        caught_on="detained_on",
        withdrawn_on="detained_on",
        wanted_kind=pl.lit("detention_approved"),
        unit="county",
    )


TABLES = {
    "criminal_filing": criminal_filing,
    "coercive_measure": coercive_measure,
    "detention_in_out": detention_in_out,
    "custody_event": custody_event,
    "theft_case": theft_case,
    "case_identifier": case_identifier,
    "wanted_person": wanted_person,
}
