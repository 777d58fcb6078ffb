"""Planted debts to the state: M03-F, fees for land, shelters and water that nobody asks for.

Due before the day of the screening, not paid in full, and no day on which the payment was urged.
Land and shelters are the contracts and projects of M12-E-1 and M12-F-1, too; water is told by firm.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import LAST_DAY, later
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import subjects, tell, with_firms

MODELS = {"land": ("M03-F-1", "M12-E-1"), "shelter": ("M03-F-2", "M12-F-1"), "water": ("M03-F-3",)}
"""By fee the rule, and the rule of another family that says the same of the same subject."""
EACH = 3
YUAN = 900_000.0
LAND, SHELTER, WATER = "land", "shelter", "water"
DAY = pl.Date()


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Debts of one kind: the fee, since when, the share that was paid and whether it was urged."""

    kind: Kind
    why: str
    fee: str = LAND
    days: int = 400
    share: float | None = 0.4
    is_urged: bool = False
    is_waived: bool = False


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
UNSURE = Kind.CANNOT_JUDGE
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="土地出让金逾期一年余，未催缴"),
    Variant(kind=IN, why="土地出让金逾期一日，未催缴", days=1),
    Variant(kind=OUT, why="土地出让金当日到期", days=0),
    Variant(kind=LIKE, why="土地出让金逾期，已书面催缴", is_urged=True),
    Variant(kind=LIKE, why="土地出让金逾期后缴清，滞纳金也已缴", share=1.0),
    Variant(kind=UNSURE, why="没有土地出让金的缴款记录", share=None),
    Variant(kind=Kind.POSITIVE, why="人防易地建设费未缴，未催缴", fee=SHELTER, share=0.0),
    Variant(kind=LIKE, why="人防易地建设费依法减免", fee=SHELTER, share=0.0, is_waived=True),
    Variant(kind=UNSURE, why="没有人防易地建设费的缴款记录", fee=SHELTER, share=None),
    Variant(kind=Kind.POSITIVE, why="水资源税连续未缴，未责令限期缴纳", fee=WATER, share=0.0),
    Variant(kind=IN, why="水资源税少缴一成", fee=WATER, share=0.9),
    Variant(kind=LIKE, why="水资源税已责令限期缴纳", fee=WATER, share=0.0, is_urged=True),
    Variant(kind=UNSURE, why="没有水资源税的入库记录", fee=WATER, share=None),
)


def unpaid_fees(city: City) -> Plants:
    """The planted firms with contract, project or declaration."""
    plants = Plants()
    firms = with_firms(city, subjects(city, VARIANTS, EACH))
    due = later(pl.lit(LAST_DAY), -pl.col("days"))
    known = firms.with_columns(
        due=due,
        paid=pl.lit(YUAN) * pl.col("share"),
        urged_on=pl.when("is_urged").then(later(due, 25)),
        unit="county",
    )
    grants = _granted(known.filter(pl.col("fee") == LAND))
    shelters = _sheltered(known.filter(pl.col("fee") == SHELTER))
    water = known.filter(pl.col("fee") == WATER)
    plants.add("land_grant", grants)
    plants.add("civil_defense", shelters)
    plants.add("water_permit", _drawing(water))
    plants.add("tax_declare", _declared(water))
    for fee, kind, frame, key in (
        (LAND, "case", grants, "contract_no"),
        (SHELTER, "case", shelters, "project_code"),
        (WATER, "firm", water, "firm_uscc"),
    ):
        for model in MODELS[fee]:
            tell(plants, model, kind, frame, key)
    return plants


def _granted(firms: pl.DataFrame) -> pl.DataFrame:
    """Grants paid in part or late, and built on in time."""
    is_late = pl.col("paid") == YUAN
    fee = pl.when(is_late).then(18_000.0)
    return firms.with_columns(
        contract_no=numbered("演出让合同欠{}号", firms.height),
        grantee_name="firm_name",
        parcel_code=numbered("DKQ{}", firms.height),
        location=pl.lit("演示市东区"),
        area_sqm=pl.lit(8_000.0),
        land_use=pl.lit("工业用地"),
        price_yuan=pl.lit(YUAN),
        signed_on=later("due", -60),
        due_on="due",
        paid_yuan="paid",
        paid_on=pl.when(pl.col("paid") > 0).then(
            later("due", pl.when(is_late).then(20).otherwise(-5))
        ),
        late_fee_permille=pl.lit(1.0),
        late_fee_yuan=fee,
        late_fee_paid_yuan=fee,
        start_by_on=later("due", 305),
        started_on=later("due", -10),
        is_delay_excused=pl.lit(value=False),
        is_taken_back=pl.lit(value=False),
    )


def _sheltered(firms: pl.DataFrame) -> pl.DataFrame:
    """Projects without a shelter, for which the fee is due."""
    return firms.with_columns(
        project_code=numbered("XMQ{}", firms.height),
        project_name=pl.col("firm_name") + "建设项目",
        required_area_sqm=pl.lit(600.0),
        built_area_sqm=pl.lit(0.0),
        fee_payable_yuan=pl.lit(YUAN),
        fee_paid_yuan="paid",
        waive_basis=pl.when("is_waived").then(pl.lit("享受政府优惠政策建设的保障性住房")),
        decided_on="due",
    )


def _drawing(firms: pl.DataFrame) -> pl.DataFrame:
    return firms.with_columns(
        permit_no=numbered("取水（演）字Q{}号", firms.height),
        water_source=pl.lit("surface"),
        use_kind=pl.lit("工业"),
        annual_quota_m3=pl.lit(60_000.0),
        issued_on=date(2022, 3, 1),
        valid_to_on=date(2027, 2, 28),
        status=pl.lit("valid"),
    )


def _declared(firms: pl.DataFrame) -> pl.DataFrame:
    """A quarter's tax on the water, declared and not paid in full."""
    has_paid = pl.col("paid") > 0
    return firms.with_columns(
        period_from_on=date(2025, 4, 1),
        period_to_on=date(2025, 6, 30),
        tax_kind=pl.lit("water_resource_tax"),
        declared_on=date(2025, 7, 10),
        declared_quantity=pl.lit(9_000.0),
        unit_name=pl.lit("立方米"),
        payable_yuan=pl.lit(YUAN),
        paid_yuan="paid",
        paid_on=pl.when(has_paid).then(date(2025, 7, 14)),
        urged_on=pl.when("is_urged").then(date(2025, 8, 18)),
    )
