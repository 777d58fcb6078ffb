"""How far the columns that a model uses are filled: what counts them, and what the counts say."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from supervision.contracts import DatasetContract, load_contracts
from supervision.count_sql import Counts
from supervision.ledger import Coverage, LayerLedger
from supervision.model_format import Model, Requirement

ALL_ROWS = "all_rows"
"""What the rows of a dataset are counted as; no contract has a column of this name."""


def coverage_asked(model: Model, contracts: Sequence[DatasetContract]) -> Counts:
    """The rows of each dataset, and the filled ones of each column that may be empty; read by
    `coverage_counts`.
    """
    names: list[str] = []
    counts: list[str] = []
    for contract in contracts:
        terms = {f"{contract.id}__{ALL_ROWS}": "COUNT(*)"}
        for name in may_be_empty(_requirement(model, contract), contract):
            terms[f"{contract.id}__{name}"] = f"COUNT({name})"
        counted = Counts(terms=terms, relation=f"source_{contract.id}")
        counts.append(f"({counted.statement}) AS of_{contract.id}")
        names += terms
    return Counts(terms={name: name for name in names}, relation=" CROSS JOIN ".join(counts))


def coverage_counts(contract: DatasetContract, counted: Mapping[str, int]) -> dict[str, int]:
    """The counts of one dataset of `coverage_asked`, by column."""
    own = f"{contract.id}__"
    return {name.removeprefix(own): n for name, n in counted.items() if name.startswith(own)}


def coverage(
    model: Model, contract: DatasetContract, counted: Mapping[str, int]
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


def uncounted(model: Model, known: Collection[str] = ()) -> list[DatasetContract]:
    """The datasets whose rows no layer counts, or of which a column may be empty.

    known: those that need not be counted at all.
    """
    counted = {layer.source for layer in model.layers if model.grain(layer) == "rows"}
    needs = {need.dataset: need for need in model.requires if need.dataset not in known}
    return [
        declared
        for declared in map(load_contracts().__getitem__, needs)
        if declared.id not in counted or may_be_empty(needs[declared.id], declared)
    ]


def coverage_of(
    model: Model, counted: Mapping[str, Mapping[str, int]], ledgers: Sequence[LayerLedger]
) -> tuple[Coverage, ...]:
    """The coverage of each column the model uses.

    counted: by dataset, its rows (ALL_ROWS) and the filled ones of each column that may be empty.
    ledgers: of the datasets that are not among them, the layers that have counted the rows.
    """
    rows_in = {model.layer(one.id).source: one.rows_in for one in ledgers if one.counts == "rows"}
    found: list[Coverage] = []
    for need in model.requires:
        own = counted.get(need.dataset) or {ALL_ROWS: rows_in[need.dataset]}
        found += coverage(model, load_contracts()[need.dataset], own)
    return tuple(found)


def may_be_empty(need: Requirement, contract: DatasetContract) -> list[str]:
    """The columns whose coverage a model asks for and whose contract does not require them."""
    required = {column.name for column in contract.columns if column.required}
    return [name for name in _asked(need) if name not in required]


def _asked(need: Requirement) -> dict[str, Decimal]:
    return {**need.required, **{name: least for name, least in need.optional.items() if least}}


def _requirement(model: Model, contract: DatasetContract) -> Requirement:
    return next(need for need in model.requires if need.dataset == contract.id)
