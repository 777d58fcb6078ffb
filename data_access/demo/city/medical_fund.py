"""What the medical fund knows: settlements, their items, persons with a special disease."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.civil_affairs import DISEASES
from data_access.demo.city.draw import LAST_DAY, later

DRUGS = {f"YP{number:04d}": f"演示药品{number}" for number in range(1, 301)}


def mi_settlement(city: City) -> pl.DataFrame:
    """Settlements in hospitals and pharmacies, one in twelve of a stay."""
    count = city.rows(330_000)
    draw = city.draw("mi_settlement", count)
    person = draw.rows(city.living.filter(pl.col("place") != 2))
    places = city.firms_of("医院", "药店")
    org = city.draw("mi_settlement.org", count).rows(places)
    day = draw.day(date(2020, 1, 1), date(2025, 12, 10))
    is_hospital = org["industry"] == "医院"
    is_inpatient = draw.flag(0.25) & is_hospital
    total = draw.yuan(260, 0.9)
    frame = person.select("person_id", "person_name").with_columns(
        settlement_no=draw.numbers("MI{}", digits=9),
        insurance_kind=draw.pick({"employee": 4, "resident": 6}),
        org_code=org["firm_uscc"].str.slice(8, 9),
        org_name=org["firm_name"],
        org_uscc=org["firm_uscc"],
        org_kind=pl.Series(is_hospital).replace_strict({True: "hospital", False: "pharmacy"}),
        settled_at=draw.instant(day),
        total_yuan=total,
        fund_share=draw.share() * 0.5 + 0.3,
        diagnosis=draw.pick(DISEASES),
        doctor_code="D" + draw.digits(3),
        is_inpatient=is_inpatient,
        nights=draw.whole(2, 14),
        day=day,
        is_injury=pl.lit(value=False),
        settle_channel=draw.pick({"offline": 8, "mobile": 2}),
    )
    return settled(frame)


def settled(frame: pl.DataFrame) -> pl.DataFrame:
    """Settlements with what follows from day, total and fund_share: parts, days of a stay."""
    total = pl.when("is_inpatient").then(pl.col("total_yuan") * 20).otherwise("total_yuan").round(2)
    fund = (total * pl.col("fund_share")).round(2)
    return frame.with_columns(
        total_yuan=total,
        fund_yuan=fund,
        self_yuan=(total - fund).round(2),
        admitted_on=pl.when("is_inpatient").then(later("day", -pl.col("nights"))),
        discharged_on=pl.when("is_inpatient").then("day"),
    )


def mi_item(city: City) -> pl.DataFrame:
    """Two items of each settlement, which add up to its total."""
    stays = city.table("mi_settlement").select("settlement_no", "total_yuan")
    return items_of(city, "mi_item", stays)


def items_of(city: City, name: str, settlements: pl.DataFrame) -> pl.DataFrame:
    """Two items of each settlement with columns settlement_no and total_yuan."""
    draw = city.draw(name, settlements.height)
    first = (settlements["total_yuan"] * (draw.share() * 0.6 + 0.2)).round(2)
    parts = []
    for line, amount in (("1", first), ("2", (settlements["total_yuan"] - first).round(2))):
        codes = draw.pick(list(DRUGS))
        parts.append(
            settlements.select(
                "settlement_no",
                line_no=pl.lit(line),
                item_kind=pl.lit("drug"),
                drug_code=codes,
                item_name=codes.replace_strict(DRUGS),
                quantity=pl.lit(1.0),
                unit_name=pl.lit("盒"),
                unit_price_yuan=amount,
                amount_yuan=amount,
                trace_code="81" + draw.digits(17),
            )
        )
    return pl.concat(parts)


def mi_special(city: City) -> pl.DataFrame:
    """Persons with a special disease, appraised within the year after a stay."""
    stays = (
        city.table("mi_settlement").filter("is_inpatient").unique("person_id", maintain_order=True)
    )
    chosen = city.draw("mi_special", city.rows(900)).some(stays)
    draw = city.draw("mi_special.appraised", chosen.height)
    appraised = later("discharged_on", draw.whole(10, 60))
    return chosen.with_columns(
        disease=draw.pick({"偏瘫": 5, "糖尿病并发症": 3, "恶性肿瘤": 2}),
        appraised_on=appraised,
        basis=pl.lit("住院病历"),
        has_imaging=pl.lit(value=True),
        is_imaging_consistent=pl.lit(value=True),
        valid_to_on=later(appraised, 730),
        status=pl.lit("valid"),
    ).filter(pl.col("appraised_on") <= LAST_DAY)


TABLES = {"mi_settlement": mi_settlement, "mi_item": mi_item, "mi_special": mi_special}
