"""The samples of a rule, judged by its author before he sees what the rule says; and keeping it."""

from collections.abc import Sequence

import streamlit as st

from dashboard import grids, navigation, rule_desk
from dashboard.failures import Failure
from dashboard.messages import escaped, label, text
from dashboard.views.rule_condition_views import title_of, written
from dashboard.views.rule_trial_views import failed
from data_access.rule_samples import JudgedSample, SampleSet
from supervision.rule_review import Judgement, Review, judgement_of, review
from supervision.rule_rows import RuleRows
from supervision.rule_samples import Shown

MOST_ROWS = 6
"""Rows of one sample that are shown; of more it says how many there are."""


def samples(rows: RuleRows, *, is_finished: bool) -> None:
    """The samples with what the author expects of each; a button makes them."""
    st.caption(text("rule.samples_say"))
    st.button(
        text("rule.make_samples"),
        key="rule_make_samples",
        type="primary" if rule_desk.desk().current_samples is None else "secondary",
        icon=":material/science:",
        disabled=not is_finished,
        on_click=rule_desk.make_samples,
    )
    if not is_finished:
        st.caption(text("rule.finish_first"))
    found = rule_desk.desk().current_samples
    if found is None:
        if rule_desk.desk().samples is not None:
            st.caption(text("rule.samples_old"))
        return
    for shown in found.lacking:
        st.info(text("rule.sample_lacking", what=_shown(shown)), icon=":material/info:")
    for place, one in enumerate(found.samples, 1):
        with st.container(border=True, gap="xsmall"):
            _sample(rows, place, one, _columns(found))


def _columns(found: SampleSet) -> list[str]:
    """The columns that the rule reads: nothing else of a sample matters."""
    return [name for need in found.model.requires for name in (*need.required, *need.optional)]


def reviewed(found: SampleSet) -> Review:
    """What the author said of the samples, beside what the rule says."""
    verdicts = {one.subject: one.verdict for one in found.samples}
    return review(verdicts, rule_desk.desk().said)


def keeping(*, is_finished: bool) -> None:
    """What stands in the way of keeping the rule; the button that keeps it; its text."""
    found = rule_desk.desk().current_samples
    if not is_finished:
        st.caption(text("rule.finish_first"))
    elif found is None:
        st.caption(text("rule.samples_first"))
    else:
        _agreement(found)
    is_ready = is_finished and found is not None and not found.lacking and reviewed(found).agrees
    if st.button(
        text("rule.keep"),
        key="rule_keep",
        type="primary",
        icon=":material/inventory_2:",
        disabled=not is_ready,
    ):
        refused = rule_desk.keep_rule()
        if not isinstance(refused, Failure):
            st.rerun()
        failed(refused)
    if (kept_as := rule_desk.desk().kept_as) is not None:
        model, version = kept_as
        st.info(text("rule.kept", model=model, version=version), icon=":material/inventory_2:")
    st.caption(text("rule.keep_says"))
    st.page_link(navigation.MODELS, label=text("rule.to_models"), icon=":material/account_tree:")
    if is_finished:
        with st.expander(text("rule.text")):
            st.code(rule_desk.model_text(), language="toml", height=420)


def _agreement(found: SampleSet) -> None:
    if found.lacking:
        what = text("head.list_joint").join(_shown(shown) for shown in found.lacking)
        st.info(text("rule.sample_lacking", what=what), icon=":material/info:")
    said = reviewed(found)
    places = {one.subject: str(place) for place, one in enumerate(found.samples, 1)}
    for subjects, key in ((said.open, "rule.open"), (said.disagreed, "rule.disagreed")):
        if subjects:
            named = text("head.list_joint").join(places[subject] for subject in subjects)
            st.info(text(key, samples=named), icon=":material/info:")
    if said.agrees and not found.lacking:
        st.caption(text("rule.agrees", count=len(found.samples)))


def _sample(rows: RuleRows, place: int, one: JudgedSample, shown: Sequence[str]) -> None:
    origin = text("rule.sample_live" if one.sample.is_live else "rule.sample_made")
    st.markdown(f"**{text('rule.sample', place=place)}** {origin}")
    columns = [column for name in shown if (column := rows.column(name)) is not None]
    grids.still(
        [
            {title_of(column): written(column, row.get(column.name)) for column in columns}
            for row in one.sample.rows[:MOST_ROWS]
        ],
        alt=text("rule.sample", place=place),
    )
    if one.sample.rows[MOST_ROWS:]:
        st.caption(text("rule.sample_rows", count=len(one.sample.rows)))
    widget = f"rule_judge_{rule_desk.desk().form}_{place}"
    said = rule_desk.desk().said.get(one.subject)
    st.session_state[widget] = said
    st.segmented_control(
        text("rule.judge"),
        list(Judgement),
        key=widget,
        format_func=label,
        on_change=_judged,
        args=(one.subject, widget),
    )
    if said is not None:
        _answer(one, said)


def _answer(one: JudgedSample, said: Judgement) -> None:
    """What the rule says, shown once the author has spoken; why, where he thinks otherwise."""
    if judgement_of(one.verdict) is said:
        st.caption(text("rule.same", verdict=label(one.verdict)))
        return
    st.info(text("rule.otherwise", verdict=label(one.verdict)), icon=":material/difference:")
    keys = {True: "rule.held", False: "rule.failed", None: "rule.not_known"}
    st.markdown(
        "\n".join(
            f"- {text(keys[answer.outcome], says=escaped(answer.says))}" for answer in one.answers
        )
    )


def _judged(subject: str, widget: str) -> None:
    rule_desk.judge(subject, st.session_state[widget])


def _shown(shown: Shown) -> str:
    if shown.exclusion is None:
        return label(shown.purpose)
    return text("rule.excluded_by", place=shown.exclusion)
