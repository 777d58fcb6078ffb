"""Why a run says what it says of one subject; the subject stays in the session, out of the URL."""

import streamlit as st

from dashboard import cards, declared, failures, figures, grids, reads
from dashboard.messages import escaped, in_words, label, text
from dashboard.views import lead_views
from data_access.run_reports import RunReport
from data_access.scope import Scope
from data_access.why import Why
from supervision.verdicts import CheckAnswer
from supervision.vocabulary import SubjectKind, Verdict

MOST_TYPED = 2_000
"""Longest spelling that is looked up: a cluster is all its members."""


def draw(scope: Scope, run: RunReport) -> None:
    """The place to type a subject, and its way through the layers."""
    model = declared.model(run.model)
    if model is None or not run.layers:
        cards.empty(text("why.none"), text("why.none_then"))
        return
    kind = model.lead.subject_kind
    with st.form("why", border=False):
        cards.section(text("why.title"), text(f"why.says_{_spelled(kind)}", kind=label(kind)))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            typed = st.text_input(
                text("why.subject"), key="why_subject", max_chars=MOST_TYPED, width=520
            )
            asked = st.form_submit_button(text("why.go"), icon=":material/search:")
    if asked and typed.strip():
        _answer(scope, run, f"{kind.value}:{typed.strip().removeprefix(f'{kind.value}:')}")


def _spelled(kind: SubjectKind) -> str:
    return "cluster" if kind is SubjectKind.CLUSTER else "key"


def _answer(scope: Scope, run: RunReport, subject: str) -> None:
    with st.spinner(text("why.following")):
        found = failures.outcome(reads.why, scope, run.run_id or "", subject)
    if isinstance(found, failures.Failure):
        cards.refused(text("why.refused"), in_words(found.says))
        return
    titles = {layer.id: layer.title for layer in run.layers}
    st.markdown(f"**{escaped(lead_views.subject(found.subject))}**　{_verdict(found, titles)}")
    if found.verdict is Verdict.ABSENT:
        st.caption(text("why.absent_then"))
        return
    rows = [_row(run.model, titles, answer) for answer in found.conditions]
    grids.still(rows, alt=text("why.title"))
    if len(found.periods) > 1:
        cards.section(text("why.periods"), text("why.periods_says"))
        grids.still(
            [
                {
                    text("lead.period"): figures.value(each.period),
                    text("lead.unit"): each.unit or figures.ABSENT,
                    text("why.verdict"): label(each.verdict),
                    text("why.reached"): titles.get(each.reached or "", figures.ABSENT),
                }
                for each in found.periods
            ],
            alt=text("why.periods"),
        )


def _verdict(found: Why, titles: dict[str, str]) -> str:
    """The verdict in words, and where the subject stopped."""
    if found.stopped_at is None:
        return label(found.verdict)
    layer = escaped(titles.get(found.stopped_at, found.stopped_at))
    return text("why.stopped", verdict=label(found.verdict), layer=layer)


def _row(model: str, titles: dict[str, str], answer: CheckAnswer) -> dict[str, str]:
    measures = declared.test_measures(model)
    came_to = {True: "why.holds", False: "why.fails", None: "why.unknown"}[answer.outcome]
    return {
        text("run.layer"): titles.get(answer.layer, answer.layer),
        text("run.cause"): answer.says,
        text("why.outcome"): text("why.near") if answer.near else text(came_to),
        text("lead.actual"): figures.measured(answer.actual, measures.get(answer.when)),
        text("lead.limit"): figures.measured(answer.limit, measures.get(answer.when)),
    }
