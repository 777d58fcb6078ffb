"""The reserve: persons or firms of whom the city tells nothing until something is planted in them.

Who is gone is marked and the rows stay where they are: a frame without them for each who was taken
cost gigabytes and most of the time at scale 20.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl


class Reserve:
    """Rows that are given away once each, in their order.

    key: the column that tells them apart; kind: what they are called where they do not suffice.
    """

    def __init__(self, rows: pl.DataFrame, key: str, kind: str) -> None:
        self._rows, self._key, self._kind = rows, key, kind
        self._is_left = np.ones(rows.height, dtype=bool)

    def take(
        self, count: int, condition: pl.Expr | None = None, kin: Sequence[str] = ()
    ) -> pl.DataFrame:
        """So many rows that meet the condition; nobody gets them again.

        `kin` are columns with keys of other rows: these are left, too, and go with them.
        Raises ValueError where fewer are left.
        """
        is_fitting = self._is_left.copy()
        if condition is not None:
            is_fitting &= self._holds(condition)
        for column in kin:
            left = self._rows[self._key].filter(pl.Series(self._is_left))
            is_fitting &= self._holds(pl.col(column).is_in(left.implode()))
        places = np.flatnonzero(is_fitting)
        if len(places) < count:
            raise ValueError(f"the reserve of {self._kind} is too small: {len(places)} of {count}")
        taken = self._rows[places[:count]]
        self._is_left[places[:count]] = False
        for column in kin:
            self._is_left &= ~self._holds(pl.col(self._key).is_in(taken[column].implode()))
        return taken

    def _holds(self, condition: pl.Expr) -> np.ndarray:
        """Where the condition is true; what it leaves open is not."""
        held = self._rows.select(condition.alias("holds"))["holds"]
        return held.fill_null(value=False).to_numpy()
