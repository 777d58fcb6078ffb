"""Wrong entries for the checks of the contracts: rows that break one check each, and no other.

They stand in datasets on which no planted model rests. Their truth names the check instead of a
model (`check:dataset.check`), and is told only beside the truth file, whose lines are of models.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.volumes import volumes
from data_access.demo.plants.plant import Kind, Plants

EACH = 3
CHECK = "check:"
"""What the model of such a truth begins with."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong value in copies of ordinary rows, which get a key of their own."""

    dataset: str
    check: str
    key: str
    why: str
    values: Mapping[str, object]


TURNED = {"longitude": 30.3, "latitude": 110.3}
TOO_EARLY = {"valid_to_on": date(2019, 1, 1)}
WRONG = (
    Wrong("planning_permit", "area_positive", "permit_no", "建筑面积为零", {"floor_area_sqm": 0.0}),
    Wrong("poi_school", "in_the_country", "school_code", "经纬度颠倒", TURNED),
    Wrong("hospital_visit", "age_possible", "visit_no", "年龄录成二百零一岁", {"age_years": 201}),
    Wrong("waste_permit", "permit_in_order", "permit_no", "核准期限早于起始日", TOO_EARLY),
)


def wrong_entries(city: City) -> Plants:
    """Copies of ordinary rows with one wrong value each."""
    plants = Plants()
    for wrong in WRONG:
        count = city.planted(EACH)
        ordinary = next(volumes(city, wrong.dataset)).table(wrong.dataset)
        rows = city.draw(f"wrong.{wrong.dataset}", count).some(ordinary)
        rows = rows.with_columns(
            (pl.col(wrong.key) + "9").alias(wrong.key),
            **{name: pl.lit(value) for name, value in wrong.values.items()},
        )
        plants.add(wrong.dataset, rows)
        model = f"{CHECK}{wrong.dataset}.{wrong.check}"
        keys = rows[wrong.key]
        plants.say(model, "case", keys, ["990100"] * rows.height, Kind.POSITIVE, wrong.why)
    return plants
