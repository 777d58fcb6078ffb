"""The network of a group: its members, what links them, and the rows of one member."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from data_access.errors import NotAllowed, NotFound
from data_access.evidence import evidence
from data_access.lead_filter import LeadFilter
from data_access.lead_networks import lead_network
from data_access.leads import page
from data_access.run_ledgers import last_run
from data_access.scope import Scope
from data_access.screening import screen
from data_access.stores import Stores
from supervision.declaration import load_fixtures
from supervision.subjects import masked, parse_subject
from tests.data_access.pool_rows import BIDDING, BIDDING_SETTINGS, add_rows

JOINED = "M12-G-2"
"""A model whose groups are joined by links; one whose groups share rows is drawn in `pages`."""


@pytest.fixture(scope="module")
def fill(scope: Scope) -> Callable[[Stores], None]:
    """The first fixture of the model, and one that is not about groups, screened."""

    def both_screened(stores: Stores) -> None:
        for model, settings in ((JOINED, {}), (BIDDING, BIDDING_SETTINGS)):
            fixture = load_fixtures()[model].fixtures[0]
            for dataset, text in fixture.given.items():
                add_rows(stores, dataset, text, batch_id=f"{model}-{dataset}")
            chosen = {**fixture.parameters, **settings}
            screen(stores, scope, model, as_of=fixture.as_of, settings=chosen)

    return both_screened


def first_lead(stores, scope, model):
    return page(stores, scope, LeadFilter(model=model), 1)[0]


@pytest.fixture(scope="module")
def drawn(screened, scope):
    """The network of the first group, persons masked."""
    return lead_network(screened, scope, first_lead(screened, scope, JOINED).lead_id)


def test_members_are_linked_by_what_joined_them(drawn, screened, scope):
    lead = first_lead(screened, scope, JOINED)
    assert len(drawn.members) == len(drawn.nodes) == len(parse_subject(lead.subject).members)
    assert drawn.says == "同刻结算的日数"
    assert all(link.count > 0 for link in drawn.links)
    assert all(node.link_count for node in drawn.nodes)


def test_members_are_masked_as_the_subject_is(drawn, screened, scope):
    lead = first_lead(screened, scope, JOINED)
    open_one = lead_network(screened, scope, lead.lead_id, unmask=True)
    for shown, whole in zip(drawn.nodes, open_one.nodes, strict=True):
        assert shown.key == masked(parse_subject(f"{whole.kind}:{whole.key}")).key != whole.key
    with pytest.raises(NotAllowed):
        lead_network(screened, replace(scope, may_unmask=False), lead.lead_id, unmask=True)


def test_a_lead_on_one_subject_has_no_network_and_none_is_found_outside_the_scope(screened, scope):
    assert lead_network(screened, scope, first_lead(screened, scope, BIDDING).lead_id) is None
    stranger = replace(scope, units=frozenset({"990102"}))
    with pytest.raises(NotFound):
        lead_network(screened, stranger, first_lead(screened, scope, JOINED).lead_id)


def test_the_rows_of_one_member_are_those_that_name_it(drawn, screened, scope):
    lead = first_lead(screened, scope, JOINED)
    own = evidence(screened, scope, lead.lead_id, table="days", member=0)[0]
    assert (own.is_of_member, own.total) == (True, drawn.nodes[0].link_count)
    assert own.total < len(drawn.links)
    common = evidence(screened, scope, lead.lead_id, table="drugs", member=0)[0]
    assert not common.is_of_member
    with pytest.raises(NotFound, match="no member 99"):
        evidence(screened, scope, lead.lead_id, table="drugs", member=99)


def test_no_basket_is_left_out_of_pairs_unsaid(screened, scope):
    report = last_run(screened, scope, JOINED)
    left_out = {layer.id: layer.baskets_left_out for layer in report.layers}
    assert left_out["pairs_ever"] == 0
