"""The rules of family M05 a second time, in plain Polars."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from tests.reference.counts import Answer, counts, judged

Frames = Mapping[str, pl.DataFrame]

AS_OF = date(2025, 12, 31)
OTHER_NAMES = (
    *("非成品油", "非标油", "复合柴油", "轻循环油", "混合芳烃", "轻质循环油", "白油", "溶剂油"),
    *("工业燃料油", "船用燃料油", "生物柴油", "调和油组分"),
)
NO_DIESEL = ("柴油机", "柴油发电", "柴油滤", "柴油车", "柴油添加")
WEIGHTS = {"吨": 1.0, "公吨": 1.0, "t": 1.0, "千克": 0.001, "公斤": 0.001, "kg": 0.001}
VOLUMES = ("升", "公升", "l")
VEHICLE_TONNES, LITRES = 30, 1190
OTHER_LINES = ("石油", "石化", "炼化", "化工", "油品", "涂料", "沥青", "农业", "农机", "渔业")
FARMING = ("林业", "种植", "养殖")


def any_of(column: str, words: tuple[str, ...]) -> pl.Expr:
    return pl.any_horizontal([pl.col(column).str.contains(word, literal=True) for word in words])


def lines(frames: Frames) -> pl.DataFrame:
    """Invoices with whether their oil has another name, is diesel, and its tonnes."""
    unit = pl.col("unit_name").str.strip_chars().str.to_lowercase()
    each = unit.replace_strict(WEIGHTS | dict.fromkeys(VOLUMES, 1 / LITRES), default=None)
    sign = pl.when(pl.col("amount_yuan") < 0).then(-1).otherwise(1)
    return frames["vat_invoice"].with_columns(
        year=pl.col("issued_on").dt.year(),
        odd=any_of("item_name", OTHER_NAMES),
        diesel=pl.col("item_name").str.contains("柴油")
        & ~any_of("item_name", NO_DIESEL + OTHER_NAMES),
        tonnes=pl.col("quantity").cast(pl.Float64).abs() * each * sign,
    )


def tonnes_of(rows: pl.DataFrame, party: str) -> pl.DataFrame:
    return rows.group_by("unit_code", pl.col(party).alias("firm_uscc"), "year").agg(
        tonnes=pl.col("tonnes").sum().round(3),
        unknown=pl.col("tonnes").is_null().sum(),
    )


def equipment(frames: Frames) -> tuple[dict[str, int], pl.DataFrame]:
    """What the equipment of each firm burns in a year."""
    kind, fuel = pl.col("equipment_kind"), pl.col("fuel_kind")
    burns = (
        pl.when(kind.is_in(["oil_boiler", "oil_heater", "fuel_machine"]))
        .then(pl.lit(value=True))
        .when(kind == "boiler")
        .then(fuel.str.contains("油"))
        .otherwise(pl.lit(value=False))
    )
    in_use = pl.col("status").fill_null("in_use").is_in(["in_use", "overdue"])
    rows = frames["special_equipment"].with_columns(burns=burns & in_use)
    layer, kept = judged(rows, {"burns": pl.col("burns").fill_null(value=True)})
    burnt = kept.group_by("firm_uscc").agg(
        burnt=pl.col("annual_fuel_tonnes").cast(pl.Float64).filter("burns").sum(),
        burnt_unknown=(pl.col("burns").is_null() | pl.col("annual_fuel_tonnes").is_null()).sum(),
    )
    return layer, burnt


def fleets(frames: Frames) -> tuple[dict[str, int], pl.DataFrame]:
    """How many diesel lorries each firm runs."""
    counted = (pl.col("fuel_kind") == "diesel") & (pl.col("status") == "in_service")
    rows = frames["transport_vehicle"].with_columns(counted=counted)
    layer, kept = judged(rows, {"counted": pl.col("counted").fill_null(value=True)})
    lorries = kept.group_by("firm_uscc").agg(
        lorries=pl.col("counted").sum(), unclear=pl.col("counted").is_null().sum()
    )
    return layer, lorries


def firms(frames: Frames, odd: pl.DataFrame, diesel: pl.DataFrame) -> pl.DataFrame:
    """Each buyer and year with all that it is judged by, names as in the domain text."""
    sold = tonnes_of(odd, "seller_code").select("unit_code", "firm_uscc", "year", sold="tonnes")
    fuel = tonnes_of(diesel, "buyer_code").rename({"tonnes": "fuel", "unknown": "fuel_unknown"})
    keys = ["unit_code", "firm_uscc", "year"]
    rows = tonnes_of(odd, "buyer_code").join(sold, on=keys, how="left")
    rows = rows.join(fuel, on=keys, how="left")
    rows = rows.join(equipment(frames)[1], on="firm_uscc", how="left")
    rows = rows.join(fleets(frames)[1], on="firm_uscc", how="left")
    trades = frames["market_entity"].group_by("firm_uscc").agg(pl.col("industry").max())
    rows = rows.join(trades, on="firm_uscc", how="left")
    numbers = ("sold", "fuel", "fuel_unknown", "burnt", "burnt_unknown", "lorries", "unclear")
    rows = rows.with_columns(pl.col(name).fill_null(0) for name in numbers)
    days = pl.min_horizontal(pl.lit(AS_OF), pl.date("year", 12, 31)) - pl.date("year", 1, 1)
    share = pl.min_horizontal(1.0, ((days.dt.total_days() + 1) / 365).round(4))
    return rows.with_columns(
        own=pl.col("tonnes") - pl.col("sold"),
        need=(pl.col("lorries") * VEHICLE_TONNES * share).round(3),
        most=((pl.col("lorries") + pl.col("unclear")) * VEHICLE_TONNES * share).round(3),
    )


def non_standard_oil(frames: Frames) -> Answer:
    found = lines(frames)
    is_valid = pl.col("status") == "valid"
    oil_layer, oil = judged(found, {"name": pl.col("odd") | pl.col("diesel"), "valid": is_valid})
    once = ["unit_code", "seller_code", "buyer_code", "invoice_number", "issued_on", "year"]
    invoices = oil.group_by(*once, "odd").agg(pl.col("tonnes").max())
    odd_layer, odd = judged(invoices, {"odd": pl.col("odd")})
    diesel_layer, diesel = judged(invoices, {"diesel": ~pl.col("odd")})
    burning, burnt = equipment(frames)
    running, lorries = fleets(frames)
    rows = firms(frames, odd, diesel)
    over = (
        pl.when(pl.col("own") > pl.col("burnt") * 1.05)
        .then(pl.when(pl.col("burnt_unknown") == 0).then(pl.lit(value=True)))
        .when(pl.col("unknown") == 0)
        .then(pl.lit(value=False))
    )
    short = (
        pl.when(pl.col("fuel") < 0.5 * pl.col("need"))
        .then(pl.when(pl.col("fuel_unknown") == 0).then(pl.lit(value=True)))
        .when(pl.col("fuel") >= 0.5 * pl.col("most"))
        .then(pl.lit(value=False))
    )
    near_burnt = (pl.col("own") - (pl.col("burnt") * 1.05).round(3)).abs() <= 10
    near_fuel = ((pl.col("fuel") / pl.col("need")).round(4) - 0.5).abs() <= 0.05
    last, leads = judged(
        rows,
        {"over": over, "short": short},
        {"over": near_burnt, "short": near_fuel & (pl.col("need") > 0)},
        {
            "traded": (pl.col("sold") >= 0.5 * pl.col("tonnes")) & (pl.col("tonnes") > 0),
            "other": any_of("industry", OTHER_LINES + FARMING),
        },
    )
    layers = {
        "oil_lines": oil_layer,
        "oil_invoices": _groups(invoices),
        "odd_invoices": odd_layer,
        "diesel_invoices": diesel_layer,
        "diesel_years": _groups(tonnes_of(diesel, "buyer_code")),
        "sold_years": _groups(tonnes_of(odd, "seller_code")),
        "burners": burning,
        "capacities": _groups(burnt),
        "vehicles": running,
        "fleets": _groups(lorries),
        "industries": _groups(frames["market_entity"].select("firm_uscc").unique()),
        "buyers": _groups(rows),
        "verdict": last,
    }
    return layers, set(leads["firm_uscc"])


def _groups(rows: pl.DataFrame) -> dict[str, int]:
    return counts(rows.height, rows.height)


MODELS = {"M05-A": non_standard_oil}
