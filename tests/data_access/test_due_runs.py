from dataclasses import replace

import pytest

from data_access.batches import reconcile, withdraw
from data_access.due_runs import due_runs, note_due, open_due
from data_access.errors import Conflict
from data_access.intake import intake
from supervision import declaration
from supervision.vocabulary import DueCause
from tests.data_access.bid_files import HEADER, SCOPE, UNIT, bid, put
from tests.data_access.pool_rows import BIDDING, VOIDING, add_rows, fixture_text
from tests.data_access.standing_models import forget_models, standing


@pytest.fixture
def is_standing(tmp_path, monkeypatch):
    """The bidding model is a standing one."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(declaration, "_model_files", standing(folder, BIDDING))
    forget_models()
    yield
    monkeypatch.undo()
    forget_models()


@pytest.mark.usefixtures("is_standing")
def test_a_batch_and_its_withdrawal_each_make_a_run_due_once(stores, folder):
    report = intake(stores, SCOPE, [put(folder, "甲.csv", HEADER + bid("A"))])
    arrived = due_runs(stores, SCOPE)[0]
    assert due_runs(stores, replace(SCOPE, units=frozenset({"990102"}))) == []
    assert (arrived.model, arrived.unit, arrived.dataset) == (BIDDING, UNIT, "auction_bid")
    assert (arrived.batch_id, arrived.cause) == (report.batch_id, DueCause.ARRIVED)
    assert (arrived.done_at, arrived.done_run_id, arrived.why) == (None, None, None)
    reconcile(stores)
    intake(stores, SCOPE, [folder])  # seen before: no new batch
    withdraw(stores, SCOPE, report.batch_id, "发错了")
    withdraw(stores, SCOPE, report.batch_id, "发错了")
    causes = [one.cause for one in due_runs(stores, SCOPE, is_open=True)]
    assert causes == [DueCause.ARRIVED, DueCause.WITHDRAWN]
    assert due_runs(stores, SCOPE, is_open=False) == []


@pytest.mark.usefixtures("is_standing")
def test_a_dataset_that_no_standing_model_reads_makes_nothing_due(stores):
    add_rows(stores, "vat_invoice", fixture_text(VOIDING, "vat_invoice"))
    with stores.writing() as connection:
        note_due(connection, "batch-1", DueCause.ARRIVED)
    assert due_runs(stores, SCOPE) == []


def test_what_is_not_open_cannot_be_done(stores):
    with stores.reading() as connection:
        open_due(connection, ())
        with pytest.raises(Conflict):
            open_due(connection, (1,))


@pytest.mark.usefixtures("is_standing")
def test_a_retired_model_subscribes_to_nothing(tmp_path):
    assert declaration.subscribers("auction_bid") == (BIDDING,)
    path = tmp_path / "models" / f"{BIDDING}.toml"
    text = path.read_text("utf-8").replace('maturity = "trial"', 'maturity = "retired"')
    path.write_text(text, encoding="utf-8")
    forget_models()
    assert declaration.subscribers("auction_bid") == ()
