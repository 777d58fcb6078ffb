"""What a rule finds now: its layers in numbers, the first of its leads, rows of each outcome."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboard import cards, charts, figures, grids, rule_desk
from dashboard.failures import Failure
from dashboard.messages import escaped, has, in_words, label, text
from dashboard.palette import palette
from dashboard.views import run_sides, run_views
from dashboard.views.rule_condition_views import title_of, written
from data_access.rule_trials import RuleTrial
from data_access.scope import Scope
from supervision.rule_gaps import countable
from supervision.rule_rows import RuleRows

TOO_WIDE = 0.2
"""A rule that keeps a larger share of what it looks at is likely too wide."""


def counted(scope: Scope) -> RuleTrial | None:
    """What the rule on the desk finds, counted by itself where that is quick, else when asked to.

    None where it cannot be counted yet, or was not.
    """
    here = rule_desk.desk()
    if not countable(here.draft, here.rows):
        st.caption(text("rule.not_countable"))
        return None
    if here.trial is None:
        if rule_desk.counts_itself(scope, here.draft.source):
            with st.spinner(text("rule.counting")):
                rule_desk.count()
        else:
            st.caption(text("rule.many_rows"))
            st.button(
                text("rule.count"),
                key="rule_count",
                icon=":material/refresh:",
                on_click=rule_desk.count,
            )
    found = rule_desk.desk().trial
    if isinstance(found, Failure):
        failed(found)
        return None
    return found


def failed(failure: Failure) -> None:
    """Why something was refused, and what to do."""
    key = f"failure.{failure.kind}"
    cards.refused(text(key if has(key) else "failure.refused"), in_words(failure.says))
    if failure.hint:
        st.caption(escaped(in_words(failure.hint)))


def funnel(trial: RuleTrial) -> None:
    """The layers of the rule as divided bars, under the sentence that they show."""
    first = trial.layers[0]
    unjudged = sum(layer.rows_cannot_judge for layer in trial.layers)
    title = text(
        "rule.message",
        rows=figures.count(first.rows_in),
        leads=figures.count(trial.leads_found),
        unjudged=figures.count(unjudged),
    )
    cards.chart(
        title,
        charts.funnel(run_views.layer_frame(trial.layers), run_views.layer_parts(), palette()),
        key="rule_funnel",
    )
    st.caption(
        text(
            "rule.counted_on",
            snapshot=trial.snapshot,
            as_of=figures.day(trial.as_of),
            seconds=figures.seconds(trial.seconds),
        )
    )
    last = trial.layers[-1]
    if last.rows_in >= figures.LEAST_DENOMINATOR and last.rows_kept > TOO_WIDE * last.rows_in:
        share = figures.share(last.rows_kept, last.rows_in)
        st.info(text("rule.too_wide", share=share), icon=":material/flag:")
    if trial.twins:
        st.info(text("rule.twins", count=figures.count(trial.twins)), icon=":material/info:")
    if trial.why:
        says = text("rule.status", status=label(trial.status), why=escaped(in_words(trial.why)))
        st.info(says, icon=":material/info:")


def leads(trial: RuleTrial) -> None:
    """The first leads that the rule would make, persons masked."""
    cards.section(
        text("rule.leads"), text("rule.leads_says", count=figures.count(trial.leads_found))
    )
    if not trial.leads:
        st.caption(text("rule.no_leads"))
        return
    frame = pl.DataFrame(
        [
            {"subject": one.subject, "period": one.period, "title": one.title, "unit": one.unit}
            for one in trial.leads
        ]
    )
    columns = {
        "title": grids.words(text("rule.lead_title"), 420),
        "period": grids.words(text("rule.period"), 150),
        "unit": grids.words(text("rule.lead_unit"), 90),
        "subject": grids.words(text("rule.lead_subject"), 240),
    }
    grids.grid(frame, columns, key="rule_leads", alt=text("rule.leads_alt"), rows_high=8)


def rows_of(trial: RuleTrial, rows: RuleRows) -> None:
    """A few rows of every outcome of the conditions, persons masked."""
    cards.section(text("rule.rows"), text("rule.rows_says"))
    if not trial.samples:
        st.caption(text("rule.no_rows"))
        return
    names = trial.samples[0].row
    shown = [column for name in names if (column := rows.column(name)) is not None]
    records: Sequence[dict[str, object]] = [
        {"_outcome": run_sides.side_name(one.outcome)}
        | {column.name: written(column, one.row[column.name]) for column in shown}
        for one in trial.samples
    ]
    columns = {"_outcome": grids.words(text("rule.outcome"), 110)}
    columns |= {column.name: grids.words(title_of(column)) for column in shown}
    grids.grid(
        pl.DataFrame(records), columns, key="rule_rows", alt=text("rule.rows_alt"), rows_high=12
    )
