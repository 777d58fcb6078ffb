"""The whole demo world: invoices and bids as files of any condition, and the city beside them."""

from collections.abc import Sequence
from pathlib import Path

from data_access.demo.city_world import Progress, fill_city
from data_access.demo.plants.plant import Truth, truth_details
from data_access.demo.plants.wrong_entries import CHECK
from data_access.demo.truth import Planted, truth_file
from data_access.demo.world import RECEIVED_ON, DemoReport, fill, planted_trade, written
from data_access.scope import Scope
from data_access.stores import Stores

SMALL_CITY = 0.02
"""The scale of the city where none is asked for; invoices and bids are then those of scale 1."""


def fill_whole(  # noqa: PLR0913 - one argument a part of the command
    stores: Stores,
    scope: Scope,
    *,
    scale: float | None = None,
    seed: int = 1,
    truth: Path | None = None,
    progress: Progress | None = None,
) -> DemoReport:
    """Fills a demo home with invoices, bids and the city; safe to repeat.

    scale 1 is some 5 million rows; None is the trade of scale 1 with a small city beside it.
    truth receives a line for each planted subject; beside it, in `*.why.csv`, the same with unit,
    period, kind and reason for the subjects of the city and for its wrong entries.
    Raises as `fill` does.
    """
    trade = 1.0 if scale is None else scale
    first = fill(stores, scope, scale=trade, seed=seed, progress=progress)
    city = fill_city(
        stores,
        scope,
        scale=SMALL_CITY if scale is None else scale,
        seed=seed,
        received_on=RECEIVED_ON,
        progress=progress,
    )
    models = (one.planted() for one in city.truth if not one.model.startswith(CHECK))
    planted = [*planted_trade(trade, seed), *models]
    if truth is not None:
        _write(truth, planted, city.truth)
    return DemoReport(
        rows=first.rows + city.rows,
        datasets=tuple(sorted({*first.datasets, *city.datasets})),
        planted=len(planted),
    )


def _write(path: Path, planted: Sequence[Planted], details: Sequence[Truth]) -> None:
    written(path, truth_file(planted))
    written(path.with_suffix(".why.csv"), truth_details(details))
