"""A prosecutor writes a rule: its rows, what it asks of them, its samples, and keeping it."""

import streamlit as st

from dashboard import cards, queries, rule_desk
from dashboard.messages import text
from dashboard.viewer import current_viewer
from dashboard.views import (
    rule_condition_views,
    rule_sample_views,
    rule_subject_views,
    rule_trial_views,
    rule_views,
)
from supervision.rule_gaps import Step, of_step

scope = current_viewer()
cards.head(text("rule.title"), scope, *queries.facts())
if scope.own_unit is None:
    cards.closed(text("rule.no_unit"), text("state.who_grants"))
    st.stop()

gaps = rule_views.gaps_of()
side, middle = st.columns([20, 80], gap="medium")
with side:
    step = rule_views.steps(gaps)
    rule_views.head_actions()
with middle:
    rows = rule_desk.desk().rows
    st.subheader(rule_views.heading(step), anchor=False)
    if step is Step.SOURCE:
        rule_views.source(scope)
        cards.section(text("rule.drafts"), text("rule.drafts_say"))
        rule_views.drafts()
    elif rows is None:
        st.caption(text("rule.source_first"))
    elif step in {Step.CONDITIONS, Step.GROUPING, Step.SUBJECT}:
        place = st.container()
        trial = rule_trial_views.counted(scope)
        with place:
            if step is Step.CONDITIONS:
                rule_condition_views.editor(rows, rule_condition_views.CONDITIONS, trial)
                cards.section(text("rule.exclusions"), text("rule.exclusions_say"))
                rule_condition_views.editor(rows, rule_condition_views.EXCLUSIONS, trial)
            elif step is Step.GROUPING:
                rule_subject_views.grouping(rows)
            else:
                rule_subject_views.subject(scope, rows)
            rule_views.lacking(of_step(gaps, step))
        if trial is not None:
            rule_trial_views.funnel(trial)
            rule_trial_views.leads(trial)
            rule_trial_views.rows_of(trial, rows)
    elif step is Step.SAMPLES:
        rule_views.lacking(gaps)
        rule_sample_views.samples(rows, is_finished=not gaps)
    else:
        rule_views.lacking(gaps)
        rule_sample_views.keeping(is_finished=not gaps)

cards.foot(
    source=text("rule.foot_source"),
    definition=text("rule.foot_definition"),
    cannot_judge=text("rule.foot_cannot_judge"),
)
