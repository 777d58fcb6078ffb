"""One model asked of the engine and of SQL written by hand: the same answer, and what each takes.

Both sides read the same snapshot of the same lake, in turn, after one run of each whose answers are
compared. What is measured of the product is all that a run does but what it writes to casework.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from benchmarks.hand_written import Answer, Fact, Lead, answer, fact, statement
from data_access.accounts import scope_of
from data_access.layer_runs import Question
from data_access.questions import ask
from data_access.screening import find
from data_access.stores import Stores
from supervision.lead_rows import FoundLead
from supervision.ledger import LayerLedger, plain
from supervision.model_format import Model

TURNS = 5

SHOWN = 3
"""Leads whose facts differ that `difference` spells out."""

ABSENT = "(absent)"
"""What `difference` shows of a fact that one side does not have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What one side took, in seconds: the median by the clock and of processor time."""

    clock: float
    processor: float


@dataclass(frozen=True, kw_only=True, slots=True)
class SideBySide:
    """One model's two sides, whose answers are equal."""

    model: str
    leads: int
    ours: Taken
    by_hand: Taken

    def print(self) -> None:
        """One line on standard error."""
        ratios = (
            self.ours.clock / self.by_hand.clock,
            self.ours.processor / self.by_hand.processor,
        )
        print(
            f"{self.model}: {self.leads} leads, {self.ours.clock:.3f} s to {self.by_hand.clock:.3f}"
            f" s ({ratios[0]:.2f}), processor {self.ours.processor:.3f} s to"
            f" {self.by_hand.processor:.3f} s ({ratios[1]:.2f})",
            file=sys.stderr,
            flush=True,
        )


def side_by_side(stores: Stores, model: str, *, as_of: date, turns: int = TURNS) -> SideBySide:
    """Both sides of a model; AssertionError where a layer's counts, the leads or a fact differ."""
    asked = sides(stores, model, as_of=as_of)
    ours, by_hand = (side() for side in asked)
    if differs := difference(ours, by_hand):
        raise AssertionError(f"{model}: the answers differ: {differs}")
    taken: tuple[list[Taken], ...] = ([], [])
    for _ in range(turns):
        for side, times in zip(asked, taken, strict=True):
            times.append(_timed(side))
    return SideBySide(
        model=model, leads=len(ours[0]), ours=_median(taken[0]), by_hand=_median(taken[1])
    )


def sides(stores: Stores, model: str, *, as_of: date) -> tuple[Callable[[], Answer], ...]:
    """What asks the engine, and what asks the hand-written SQL of the same snapshot."""
    question = ask(stores, scope_of(stores, "demo"), model, as_of=as_of)
    return lambda: _ours(stores, question), lambda: _by_hand(stores, question)


def difference(ours: Answer, by_hand: Answer) -> str:
    """Where two answers differ, by layer, lead and fact; empty where they do not."""
    names = ours[1].keys() | by_hand[1].keys()
    layers = {
        name: (ours[1].get(name), by_hand[1].get(name))
        for name in sorted(names)
        if ours[1].get(name) != by_hand[1].get(name)
    }
    leads = len(ours[0].keys() - by_hand[0].keys()), len(by_hand[0].keys() - ours[0].keys())
    facts = _differing_facts(ours[0], by_hand[0])
    if not layers and not any(leads) and not facts:
        return ""
    shown = dict(list(facts.items())[:SHOWN])
    return f"layers {layers}; leads only of one side {leads}; facts of {len(facts)} leads {shown}"


def answer_of(model: Model, layers: Iterable[LayerLedger], leads: Iterable[FoundLead]) -> Answer:
    """What a run found, as an answer."""
    counts = {
        layer.id: (
            *(layer.rows_in, layer.rows_kept, layer.rows_dropped),
            *(layer.rows_excluded, layer.rows_cannot_judge, layer.rows_near_miss),
        )
        for layer in layers
    }
    return dict(_told(model, lead) for lead in leads), counts


def _told(model: Model, lead: FoundLead) -> tuple[Lead, dict[str, Fact]]:
    own = {
        "unit": lead.unit_code,
        "amount": lead.amount_yuan,
        "event_on": plain(lead.event_on),
        "due_on": plain(lead.due_on),
        "score": lead.score,
        **{name: lead.facts[name] for name in (*model.lead.facts, *_judged_by(model, lead))},
    }
    told = {name: fact(value) for name, value in own.items()}
    return (lead.subject.partition(":")[2], lead.period, lead.unit_code), told


def _judged_by(model: Model, lead: FoundLead) -> Iterator[str]:
    """The columns by which the last layer judged."""
    for condition in model.layers[-1].conditions:
        for check in condition.checks:
            if check.actual is not None and check.actual in lead.facts:
                yield check.actual


def _pairs(ours: Mapping[str, Fact], by_hand: Mapping[str, Fact]) -> dict[str, tuple[Fact, Fact]]:
    return {
        name: (ours.get(name, ABSENT), by_hand.get(name, ABSENT))
        for name in sorted(ours.keys() | by_hand.keys())
        if ours.get(name, ABSENT) != by_hand.get(name, ABSENT)
    }


def _differing_facts(
    ours: Mapping[Lead, Mapping[str, Fact]], by_hand: Mapping[Lead, Mapping[str, Fact]]
) -> dict[Lead, dict[str, tuple[Fact, Fact]]]:
    """By lead of both sides and name of the fact: (ours, by hand), where they are not equal."""
    return {
        lead: pairs
        for lead in sorted(ours.keys() & by_hand.keys(), key=str)
        if (pairs := _pairs(ours[lead], by_hand[lead]))
    }


def _ours(stores: Stores, question: Question) -> Answer:
    found = find(stores, question, is_dry=True)
    return answer_of(question.model, found.layers, found.leads)


def _by_hand(stores: Stores, question: Question) -> Answer:
    made = statement(
        question.model.id,
        units=question.units,
        as_of=question.as_of,
        table=lambda dataset: f"lake.{dataset} AT (VERSION => {question.snapshot})",
    )
    with stores.pool.reading() as connection:
        return answer([tuple(row) for row in connection.exec_driver_sql(made)])


def _timed(side: Callable[[], Answer]) -> Taken:
    clock, processor = time.perf_counter(), time.process_time()
    side()
    return Taken(clock=time.perf_counter() - clock, processor=time.process_time() - processor)


def _median(times: list[Taken]) -> Taken:
    return Taken(
        clock=statistics.median(one.clock for one in times),
        processor=statistics.median(one.processor for one in times),
    )
