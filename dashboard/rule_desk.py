"""The rule a viewer is writing (写规则): kept in his session, and in casework when he asks.

What was counted and which samples were made belong to one state of the draft; a changed draft has
neither. Widgets are filled from the draft before they are drawn and write back when they change, so
that going to another page and back loses nothing.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from dashboard import actions, declared, failures, queries, serving
from dashboard.failures import Failure
from dashboard.messages import text
from dashboard.viewer import current_viewer
from data_access import rule_columns, rule_drafts, rule_keeping, rule_trials
from data_access import rule_samples as sampling
from data_access.rule_drafts import KeptDraft
from data_access.rule_samples import SampleSet
from data_access.rule_trials import RuleTrial
from data_access.scope import Scope
from supervision.rule_draft import RuleDraft, RuleSource, changed_draft
from supervision.rule_gaps import Step, countable
from supervision.rule_review import Judgement
from supervision.rule_rows import RuleRows
from supervision.rule_start import begun

_DESK: Final = "rule_desk"

AUTOMATIC_ROWS: Final = 300_000
"""Up to so many rows a rule is counted at every change; above, when asked to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Everything about the rule that is being written.

    rows: None while no source is chosen, or where it could not be read. tried: what was counted,
    of the draft `tried_of`, or why it could not be. said: the author's judgements by subject.
    draft_id, entry_id: None while the draft was never kept. kept_as: model and version, None while
    it is no model. form: counts up when another draft is opened, so that no widget of the one
    before is taken for its own.
    """

    draft: RuleDraft
    rows: RuleRows | None = None
    step: Step = Step.SOURCE
    tried: RuleTrial | Failure | None = None
    tried_of: RuleDraft | None = None
    samples: SampleSet | None = None
    samples_of: RuleDraft | None = None
    said: dict[str, Judgement] = field(default_factory=dict)
    draft_id: str | None = None
    entry_id: int | None = None
    kept_as: tuple[str, int] | None = None
    form: int = 0

    @property
    def trial(self) -> RuleTrial | Failure | None:
        """What was counted of the draft as it stands."""
        return self.tried if self.tried_of == counted_part(self.draft) else None

    @property
    def current_samples(self) -> SampleSet | None:
        """The samples of the draft as it stands."""
        return self.samples if self.samples_of == counted_part(self.draft) else None


def desk() -> Desk:
    """The desk of this session; a new one has an empty draft of the viewer's first line."""
    found: Desk | None = st.session_state.get(_DESK)
    if found is None:
        found = Desk(draft=_empty(current_viewer()))
        st.session_state[_DESK] = found
    return found


def put(**changes: Any) -> None:
    """Changes the desk."""
    st.session_state[_DESK] = replace(desk(), **changes)


def change(**changes: Any) -> None:
    """Changes the draft; what no draft can hold is passed over, and said."""
    draft = changed_draft(desk().draft, changes)
    if draft is None:
        actions.say(text("rule.refused_value"))
    else:
        put(draft=draft)


def counted_part(draft: RuleDraft) -> RuleDraft:
    """The draft without the words that stand in no layer and no lead."""
    silent = {"supervision_point": "", "summary": "", "law": "", "article": ""}
    spoken = {"law_says": "", "steps": (), "benign_causes": (), "disposals": (), "document": ""}
    return draft.model_copy(update={**silent, **spoken})


def choose_source(source: RuleSource) -> None:
    """Begins the rule on other rows; what was asked of the rows before is gone."""
    rows = failures.outcome(rule_columns.rule_rows, serving.stores(), current_viewer(), source)
    if isinstance(rows, Failure):
        actions.say(actions.told(rows))
    elif rows is not None:
        model = declared.model(source.model) if source.model else None
        lead = None if model is None else model.lead
        draft = begun(desk().draft, rows, lead)
        put(draft=draft, rows=rows, samples=None, said={}, form=desk().form + 1)


def start_anew() -> None:
    """Clears the desk for another rule."""
    put(**_cleared(_empty(current_viewer())))


def open_draft(kept: KeptDraft) -> None:
    """Puts a kept draft on the desk."""
    if kept.draft is None:
        actions.say(text("rule.unreadable"))
        return
    viewer = current_viewer()
    rows = failures.outcome(rule_columns.rule_rows, serving.stores(), viewer, kept.draft.source)
    found = None if isinstance(rows, Failure) else rows
    at = {"step": Step.CONDITIONS if found else Step.SOURCE, "rows": found}
    own = {"draft_id": kept.draft_id, "entry_id": kept.entry_id, "kept_as": _kept_as(kept)}
    put(**(_cleared(kept.draft) | at | own))


def kept_drafts() -> list[KeptDraft]:
    """The drafts of the viewer's unit."""
    return rule_drafts.kept_drafts(serving.stores(), current_viewer())


def keep_draft() -> None:
    """Keeps the draft as it stands, finished or not."""
    found = failures.outcome(
        rule_drafts.keep_draft,
        serving.stores(),
        current_viewer(),
        desk().draft,
        draft_id=desk().draft_id,
        seen=desk().entry_id,
    )
    if isinstance(found, Failure):
        actions.say(actions.told(found))
        return
    put(draft_id=found.draft_id, entry_id=found.entry_id)
    actions.say(text("rule.draft_kept"))


def count() -> None:
    """Counts the draft as it stands, where it can be counted."""
    here = desk()
    if here.rows is None or not countable(here.draft, here.rows):
        return
    draft = counted_part(here.draft)
    found = failures.outcome(
        rule_trials.try_rule, serving.stores(), current_viewer(), draft, here.rows, with_rows=True
    )
    put(tried=found, tried_of=draft)


def counts_itself(scope: Scope, source: RuleSource) -> bool:
    """Whether the rows of a source are few enough to be counted at every change."""
    model = declared.model(source.model) if source.model else None
    needed = [source.dataset] if model is None else [need.dataset for need in model.requires]
    held = {one.id: one.rows for one in queries.datasets(scope)}
    return sum(held.get(name, 0) for name in needed) <= AUTOMATIC_ROWS


def make_samples() -> None:
    """Makes the samples of a finished draft."""
    here = desk()
    if here.rows is None:
        return
    found = failures.outcome(_samples, here.draft, here.rows, here.draft_id)
    if isinstance(found, Failure):
        actions.say(actions.told(found))
        return
    put(samples=found, samples_of=counted_part(here.draft), said={})


def judge(subject: str, judgement: Judgement | None) -> None:
    """What the author expects of a sample; None takes it back."""
    said = {name: one for name, one in desk().said.items() if name != subject}
    put(said=said if judgement is None else {**said, subject: judgement})


def keep_rule() -> Failure | None:
    """Keeps the finished rule as a model; why not, where it was refused."""
    here = desk()
    if here.rows is None or here.current_samples is None:
        return None
    found = failures.outcome(
        rule_keeping.keep_rule,
        serving.stores(),
        current_viewer(),
        here.draft,
        here.rows,
        here.current_samples,
        here.said,
        draft_id=here.draft_id,
    )
    if isinstance(found, Failure):
        return found
    shelved, kept = found
    put(draft_id=kept.draft_id, entry_id=kept.entry_id, kept_as=_kept_as(kept))
    actions.say(text("rule.kept", model=shelved.model, version=shelved.version))
    return None


def model_text() -> str:
    """The text of the model that a finished draft would be kept as."""
    here = desk()
    if here.rows is None:
        return ""
    found = failures.outcome(_text, here.draft, here.rows, here.draft_id)
    return "" if isinstance(found, Failure) else found


def _samples(draft: RuleDraft, rows: RuleRows, draft_id: str | None) -> SampleSet:
    stores, viewer = serving.stores(), current_viewer()
    model = rule_keeping.model_of_rule(stores, viewer, draft, rows, draft_id)
    return sampling.rule_samples(stores, viewer, draft, rows, model)


def _text(draft: RuleDraft, rows: RuleRows, draft_id: str | None) -> str:
    return rule_keeping.text_of_rule(serving.stores(), current_viewer(), draft, rows, draft_id)


def _kept_as(kept: KeptDraft) -> tuple[str, int] | None:
    return None if kept.model is None or kept.version is None else (kept.model, kept.version)


def _empty(viewer: Scope) -> RuleDraft:
    lines = sorted(viewer.lines)
    return RuleDraft(line=lines[0]) if lines else RuleDraft()


def _cleared(draft: RuleDraft) -> dict[str, Any]:
    """What the desk is set to for another draft."""
    return {
        "draft": draft,
        "rows": None,
        "step": Step.SOURCE,
        "tried": None,
        "tried_of": None,
        "samples": None,
        "samples_of": None,
        "said": {},
        "draft_id": None,
        "entry_id": None,
        "kept_as": None,
        "form": desk().form + 1,
    }
