"""A rule tried while it is written: every layer counted on the pool, and a few of its leads.

Nothing is kept but a line in the audit. Rows are of the viewer's units, persons masked, and the
whole trial is stopped after the seconds that a SELECT may take.
"""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from data_access import audit
from data_access.filled_columns import known_coverage
from data_access.layer_runs import Question, make_layers, opened, read_coverage, rows
from data_access.lead_briefs import LeadBrief, found_briefs, in_order
from data_access.questions import judge
from data_access.scope import Scope
from data_access.select_limits import limited
from data_access.shelf_laws import own_unit
from data_access.stores import Stores
from data_access.units import with_units_below
from supervision.compiler import CompiledLayer, compile_layers
from supervision.deciding import NEAR_MISS
from supervision.lead_rows import FoundLead, found_leads
from supervision.lead_sql import lead_statement
from supervision.ledger import LayerLedger, Plain, plain
from supervision.model_format import Model
from supervision.parameters import parameter_values
from supervision.personal import masked_rows, personal_columns_of
from supervision.rule_draft import RuleDraft, RuleHead
from supervision.rule_model import trial_model
from supervision.rule_names import names_for
from supervision.rule_rows import RuleRows
from supervision.vocabulary import Outcome, RunStatus

TRIAL_ID = "U-trial"
"""What a rule is called that has no id yet; no kept model is called so."""

MOST_LEADS = 20
MOST_ROWS = 5
"""Rows shown of each outcome."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialRow:
    """One row of the layer of the conditions: what became of it, and its columns, masked."""

    outcome: str
    row: dict[str, Plain]


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleTrial:
    """What a rule would find now.

    status, why: as of a run. layers: those of the rule itself, in order. near: rows that fail a
    condition within its margin, by its id. leads: the first of `leads_found`. twins: subjects with
    several rows of one period, which must be grouped first. samples: empty where none were asked
    for.
    """

    snapshot: int
    as_of: date
    status: RunStatus
    why: str | None
    layers: tuple[LayerLedger, ...]
    near: dict[str, int]
    leads_found: int
    leads: tuple[LeadBrief, ...]
    twins: int
    samples: tuple[TrialRow, ...]
    seconds: float


def try_rule(
    stores: Stores, scope: Scope, draft: RuleDraft, rule_rows: RuleRows, *, with_rows: bool = False
) -> RuleTrial:
    """A draft counted on the newest rows of the viewer's unit and those below it.

    The draft may lack title and sentences. with_rows: with a few rows of every outcome.
    Raises NotAllowed (the line), Refused (longer or larger than a SELECT may be).
    """
    began = time.perf_counter()
    scope.require_line(draft.line)
    question = asked(stores, scope, draft, rule_rows)
    names = names_for(rule_rows)
    with opened(stores, question) as connection, limited(connection, question.model, "trial"):
        compiled, ledgers = make_layers(connection, question)
        status, why = judge(
            read_coverage(
                connection,
                question.model,
                ledgers,
                known_coverage(stores, connection, question),
            )
        )
        near = {
            name: count
            for layer in compiled.values()
            for name, count in _near(connection, layer).items()
        }
        leads = _leads(connection, question, compiled)
        samples = _samples(connection, question, names.of("rows")) if with_rows else ()
    own = tuple(one for one in ledgers if one.id.startswith(f"{names.prefix}_"))
    different = {lead.lead_id for lead in leads}
    briefs = found_briefs(leads, scope.units, unmask=False)
    trial = RuleTrial(
        snapshot=question.snapshot,
        as_of=question.as_of,
        status=status,
        why=why,
        layers=own,
        near=near,
        leads_found=len(different),
        leads=in_order(briefs.values())[:MOST_LEADS],
        twins=len(leads) - len(different),
        samples=samples,
        seconds=round(time.perf_counter() - began, 6),
    )
    _audit(stores, scope, draft, trial)
    return trial


def asked(
    stores: Stores, scope: Scope, draft: RuleDraft, rule_rows: RuleRows, model: Model | None = None
) -> Question:
    """The question of a trial: this rule with its own thresholds, on the newest rows.

    model: that of a finished draft; None: it may lack words.
    """
    snapshot = stores.pool.snapshot()
    as_of = stores.pool.snapshot_day(snapshot) or datetime.now(UTC).date()
    if model is None:
        model = trial_model(draft, rule_rows, _head(as_of))
    return Question(
        model=model,
        parameters=parameter_values(model),
        snapshot=snapshot,
        as_of=as_of,
        units=_own_units(stores, scope),
    )


def _own_units(stores: Stores, scope: Scope) -> frozenset[str]:
    """The units whose rows a rule of the viewer's unit will read: its own and those below it."""
    with stores.reading() as connection:
        return frozenset(with_units_below(connection, [own_unit(scope)])) & scope.units


def _head(day: date) -> RuleHead:
    return RuleHead(id=TRIAL_ID, version=1, owner=TRIAL_ID, created_on=day, changed_on=day)


def _leads(
    connection: sa.Connection, question: Question, compiled: dict[str, CompiledLayer]
) -> tuple[FoundLead, ...]:
    last = compiled[question.model.layers[-1].id]
    found = rows(connection, lead_statement(question.model, last, question.values))
    return found_leads(question.model, found.to_dicts())


def _near(connection: sa.Connection, compiled: CompiledLayer) -> dict[str, int]:
    """The rows that fail a condition of the layer within its margin, by the condition's id."""
    named = [one.id for one in compiled.layer.conditions if one.margin]
    if not named:
        return {}
    terms = (f"COUNT(*) FILTER (WHERE NOT c_{name} AND n_{name}) AS {name}" for name in named)
    statement = f"SELECT {', '.join(terms)} FROM {compiled.flagged}"
    return dict(connection.exec_driver_sql(statement).mappings().one())


def _samples(connection: sa.Connection, question: Question, layer: str) -> tuple[TrialRow, ...]:
    """The first rows of every outcome, by what stands in them."""
    model = question.model
    compiled = compile_layers(model, question.values)[layer]
    masks = personal_columns_of(model)
    found: list[TrialRow] = []
    for outcome in (*(outcome.value for outcome in Outcome), NEAR_MISS):
        which = "is_near_miss" if outcome == NEAR_MISS else f"outcome = '{outcome}'"
        columns = ", ".join(compiled.columns)
        statement = (
            f"SELECT {columns} FROM {compiled.judged} WHERE {which}"
            f" ORDER BY {columns} LIMIT {MOST_ROWS}"
        )
        shown = masked_rows(rows(connection, statement), masks)
        found += [
            TrialRow(outcome=outcome, row={name: plain(value) for name, value in row.items()})
            for row in shown.to_dicts()
        ]
    return tuple(found)


def _audit(stores: Stores, scope: Scope, draft: RuleDraft, trial: RuleTrial) -> None:
    detail = {
        "model": draft.source.model or None,
        "layer": draft.source.layer or None,
        "leads": trial.leads_found,
        "rows_shown": len(trial.samples),
    }
    with stores.writing() as connection:
        audit.append(
            connection,
            scope,
            "rule_tried",
            object_kind="dataset",
            object_id=draft.source.dataset or None,
            result=trial.status.value,
            detail=detail,
        )
