from dataclasses import replace

from data_access import due_models as own_module
from data_access.due_models import due_models
from data_access.screening import screen
from supervision.declaration import model
from supervision.vocabulary import RunStatus
from tests.data_access.bid_files import SCOPE, bid, loaded
from tests.data_access.pool_rows import BIDDING


def due(stores, scope=SCOPE):
    return [one.id for one in due_models(stores, scope)]


def test_a_refused_model_is_due_again_once_there_is_something_new_to_read(stores, folder):
    assert BIDDING in due(stores)
    assert screen(stores, SCOPE, BIDDING).status is RunStatus.REFUSED
    assert BIDDING not in due(stores)
    loaded(stores, folder, bid("A"))
    assert BIDDING in due(stores)


def test_a_run_over_a_part_of_the_units_is_none_over_all(stores):
    screen(stores, replace(SCOPE, units=frozenset({"990101"})), BIDDING)
    assert BIDDING in due(stores)
    assert BIDDING not in due(stores, replace(SCOPE, units=frozenset({"990101"})))


def test_a_standing_model_is_due_with_its_batches_alone(stores, monkeypatch):
    standing = model(BIDDING).model_copy(update={"is_standing": True})
    monkeypatch.setattr(own_module, "library", lambda *_: {BIDDING: standing})
    assert due(stores) == []
