"""Planted settlements of the medical fund: M12-G, four rules.

M12-G-1 a special disease without a stay before it (person); M12-G-2 a ring that settles together
(cluster of persons); M12-G-3 one amount swiped again and again (office); M12-G-4 an injury that a
third party is liable for (person).
"""

from datetime import UTC, date, datetime, timedelta

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later
from data_access.demo.city.medical_fund import items_of, settled
from data_access.demo.plants.plant import Kind, Plants

EACH = 4
APPRAISED = date(2024, 9, 10)
RING_START = datetime(2025, 3, 3, 2, tzinfo=UTC)
EMPTY_YUAN = 814.80
"""The amount of the published case (西湖)."""


def fund(city: City) -> Plants:
    """The planted settlements with what belongs to them."""
    plants = Plants()
    for plant in (_special, _rings, _empty_swipes, _injuries):
        plant(city, plants)
    made = pl.concat(plants.frames["mi_settlement"], how="diagonal_relaxed")
    made = made.with_columns(
        settlement_no=numbered("MI{}", made.height, first=600_000_000, digits=9)
    )
    plants.frames["mi_settlement"] = [made]
    plants.add("mi_item", items_of(city, "plants.fund", made.select("settlement_no", "total_yuan")))
    return plants


def settlements_at(rows: pl.DataFrame, place: dict[str, object], **more: pl.Expr) -> pl.DataFrame:
    """Settlements of rows with person and settled_at, at one place, ordinary but for `more`."""
    local = pl.col("settled_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    frame = rows.with_columns(
        insurance_kind=pl.lit("resident"),
        org_code=pl.lit(str(place["firm_uscc"])[8:17]),
        org_name=pl.lit(place["firm_name"]),
        org_uscc=pl.lit(place["firm_uscc"]),
        org_kind=pl.lit("hospital" if place["industry"] == "医院" else "pharmacy"),
        total_yuan=pl.lit(236.4),
        fund_share=pl.lit(0.6),
        diagnosis=pl.lit("高血压"),
        doctor_code=pl.lit("D501"),
        is_inpatient=pl.lit(value=False),
        nights=pl.lit(0),
        day=local,
        is_injury=pl.lit(value=False),
        settle_channel=pl.lit("offline"),
    ).with_columns(**more)
    return settled(frame).select(pl.exclude("unit"))


def _place(city: City, industry: str, number: int) -> dict[str, object]:
    return city.firms_of(industry).row(number % city.firms_of(industry).height, named=True)


def _special(city: City, plants: Plants) -> None:
    cases = (
        (Kind.POSITIVE, "评定前一年没有住院，也没有影像", None, False),
        (Kind.BORDERLINE_IN, "上次住院在评定前三百七十日", 370, False),
        (Kind.BORDERLINE_OUT, "上次住院在评定前三百六十日", 360, True),
        (Kind.LOOKALIKE, "评定前一个月住院且影像相符", 30, True),
    )
    for number, (kind, why, days, has_imaging) in enumerate(cases):
        people = city.take_people(city.planted(EACH), pl.col("place") == 3)
        plants.add(
            "mi_special",
            people.with_columns(
                disease=pl.lit("偏瘫"),
                appraised_on=APPRAISED,
                org_code=pl.lit("YB01"),
                org_name=pl.lit("演示市第一医院"),
                basis=pl.lit("住院病历" if has_imaging else "门诊病历"),
                has_imaging=pl.lit(has_imaging),
                is_imaging_consistent=pl.lit(value=True) if has_imaging else None,
                valid_to_on=date(2026, 9, 9),
                status=pl.lit("valid"),
            ),
        )
        if days is not None:
            out = datetime(2024, 9, 10, 2, tzinfo=UTC) - timedelta(days=days)
            rows = people.with_columns(settled_at=pl.lit(out))
            stay = {"is_inpatient": pl.lit(value=True), "nights": pl.lit(9)}
            plants.add("mi_settlement", settlements_at(rows, _place(city, "医院", number), **stay))
        keys = people["person_id"]
        plants.say("M12-G-1", "person", keys, people["county"], kind, why)


def _rings(city: City, plants: Plants) -> None:
    """Members settle at one pharmacy within ten minutes on so many days."""
    cases = (
        (Kind.POSITIVE, "五人十天同刻同店结算", 5, 10, 2),
        (Kind.BORDERLINE_IN, "三人恰五天同刻结算", 3, 5, 2),
        (Kind.BORDERLINE_OUT, "三人仅四天同刻结算", 3, 4, 2),
        (Kind.BORDERLINE_OUT, "三人每次相隔二十分钟", 3, 8, 20),
        (Kind.LOOKALIKE, "夫妻二人同去", 2, 10, 2),
    )
    number = 0
    for kind, why, size, days, minutes in cases:
        for _ in range(city.planted(2)):
            number += 1
            people = city.take_people(size, pl.col("place") == 3)
            visits = pl.DataFrame({"visit": range(days)})
            start = pl.lit(RING_START) + pl.duration(
                days=pl.col("visit") * 6 + number % 6, hours=number % 9
            )
            rows = people.with_row_index("member").join(visits, how="cross")
            rows = rows.with_columns(
                settled_at=start + pl.duration(minutes=pl.col("member").cast(pl.Int64) * minutes)
            )
            plants.add("mi_settlement", settlements_at(rows, _place(city, "药店", number)))
            members = "+".join(f"person:{one}" for one in sorted(people["person_id"]))
            plants.say("M12-G-2", "cluster", [members], ["990100"], kind, why)


def _empty_swipes(city: City, plants: Plants) -> None:
    """One amount at one pharmacy: of many cards on one day, or the fee that everyone pays."""
    cases = (
        (Kind.POSITIVE, "同一金额一日四十次", EMPTY_YUAN, 40, 1),
        (Kind.LOOKALIKE, "同一金额散在四十日", EMPTY_YUAN + 1, 40, 40),
        (Kind.LOOKALIKE, "众人同付的十元挂号费", 10.0, 40, 1),
    )
    for number, (kind, why, yuan, count, days) in enumerate(cases):
        place = _place(city, "药店", 20 + number)
        people = city.take_people(count, pl.col("place") == 1)
        start = pl.lit(datetime(2025, 6, 17, 1, tzinfo=UTC))
        step = pl.int_range(pl.len())
        later_ = pl.duration(days=step * (days > 1), minutes=step * 13)
        rows = people.with_columns(settled_at=start + later_)
        plants.add("mi_settlement", settlements_at(rows, place, total_yuan=pl.lit(yuan)))
        code = str(place["firm_uscc"])[8:17]
        plants.say("M12-G-3", "office", [code], ["990100"], kind, why)


def _injuries(city: City, plants: Plants) -> None:
    happened = datetime(2025, 5, 20, 3, tzinfo=UTC)
    cases = (
        (Kind.POSITIVE, "交通事故当日入院，对方全责，仍由基金支付", 0, "none", True),
        (Kind.BORDERLINE_OUT, "事故后第五日因他伤入院", 5, "none", True),
        (Kind.LOOKALIKE, "本人全责，无第三人", 0, "full", True),
        (Kind.CANNOT_JUDGE, "没有是否外伤的记录", 0, "none", None),
    )
    for number, (kind, why, days, liability, is_injury) in enumerate(cases):
        people = city.take_people(city.planted(EACH), pl.col("place") < 2)
        plants.add("traffic_accident", _accidents(city, people, number, happened, liability))
        out = happened + timedelta(days=days + 8)
        rows = people.with_columns(settled_at=pl.lit(out))
        stay = settlements_at(
            rows,
            _place(city, "医院", number),
            is_inpatient=pl.lit(value=True),
            nights=pl.lit(8),
            diagnosis=pl.lit("右胫骨骨折"),
            is_injury=pl.lit(is_injury, dtype=pl.Boolean),
        )
        plants.add("mi_settlement", stay.with_columns(admitted_on=later("discharged_on", -8)))
        keys = people["person_id"]
        plants.say("M12-G-4", "person", keys, people["county"], kind, why)


def _accidents(
    city: City, people: pl.DataFrame, number: int, happened: datetime, liability: str
) -> pl.DataFrame:
    other = city.table("_drivers").head(people.height)
    return people.with_columns(
        accident_no=numbered(f"演事故认定P{number}" + "{}号", people.height, digits=3),
        happened_at=pl.lit(happened),
        place=pl.lit("人民路"),
        plate_no="演F" + pl.col("person_id").str.slice(12, 5),
        driver_id="person_id",
        driver_name="person_name",
        liability=pl.lit(liability),
        counter_plate_no=other["plate_no"],
        counter_driver_id=other["person_id"],
        has_injury=pl.lit(value=True),
        handling=pl.lit("ordinary"),
        is_police_reported=pl.lit(value=True),
        settled_yuan=pl.lit(0.0),
        unit="county",
    )
