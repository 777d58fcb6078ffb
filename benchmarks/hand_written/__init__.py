"""Models as an analyst would write them by hand: one DuckDB statement each, in `<model>.sql`.

A row is a layer (`layer`: id, '', rows_in, kept, dropped, excluded, cannot_judge, near_miss) or a
lead (`lead`: subject, period, and after six empty columns its facts). The facts are a JSON object:
unit, amount, event_on, due_on, score, each of the model's `lead.facts` and each column by whose
value the last layer judges. Thresholds are the models' defaults. Nothing here is shared with the
engine but the datasets' columns.

`lake.<dataset>` stands for its rows of one snapshot, within units, not after `$as_of`; `$calendar`
for the working days (`calendar.sql`).
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Template

from supervision.contracts import ColumnType, contract
from supervision.ledger import Plain

FOLDER = Path(__file__).resolve().parent
CALENDAR = "calendar"

Counts = tuple[int, ...]
"""Of a layer: rows in, kept, dropped, excluded, which cannot be judged, near misses."""

Fact = str | bool | Decimal | None
"""A value of a lead: days as ISO text, numbers to six decimals."""

Lead = tuple[str, str, Fact]
"""Subject, period and unit: what makes a lead the same one."""

Answer = tuple[Mapping[Lead, Mapping[str, Fact]], Mapping[str, Counts]]
"""The leads with their facts, and the counts of each layer."""


def models() -> list[str]:
    """The models that stand here, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.sql") if path.stem != CALENDAR)


def statement(
    model: str, *, units: Collection[str], as_of: date, table: Callable[[str], str]
) -> str:
    """The statement of a model; table: what a dataset's table is called where it is run."""
    text = Template(_read(model)).substitute(as_of=as_of, calendar=_read(CALENDAR))
    codes = ", ".join(f"'{unit}'" for unit in sorted(units))

    def scoped(named: re.Match[str]) -> str:
        dated = _dated(named[1], as_of)
        return f"(SELECT * FROM {table(named[1])} WHERE unit_code IN ({codes}){dated})"

    return re.sub(r"lake\.(\w+)", scoped, text)


def answer(rows: Collection[tuple[object, ...]]) -> Answer:
    """The rows of a statement as an answer; AssertionError where a lead stands in it twice."""
    told = [(row, _facts(str(row[9]))) for row in rows if row[0] == "lead"]
    leads = {(str(row[1]), str(row[2]), facts["unit"]): facts for row, facts in told}
    if len(leads) < len(told):
        raise AssertionError(f"{len(told)} rows of leads are only {len(leads)} leads")
    layers = {str(row[1]): tuple(map(int, map(str, row[3:9]))) for row in rows if row[0] == "layer"}
    return leads, layers


def fact(value: Plain | Decimal) -> Fact:
    """A value of either side as both are compared."""
    if isinstance(value, (bool, str)) or value is None:
        return value
    return round(Decimal(str(value)), 6).normalize()


def _facts(text: str) -> dict[str, Fact]:
    read = json.loads(text, parse_float=Decimal)
    return {name: fact(value) for name, value in read.items()}


def _read(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _dated(dataset: str, as_of: date) -> str:
    declared = contract(dataset)
    found = [column for column in declared.columns if column.name == declared.dated_by]
    if not found:
        return ""
    until = f"{declared.dated_by} <= DATE '{as_of}'"
    if found[0].type is ColumnType.INSTANT:
        until = f"{declared.dated_by} < TIMESTAMPTZ '{as_of} 00:00:00+08:00' + INTERVAL 1 DAY"
    return (
        f" AND {until}" if found[0].required else f" AND ({until} OR {declared.dated_by} IS NULL)"
    )
