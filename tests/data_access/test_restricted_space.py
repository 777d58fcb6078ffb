"""The restricted space: its models, runs and leads are seen by whom it was opened to, only."""

import pytest

from data_access import due_models, leads, model_catalogue
from data_access.accounts import add_user, scope_of
from data_access.errors import NotAllowed, NotFound
from data_access.runs import runs
from data_access.scope import Scope
from data_access.screening import screen
from supervision.declaration import load_models
from supervision.vocabulary import Line
from tests.data_access.lead_builder import add_leads, lead_values

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
