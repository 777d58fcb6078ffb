"""Planted school buses, listed by one agency or by more, each a registered vehicle."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from data_access.demo.plants.rule import Rows


def buses(people: pl.DataFrame, plates: pl.Expr, lists: Sequence[str]) -> Rows:
    """A bus for each driver of the frame on the lists of these agencies."""
    vehicles = people.select(
        *("person_id", "person_name", "county"),
        plate_no=plates,
        owner_name=pl.lit("演示第三学校"),
    )
    listed = vehicles.join(pl.DataFrame({"listed_by": list(lists)}), how="cross").with_columns(
        school_name="owner_name",
        driver_id="person_id",
        driver_name="person_name",
        seat_count=pl.lit(36),
        licensed_on=date(2023, 8, 21),
        valid_to_on=pl.lit(date(2026, 8, 20)),
        unit="county",
    )
    registered = vehicles.select(
        "plate_no",
        "owner_name",
        owner_id="plate_no",
        plate_kind=pl.lit("大型汽车"),
        vehicle_kind=pl.lit("大型专用校车"),
        use_kind=pl.lit("school_bus"),
        registered_on=date(2022, 6, 8),
        status=pl.lit("valid"),
    )
    return {"school_bus": listed, "vehicle_registry": registered}
