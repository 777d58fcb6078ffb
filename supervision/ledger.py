"""What one run leaves behind: for each layer what became of its rows, and why.

Counts are of the layer's driving relation: rows of a dataset, or groups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType

from supervision.compiled_layer import CompiledLayer
from supervision.count_sql import judging_columns
from supervision.model_format import Model

Plain = str | int | float | bool | None
"""A value as JSON writes it; dates are ISO text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionCount:
    """One condition of a layer: for how many rows it was false or null, and for want of what.

    null_columns counts, among the rows for which it was null, those whose column is null.
    """

    id: str
    says: str
    when: str
    false_count: int
    null_count: int
    null_columns: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExclusionCount:
    """One exclusion of a layer: how many rows it was true for."""

    id: str
    says: str
    when: str
    excluded_count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerLedger:
    """One layer of a run: its counts, their causes, its time and its SQL.

    seconds: None where the whole run was one statement.
    join_dropped: rows dropped because a join found nothing beside them; part of rows_dropped.
    baskets_left_out: baskets of a pairs layer that hold too many items to say anything of any two.
    """

    id: str
    title: str
    counts: str
    rows_in: int
    rows_kept: int
    rows_dropped: int
    rows_excluded: int
    rows_cannot_judge: int
    rows_near_miss: int
    seconds: float | None
    sql: str
    join_dropped: int = 0
    baskets_left_out: int = 0
    conditions: tuple[ConditionCount, ...] = ()
    exclusions: tuple[ExclusionCount, ...] = ()

    @property
    def kept_share(self) -> float | None:
        """The share of rows kept; None where there were none."""
        return self.rows_kept / self.rows_in if self.rows_in else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """How far one required column is filled: `filled` of `rows` rows, `least` being needed."""

    dataset: str
    column: str
    rows: int
    filled: int
    least: float
    is_required: bool

    @property
    def share(self) -> float | None:
        """The share of filled rows; None where there are no rows."""
        return self.filled / self.rows if self.rows else None

    @property
    def is_enough(self) -> bool:
        """Whether a verdict is possible on this column."""
        return self.share is not None and self.share >= self.least


DRAFT = "draft"


@dataclass(frozen=True, kw_only=True, slots=True)
class Caution:
    """What a reader of the run should know; `code` is a key of the locale files.

    keeps_too_many: the layer kept `share` of its rows, more than `limit`.
    flags_too_many: of the `count` subjects in the layer, `share` are flagged, more than `limit`.
    draft: nobody published the model yet, so that its leads are for reference.
    degenerate_statistic: `count` rows of the layer could not be compared on condition `condition`.
    baskets_left_out: `count` baskets of the layer hold too many items and made no pairs.
    """

    code: str
    layer: str
    condition: str | None = None
    count: int | None = None
    share: float | None = None
    limit: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """What one run leaves: its layers in order and its warnings."""

    layers: tuple[LayerLedger, ...]
    warnings: tuple[Caution, ...] = field(default=())


def layer_ledger(  # noqa: PLR0913 - one argument a part of the count
    model: Model,
    compiled: CompiledLayer,
    counted: Mapping[str, int],
    *,
    driving_count: int | None,
    baskets_left_out: int = 0,
    seconds: float | None,
) -> LayerLedger:
    """The ledger of one layer from the row of its counting statement.

    driving_count: the rows before a join that drops rows; None where no such join stands.
    baskets_left_out: of a pairs layer, see `LayerLedger`.
    """
    layer = compiled.layer
    judged = counted["judged_count"]
    join_dropped = 0 if driving_count is None else driving_count - judged
    return LayerLedger(
        id=layer.id,
        title=layer.title,
        counts=model.grain(layer),
        rows_in=judged + join_dropped,
        rows_kept=counted.get("kept_count", judged),
        rows_dropped=counted.get("dropped_count", 0) + join_dropped,
        rows_excluded=counted.get("excluded_count", 0),
        rows_cannot_judge=_cannot_judge(counted),
        rows_near_miss=counted.get("near_miss_count", 0),
        seconds=seconds,
        sql=compiled.sql,
        join_dropped=join_dropped,
        baskets_left_out=baskets_left_out,
        conditions=_condition_counts(compiled, counted),
        exclusions=tuple(
            ExclusionCount(
                id=check.id,
                says=check.says,
                when=check.when,
                excluded_count=counted[f"x_{check.id}"],
            )
            for check in layer.exclusions
        ),
    )


def warnings_of(model: Model, ledgers: Sequence[LayerLedger]) -> tuple[Caution, ...]:
    """What a reader should know: layers that keep too much or leave out, degenerate statistics."""
    found: list[Caution] = []
    for ledger in ledgers:
        layer = model.layer(ledger.id)
        limit = layer.warn_above
        if limit is not None and ledger.rows_kept > limit * ledger.rows_in:
            share = round(ledger.rows_kept / ledger.rows_in, 4)
            found.append(
                Caution(code="keeps_too_many", layer=layer.id, share=share, limit=float(limit))
            )
        if ledger.baskets_left_out:
            found.append(
                Caution(code="baskets_left_out", layer=layer.id, count=ledger.baskets_left_out)
            )
        guards = {condition.id for condition in layer.conditions if condition.guards}
        found += [
            Caution(
                code="degenerate_statistic",
                layer=layer.id,
                condition=count.id,
                count=count.null_count,
            )
            for count in ledger.conditions
            if count.id in guards and count.null_count
        ]
    return tuple(found)


def flags_too_many(model: Model, layer: str, *, flagged: int, subjects: int) -> tuple[Caution, ...]:
    """The warning of a run that flags too large a share of the subjects in the layer; or none."""
    limit = model.lead.warn_above
    if limit is None or flagged <= limit * subjects:
        return ()
    share = round(flagged / subjects, 4) if subjects else None
    return (
        Caution(
            code="flags_too_many", layer=layer, count=subjects, share=share, limit=float(limit)
        ),
    )


def plain(value: object) -> Plain:
    """A value of the store as JSON writes it: exact numbers as numbers, days as text."""
    if isinstance(value, (str, int, NoneType)):
        return value
    if isinstance(value, Decimal):
        whole = int(value)
        return whole if whole == value else float(value)
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _cannot_judge(counted: Mapping[str, int]) -> int:
    judged = counted["judged_count"]
    others = ("dropped_count", "excluded_count")
    return judged - counted.get("kept_count", judged) - sum(counted.get(name, 0) for name in others)


def _condition_counts(
    compiled: CompiledLayer, counted: Mapping[str, int]
) -> tuple[ConditionCount, ...]:
    return tuple(
        ConditionCount(
            id=check.id,
            says=check.says,
            when=check.text,
            false_count=counted[f"false_{check.id}"],
            null_count=counted["judged_count"] - counted[f"judged_{check.id}"],
            null_columns={
                column: count
                for column in judging_columns(compiled, check.id)
                if (count := counted.get(f"null_{check.id}_{column}", 0))
            },
        )
        for check in compiled.layer.conditions
    )
