"""Models an office keeps: written as drafts, published by a second person, retired; never changed."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from data_access import tables
from data_access.accounts import add_user, scope_of
from data_access.errors import Conflict, NotAllowed, NotFound, Refused, StoreUnusable
from data_access.model_shelf import (
    kept_models,
    kept_texts,
    next_rule_id,
    next_version,
    publish,
    retire,
    send_back,
    shelve,
)
from supervision.errors import ModelMistakes
from supervision.vocabulary import Line, ModelOrigin, ModelState
from tests.data_access.lead_builder import audit_lines, break_audit
from tests.data_access.shelf_models import RULE, UNIT, publisher, renamed, rule_text, written
from tests.supervision.model_text import FIXTURES


def states(stores, scope):
    return [(one.model, one.version, one.state) for one in kept_models(stores, scope)]


def test_a_rule_is_a_draft_of_its_unit_until_a_second_person_publishes_it(stores, scope):
    assert next_rule_id(stores, scope) == RULE
    draft = written(stores, scope)
    assert (draft.unit, draft.origin, draft.state) == (UNIT, ModelOrigin.RULE, ModelState.DRAFT)
    assert written(stores, scope) == draft, "the same again adds nothing"
    assert kept_texts(stores, scope, draft.entry_id).model == rule_text()
    assert (next_rule_id(stores, scope), next_version(stores, scope, RULE)) == ("U-990101-02", 2)
    with pytest.raises(Refused, match="demo wrote U-990101-01 and cannot publish it"):
        publish(stores, scope, RULE)
    add_user(stores, "wang.wu", None, [UNIT], list(Line))
    with pytest.raises(NotAllowed, match="may not publish"):
        publish(stores, scope_of(stores, "wang.wu"), RULE)
    second = publisher(stores)
    done = publish(stores, second, RULE)
    assert (done.state, done.history[0].by) == (ModelState.PUBLISHED, "li.si")
    with pytest.raises(Conflict, match="published already"):
        publish(stores, second, RULE)
    lines = [*audit_lines(stores, "model_kept"), *audit_lines(stores, "model_published")]
    assert [(line.username, line.object_id) for line in lines] == [("demo", RULE), ("li.si", RULE)]


def test_a_returned_draft_is_written_anew_and_a_retired_id_is_not_used_again(stores, scope):
    written(stores, scope)
    second = publisher(stores)
    with pytest.raises(Refused, match="needs a reason"):
        send_back(stores, second, RULE, "  ")
    back = send_back(stores, second, RULE, "阈值没有依据")
    assert (back.state, back.history[0].reason) == (ModelState.RETURNED, "阈值没有依据")
    with pytest.raises(Conflict):
        publish(stores, second, RULE)
    written(stores, scope, RULE, 2)
    publish(stores, second, RULE)
    with pytest.raises(NotAllowed):
        retire(stores, replace(scope, may_publish=False), RULE, "不再使用")
    assert retire(stores, second, RULE, "不再使用").state is ModelState.RETIRED
    assert {state for _, _, state in states(stores, scope)} == {ModelState.RETIRED}
    with pytest.raises(Conflict, match="retired already"):
        retire(stores, second, RULE, "再次")
    with pytest.raises(Refused, match="its id is not used again"):
        written(stores, scope, RULE, 3)


def test_whoever_wrote_a_draft_may_take_it_back(stores, scope):
    written(stores, scope)
    writer = replace(scope, may_publish=False)
    assert retire(stores, writer, RULE, "写错了").state is ModelState.RETIRED


def test_a_change_needs_a_later_version_and_an_id_that_is_free(stores, scope):
    written(stores, scope)
    title = ('title = "小模型"', 'title = "改过的模型"')
    with pytest.raises(Refused, match="a change needs a later one") as caught:
        written(stores, scope, RULE, 1, title)
    assert "version = 2" in caught.value.hint
    with pytest.raises(Refused, match="an id of its own, not U-990102-01"):
        written(stores, scope, "U-990102-01")
    taken = renamed("auction_bidding", "auction_bidding", ("version = 1", "version = 9"))
    with pytest.raises(Refused, match="auction_bidding is a packaged model of another content"):
        shelve(stores, scope, taken.model, taken.fixtures, origin=ModelOrigin.PACK)
    other = replace(scope, own_unit="990102")
    changed = rule_text(RULE, 1, title)
    with pytest.raises(Refused, match="Another unit keeps U-990101-01 in version 1"):
        shelve(stores, other, changed, FIXTURES, origin=ModelOrigin.PACK)
    with pytest.raises(ModelMistakes, match="begins as experimental"):
        written(stores, scope, RULE, 2, ('maturity = "experimental"', 'maturity = "stable"'))
    hidden = rule_text(RULE, 2, ("[[basis]]", "is_restricted = true\n\n[[basis]]"))
    with pytest.raises(Refused, match="may not change between open and restricted"):
        shelve(stores, other, hidden, FIXTURES, origin=ModelOrigin.PACK)
    with pytest.raises(Refused, match="belongs to no unit"):
        written(stores, replace(scope, own_unit=None))
    assert len(states(stores, scope)) == 1


def test_entries_are_seen_in_their_unit_and_below_once_published(stores, scope):
    written(stores, scope)
    narrow = {"may_investigate": True}
    own = publisher(stores, "own.unit", ("990101",), **narrow)
    beside = publisher(stores, "beside", ("990102",), **narrow)
    city = publisher(stores, "city", ("990100",), **narrow)
    assert [len(kept_models(stores, one)) for one in (own, beside, city)] == [1, 0, 1]
    with pytest.raises(NotFound):
        publish(stores, beside, RULE)
    mine = written(stores, replace(scope, own_unit="990100"), "U-990100-01")
    assert mine.model not in {one.model for one in kept_models(stores, beside)}
    publish(stores, city, mine.model)
    assert mine.model in {one.model for one in kept_models(stores, beside)}
    with pytest.raises(NotAllowed, match="may not act for the unit 990100"):
        retire(stores, beside, mine.model, "不要")
    twin = shelve(
        stores,
        replace(scope, own_unit="990102"),
        rule_text(),
        FIXTURES,
        origin=ModelOrigin.PACK,
    )
    assert publish(stores, city, RULE, unit="990102").entry_id == twin.entry_id
    assert {one.unit: one.state for one in kept_models(stores, city, RULE)} == {
        "990101": ModelState.DRAFT,
        "990102": ModelState.PUBLISHED,
    }
    closed = replace(own, lines=frozenset({Line.CRIMINAL}))
    assert kept_models(stores, closed) == []


def test_nothing_is_overwritten_and_nothing_kept_that_cannot_be_audited(stores, scope):
    written(stores, scope)
    publish(stores, publisher(stores), RULE)
    for table in (tables.kept_models, tables.kept_model_moves):
        for statement in (f"UPDATE {table.name} SET entry_id = 9", f"DELETE FROM {table.name}"):
            with pytest.raises((sa.exc.IntegrityError, StoreUnusable)), stores.writing() as store:
                store.execute(sa.text(statement))
    break_audit(stores)
    with pytest.raises(sa.exc.IntegrityError):
        written(stores, scope, "U-990101-02")
    assert len(states(stores, scope)) == 1
