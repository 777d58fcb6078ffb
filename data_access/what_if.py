"""What other parameters would change: two runs over the same rows, of which nothing is kept."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from data_access.layer_runs import Progress, Question
from data_access.lead_briefs import LayerPair, LeadBrief, found_briefs, in_order, layer_pairs
from data_access.lead_lookup import require_unmasking
from data_access.questions import ask, judge
from data_access.run_reports import Found
from data_access.scope import Scope
from data_access.screening import cautions, find
from data_access.stores import Stores
from data_access.trials import note_trial
from supervision.expressions import Value
from supervision.ledger import Caution
from supervision.vocabulary import RunStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class WhatIf:
    """A model as it stands for the viewer's unit (now) beside other parameters (then).

    Leads are those of the viewer's units. status, why: as of a run; where it is refused, there are
    no leads and no layers. leads_difference: then less now. warnings: of what is then.
    """

    model: str
    version: int
    snapshot: int
    as_of: date
    status: RunStatus
    why: str | None
    parameters_now: dict[str, Value]
    parameters_then: dict[str, Value]
    leads_now: int
    leads_then: int
    leads_difference: int
    appear: tuple[LeadBrief, ...]
    vanish: tuple[LeadBrief, ...]
    stay: tuple[LeadBrief, ...]
    layers: tuple[LayerPair, ...]
    warnings: tuple[Caution, ...]
    seconds: float


Side = tuple[Question, Found, Mapping[str, LeadBrief]]
"""What was asked, what it found, and the leads of it that the viewer sees."""


def what_if(  # noqa: PLR0913 - one argument a part of the command
    stores: Stores,
    scope: Scope,
    model_id: str,
    settings: Mapping[str, object],
    *,
    as_of: date | None = None,
    snapshot: int | None = None,
    unmask: bool = False,
    progress: Progress | None = None,
) -> WhatIf:
    """The leads and layers of a model under other parameters, beside what it finds as it stands.

    Nothing is written but its line in the audit. as_of, snapshot: as of a run.
    Raises as `screen` does, and NotAllowed where persons shall be shown and may not.
    """
    require_unmasking(stores, scope, unmask=unmask)
    began = time.perf_counter()
    now = ask(stores, scope, model_id, as_of=as_of, snapshot=snapshot)
    changed = ask(
        stores, scope, model_id, as_of=now.as_of, snapshot=now.snapshot, settings=settings
    )
    before = find(stores, now, progress, is_dry=True)
    after = find(stores, replace(now, parameters=changed.parameters), progress, is_dry=True)
    old = found_briefs(before.leads, scope.units, unmask=unmask)
    new = found_briefs(after.leads, scope.units, unmask=unmask)
    answer = _beside((now, before, old), (changed, after, new))
    answer = replace(answer, seconds=round(time.perf_counter() - began, 6))
    note_trial(
        stores,
        scope,
        "what_if",
        answer.model,
        answer.status,
        answer.parameters_then,
        version=answer.version,
        snapshot=answer.snapshot,
        leads_now=answer.leads_now,
        leads_then=answer.leads_then,
        unmask=unmask,
    )
    return answer


def _beside(now: Side, then: Side) -> WhatIf:
    (asked, before, old), (changed, after, new) = now, then
    status, why = judge(before.coverage)
    return WhatIf(
        model=asked.model.id,
        version=asked.model.version,
        snapshot=asked.snapshot,
        as_of=asked.as_of,
        status=status,
        why=why,
        parameters_now=dict(asked.parameters),
        parameters_then=dict(changed.parameters),
        leads_now=len(old),
        leads_then=len(new),
        leads_difference=len(new) - len(old),
        appear=in_order(new[one] for one in new.keys() - old.keys()),
        vanish=in_order(old[one] for one in old.keys() - new.keys()),
        stay=in_order(new[one] for one in new.keys() & old.keys()),
        layers=layer_pairs(before.layers, after.layers),
        warnings=cautions(asked, after),
        seconds=0.0,
    )
