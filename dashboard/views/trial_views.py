"""What came of a trial: leads more and fewer and which, layers side by side, conclusions."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard import cards, figures, grids, links, model_parts
from dashboard.cards import SEPARATOR, KeyFigure
from dashboard.jobs import trials
from dashboard.jobs.trials import Trial, TrialLead, TrialLeads
from dashboard.messages import escaped, in_words, text
from dashboard.views import lead_views, run_views
from data_access.lead_briefs import LayerCounts, LayerPair
from data_access.lead_verdicts import Tally
from data_access.scope import Scope
from supervision.model_format import Model
from supervision.vocabulary import RunStatus

COUNTS = ("rows_in", "rows_kept", "rows_dropped", "rows_excluded", "rows_cannot_judge")
ROWS_HIGH = 8


def answer(scope: Scope, model: Model, kept: Mapping[str, Any], *, at: str) -> None:
    """A trial from its job's row; leads of units that the viewer has lost are left out.

    at: when it was done, in words.
    """
    trial = trials.read(kept)
    cards.section(text("trial.answer_of", against=text(f"trial.{_against(trial)}")))
    st.caption(SEPARATOR.join([at, _on_what(trial), _changes(model, trial)]))
    if trial.why:
        st.info(text("run.why", says=escaped(in_words(trial.why))), icon=":material/info:")
    if trial.status is RunStatus.REFUSED:
        return
    run_views.cautions(trial.warnings, {layer.id: layer.title for layer in trial.layers})
    _key_figures(trial)
    if trial.verdicts_before is not None and trial.verdicts_after is not None:
        _verdicts(trial.verdicts_before, trial.verdicts_after)
    _leads(scope, "confirmed_lost", trial.confirmed_lost)
    _leads(scope, "dismissed_gone", trial.dismissed_gone)
    _leads(scope, "appeared", trial.appeared)
    _leads(scope, "vanished", trial.vanished)
    _layers(trial.layers)


def _against(trial: Trial) -> str:
    """What the trial was held against, by the name that the form has for it."""
    if trial.run_id is None:
        return "now"
    return "run" if trial.version_before == trial.version_after else "version"


def _on_what(trial: Trial) -> str:
    said = text("run.at_snapshot", snapshot=trial.snapshot, as_of=figures.day(trial.as_of))
    if trial.version_before == trial.version_after:
        return said
    versions = text("trial.versions", before=trial.version_before, after=trial.version_after)
    return SEPARATOR.join([said, versions])


def _changes(model: Model, trial: Trial) -> str:
    """The parameters that were tried, each with what stood before."""
    known = {each.name: each for each in model.parameters}
    said = []
    for name, value in trial.parameters_after.items():
        before = trial.parameters_before.get(name)
        if name not in known or before is None or before == value:
            continue
        said.append(
            text(
                "trial.changed",
                title=escaped(known[name].title),
                before=figures.measured(before, known[name].unit),
                after=figures.measured(value, known[name].unit),
            )
        )
    return text("head.list_joint").join(said) or text("trial.nothing_changed")


def _key_figures(trial: Trial) -> None:
    named = {
        "trial.before": trial.leads_before,
        "trial.after": trial.leads_after,
        "trial.appeared": trial.appeared.count,
        "trial.vanished": trial.vanished.count,
        "trial.unchanged": trial.unchanged,
    }
    cards.key_figures(
        [KeyFigure(label=text(key), value=figures.count(count)) for key, count in named.items()]
    )


def _verdicts(before: Tally, after: Tally) -> None:
    """What persons concluded on the leads of each side."""
    cards.section(text("trial.verdicts"), text("trial.verdicts_say"))
    grids.still(
        [
            {
                text("trial.side"): text(side),
                text("effect.confirmed"): figures.count(tally.confirmed),
                text("effect.dismissed"): figures.count(tally.dismissed),
                text("effect.precision"): figures.share(
                    tally.precision.numerator, tally.precision.denominator
                ),
                text("effect.interval"): model_parts.limits(tally.precision),
            }
            for side, tally in (("trial.before", before), ("trial.after", after))
        ],
        alt=text("trial.verdicts"),
    )


def _leads(scope: Scope, which: str, leads: TrialLeads) -> None:
    """The leads of one list; those that were written can be opened."""
    if not leads.count:
        return
    seen = [lead for lead in leads.first if lead.unit in scope.units]
    cards.section(text(f"trial.{which}_are", count=figures.count(leads.count)))
    if leads.count > len(leads.first):
        st.caption(text("trial.first", count=figures.count(len(leads.first))))
    if not seen:
        return
    frame = pl.DataFrame([_row(lead) for lead in seen])
    columns = {
        "subject": grids.words(text("lead.subject"), 190),
        "period": grids.words(text("lead.period"), 90),
        "unit": grids.words(text("lead.unit"), 80),
        "title": grids.words(text("lead.what")),
    }
    key, alt = f"trial_{which}", text(f"trial.{which}_are", count=figures.count(leads.count))
    if any(lead.lead_no is None for lead in seen):
        grids.grid(frame, columns, key=key, alt=alt, rows_high=ROWS_HIGH)
        return
    if any(lead.reason for lead in seen):
        columns = {"reason": grids.words(text("lead.why"), 100)} | columns
    columns = {"no": grids.words(text("lead.no"), 80)} | columns
    row = grids.opened(frame, columns, key=key, alt=alt, rows_high=ROWS_HIGH)
    if row is not None:
        links.open_lead(seen[row].lead_id)


def _row(lead: TrialLead) -> dict[str, str | None]:
    return {
        "no": None if lead.lead_no is None else lead_views.lead_number(lead.lead_no),
        "subject": lead_views.subject(lead.subject),
        "title": lead.title,
        "period": lead.period,
        "unit": lead.unit,
        "reason": lead_views.move_reason(lead.reason) if lead.reason else None,
    }


def _layers(layers: tuple[LayerPair, ...]) -> None:
    """Each layer's counts, before and after where they differ."""
    cards.section(text("trial.layers"), text("trial.layers_say"))
    grids.still(
        [
            {text("run.layer"): layer.title}
            | {text(f"trial.{name}"): _pair(layer, name) for name in COUNTS}
            for layer in layers
        ],
        alt=text("trial.layers"),
    )


def _pair(layer: LayerPair, name: str) -> str:
    before, after = (_count(side, name) for side in (layer.now, layer.then))
    return after if before == after else text("trial.from_to", before=before, after=after)


def _count(side: LayerCounts | None, name: str) -> str:
    return figures.ABSENT if side is None else figures.count(getattr(side, name))
