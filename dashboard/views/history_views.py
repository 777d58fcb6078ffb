"""The runs of a model: the last one with its funnel, all of them over time, and a new one."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboard import cards, figures, filters, grids, links, navigation, reads, run_charts
from dashboard.messages import label, text
from dashboard.palette import palette
from dashboard.views import model_views, run_views, screening_form
from data_access.model_catalogue import ModelOverview
from data_access.run_history import RunLine
from data_access.run_reports import RunReport
from data_access.scope import Scope
from supervision.model_format import Model
from supervision.vocabulary import RunStatus

MOST = 60
"""Runs of the history; older ones are listed by `sijian runs`."""


def draw(scope: Scope, model: Model, overview: ModelOverview, last: RunReport | None) -> None:
    """The last run, the history, and the form that makes a new one."""
    if last is None:
        cards.empty(text("models.never_run"), model_views.why_not(overview))
    else:
        run_views.brief(last)
        run_views.funnel(last, key="last_funnel")
        _ways(last)
        _earlier(reads.run_lines(scope, model.id, MOST))
    screening_form.draw(model, overview)


def _ways(last: RunReport) -> None:
    with st.container(horizontal=True):
        st.page_link(
            navigation.RUN,
            label=text("models.open_run"),
            icon=":material/filter_alt:",
            query_params={filters.RUN: last.run_id or ""},
        )
        st.page_link(
            navigation.LEADS,
            label=text("models.open_leads"),
            icon=":material/inbox:",
            query_params=links.leads_of(model=last.model),
        )


def _earlier(lines: Sequence[RunLine]) -> None:
    """The runs over time, and in a row each; a row opens its run."""
    if lines[1:]:
        cards.chart(
            _message(lines),
            run_charts.runs(
                _over_time(lines),
                (text("run.found"), text("run.new")),
                label(RunStatus.REFUSED),
                palette(),
            ),
            key="run_history",
        )
    else:
        cards.section(text("run.earlier"))
    row = grids.opened(
        _frame(lines), _columns(), key="runs", alt=text("run.earlier_alt"), rows_high=8
    )
    if row is not None:
        links.open_run(lines[row].run_id)


def _message(lines: Sequence[RunLine]) -> str:
    """What the chart shows: the last two runs that came to a verdict, side by side."""
    judged = [line for line in lines if line.status is not RunStatus.REFUSED]
    if not judged[1:]:
        return text("history.message_few", count=figures.count(len(lines)))
    return text(
        "history.message",
        count=figures.count(len(lines)),
        now=figures.count(judged[0].leads_found),
        before=figures.count(judged[1].leads_found),
    )


def _over_time(lines: Sequence[RunLine]) -> pl.DataFrame:
    """One row a run, the oldest first, as the chart takes them."""
    ordered = list(reversed(lines))
    before = [None, *(line.version for line in ordered)]
    return pl.DataFrame(
        [
            {
                "day": figures.short_day(line.started_at),
                "said": _said(line),
                "found": line.leads_found,
                "new": line.leads_new,
                "is_refused": line.status is RunStatus.REFUSED,
                "mark": text("models.version", version=line.version)
                if earlier not in {None, line.version}
                else None,
            }
            for line, earlier in zip(ordered, before, strict=False)
        ],
        schema_overrides={"mark": pl.String},
    )


def _said(line: RunLine) -> str:
    return text(
        "history.run",
        at=figures.instant(line.started_at),
        version=line.version,
        status=label(line.status),
        found=figures.count(line.leads_found),
        new=figures.count(line.leads_new),
    )


def _frame(lines: Sequence[RunLine]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "at": line.started_at,
                "version": line.version,
                "as_of": line.as_of,
                "snapshot": line.snapshot,
                "status": label(line.status),
                "found": line.leads_found,
                "new": line.leads_new,
                "warnings": len(line.warnings),
                "by": line.run_by,
            }
            for line in lines
        ]
    )


def _columns() -> dict[str, st.column_config.Column]:
    return {
        "at": grids.instant(text("run.when"), 155),
        "version": grids.number(text("history.version"), 45),
        "as_of": grids.day(text("run.as_of")),
        "snapshot": grids.number(text("run.snapshot"), 60),
        "status": grids.words(text("run.status"), 60),
        "found": grids.number(text("run.found"), 60),
        "new": grids.number(text("run.new"), 60),
        "warnings": grids.number(text("history.warnings"), 50),
        "by": grids.words(text("run.by"), 80),
    }
