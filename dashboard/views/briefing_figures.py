"""The figures of the briefing screen, as the data that the wall draws."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from dashboard import declared, figures, queries, reads
from dashboard.messages import label, language, text
from dashboard.views.overview_views import DECIDED, HELD, NEW, STAGES, number
from data_access.run_reports import RunReport
from data_access.scope import Scope
from supervision.vocabulary import LeadState, Line, RunStatus

MOST_MODELS = 2


def of(scope: Scope) -> dict[str, Any]:
    """All texts and figures of the screen, within the scope, in the viewer's language."""
    counts = reads.leads_by_line(scope)
    runs = reads.last_runs(scope, declared.model_titles(scope))
    _snapshot, day = queries.snapshot()
    return {
        "language": "zh" if language() == "zh_CN" else "en",
        "title": text("wall.title"),
        "scope": text(
            "wall.scope",
            units=figures.count(len(scope.units)),
            now=figures.instant(datetime.now(UTC)),
        ),
        "time_label": text("wall.as_of"),
        "time": figures.day(day),
        "flows": _flows(scope, counts, runs),
        "columns": [_column(line, scope, counts, runs) for line in Line],
        "foot": _foot(runs),
        "leave": {"label": text("wall.leave"), "href": "./"},
    }


def _flows(scope: Scope, counts: pl.DataFrame, runs: Sequence[RunReport]) -> list[dict[str, str]]:
    rows = sum(entry.rows or 0 for entry in queries.datasets(scope))
    flows = [
        (text("wall.rows"), rows, text("wall.rows_unit")),
        (text("wall.models"), len(runs), text("wall.models_unit")),
        (text("wall.leads"), number(counts, tuple(LeadState)), text("wall.leads_unit")),
        (text("wall.held"), number(counts, HELD), text("wall.leads_unit")),
        (text("wall.supervised"), number(counts, DECIDED), text("wall.leads_unit")),
    ]
    return [
        {"label": named, "number": figures.count(number), "unit": unit}
        for named, number, unit in flows
    ]


def _column(
    line: Line, scope: Scope, counts: pl.DataFrame, runs: Sequence[RunReport]
) -> dict[str, Any]:
    own = counts.filter(pl.col("code") == line.value)
    waiting = number(own, (*NEW, *HELD))
    total = number(own, tuple(LeadState))
    of_line = [run for run in runs if run.line is line]
    is_open = line in scope.lines
    is_known = bool(of_line or total)
    return {
        "code": line.value,
        "name": label(line),
        "number": figures.count(waiting) if is_known else figures.ABSENT,
        "absent": not is_known,
        "label": text("wall.waiting"),
        "states": [
            {
                "label": text(key),
                "number": figures.count(number(own, states)) if is_known else figures.ABSENT,
                "share": round(100 * number(own, states) / max(1, total)),
            }
            for key, states in STAGES.items()
        ],
        "models": [row for run in of_line[:MOST_MODELS] for row in _model(run)],
        "none": text("wall.no_model") if is_open else text("state.line_closed", line=label(line)),
    }


def _model(run: RunReport) -> list[dict[str, Any]]:
    """One model: what it flagged, what came close, and what it could not judge."""
    title = declared.model_title(run.model)
    if run.status is RunStatus.REFUSED:
        return [{"label": title, "number": text("wall.not_judged"), "hatched": True}]
    near = sum(layer.rows_near_miss for layer in run.layers)
    unjudged = sum(layer.rows_cannot_judge for layer in run.layers)
    return [
        {"label": title, "number": text("wall.found", count=run.leads_found), "hatched": False},
        {"label": text("run.near_misses"), "number": figures.count(near), "hatched": False},
        {"label": text("run.unjudged"), "number": figures.count(unjudged), "hatched": True},
    ]


def _foot(runs: Sequence[RunReport]) -> str:
    unjudged = sum(layer.rows_cannot_judge for run in runs for layer in run.layers)
    return text("wall.foot", count=figures.count(unjudged))
