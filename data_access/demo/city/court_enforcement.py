"""What the courts know of enforcement: cases, the dishonest list, confirmations, auctions, fines.

An ordinary auction keeps every rule of 法释〔2016〕18号, an ordinary case ends as it should.
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import COURTS
from data_access.demo.city.draw import LAST_DAY, later, until_last_day

QUERIED = (date(2025, 9, 1), date(2025, 12, 20))


def exec_case(city: City) -> pl.DataFrame:
    """Cases that enforce civil judgments: most fulfilled, some ended for now and queried again."""
    cases = city.table("civil_case").filter(pl.col("award_yuan").is_not_null())
    cases = city.draw("exec_case", city.rows(18_000)).some(cases)
    draw = city.draw("exec_case.course", cases.height)
    debtor = draw.rows(city.living.filter(pl.col("place") < 2))
    filed = later("closed_on", draw.whole(30, 120))
    frame = cases.select("county", amount_yuan="award_yuan", basis_doc_no="case_no").with_columns(
        exec_no=numbered("（2025）演01执{}号", cases.height),
        filed_on=cases.select(filed.alias("day"))["day"],
        debtor_id=debtor["person_id"],
        debtor_name=debtor["person_name"],
    )
    frame = frame.filter(pl.col("filed_on") <= date(2025, 11, 30))
    handed = city.table("property_penalty_exec").filter(pl.col("exec_filed_on").is_not_null())
    fines = handed.select(
        *("county", "exec_no", "unit", "closed_on", "close_manner", "paid_yuan"),
        court_code="county",
        court_name=pl.col("county").replace_strict(COURTS),
        basis_doc_no="case_no",
        basis_kind=pl.lit("criminal_judgment"),
        debtor_id="person_id",
        debtor_name="person_name",
        amount_yuan="payable_yuan",
        filed_on="exec_filed_on",
    )
    return pl.concat([enforced(city, "exec_case", frame), fines], how="diagonal_relaxed")


def enforced(city: City, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Ordinary courses of enforcement; columns exec_no, county, filed_on, debtor, amount stand."""
    draw = city.draw(f"{name}.end", frame.height)
    closed = later("filed_on", draw.whole(40, 170))
    is_closed = closed <= LAST_DAY
    end = draw.pick({"fulfilled": 60, "ended_for_now": 32, "settled": 8})
    manner = pl.when(is_closed).then(pl.lit(end))
    is_for_now = is_closed & (pl.lit(end) == "ended_for_now")
    return frame.with_columns(
        court_code="county",
        court_name=pl.col("county").replace_strict(COURTS),
        basis_kind=pl.lit("judgment"),
        applicant=pl.lit("申请执行人"),
        closed_on=until_last_day(closed),
        close_manner=manner,
        paid_yuan=pl.when(is_closed & ~is_for_now).then("amount_yuan").otherwise(0.0),
        found_asset_yuan=pl.when(is_for_now).then(0.0),
        queried_on=pl.when(is_for_now).then(draw.day(*QUERIED)),
        restricted_on=pl.when(is_for_now).then(later("filed_on", draw.whole(20, 39))),
        judge_name=draw.pick([f"执行员{number}" for number in range(1, 40)]),
        unit="county",
    )


def dishonest_list(city: City) -> pl.DataFrame:
    """Debtors of cases ended for now, listed for two years and then removed."""
    cases = city.table("exec_case").filter(pl.col("close_manner") == "ended_for_now")
    return listed(city, "dishonest_list", cases)


def listed(city: City, name: str, cases: pl.DataFrame) -> pl.DataFrame:
    """Entries of the debtors of these cases, from before the case was ended."""
    draw = city.draw(name, cases.height)
    start = later("filed_on", draw.whole(25, 39))
    end = later(start, 730)
    return cases.with_columns(
        listed_on=start,
        term_end_on=end,
        removed_on=until_last_day(end),
        behaviour=pl.lit("有履行能力而拒不履行"),
    )


def mediation_confirm(city: City) -> pl.DataFrame:
    """Confirmations of agreements by many mediation bodies, not hurried."""
    count = city.rows(6_000)
    draw = city.draw("mediation_confirm", count)
    one, other = draw.rows(city.adults), draw.rows(city.adults)
    agreed = draw.day(last=date(2025, 11, 1))
    applied = later(agreed, draw.whole(5, 25))
    return one.select(unit="county").with_columns(
        confirm_no=numbered("（2025）演01民特{}号", count),
        court_name=pl.col("unit").replace_strict(COURTS),
        agreed_on=agreed,
        applied_on=applied,
        ruled_on=later(applied, draw.whole(5, 25)),
        mediation_org="演示人民调解委员会" + draw.whole(1, 60).cast(pl.String),
        mediator="调解员" + draw.whole(1, 200).cast(pl.String),
        party_a=one["person_name"],
        party_a_id=one["person_id"],
        party_b=other["person_name"],
        party_b_id=other["person_id"],
        subject_matter=draw.pick(["借款", "劳务报酬", "买卖货款", "损害赔偿"]),
        amount_yuan=draw.yuan(30_000),
        property_city=pl.lit("演示市"),
        judge_name="审判员" + draw.whole(1, 90).cast(pl.String),
        ruling=pl.lit("confirmed"),
    )


def auction_lot(city: City) -> pl.DataFrame:
    """Lots of enforcement: first rounds sold or failed, and the second rounds of the failed."""
    civil = city.table("exec_case").filter(pl.col("basis_kind") == "judgment")
    cases = city.draw("auction_lot", city.rows(2_400)).some(civil)
    first = lots(city, "auction_lot", cases.select("exec_no", "county"))
    failed = city.draw("auction_lot.failed", first.height).flag(0.3)
    again = second_round(city, "auction_lot.second", first.filter(failed))
    first = first.with_columns(
        status=pl.when(failed).then(pl.lit("failed")).otherwise(pl.lit("sold")),
        deal_yuan=pl.when(~failed).then("deal_yuan"),
        winner_id=pl.when(~failed).then("winner_id"),
        bidders_count=pl.when(failed).then(0).otherwise(3),
    )
    return pl.concat([first, again], how="diagonal")


def _buyers(city: City) -> pl.DataFrame:
    """Adults who may buy in every auction: no debtor is of their family, nor staff of a court."""
    debtors = city.table("exec_case").select(person_id="debtor_id")
    barred = pl.concat([debtors, city.table("judicial_staff").select("person_id")])
    families = barred.join(city.people, on="person_id").select("family_no")
    return city.adults.join(families, on="family_no", how="anti")


def lots(city: City, name: str, cases: pl.DataFrame) -> pl.DataFrame:
    """First-round lots of these cases, sold, every rule kept."""
    draw = city.draw(f"{name}.lots", cases.height)
    winner = draw.rows(city.table("_buyers"))
    is_movable = draw.flag(0.35)
    worth = (draw.yuan(400_000, 0.8) / 100).round() * 100
    announced = draw.day(date(2020, 2, 1), date(2025, 9, 15))
    wait = pl.when(is_movable).then(draw.whole(16, 25)).otherwise(draw.whole(31, 45))
    starts = cases.select(later(announced, wait).alias("day"))["day"]
    start = (worth * (draw.share() * 0.2 + 0.75) / 100).round() * 100
    serial = name.rsplit(".", maxsplit=1)[-1]
    prefix = "演示市第" if name == "auction_lot" else f"演示市{serial}第"
    started = draw.instant(starts, 10, 10)
    return cases.with_columns(
        lot_code=numbered(prefix + "{}号拍品", cases.height),
        lot_title=pl.lit("涉案资产"),
        asset_no=numbered(f"ZC{'' if name == 'auction_lot' else serial}" + "{}", cases.height),
        court_code="county",
        court_name=pl.col("county").replace_strict(COURTS),
        asset_kind=pl.Series(is_movable).replace_strict({True: "movable", False: "immovable"}),
        round=pl.lit("first"),
        announced_on=announced,
        started_at=started,
        ended_at=pl.lit(started) + pl.duration(hours=24, minutes=pl.lit(draw.whole(0, 90))),
        appraisal_yuan=worth,
        start_yuan=start,
        raise_yuan=(start * 0.01).round(2).clip(100),
        deposit_yuan=(start * 0.1).round(2),
        **_shown(draw),
        priority_claim_yuan=(start * 0.1).round(2),
        cost_yuan=pl.lit(5_000.0),
        preemptor_notified_on=later(announced, -draw.whole(5, 12)),
        preemptor_shown_days=draw.whole(6, 20),
        platform=pl.lit("演示拍卖平台"),
        status=pl.lit("sold"),
        deal_yuan=(start * (draw.share() * 0.3 + 1.0)).round(2),
        winner_id=winner["person_id"],
        bidders_count=pl.lit(3),
        unit="county",
    )


def _shown(draw: object) -> dict[str, pl.Expr]:
    """All that the page of a lot must show (第十三条)."""
    del draw
    shown = (
        "basis_doc",
        "appraisal_report",
        "photos",
        "deposit_account",
        "contact",
        "party_notice",
    )
    texts = {
        "tax_burden_text": "税费按法律、行政法规规定由买卖双方各自承担",
        "defects_text": "以现状拍卖，瑕疵见调查表",
        "vacancy_text": "空置，由法院负责腾退",
    }
    return {f"has_{name}": pl.lit(value=True) for name in shown} | {
        name: pl.lit(text) for name, text in texts.items()
    }


def second_round(city: City, name: str, failed: pl.DataFrame) -> pl.DataFrame:
    """The second rounds of failed lots: within thirty days, a fifth cheaper at most, sold."""
    draw = city.draw(name, failed.height)
    failed_on = pl.col("ended_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    is_movable = pl.col("asset_kind") == "movable"
    announced = later(failed_on, draw.whole(2, 5))
    wait = pl.when(is_movable).then(draw.whole(8, 15)).otherwise(draw.whole(16, 22))
    days = failed.select(starts=later(announced, wait), announced=announced, failed=failed_on)
    started = draw.instant(days["starts"], 10, 10)
    start = (pl.col("start_yuan") * (draw.share() * 0.15 + 0.82)).round(2)
    return failed.with_columns(
        lot_code=pl.col("lot_code") + "（二拍）",
        round=pl.lit("second"),
        announced_on=days["announced"],
        started_at=started,
        ended_at=pl.lit(started) + pl.duration(hours=24),
        prev_start_yuan="start_yuan",
        prev_failed_on=days["failed"],
        prev_platform="platform",
        start_yuan=start,
        deposit_yuan=(start * 0.1).round(2),
        deal_yuan=(start * 1.1).round(2),
        preemptor_notified_on=later(days["announced"], -4),
        status=pl.lit("sold"),
    )


def auction_bid(city: City) -> pl.DataFrame:
    """The bids of the sold lots."""
    sold = city.table("auction_lot").filter(pl.col("status") == "sold")
    return bids(city, "auction_bid", sold)


def bids(city: City, name: str, sold: pl.DataFrame) -> pl.DataFrame:
    """Three bidders of each lot who bid in a lively order, the last the winner."""
    rows = []
    span = pl.col("deal_yuan") - pl.col("start_yuan")
    who = _bidders(city, name, sold)
    for number, (bidder, share) in enumerate(((0, 0.0), (1, 0.2), (2, 0.3), (0, 0.6), (2, 1.0))):
        draw = city.draw(f"{name}.{bidder}", sold.height)
        rows.append(
            sold.select(
                "lot_code",
                "start_yuan",
                "unit",
                bidder_code=pl.lit("ABC"[bidder]) + draw.digits(4),
                bid_yuan=(pl.col("start_yuan") + span * share).round(2),
                bid_at=pl.col("started_at") + pl.duration(minutes=13 + 97 * number),
                status=pl.lit("won" if number == 4 else "outbid"),
                bidder_identifier=who[bidder],
                ip_address="203.0.113." + draw.whole(1, 250).cast(pl.String) + "/" + draw.digits(5),
                phone="100" + draw.digits(8),
                deposit_payer_id=who[bidder],
                is_winner=pl.lit(number == 4),
                has_defaulted=pl.lit(value=False),
                is_preemptor=pl.lit(value=False),
            )
        )
    return pl.concat(rows)


def _bidders(city: City, name: str, sold: pl.DataFrame) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Three different persons for each lot, the last its winner; no pair meets often."""
    everyone = city.adults["person_id"]
    draw = city.draw(f"{name}.who", sold.height)
    first = draw.whole(1, everyone.len() - 1)
    second = first + draw.whole(1, everyone.len() // 2)
    winner = sold["winner_id"]

    def other(place: pl.Series, instead: int) -> pl.Series:
        one = everyone.gather(place % everyone.len())
        is_other = (one != winner).fill_null(value=True)
        return one.zip_with(is_other, everyone.gather((place + instead) % everyone.len()))

    return other(first, -1), other(second, 1), winner


TABLES = {
    "_buyers": _buyers,
    "exec_case": exec_case,
    "dishonest_list": dishonest_list,
    "mediation_confirm": mediation_confirm,
    "auction_lot": auction_lot,
    "auction_bid": auction_bid,
}
