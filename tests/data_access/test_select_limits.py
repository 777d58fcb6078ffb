"""A SELECT that passes the parser may still join every row with every row: it is stopped."""

import re
from dataclasses import replace
from datetime import date

import pytest

from data_access import evidence as evidence_tables
from data_access import questions
from data_access.errors import Refused
from data_access.layer_runs import Question
from data_access.runs import runs
from data_access.screening import screen
from data_access.settings import Settings
from data_access.stores import open_stores
from supervision.declaration import read_model
from supervision.parameters import parameter_values
from tests.conftest import copy_of
from tests.data_access.lead_builder import add_leads, lead_values
from tests.data_access.pool_rows import BIDDING, add_rows, fixture_text
from tests.supervision.model_text import FIXTURES, MODEL

EQUALITIES = {
    "a constant column": "{one}.unit_code = a.unit_code",
    "two literals": "1 = 1",
}
COLUMNS = ("unit_code", "lot_code", "start_yuan", "bid_at")


def exploding(equality, *changes):
    """The small model with a layer before it that joins the bids with themselves nine times."""
    joins = "".join(
        f" JOIN auction_bid AS t{number} ON {equality.format(one=f't{number}')}"
        for number in range(9)
    )
    sql = f"SELECT {', '.join(f'a.{name}' for name in COLUMNS)} FROM auction_bid AS a{joins}"
    layer = (
        '[[layers]]\nid = "crossed"\ntitle = "相乘"\n[layers.select]\n'
        f'sql = "{sql}"\nrelations = ["auction_bid"]\n'
        f"columns = {list(COLUMNS)}\n\n"
        '[[layers]]\nid = "lots"'
    )
    text = MODEL.replace('[[layers]]\nid = "lots"', layer)
    text = text.replace('from = "auction_bid"\ngroup_by', 'from = "crossed"\ngroup_by')
    for before, after in changes:
        text = text.replace(before, after)
    crossed = '[[fixtures.layers]]\nid = "crossed"\nrows_in = 1\nkept = 1\n\n'
    fixtures = FIXTURES.replace("[[fixtures.layers]]", crossed + "[[fixtures.layers]]", 1)
    return read_model(text, "small.toml", fixtures)


@pytest.fixture(scope="module")
def bids_home(empty_home, tmp_path_factory):
    """A home with the bids of a fixture."""
    home = copy_of(empty_home, tmp_path_factory.mktemp("bids") / "home")
    stores = open_stores(home, writable=True)
    add_rows(stores, "auction_bid", fixture_text(BIDDING, "auction_bid"))
    stores.close()
    return home


def refusal(home, scope, monkeypatch, equality, **limits):
    """The refusal of a run under these limits; that nothing is left of it is checked on the way."""
    declared = exploding(equality)
    monkeypatch.setattr(questions, "model_of", lambda *_: declared)
    monkeypatch.setattr(questions, "reading_units", lambda *_: scope.units)
    stores = open_stores(home, replace(Settings(home=home), **limits))
    try:
        with pytest.raises(Refused) as caught:
            screen(stores, scope, "small")
        with pytest.raises(Refused, match=re.escape(str(caught.value))):
            screen(stores, scope, "small", dry_run=True)
        assert runs(stores, scope) == []
        monkeypatch.undo()
        assert screen(stores, scope, BIDDING, dry_run=True).leads_found == 2
    finally:
        stores.close()
    return caught.value


@pytest.mark.parametrize("equality", EQUALITIES.values(), ids=EQUALITIES)
def test_a_join_without_end_is_interrupted_and_nothing_is_written(
    bids_home, scope, monkeypatch, equality
):
    says = refusal(bids_home, scope, monkeypatch, equality, select_seconds=0.2)
    assert str(says) == (
        "The SELECT of small, crossed, took longer than 0.2 seconds and was stopped."
    )
    assert "SIJIAN_SELECT_SECONDS" in says.hint


def test_it_may_not_fill_the_disk_either(bids_home, scope, monkeypatch):
    equality = EQUALITIES["a constant column"]
    limits = {"pool_memory": "60MB", "pool_spill": "1MB"}
    says = refusal(bids_home, scope, monkeypatch, equality, **limits)
    assert str(says) == "The SELECT of small, crossed, needs more memory than the pool has."


def test_evidence_that_runs_the_select_again_is_interrupted_too(
    empty_home, tmp_path, monkeypatch, scope
):
    declared = exploding(
        EQUALITIES["two literals"],
        ('title = "出价"\nfrom = "auction_bid"', 'title = "出价"\nfrom = "crossed"'),
        ('["bidder_code", "bid_yuan"]', '["lot_code", "start_yuan"]'),
        ('order_by = ["bid_yuan"]', 'order_by = ["start_yuan"]'),
    )
    home = copy_of(empty_home, tmp_path / "home")
    stores = open_stores(home, Settings(home=home, select_seconds=0.2), writable=True)
    try:
        add_rows(stores, "auction_bid", fixture_text(BIDDING, "auction_bid"))
        facts = {"unit_code": "990101", "lot_code": "ALONE"}
        add_leads(stores, lead_values(1, facts=facts))
        question = Question(
            model=declared,
            parameters=parameter_values(declared),
            snapshot=stores.pool.snapshot(),
            as_of=date(2026, 12, 31),
            units=scope.units,
        )
        monkeypatch.setattr(evidence_tables, "question_of", lambda *_: question)
        with pytest.raises(Refused, match="The SELECT of small, rows, took longer"):
            evidence_tables.evidence(stores, scope, "lead-1")
    finally:
        stores.close()
