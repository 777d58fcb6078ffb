"""A changed version of a model held against its last run and against what persons concluded.

It asks what the run asked: the same snapshot, day and units, so that whatever differs is due to the
change. Nothing is kept but a line in the audit.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from data_access.layer_runs import Progress, Question
from data_access.lead_briefs import (
    LayerPair,
    LeadBrief,
    found_briefs,
    in_order,
    layer_pairs,
    seen_briefs,
)
from data_access.lead_lookup import require_unmasking
from data_access.lead_verdicts import JudgedLead, Tally, judged_leads, tally
from data_access.library import model_of
from data_access.overlays import overlaid
from data_access.questions import judge
from data_access.run_ledgers import last_run
from data_access.run_reports import Found, RunReport
from data_access.scope import Scope
from data_access.screening import cautions, find
from data_access.stores import Stores
from data_access.trials import note_trial
from supervision.expressions import Value
from supervision.ledger import Caution
from supervision.model_format import Model
from supervision.parameters import parameter_values
from supervision.vocabulary import RunStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class Backtest:
    """A changed version (after) beside the run it is held against (before).

    run_id: that run. status, why: of the changed version on the run's rows; where it is refused,
    what is said of its leads is None or empty. verdicts_before, verdicts_after: the conclusions on
    the leads that each of them flags. dismissed_gone: dismissed leads it would no longer flag;
    confirmed_lost: confirmed ones likewise. warnings: of the changed version.
    """

    model: str
    run_id: str
    snapshot: int
    as_of: date
    units: tuple[str, ...]
    version_before: int
    version_after: int
    parameters_before: dict[str, Value]
    parameters_after: dict[str, Value]
    status: RunStatus
    why: str | None
    leads_before: int
    leads_after: int | None
    appeared: tuple[LeadBrief, ...]
    vanished: tuple[LeadBrief, ...]
    unchanged: int | None
    layers: tuple[LayerPair, ...]
    verdicts_before: Tally
    verdicts_after: Tally | None
    dismissed_gone: tuple[JudgedLead, ...]
    confirmed_lost: tuple[JudgedLead, ...]
    warnings: tuple[Caution, ...]
    seconds: float


def backtest(  # noqa: PLR0913 - one argument a part of the command
    stores: Stores,
    scope: Scope,
    model_id: str,
    *,
    changed: Model | None = None,
    settings: Mapping[str, object] | None = None,
    unmask: bool = False,
    progress: Progress | None = None,
) -> Backtest:
    """What a changed version, or changed parameters, would make of the model's last run.

    changed: another version of the model; None means the installed one, held with settings against
    its last run, without settings against the last run of an earlier version.
    Raises UnknownName, ParameterRefused, NotAllowed, Refused (a SELECT beyond its limits), NotFound
    where there is no run to hold it against.
    """
    require_unmasking(stores, scope, unmask=unmask)
    began = time.perf_counter()
    installed = model_of(stores, scope, model_id)
    scope.require_model(installed)
    if changed is not None:
        scope.require_model(changed)
    before = installed.version if changed is None and not settings else None
    report = last_run(stores, scope, model_id, before=before)
    tested = changed or installed
    question = Question(
        model=tested,
        parameters=_parameters(stores, scope, report, (tested, changed is not None), settings),
        snapshot=report.snapshot,
        as_of=report.as_of,
        units=frozenset(report.units),
    )
    found = find(stores, question, progress, is_dry=True)
    seen = seen_briefs(stores, scope, report.run_id or "", unmask=unmask)
    old = {lead_id: lead.brief for lead_id, lead in seen.items()}
    new = found_briefs(found.leads, scope.units, unmask=unmask)
    judged = judged_leads(stores, scope, model_id, unmask=unmask)
    answer = _held_against(report, question, found, old, new if found.layers else None, judged)
    answer = replace(answer, seconds=round(time.perf_counter() - began, 6))
    note_trial(
        stores,
        scope,
        "backtest",
        answer.model,
        answer.status,
        answer.parameters_after,
        run=answer.run_id,
        version=answer.version_after,
        leads_before=answer.leads_before,
        leads_after=answer.leads_after,
        unmask=unmask,
    )
    return answer


def _parameters(
    stores: Stores,
    scope: Scope,
    report: RunReport,
    tested: tuple[Model, bool],
    settings: Mapping[str, object] | None,
) -> dict[str, Value]:
    """Those of the run with the changed ones; a changed version begins with its own defaults.

    tested: the model, and whether it is a changed version.
    """
    model, is_changed = tested
    if not is_changed and settings:
        return parameter_values(model, {**report.parameters, **settings})
    return overlaid(stores, scope, model, settings)


def _held_against(  # noqa: PLR0913, PLR0917 - everything that is compared meets here
    report: RunReport,
    question: Question,
    found: Found,
    old: Mapping[str, LeadBrief],
    new: Mapping[str, LeadBrief] | None,
    judged: Mapping[str, JudgedLead],
) -> Backtest:
    """new: None where the changed version is refused."""
    status, why = judge(found.coverage)
    after = {} if new is None else new
    gone = set() if new is None else old.keys() - after.keys()
    gone_judged = in_order(judged[one] for one in gone & judged.keys())
    return Backtest(
        model=report.model,
        run_id=report.run_id or "",
        snapshot=report.snapshot,
        as_of=report.as_of,
        units=report.units,
        version_before=report.version,
        version_after=question.model.version,
        parameters_before=report.parameters,
        parameters_after=dict(question.parameters),
        status=status,
        why=why,
        leads_before=len(old),
        leads_after=None if new is None else len(new),
        appeared=in_order(after[one] for one in after.keys() - old.keys()),
        vanished=in_order(old[one] for one in gone),
        unchanged=None if new is None else len(old.keys() & new.keys()),
        layers=() if new is None else layer_pairs(report.layers, found.layers),
        verdicts_before=tally(judged, old),
        verdicts_after=None if new is None else tally(judged, new),
        dismissed_gone=tuple(one for one in gone_judged if not one.is_confirmed),
        confirmed_lost=tuple(one for one in gone_judged if one.is_confirmed),
        warnings=cautions(question, found),
        seconds=0.0,
    )
