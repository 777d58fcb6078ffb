"""A data request (数据需求清单): which datasets and columns the models lack, to ask an agency for.

One entry a model and column that it lacks; in the order of owner, dataset and column, so that one
agency's part stands together. The point of supervision says what the data would be used for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from supervision.cells import Cell, CellKind
from supervision.contracts import DatasetContract, Rhythm
from supervision.ledger import Coverage
from supervision.model_format import Model, Requirement
from supervision.review_list import COVER_COLUMNS, Column, ReviewList, Sheet
from supervision.review_list_sheets import Spelling
from supervision.vocabulary import Line, Sensitivity

PREFIX = "data_request"
"""Of the keys of its words."""


class Need(StrEnum):
    """Whether a model cannot do without a column, or only judges more with it."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestedColumn:
    """A column that a model lacks.

    rows, filled: what stands of it now; least: the share that the model needs filled, 0 to 1.
    could_judge: what the model could then judge.
    """

    owner: str
    dataset: str
    dataset_title: str
    column: str
    column_title: str
    need: Need
    rows: int
    filled: int
    least: float
    model: str
    version: int
    model_title: str
    line: Line
    could_judge: str
    basis: str
    sensitivity: Sensitivity
    rhythm: Rhythm | None


COLUMNS = (
    Column(id="owner", kind=CellKind.TEXT, width=18),
    Column(id="dataset_title", kind=CellKind.TEXT, width=20),
    Column(id="column_title", kind=CellKind.TEXT, width=20),
    Column(id="need", kind=CellKind.TEXT, width=8),
    Column(id="stands", kind=CellKind.TEXT, width=22),
    Column(id="least", kind=CellKind.TEXT, width=10),
    Column(id="rhythm", kind=CellKind.TEXT, width=8),
    Column(id="model_title", kind=CellKind.TEXT, width=24),
    Column(id="could_judge", kind=CellKind.TEXT, width=50),
    Column(id="basis", kind=CellKind.TEXT, width=50),
    Column(id="sensitivity", kind=CellKind.TEXT, width=10),
    Column(id="dataset", kind=CellKind.IDENTIFIER, width=20),
    Column(id="column", kind=CellKind.IDENTIFIER, width=20),
    Column(id="model", kind=CellKind.IDENTIFIER, width=20),
)
"""The columns of the list; `stands` says what stands now, or that nothing does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestFacts:
    """What a request says of itself on its first sheet."""

    request_id: str
    requested_by: str
    made_on: date
    snapshot: int
    models: tuple[str, ...]
    units: tuple[str, ...]


def asked_columns(need: Requirement) -> tuple[str, ...]:
    """The columns that a model asks for, those it cannot do without first."""
    return tuple(dict.fromkeys([*need.required, *need.optional]))


def lacking(
    model: Model, need: Requirement, contract: DatasetContract, filled: Mapping[str, int], rows: int
) -> list[RequestedColumn]:
    """The columns of one dataset that a model lacks, as declared; filled: rows with a value.

    Without rows these are all columns that it asks for; else those filled less than it needs, and
    those without a single value.
    """
    found = []
    for name in asked_columns(need):
        is_required = name in need.required
        least = float(need.required[name] if is_required else need.optional[name])
        stands = Coverage(
            dataset=contract.id,
            column=name,
            rows=rows,
            filled=filled.get(name, 0),
            least=least,
            is_required=is_required,
        )
        if not stands.is_enough or not stands.filled:
            found.append(_requested(model, contract, stands))
    return found


def in_order(found: Sequence[RequestedColumn]) -> list[RequestedColumn]:
    """By owner, dataset, need and column; of one column the models by id."""
    needs = list(Need)
    return sorted(
        found,
        key=lambda one: (one.owner, one.dataset, needs.index(one.need), one.column, one.model),
    )


def request_sheets(
    found: Sequence[RequestedColumn], facts: RequestFacts, spelling: Spelling, *, with_cover: bool
) -> ReviewList:
    """The request as sheets for any writer: what it is, then one row a column and model."""
    table = Sheet(
        name=_word(spelling, "sheet"),
        columns=COLUMNS,
        titles=tuple(_word(spelling, f"column.{column.id}") for column in COLUMNS),
        rows=[_row(one, spelling) for one in found],
    )
    cover = Sheet(
        name=_word(spelling, "cover"),
        columns=COVER_COLUMNS,
        titles=(_word(spelling, "title"), ""),
        rows=[
            (_word(spelling, f"fact.{name}"), says) for name, says in _facts(found, facts, spelling)
        ],
        is_table=False,
    )
    return ReviewList(
        export_id=facts.request_id,
        title=_word(spelling, "title"),
        footer=f"{_word(spelling, 'title')} {facts.request_id}",
        sheets=(cover, table) if with_cover else (table,),
    )


def _requested(model: Model, contract: DatasetContract, stands: Coverage) -> RequestedColumn:
    return RequestedColumn(
        owner=contract.owner,
        dataset=contract.id,
        dataset_title=contract.title,
        column=stands.column,
        column_title=contract.column(stands.column).title,
        need=Need.REQUIRED if stands.is_required else Need.OPTIONAL,
        rows=stands.rows,
        filled=stands.filled,
        least=stands.least,
        model=model.id,
        version=model.version,
        model_title=model.title,
        line=model.line,
        could_judge=model.supervision_point,
        basis=contract.basis,
        sensitivity=contract.column(stands.column).sensitivity or contract.sensitivity,
        rhythm=contract.rhythm,
    )


def _facts(
    found: Sequence[RequestedColumn], facts: RequestFacts, spelling: Spelling
) -> list[tuple[str, Cell]]:
    return [
        ("note", _word(spelling, "note_says" if found else "nothing_says")),
        ("request_id", facts.request_id),
        ("rows", len(found)),
        ("models", "、".join(facts.models)),
        ("units", "、".join(facts.units)),
        ("requested_by", facts.requested_by),
        ("made_on", facts.made_on.isoformat()),
        ("snapshot", facts.snapshot),
    ]


def _row(one: RequestedColumn, spelling: Spelling) -> tuple[Cell, ...]:
    stands = _word(spelling, "stands.none")
    if one.rows:
        stands = _word(spelling, "stands.some").format(filled=one.filled, rows=one.rows)
    spelled: dict[str, Cell] = {
        "need": spelling.code("need", one.need),
        "stands": stands,
        "least": f"{one.least:.0%}",
        "rhythm": None if one.rhythm is None else spelling.code("rhythm", one.rhythm),
        "sensitivity": spelling.code("sensitivity", one.sensitivity),
        "could_judge": spelling.carried(one.could_judge),
        "basis": spelling.carried(one.basis),
    }
    return tuple(
        spelled[column.id] if column.id in spelled else getattr(one, column.id)
        for column in COLUMNS
    )


def _word(spelling: Spelling, key: str) -> str:
    return spelling.word(f"{PREFIX}.{key}")
