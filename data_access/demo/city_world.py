"""Fills a demo home with the demo city: every agency's tables, and what is planted in them."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from data_access.demo.bulk import Parcel, load, packed
from data_access.demo.city.agencies import BUILDERS, DATASETS
from data_access.demo.city.city import City
from data_access.demo.city.people import CITY, CITY_NAME, COUNTIES
from data_access.demo.city.shape import UNIT, key_columns, shaped, typed
from data_access.demo.city.volumes import volumes
from data_access.demo.plants.families import FAMILIES
from data_access.demo.plants.plant import Plants, Truth
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.contracts import contract

Progress = Callable[[float | None, str], None]

BY_COUNTY = frozenset(
    {
        *("admin_penalty", "nonlit_exec", "auction_lot", "auction_bid", "exec_case"),
        *("criminal_filing", "coercive_measure", "criminal_judgment", "cc_subject"),
        *("civil_case", "bankruptcy_case", "labor_arbitration", "pension_payment"),
        *("proc_case", "arrest_review", "prosecution_review", "non_prosecution"),
        *("civil_supervision", "administrative_supervision", "public_interest_case"),
        *("market_entity", "police_call", "insurance_claim", "mi_special"),
    }
)
"""Datasets that each county supplies for itself, so that leads have units; the others come from
the city's agencies. Every county's share of a dataset is a batch and a file of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CityReport:
    """What the city holds: rows of all its files, datasets, and the truth of what is planted."""

    rows: int
    datasets: tuple[str, ...]
    truth: tuple[Truth, ...]


def tables(scale: float, seed: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every dataset with its rows, ordinary and planted, in the shape of its contract and UNIT.

    Beyond scale 1 the largest come in volumes, one frame after another.
    """
    city, plants = _planted(scale, seed)
    for dataset in DATASETS:
        for number, volume in enumerate(volumes(city, dataset)):
            yield dataset, volume_rows(dataset, number, volume, plants)


def world(scale: float, seed: int) -> tuple[dict[str, pl.DataFrame], tuple[Truth, ...]]:
    """Every dataset as one frame, by id, and the truth of all that is planted."""
    city, plants = _planted(scale, seed)
    made = {dataset: volume_rows(dataset, 0, city, plants) for dataset in DATASETS}
    return made, tuple(sorted(plants.truth))


def fill_city(  # noqa: PLR0913 - one argument a part of the command
    stores: Stores,
    scope: Scope,
    *,
    scale: float,
    seed: int,
    received_on: date,
    only: Collection[str] = DATASETS,
    progress: Progress | None = None,
) -> CityReport:
    """Makes the city and takes it into the pool, or only some of its datasets.

    What stands there already is left alone: the same city again adds nothing.
    """
    tell = progress or _say_nothing
    folder = stores.folder("demo")
    parcels, told = _written(folder, scale, seed, only, tell)
    load(stores, scope, folder, parcels, received_on, tell)
    return CityReport(
        rows=sum(parcel.rows for parcel in parcels),
        datasets=tuple(sorted({parcel.dataset for parcel in parcels})),
        truth=told,
    )


def _written(
    folder: Path, scale: float, seed: int, wanted: Collection[str], tell: Progress
) -> tuple[list[Parcel], tuple[Truth, ...]]:
    """The files of the city and its truth; of the city itself nothing is left in memory."""
    city, plants = _planted(scale, seed)
    datasets = [dataset for dataset in DATASETS if dataset in wanted]
    parcels: list[Parcel] = []
    for place, dataset in enumerate(datasets):
        tell(0.4 * place / len(datasets), dataset)
        for number, volume in enumerate(volumes(city, dataset)):
            parcels += volume_parcels(
                dataset, number, volume_rows(dataset, number, volume, plants), folder
            )
    return parcels, tuple(sorted(plants.truth))


def _planted(scale: float, seed: int) -> tuple[City, Plants]:
    """The city and what is planted in it, one typed frame a dataset and family."""
    city, plants = City(scale, seed, BUILDERS), Plants()
    for family in FAMILIES:
        planted = family(city)
        for dataset, frames in planted.frames.items():
            plants.add(dataset, typed(contract(dataset), frames, CITY))
        plants.truth.extend(planted.truth)
    return city, plants


def volume_rows(dataset: str, number: int, volume: City, plants: Plants) -> pl.DataFrame:
    """The rows of a volume; those planted are in the first, and replace others in any."""
    wanted = contract(dataset)
    ordinary = typed(wanted, [volume.build(dataset)], CITY)
    planted = plants.frames.get(dataset, [])
    if not number:
        return shaped(wanted, pl.concat([ordinary, *planted]))
    for frame in planted:
        ordinary = ordinary.join(frame, on=key_columns(wanted), how="anti", nulls_equal=True)
    return shaped(wanted, ordinary)


def volume_parcels(
    dataset: str, number: int, frame: pl.DataFrame, folder: Path
) -> Iterator[Parcel]:
    """A file for each unit that supplies the dataset; those of later volumes are numbered."""
    owner = contract(dataset).owner
    name = f"{dataset}-{number + 1}.parquet" if number else f"{dataset}.parquet"
    is_whole = dataset not in BY_COUNTY
    for unit in [CITY] if is_whole else sorted(frame[UNIT].unique()):
        place = CITY_NAME + COUNTIES.get(unit, "")
        yield packed(
            (frame if is_whole else frame.filter(pl.col(UNIT) == unit)).drop(UNIT),
            dataset=dataset,
            unit=unit,
            supplier=f"{place}（{owner}）",
            folder=folder,
            path=Path("city") / unit / name,
        )


def _say_nothing(share: float | None, says: str) -> None:
    del share, says
