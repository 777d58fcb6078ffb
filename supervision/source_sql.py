"""What a run reads of a dataset: the rows of a snapshot, within units, not after as-of.

An undated row stays in: what it lacks is for the model's conditions to say.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from supervision.contracts import RESERVED, ColumnType, DatasetContract
from supervision.expressions import literal_sql
from supervision.ledger import Coverage
from supervision.model_format import Model, Requirement

ALL_ROWS = "all_rows"
"""What the rows of a dataset are counted as; no contract has a column of this name."""

UTC_OFFSET = "+08:00"
"""Sources speak Asia/Shanghai, which has known no other offset since 1991."""


LOOKED_UP = 5
"""From so many values on, DuckDB looks an IN up; below, it compares row by row with each.

Measured on 1.2 million rows: 86 ms for three values, 50 ms for the same three and two repeats.
"""


def source_statement(  # noqa: PLR0913 - one argument a part of what is read
    contract: DatasetContract,
    *,
    units: Collection[str],
    as_of: date,
    snapshot: int | None = None,
    stood: Collection[str] | None = None,
    held: Collection[str] | None = None,
) -> str:
    """The statement that makes `source_<dataset>`, the relation that compiled layers read.

    snapshot None reads the table as it is, outside of the lake (fixtures).
    held: of a dataset that is read once for all layers, the columns that any of them reads.
    stood: the columns that the table had at the snapshot, where the contract has gained some since:
    the others are empty; without any the dataset did not exist yet, and has no rows.
    """
    names = [*(column.name for column in contract.columns), *RESERVED]
    if held is not None:
        names = [name for name in names if name in held]
    scoped = f"unit_code IN ({_codes(units)})" if units else "FALSE"
    table = contract.id if snapshot is None else f"lake.{contract.id}"
    past = "" if snapshot is None else f" AT (VERSION => {int(snapshot)})"
    if stood is not None:
        absent = [name for name in names if name not in stood]
        names = [_empty(name, table) if name in absent else name for name in names]
    if stood is not None and not stood:
        past, scoped = "", "FALSE"
    made = "VIEW" if held is None else "TABLE"
    return (
        f"CREATE TEMPORARY {made} source_{contract.id} AS SELECT {', '.join(names)}"
        f" FROM {table}{past} WHERE {scoped}{_dated(contract, as_of)}"
    )


def coverage_statement(model: Model, contracts: Sequence[DatasetContract]) -> str:
    """The statement that counts the rows of each dataset, and filled ones of each column that may
    be empty: one row, read by `coverage_counts`.
    """
    names: list[str] = []
    counts: list[str] = []
    for contract in contracts:
        terms = {f"{contract.id}__{ALL_ROWS}": "COUNT(*)"}
        for name in may_be_empty(_requirement(model, contract), contract):
            terms[f"{contract.id}__{name}"] = f"COUNT({name})"
        named = ", ".join(f"{sql} AS {name}" for name, sql in terms.items())
        counts.append(f"(SELECT {named} FROM source_{contract.id}) AS of_{contract.id}")
        names += terms
    return f"SELECT {', '.join(names)} FROM {' CROSS JOIN '.join(counts)}"


def coverage_counts(contract: DatasetContract, counted: Mapping[str, int]) -> dict[str, int]:
    """The counts of one dataset in the row of `coverage_statement`, by column."""
    own = f"{contract.id}__"
    return {name.removeprefix(own): n for name, n in counted.items() if name.startswith(own)}


def coverage(
    model: Model, contract: DatasetContract, counted: dict[str, int]
) -> tuple[Coverage, ...]:
    """The coverage of each column the model uses, from its row of `coverage_counts`.

    A column that its contract requires is filled in every row: others never enter the pool. An
    optional one of which nothing is asked (least 0) is left out.
    """
    need = _requirement(model, contract)
    rows = counted[ALL_ROWS]
    return tuple(
        Coverage(
            dataset=contract.id,
            column=name,
            rows=rows,
            filled=counted.get(name, rows),
            least=float(least),
            is_required=name in need.required,
        )
        for name, least in _asked(need).items()
    )


def may_be_empty(need: Requirement, contract: DatasetContract) -> list[str]:
    """The columns whose coverage a model asks for and whose contract does not require them."""
    required = {column.name for column in contract.columns if column.required}
    return [name for name in _asked(need) if name not in required]


def _asked(need: Requirement) -> dict[str, Decimal]:
    return {**need.required, **{name: least for name, least in need.optional.items() if least}}


def _empty(name: str, table: str) -> str:
    """A column without values, of the type that it has now."""
    return f"(SELECT {name} FROM {table} WHERE FALSE) AS {name}"


def _codes(units: Collection[str]) -> str:
    """The units as literals, the last repeated up to LOOKED_UP: the same set."""
    codes = [literal_sql(unit) for unit in sorted(units)]
    return ", ".join([*codes, *codes[-1:] * (LOOKED_UP - len(codes))]) if codes[1:] else codes[0]


def _requirement(model: Model, contract: DatasetContract) -> Requirement:
    return next(need for need in model.requires if need.dataset == contract.id)


def _dated(contract: DatasetContract, as_of: date) -> str:
    if contract.dated_by is None:
        return ""
    column = next(column for column in contract.columns if column.name == contract.dated_by)
    if column.type is ColumnType.INSTANT:
        next_day = literal_sql(f"{as_of + timedelta(days=1)} 00:00:00{UTC_OFFSET}")
        until = f"{column.name} < CAST({next_day} AS TIMESTAMPTZ)"
    else:
        until = f"{column.name} <= {literal_sql(as_of)}"
    return f" AND {until}" if column.required else f" AND ({until} OR {column.name} IS NULL)"
