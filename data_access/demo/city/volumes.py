"""A large city's largest tables in volumes, so that none of them has to fit into memory as a whole.

A city of at most scale 1 is one volume of everything, which is the city itself (decision 0025).
"""

import math
from collections.abc import Iterator

import polars as pl

from data_access.demo.city.city import City, adults
from data_access.demo.city.draw import Draw

IN_VOLUMES = frozenset(
    {
        *("household", "hospital_visit", "allowance_pay", "mi_settlement", "mi_item", "mi_special"),
        *("social_insurance", "wage_tax", "pension_payment", "vat_invoice", "bank_txn"),
        *("traffic_violation", "checkpoint_track", "vehicle_gps"),
        *("police_call", "hotel_stay", "travel_record"),
    }
)
"""Datasets that are made in volumes: each of their keys names a person, firm or vehicle, which is
of one volume, or a number that runs on; and no table of the whole city rests on all their rows."""


def volumes(city: City, dataset: str, largest: float = 1.0) -> Iterator[City]:
    """The parts of which a dataset is made one after another, none of a larger scale than this.

    The city itself where it is no larger, or where the dataset is made at once.
    """
    count = math.ceil(city.scale / largest)
    if count == 1 or dataset not in IN_VOLUMES:
        yield city
        return
    for number in range(count):
        yield Volume(city, number, count)


class Volume(City):
    """A part of a large city: one in so many of its persons, firms and kept rows.

    Chance is its own and numbers run on from volume to volume. It has no reserve.
    """

    def __init__(self, whole: City, number: int, count: int) -> None:
        self.scale, self.seed, self.builders = whole.scale / count, whole.seed, whole.builders
        self._whole, self._number, self._count = whole, number, count
        self.everyone = self._part(whole.everyone)
        self.every_firm = self._part(whole.every_firm)
        self.firms = self._part(whole.firms)
        self.adults = adults(self.living)

    def draw(self, name: str, count: int) -> Draw:
        """Chance for one table of so many rows, as many in each volume where they are numbered."""
        return Draw(self.seed, f"{name}#{self._number}", count, 1 + self._number * count)

    def table(self, dataset: str) -> pl.DataFrame:
        """The rows of the volume, for tables of it that rest on them."""
        if dataset in IN_VOLUMES:
            return self.build(dataset)
        return self._part(self._whole.table(dataset))

    def build(self, dataset: str) -> pl.DataFrame:
        """The rows of the volume."""
        return self.builders[dataset](self)

    def _part(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.gather_every(self._count, self._number)
