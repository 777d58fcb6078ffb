"""The restricted space: its models, runs and leads are seen by whom it was opened to, only."""

import pytest

from data_access import due_models, leads, model_catalogue
from data_access.accounts import add_user, scope_of
from data_access.errors import Conflict, NotAllowed, NotFound
from data_access.runs import runs
from data_access.scope import Scope
from data_access.screening import screen
from supervision.declaration import load_models
from supervision.vocabulary import LeadState, Line
from tests.data_access.lead_builder import add_leads, audit_lines, lead_values

RESTRICTED = next(model.id for model in load_models().values() if model.is_restricted)


@pytest.fixture
def outsider(stores):
    add_user(stores, "wang.li", None, ["990101"], list(Line))
    return scope_of(stores, "wang.li")


@pytest.fixture
def insider(stores):
    add_user(stores, "zhao.qi", None, ["990101"], list(Line), may_investigate=True)
    return scope_of(stores, "zhao.qi")


def shelf(stores, scope: Scope) -> set[str]:
    return {one.id for one in model_catalogue.model_catalogue(stores, scope)}


def test_the_right_is_given_with_the_account(insider, outsider):
    assert (insider.may_investigate, outsider.may_investigate) == (True, False)


def test_a_restricted_model_stands_on_the_shelf_of_insiders_only(stores, insider, outsider):
    assert RESTRICTED in shelf(stores, insider)
    assert shelf(stores, insider) - shelf(stores, outsider) == {
        model.id for model in load_models().values() if model.is_restricted
    }
    assert RESTRICTED not in {one.id for one in due_models.models_in_use(stores, outsider)}


def test_an_outsider_may_neither_run_nor_see_what_was_run(stores, insider, outsider):
    with pytest.raises(NotAllowed, match="restricted space"):
        screen(stores, outsider, RESTRICTED)
    report = screen(stores, insider, RESTRICTED)
    assert report.run_id is not None
    assert [one.run_id for one in runs(stores, insider)] == [report.run_id]
    assert runs(stores, outsider) == []


def test_leads_of_the_restricted_space_are_seen_by_insiders_only(stores, insider, outsider):
    add_leads(stores, lead_values(1), lead_values(2, model=RESTRICTED, subject="post:某审判员"))
    seen = {
        scope.viewer: sorted(one.model for one in leads.leads(stores, scope))
        for scope in (insider, outsider)
    }
    assert seen == {
        "zhao.qi": sorted(["invoice_voiding", RESTRICTED]),
        "wang.li": ["invoice_voiding"],
    }
    with pytest.raises(NotFound):
        leads.lead(stores, outsider, "lead-2")


@pytest.fixture
def second(stores):
    add_user(stores, "sun.ba", None, ["990101"], list(Line), may_investigate=True)
    return scope_of(stores, "sun.ba")


@pytest.fixture
def post(stores):
    add_leads(stores, lead_values(2, model=RESTRICTED, subject="post:某审判员"))
    return "lead-2"


def test_a_decision_in_the_restricted_space_waits_for_a_second_person(
    stores, insider, second, post
):
    waiting = leads.move(stores, insider, post, LeadState.DISMISSED, "lawful", "已核对档案")
    assert (waiting.state, waiting.proposal.by) == (LeadState.NEW, "zhao.qi")
    assert leads.card(stores, second, post).lead.proposal.note == "已核对档案"
    with pytest.raises(NotAllowed, match="second person"):
        leads.move(stores, insider, post, LeadState.DISMISSED, "lawful")
    with pytest.raises(Conflict, match=r"zhao\.qi has proposed dismissed"):
        leads.move(stores, second, post, LeadState.DISMISSED, "duplicate")
    decided = leads.move(stores, second, post, LeadState.DISMISSED, "lawful")
    assert (decided.state, decided.proposal) == (LeadState.DISMISSED, None)
    last = decided.history[-1]
    assert (last.proposed_by, last.by, last.note) == ("zhao.qi", "sun.ba", "已核对档案")
    assert [line.username for line in audit_lines(stores, "lead_proposed")] == ["zhao.qi"]
    assert audit_lines(stores, "lead_moved")[-1].detail["proposed_by"] == "zhao.qi"


def test_a_proposal_is_declined_or_withdrawn_and_lapses_with_the_next_move(
    stores, insider, second, post
):
    def proposed(scope: Scope, reason: str = "lawful"):
        return leads.move(stores, scope, post, LeadState.DISMISSED, reason).proposal

    assert proposed(insider)
    leads.decline(stores, second, post)
    assert leads.lead(stores, insider, post).proposal is None
    assert proposed(insider)
    assert proposed(insider, "duplicate").reason == "duplicate"
    leads.decline(stores, insider, post)
    with pytest.raises(NotFound):
        leads.decline(stores, insider, post)
    assert proposed(second)
    moved = leads.move(stores, insider, post, LeadState.TRIAGED)
    assert (moved.state, moved.proposal) == (LeadState.TRIAGED, None)
    assert [line.event for line in audit_lines(stores, "lead_declined")] == ["lead_declined"]


def test_an_outsider_neither_proposes_nor_confirms(stores, insider, outsider, post):
    leads.move(stores, insider, post, LeadState.DISMISSED, "lawful")
    for act in (
        lambda: leads.move(stores, outsider, post, LeadState.DISMISSED, "lawful"),
        lambda: leads.decline(stores, outsider, post),
    ):
        with pytest.raises(NotFound):
            act()


def test_outside_of_the_restricted_space_one_person_decides(stores, insider):
    add_leads(stores, lead_values(1))
    moved = leads.move(stores, insider, "lead-1", LeadState.DISMISSED, "lawful")
    assert (moved.state, moved.history[-1].proposed_by) == (LeadState.DISMISSED, None)
