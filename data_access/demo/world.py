"""Fills a demo home: writes the sources of the demo world and takes them in like any others.

A home holds one world. Which one is recorded before its first file, so that repeating a command
that was killed completes it and another world is refused.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa

from data_access import tables
from data_access.accounts import is_demo
from data_access.demo.auctions import COUNTY_NAMES, lots
from data_access.demo.files import write_invoices, write_lots
from data_access.demo.firms import COUNTIES, firms
from data_access.demo.invoices import invoices
from data_access.demo.truth import Planted, truth_file
from data_access.errors import Refused
from data_access.intake import IntakeOptions, intake
from data_access.scope import Scope
from data_access.stores import Stores

RECEIVED_ON = date(2026, 1, 15)
"""When the demo sources are said to have come: after the last day they speak of."""

FACT = "demo_world"
FIGURES = "published_figures.csv"

Progress = Callable[[float | None, str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoReport:
    """What the demo world holds.

    rows: rows of the source files, whether they were new to the pool or stood there already.
    planted: subjects whose truth is known.
    """

    rows: int
    datasets: tuple[str, ...]
    planted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Delivery:
    """One folder or file that one supplier sends for one dataset."""

    dataset: str
    unit: str
    supplier: str
    path: Path

    def options(self) -> IntakeOptions:
        """What an officer would say when taking it in."""
        return IntakeOptions(
            dataset=self.dataset,
            unit=self.unit,
            supplier=self.supplier,
            received_on=RECEIVED_ON,
        )


def fill(  # noqa: PLR0913 - one argument a part of the command
    stores: Stores,
    scope: Scope,
    *,
    scale: float = 1.0,
    seed: int = 1,
    truth: Path | None = None,
    progress: Progress | None = None,
) -> DemoReport:
    """Fills a demo home with the demo world; safe to repeat.

    scale 1 is some 80,000 invoices of 224 firms and 60 lots; smaller ones keep every planted
    subject. Same scale and seed, same source files, byte for byte.
    Raises Refused outside a demo home, for a scale that is none, and where another world stands.
    """
    _check(stores, scale, seed)
    folder = stores.folder("demo")
    planted, deliveries = _write_sources(folder, scale, seed)
    if truth is not None:
        written(truth, truth_file(planted))
    rows = 0
    with contextlib.chdir(folder):  # a batch names its files as an agency would, not by our home
        for number, delivery in enumerate(deliveries):
            path = delivery.path.relative_to(folder)
            if progress is not None:
                progress(number / len(deliveries), str(path))
            rows += intake(stores, scope, [path], delivery.options(), None).rows_read
    return DemoReport(
        rows=rows,
        datasets=tuple(sorted({delivery.dataset for delivery in deliveries})),
        planted=len(planted),
    )


def _check(stores: Stores, scale: float, seed: int) -> None:
    if not is_demo(stores):
        raise Refused(
            "This is not a demo home.",
            hint="Make one in another folder with `sijian init --demo --home DIR`.",
        )
    if not 0 < scale <= 1_000:
        raise Refused("The scale is a number above 0 and not above 1000.")
    world = f"scale {scale:g}, seed {seed}"
    with stores.writing() as connection:
        statement = tables.facts.insert().prefix_with("OR IGNORE")
        connection.execute(statement.values(key=FACT, value=world))
        found = connection.execute(
            sa.select(tables.facts.c.value).where(tables.facts.c.key == FACT)
        ).scalar_one()
    if found != world:
        raise Refused(
            f"This home holds the demo world of {found} already.",
            hint="Make another demo home with `sijian init --demo --home DIR`.",
        )


def _write_sources(folder: Path, scale: float, seed: int) -> tuple[list[Planted], list[_Delivery]]:
    roster, catalogue = firms(scale, seed), lots(scale, seed)
    deliveries = []
    for unit in COUNTIES:
        own = [one for firm in roster if firm.unit == unit for one in invoices(firm, seed)]
        name = COUNTY_NAMES[unit]
        deliveries.append(
            _Delivery(
                dataset="vat_invoice",
                unit=unit,
                supplier=f"演示市{name}税务局",
                path=write_invoices(folder, unit, own),
            )
        )
        deliveries.append(
            _Delivery(
                dataset="auction_bid",
                unit=unit,
                supplier=f"演示市{name}人民法院",
                path=write_lots(folder, unit, [lot for lot in catalogue if lot.unit == unit]),
            )
        )
    deliveries.append(
        _Delivery(
            dataset="published_figure",
            unit=COUNTIES[0],
            supplier="最高人民检察院",
            path=_write_figures(folder),
        )
    )
    return planted_trade(scale, seed), deliveries


def planted_trade(scale: float, seed: int) -> list[Planted]:
    """What is planted in the firms and lots of a scale and a seed."""
    planted = [firm.planted() for firm in firms(scale, seed)]
    return planted + [lot.planted() for lot in lots(scale, seed)]


def _write_figures(folder: Path) -> Path:
    """The published national figures 2014-2025: facts, carried over with their source named."""
    path = folder / FIGURES
    path.write_bytes((files("data_access.demo") / FIGURES).read_bytes())
    return path


def written(path: Path, text: str) -> None:
    """Writes the truth; raises Refused where it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(
            f"The truth cannot be written to {path}.", hint=str(error.strerror)
        ) from error
