"""The city while it is made: its persons and firms, and tables that rest on each other."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from data_access.demo.city.draw import Draw
from data_access.demo.city.firms import firms
from data_access.demo.city.people import people
from data_access.demo.city.reserve import Reserve

Builder = Callable[["City"], pl.DataFrame]

KEPT_BYTES = 1_000_000_000
"""Tables on which others rest are kept while they take no more; then the one that was not asked for
longest is let go, and made again when it is."""


class City:
    """One city of a scale and a seed; nothing of it depends on the order of the questions.

    But for the reserve: persons and firms are taken from it in the order of the calls.
    """

    def __init__(
        self,
        scale: float,
        seed: int,
        builders: Mapping[str, Builder],
        kept_bytes: float = KEPT_BYTES,
    ) -> None:
        self.scale, self.seed = scale, seed
        self._kept_bytes = kept_bytes
        self.everyone = people(scale, seed)
        self.every_firm = firms(self.everyone, scale, seed)
        self.firms = self.every_firm.filter(~pl.col("is_reserved"))
        self.adults = adults(self.living)
        self._spare_people = Reserve(
            self._shuffled(self.everyone.filter("is_reserved"), "reserve.people"),
            "person_id",
            "persons",
        )
        self._spare_firms = Reserve(
            self._shuffled(self.every_firm.filter("is_reserved"), "reserve.firms"),
            "firm_uscc",
            "firms",
        )
        self.builders = builders
        self._tables: dict[str, pl.DataFrame] = {}
        self._sizes: dict[str, float] = {}

    @property
    def people(self) -> pl.DataFrame:
        """The persons who live an ordinary life, or lived one: all but the reserve."""
        return self.everyone.filter(~pl.col("is_reserved"))

    @property
    def living(self) -> pl.DataFrame:
        """Those of them who have not died."""
        return self.everyone.filter(~pl.col("is_reserved"), pl.col("died_on").is_null())

    def draw(self, name: str, count: int) -> Draw:
        """Chance for one table of so many rows."""
        return Draw(self.seed, name, count)

    def rows(self, at_scale_one: int, least: int = 20) -> int:
        """How many rows a table has that has so many at scale 1."""
        return max(least, round(at_scale_one * self.scale))

    def table(self, dataset: str) -> pl.DataFrame:
        """The ordinary rows of a dataset, for tables that rest on them."""
        made = self._tables.pop(dataset, None)
        if made is None:
            made = self.builders[dataset](self)
            self._sizes[dataset] = made.estimated_size()
        self._tables[dataset] = made
        while len(self._tables) > 1 and self._held() > self._kept_bytes:
            del self._tables[next(iter(self._tables))]
        return made

    def _held(self) -> float:
        return sum(self._sizes[name] for name in self._tables)

    def build(self, dataset: str) -> pl.DataFrame:
        """The ordinary rows of a dataset, not kept where no other table rests on them."""
        made = self._tables.get(dataset)
        return self.builders[dataset](self) if made is None else made

    def firms_of(self, *industries: str) -> pl.DataFrame:
        """The living firms of these industries."""
        return self.firms.filter(pl.col("industry").is_in(industries), pl.col("status") == "active")

    def planted(self, at_scale_one: int) -> int:
        """How many subjects are planted of which there are so many at scale 1; never fewer."""
        return max(at_scale_one, round(at_scale_one * self.scale))

    def take_people(
        self, count: int, condition: pl.Expr | None = None, kin: Sequence[str] = ()
    ) -> pl.DataFrame:
        """So many persons of the reserve who meet the condition; nobody gets them again.

        `kin` are columns of their kin, such as spouse_id: these are of the reserve and taken, too.
        """
        return self._spare_people.take(count, condition, kin)

    def take_firms(self, count: int, condition: pl.Expr | None = None) -> pl.DataFrame:
        """So many firms of the reserve that meet the condition; nobody gets them again."""
        return self._spare_firms.take(count, condition)

    def change_firms(self, codes: pl.Series, **values: object) -> None:
        """Changes what the register of firms says of some firms of the reserve."""
        is_meant = pl.col("firm_uscc").is_in(codes.implode())
        changed = [
            pl.when(is_meant).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
            for name, value in values.items()
        ]
        self.every_firm = self.every_firm.with_columns(changed)

    def register(self, firms: pl.DataFrame) -> None:
        """Writes other values of firms of the reserve into the register: firm_uscc and columns."""
        self.every_firm = self.every_firm.update(firms, on="firm_uscc", include_nulls=True)

    def _shuffled(self, frame: pl.DataFrame, name: str) -> pl.DataFrame:
        return self.draw(name, frame.height).some(frame)


def adults(living: pl.DataFrame) -> pl.DataFrame:
    """The heads of families and their spouses."""
    return living.filter(pl.col("place") < 2)
