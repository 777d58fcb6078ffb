"""Screening against hand-written SQL: the same leads, the same layer counts, on a million rows.

Both sides read the same snapshot of the same lake, in turn, five times each, after one run of each
whose answers are compared; the figure is the median. What is measured of the product is all that a
run does but what it writes to casework.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from benchmarks.generated import UNITS, fill_bids, fill_invoices
from benchmarks.hand_written import BIDDING, VOIDING
from benchmarks.measured import Measured
from data_access.accounts import initialise_demo, scope_of
from data_access.layer_runs import Question
from data_access.questions import ask
from data_access.screening import find
from data_access.stores import Stores, initialise

TURNS = 5
INVOICES, FIRMS = 1_200_000, 3_000
LOTS, BIDS = 20_000, 55
AS_OF = date(2026, 12, 31)

Answer = tuple[set[tuple[str, str]], dict[str, tuple[int, ...]]]
"""The leads (subject, period) and the six counts of each layer."""


def measure() -> Iterator[Measured]:
    """Seconds of each model, with those of the hand-written query beside it."""
    with tempfile.TemporaryDirectory() as folder:
        stores = initialise(Path(folder) / "home")
        try:
            initialise_demo(stores)
            with stores.pool.writing() as connection:
                fill_invoices(connection, rows=INVOICES, firms=FIRMS)
                fill_bids(connection, lots=LOTS, bids=BIDS)
            yield _measured(stores, "invoice_voiding", VOIDING)
            yield _measured(stores, "auction_bidding", BIDDING)
        finally:
            stores.close()


def _measured(stores: Stores, model: str, sql: str) -> Measured:
    question = ask(stores, scope_of(stores, "demo"), model, as_of=AS_OF)
    sides: dict[str, Callable[[], Answer]] = {
        "ours": lambda: _ours(stores, question),
        "by_hand": lambda: _by_hand(stores, question, sql),
    }
    answers = [side() for side in sides.values()]
    if answers[0] != answers[1]:
        raise AssertionError(f"{model}: the answers differ: {_difference(*answers)}")
    print(f"{model}: {len(answers[0][0])} leads, {answers[0][1]}", file=sys.stderr)
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(TURNS):
        for name, side in sides.items():
            began = time.perf_counter()
            side()
            seconds[name].append(time.perf_counter() - began)
    return Measured(
        name=model,
        figure=statistics.median(seconds["ours"]),
        baseline=statistics.median(seconds["by_hand"]),
    )


def _ours(stores: Stores, question: Question) -> Answer:
    found = find(stores, question, is_dry=True)
    leads = {(lead.subject.partition(":")[2], lead.period) for lead in found.leads}
    layers = {
        layer.id: (
            *(layer.rows_in, layer.rows_kept, layer.rows_dropped),
            *(layer.rows_excluded, layer.rows_cannot_judge, layer.rows_near_miss),
        )
        for layer in found.layers
    }
    return leads, layers


def _by_hand(stores: Stores, question: Question, sql: str) -> Answer:
    units = ", ".join(f"'{unit}'" for unit in (*UNITS, "990100"))
    statement = sql.format(snapshot=question.snapshot, as_of=question.as_of, units=units)
    with stores.pool.reading() as connection:
        found = connection.exec_driver_sql(statement).all()
    leads = {(row[1], row[2]) for row in found if row[0] == "lead"}
    return leads, {row[1]: tuple(row[3:]) for row in found if row[0] == "layer"}


def _difference(ours: Answer, by_hand: Answer) -> str:
    layers = {
        name: (ours[1][name], by_hand[1].get(name))
        for name in ours[1]
        if ours[1][name] != by_hand[1].get(name)
    }
    return f"layers {layers}; leads {sorted(ours[0] ^ by_hand[0])[:5]}"
