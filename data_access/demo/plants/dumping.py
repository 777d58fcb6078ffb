"""Planted dumping of building waste: M12-B, what is seen from above and where lorries stand.

M12-B-1 a heap outside every site (place); M12-B-3 a firm whose lorries stand at such a heap by
night (firm); M12-B-6 lorries that are not registered for waste and call at a dock (firm). All in
the south of the city, where no ordinary site is.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.traffic import fleet, registered
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.rule import (
    IN,
    LIKE,
    OUT,
    UNKNOWN,
    YES,
    Course,
    Rows,
    Rule,
    Values,
    Variant,
    planted,
)

HEAP, PLACE, TRACK = "remote_change", "waste_site", "vehicle_gps"
LORRY, GATE = "transport_vehicle", "checkpoint_track"
RADIUS_M = 300.0
"""Of a site, and how near a lorry stands to a heap [D]."""
METRE_EAST, METRE_NORTH = 1 / 96_400, 1 / 111_320
"""Degrees at thirty degrees north."""
COLUMNS = 48
APART_NORTH = 30.175
NIGHTS, STAY_MINUTES, SHORT_MINUTES = 3, 5, 60
"""Nights at a heap [D], minutes there [D], and at most so many at a dock [D]."""
NIGHT = datetime(2025, 6, 2, 15, 30, tzinfo=UTC)
"""Half past eleven at night in the city."""
MORNING = datetime(2025, 6, 2, 2, 30, tzinfo=UTC)
Changes = Mapping[str, Values | None]
NO_EXTENT: Changes = {PLACE: {"radius_m": None}}


def dumping(city: City) -> Plants:
    """The planted heaps and hauliers with the tracks of their lorries."""
    patch = pl.format("TB9{}", "number")
    firm = pl.col("firm_uscc")
    rules = (
        Rule("M12-B-1", "place", patch, _spots, _heaped, _seen()),
        Rule("M12-B-3", "firm", firm, _hauliers, _stood, _standing()),
        Rule("M12-B-6", "firm", firm, _hauliers, _called, _calling()),
    )
    plants = planted(city, rules)
    _tell_heaps(plants)
    return plants


def _tell_heaps(plants: Plants) -> None:
    """A heap at which lorries stand is one of M12-B-1, too."""
    told = [one.subject.removeprefix("place:") for one in plants.truth]
    heaps = plants.frames[HEAP][0].filter(~pl.col("patch_code").is_in(told))
    is_apart = pl.col("latitude") > APART_NORTH - METRE_NORTH
    for kind, which, why in (
        (YES, ~is_apart, "货车停留之处的渣土堆，在消纳场之外"),
        (UNKNOWN, is_apart, "货车停留之处的渣土堆，邻近消纳场没有范围"),
    ):
        keys = heaps.filter(which)["patch_code"]
        plants.say("M12-B-1", "place", keys, ["990101"] * keys.len(), kind, why)


def _spots(city: City, count: int) -> pl.DataFrame:
    del city
    return pl.DataFrame({"county": ["990101"] * count})


def _hauliers(city: City, count: int) -> pl.DataFrame:
    return city.take_firms(count, pl.col("industry").is_in(["物流", "商贸"]))


def _placed(course: Course, subjects: pl.DataFrame) -> pl.DataFrame:
    """A spot of its own for each subject, more than 700 metres from the next.

    Those beside a site of unknown extent stand kilometres apart from the others.
    """
    first = course.first // 10_000 * subjects.height
    spot = pl.int_range(first, first + pl.len())
    row = spot // COLUMNS
    north = APART_NORTH + row % 3 * 0.006 if course.has("is_apart") else 30.01 + row * 0.007
    return subjects.with_columns(
        spot=spot, longitude=110.005 + spot % COLUMNS * 0.008, latitude=north
    )


def _patch(spots: pl.DataFrame) -> pl.DataFrame:
    return spots.select(
        "longitude",
        "latitude",
        patch_code=pl.format("TB9{}", "number"),
        seen_on=datetime(2025, 5, 12, tzinfo=UTC).date(),
        before_on=datetime(2025, 2, 11, tzinfo=UTC).date(),
        change_kind=pl.lit("waste_heap"),
        area_sqm=pl.lit(2_600.0),
        parcel_code=pl.format("DKW{}", "number"),
        land_class=pl.lit("林地"),
    )


def _site(spots: pl.DataFrame, metres: float) -> pl.DataFrame:
    """A registered site so many metres east of each spot."""
    return spots.select(
        "latitude",
        longitude=pl.col("longitude") + metres * METRE_EAST,
        site_code=pl.format("XN9{}", "number"),
        site_name=pl.lit("建筑垃圾消纳场"),
        location=pl.lit("演示市南部"),
        radius_m=pl.lit(RADIUS_M),
        capacity_m3=pl.lit(200_000.0),
        opened_on=datetime(2020, 4, 7, tzinfo=UTC).date(),
        status=pl.lit("open"),
        unit="county",
    )


def _heaped(course: Course, spots: pl.DataFrame) -> Rows:
    placed = _placed(course, spots)
    rows = {HEAP: _patch(placed)}
    if "metres" not in course.shape:
        return rows
    return {**rows, PLACE: _site(placed, course.amount("metres", 0))}


def _seen() -> tuple[Variant, ...]:
    def near(metres: float) -> Values:
        return {"metres": metres}

    earth: Changes = {HEAP: {"change_kind": "earthwork"}}
    return (
        Variant(YES, "消纳场之外的渣土堆"),
        Variant(IN, "在消纳场边界外二十米", shape=near(RADIUS_M + 20)),
        Variant(OUT, "在消纳场边界内二十米", shape=near(RADIUS_M - 20)),
        Variant(LIKE, "在消纳场之内", shape=near(60)),
        Variant(LIKE, "施工土方，不是堆弃", earth),
        Variant(UNKNOWN, "邻近消纳场没有范围", NO_EXTENT, {**near(60), "is_apart": True}),
    )


def _stood(course: Course, firms: pl.DataFrame) -> Rows:
    """A lorry of each firm that stands at a heap night after night."""
    shape, placed = course.shape, _placed(course, firms)
    nights, minutes = course.count("nights", 6), course.count("minutes", 14)
    start = MORNING if course.has("is_by_day") else NIGHT
    lorries = _lorries(course, placed)
    steps = pl.DataFrame({"night": range(nights)}).join(
        pl.DataFrame({"step": range(minutes + 1)}), how="cross"
    )
    tracks = lorries.join(steps, how="cross").select(
        "plate_no",
        seen_at=pl.lit(start) + pl.duration(days=pl.col("night") * 2, minutes="step"),
        longitude=pl.col("longitude") + 40 * METRE_EAST,
        latitude=pl.col("latitude") + 30 * METRE_NORTH,
        speed_kmh=pl.lit(0.0 if minutes else 62.0),
        weight_tonnes=26.0 - pl.col("step").cast(pl.Float64),
    )
    rows = {LORRY: lorries, "vehicle_registry": registered(lorries), TRACK: tracks}
    if not course.has("is_yard"):
        rows[HEAP] = _patch(placed)
    if "metres" in shape or course.has("is_yard"):
        rows[PLACE] = _site(placed, course.amount("metres", 0))
    return rows


def _lorries(course: Course, placed: pl.DataFrame) -> pl.DataFrame:
    plates = pl.concat_str(pl.lit("演W"), pl.col("spot").cast(pl.String).str.zfill(5))
    return fleet(course.city, course.name, placed, "演W{}").with_columns(plate_no=plates)


def _standing() -> tuple[Variant, ...]:
    apart = {"metres": 60, "is_apart": True}
    return (
        Variant(YES, "夜间多次在渣土堆停留"),
        Variant(IN, "恰三夜，每次五分钟", shape={"nights": NIGHTS, "minutes": STAY_MINUTES}),
        Variant(OUT, "仅两夜", shape={"nights": NIGHTS - 1}),
        Variant(OUT, "每次停留四分钟", shape={"minutes": STAY_MINUTES - 1}),
        Variant(LIKE, "白天路过停留", shape={"is_by_day": True}),
        Variant(LIKE, "夜间驶过而未停留", shape={"minutes": 0}),
        Variant(LIKE, "夜间在消纳场内停留", shape={"is_yard": True}),
        Variant(UNKNOWN, "渣土堆邻近的消纳场没有范围", NO_EXTENT, apart),
    )


def _called(course: Course, firms: pl.DataFrame) -> Rows:
    """A lorry of each firm that drives on to a dock and off again, day after day."""
    placed = _placed(course, firms)
    days, minutes = course.count("days", 7), course.count("minutes", 25)
    lorries = _lorries(course, placed).with_columns(is_waste_registered=pl.lit(value=False))
    passes = pl.DataFrame({"day": range(days)}).join(pl.DataFrame({"pass": [0, 1]}), how="cross")
    after = pl.col("pass") * minutes
    tracks = lorries.join(passes, how="cross").select(
        "plate_no",
        passed_at=pl.lit(MORNING) + pl.duration(days=pl.col("day") * 3, minutes=after),
        checkpoint_code=pl.lit("MT01"),
        checkpoint_name=pl.lit("演示码头卡口"),
        longitude=pl.lit(110.03),
        latitude=pl.lit(30.17),
        city=pl.lit("演示市"),
        direction=pl.when(pl.col("pass") == 0).then(pl.lit("进")).otherwise(pl.lit("出")),
        lane=pl.lit("1"),
    )
    return {LORRY: lorries, "vehicle_registry": registered(lorries), GATE: tracks}


def _calling() -> tuple[Variant, ...]:
    def lorry(*, is_registered: bool | None) -> Changes:
        return {LORRY: {"is_waste_registered": is_registered}}

    return (
        Variant(YES, "未备案货车多日短时进出码头"),
        Variant(IN, "恰三日，每次五十九分钟", shape={"days": 3, "minutes": SHORT_MINUTES - 1}),
        Variant(OUT, "仅两日", shape={"days": 2}),
        Variant(OUT, "每次停留六十一分钟以上", shape={"minutes": SHORT_MINUTES + 1}),
        Variant(LIKE, "已备案的建筑垃圾运输车", lorry(is_registered=True)),
        Variant(UNKNOWN, "没有备案记录", lorry(is_registered=None)),
    )
