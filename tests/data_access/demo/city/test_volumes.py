"""A large city's largest tables in volumes: whole together, none much larger than its part."""

import polars as pl
import pytest

from data_access.demo.city.agencies import BUILDERS
from data_access.demo.city.city import City
from data_access.demo.city.volumes import IN_VOLUMES, volumes
from data_access.demo.city_world import volume_parcels, volume_rows
from data_access.demo.plants.plant import Plants
from supervision.contracts import contract

LARGEST, COUNT = 0.04, 3


@pytest.fixture(scope="module")
def divided():
    """A city whose volumes are as small as those of scale 3 are large."""
    return City(0.12, 7, BUILDERS)


@pytest.fixture(scope="module")
def made(divided):
    """Each dataset that is made in volumes, as these volumes."""
    return {
        dataset: [
            volume_rows(dataset, number, volume, Plants())
            for number, volume in enumerate(volumes(divided, dataset, LARGEST))
        ]
        for dataset in sorted(IN_VOLUMES)
    }


def test_no_volume_is_much_larger_than_its_part(made):
    shares = {
        dataset: max(frame.height for frame in frames) / sum(frame.height for frame in frames)
        for dataset, frames in made.items()
    }
    assert {len(frames) for frames in made.values()} == {COUNT}
    assert {name: share for name, share in shares.items() if share > 1.15 / COUNT} == {}


def test_the_volumes_together_have_each_key_once_and_as_many_rows_as_made_at_once(divided, made):
    for dataset in ("household", "mi_settlement", "social_insurance", "bank_txn"):
        together = sum(frame.height for frame in made[dataset])
        assert together == pytest.approx(divided.build(dataset).height, rel=0.05), dataset
    for dataset, frames in made.items():
        keys = pl.concat(frame.select(contract(dataset).key) for frame in frames)
        assert not keys.is_duplicated().any(), dataset


def test_volumes_are_told_apart_by_chance_and_meet_their_own(made):
    first, second, _ = made["mi_settlement"]
    assert not first["total_yuan"].head(100).equals(second["total_yuan"].head(100))
    for stays, items in zip(made["mi_settlement"], made["mi_item"], strict=True):
        assert set(items["settlement_no"]) == set(stays["settlement_no"])


def test_a_small_city_and_a_small_table_are_made_at_once(city, divided):
    assert [volume is city for volume in volumes(city, "mi_item")] == [True]
    assert [volume is divided for volume in volumes(divided, "civil_case", LARGEST)] == [True]


def test_a_planted_row_stands_in_the_first_volume_and_replaces_another_in_any(divided, made):
    later = made["household"][1].head(1).with_columns(person_name=pl.lit("演示人"))
    plants = Plants(frames={"household": [later]})
    held = [
        volume_rows("household", number, volume, plants).filter(
            pl.col("person_id") == later["person_id"][0]
        )
        for number, volume in enumerate(volumes(divided, "household", LARGEST))
    ]
    assert [frame.height for frame in held] == [1, 0, 0]
    assert held[0]["person_name"].to_list() == ["演示人"]


def test_each_volume_is_a_file_of_its_own(made, tmp_path):
    for number, frame in enumerate(made["pension_payment"]):
        list(volume_parcels("pension_payment", number, frame, tmp_path))
    found = sorted(path.name for path in (tmp_path / "city" / "990101").iterdir())
    assert found == [f"pension_payment{more}.parquet" for more in ("-2", "-3", "")]
