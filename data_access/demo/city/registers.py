"""Registers that models consult: staff, groups, lists, hospitals, hotels, payments, complaints."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import COURTS
from data_access.demo.city.draw import later, month_starts, until_last_day

SINCE = date(2018, 1, 1)


def judicial_staff(city: City) -> pl.DataFrame:
    """The staff of courts with their spouses; none of them in another table but by chance."""
    heads = city.adults.filter(pl.col("place") == 0).join(
        city.table("_criminal"), on="person_id", how="anti"
    )
    staff = city.draw("judicial_staff", city.rows(240)).some(heads)
    own = staff.select(
        "county",
        "person_name",
        staff_id="person_id",
        person_id="person_id",
        relation=pl.lit("self"),
    )
    spouses = staff.select("county", staff_id="person_id", person_id="spouse_id").join(
        city.people.select("person_id", "person_name"), on="person_id"
    )
    rows = pl.concat([own, spouses.with_columns(relation=pl.lit("spouse"))], how="diagonal")
    return rows.with_columns(
        agency_name=pl.col("county").replace_strict(COURTS),
        post=pl.lit("执行局"),
        from_on=SINCE,
        unit="county",
    )


def special_group(city: City) -> pl.DataFrame:
    """Persons on the rolls of those who need support; no bank sues them over a loan."""
    suits = city.table("civil_case").filter(pl.col("cause") == "金融借款合同纠纷")
    sued = city.table("civil_party").join(suits, on="case_no", how="semi")
    others = city.living.join(sued, on="person_id", how="anti")
    people = city.draw("special_group", city.rows(4_000)).some(others)
    draw = city.draw("special_group.kind", people.height)
    return people.with_columns(
        group_kind=draw.pick({"subsistence": 5, "disabled": 3, "student": 2}),
        from_on=draw.day(),
        unit="county",
    )


def subject_list(city: City) -> pl.DataFrame:
    """Firms that the models leave out, and sellers of oil that are watched."""
    firms = city.draw("subject_list", 12).some(city.firms_of("物流"))
    return firms.select(subject_key="firm_uscc", subject_name="firm_name").with_columns(
        list_kind=pl.lit("leasing"), subject_kind=pl.lit("firm"), listed_on=date(2024, 1, 2)
    )


def designated_hospital(city: City) -> pl.DataFrame:
    """Hospitals that may examine for parole on medical grounds."""
    firms = city.draw("designated_hospital", 8).some(city.firms_of("医院"))
    return firms.select(
        org_code=pl.col("firm_uscc").str.slice(8, 9), org_name="firm_name"
    ).with_columns(purpose=pl.lit("medical_parole"), valid_from_on=SINCE)


def hotel_registry(city: City) -> pl.DataFrame:
    """The hotels in which people stay."""
    hotels = city.firms_of("旅馆")
    draw = city.draw("hotel_registry", hotels.height)
    return hotels.with_columns(
        hotel_code=pl.col("firm_uscc").str.slice(8, 9),
        hotel_name="firm_name",
        hotel_kind=draw.pick({"hotel": 3, "inn": 6, "homestay": 1}),
        longitude=draw.share() * 0.2 + 110.0,
        latitude=draw.share() * 0.2 + 30.0,
        room_count=draw.whole(10, 120),
        licensed_on=later("established_on", 30),
        unit="county",
    )


def fiscal_payment(city: City) -> pl.DataFrame:
    """The fines that were paid, in the treasury five days later."""
    paid = city.table("admin_penalty").filter(pl.col("paid_on").is_not_null())
    return paid.select(
        "agency_name",
        "paid_on",
        "unit",
        payment_no=numbered("JK{}", paid.height, digits=9),
        item_name=pl.lit("罚没收入"),
        item_kind=pl.lit("fine"),
        payer_id="party_id",
        payer_name="party_name",
        basis_doc_no="decision_no",
        amount_yuan="paid_yuan",
        treasury_on=until_last_day(later("paid_on", 5)),
    )


def hotline_complaint(city: City) -> pl.DataFrame:
    """Calls to the hotline on this and that."""
    count = city.rows(30_000)
    draw = city.draw("hotline_complaint", count)
    firm = draw.rows(city.firms)
    return pl.DataFrame({"complaint_no": numbered("RX{}", count, digits=8)}).with_columns(
        called_at=draw.instant(draw.day(date(2021, 1, 1)), 7, 22),
        phone="100" + draw.digits(8),
        category=draw.pick(["噪音扰民", "消费纠纷", "物业管理", "道路交通"]),
        respondent_name=firm["firm_name"],
        respondent_uscc=firm["firm_uscc"],
        content=pl.lit("来电反映问题，已转办"),
        is_elder=draw.flag(0.1),
        handled_by=pl.lit("属地办理"),
        result=pl.lit("已答复"),
    )


def loan_prime_rate(city: City) -> pl.DataFrame:
    """A rate by month that is the demo city's own, not the published one."""
    del city
    return month_starts().select(
        published_on=later("month_on", 19),
        one_year_percent=pl.lit(3.5),
        five_year_percent=pl.lit(4.2),
    )


def housing_fund_withdrawal(city: City) -> pl.DataFrame:
    """Withdrawals from the housing fund."""
    count = city.rows(8_000)
    draw = city.draw("housing_fund_withdrawal", count)
    return draw.rows(city.adults).with_columns(
        withdrawal_no=numbered("GJJ{}", count, digits=8),
        withdrawn_on=draw.day(),
        amount_yuan=draw.yuan(30_000),
        reason=draw.pick({"purchase": 4, "loan": 4, "rent": 2}),
        account_no="9999" + draw.digits(12),
        unit="county",
    )


def border_crossing(city: City) -> pl.DataFrame:
    """Journeys abroad of those against whom no case stands."""
    count = city.rows(6_000)
    draw = city.draw("border_crossing", count)
    return draw.rows(city.table("_free")).with_columns(
        document_no="EP" + draw.digits(7),
        direction=draw.pick(["out", "in"]),
        crossed_at=draw.instant(draw.day(date(2023, 1, 1), date(2025, 12, 29))),
        port=pl.lit("演示口岸"),
    )


def asset_query(city: City) -> pl.DataFrame:
    """What was found where cases were ended for now: nothing."""
    cases = city.table("exec_case").filter(pl.col("close_manner") == "ended_for_now")
    draw = city.draw("asset_query", cases.height)
    return cases.with_columns(
        answered_on=until_last_day(later("queried_on", 3)),
        asset_kind=draw.pick({"deposit": 5, "vehicle": 3, "realty": 2}),
        is_found=pl.lit(value=False),
        value_yuan=pl.lit(0.0),
        is_frozen=pl.lit(value=False),
    )


def loan_element(city: City) -> pl.DataFrame:
    """The elements of loan cases: the note is what was transferred."""
    cases = city.table("civil_case").filter(pl.col("cause") == "民间借贷纠纷")
    signs = (
        *("same_day_withdrawn", "lender_without_means", "against_common_sense", "note_doubtful"),
        *("repeated_parties", "agent_vague", "undisputed", "objected_by_others"),
        *("low_price_transfer", "waiving_rights"),
    )
    return cases.with_columns(
        lent_on=later("filed_on", -400),
        iou_yuan="claim_yuan",
        transferred_yuan="claim_yuan",
        annual_rate_percent=pl.lit(12.0),
        fees_yuan=pl.lit(0.0),
        **{f"is_{sign}": pl.lit(value=False) for sign in signs},
    )


BUILDERS = (
    *(judicial_staff, special_group, subject_list, designated_hospital, hotel_registry),
    *(fiscal_payment, hotline_complaint, loan_prime_rate, housing_fund_withdrawal),
    *(border_crossing, asset_query, loan_element),
)
TABLES = {builder.__name__: builder for builder in BUILDERS}
