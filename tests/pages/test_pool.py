"""The data pool: datasets, the days they cover, batches."""

from data_access.batches import batches, datasets
from tests.pages.conftest import open_page


def test_every_dataset_stands_there_with_its_rows_and_days(opened, looked_at, seen):
    shown = opened("pool").table[0].value
    expected = datasets(looked_at, seen)
    assert list(shown["行数"]) == [f"{each.rows:,}" for each in expected]


def test_every_batch_of_the_scope_is_listed(opened, looked_at, seen):
    shown = opened("pool").dataframe[0].value
    assert len(shown) == len(batches(looked_at, seen))


def test_a_dataset_narrows_the_batches(opened):
    shown = opened("pool", dataset="auction_bid").dataframe[0].value
    assert set(shown["dataset"]) == {"网拍竞买记录"}


def test_a_viewer_of_one_unit_sees_only_its_batches(opened):
    shown = opened("pool", username="civil.only").dataframe[0].value
    assert all(unit.startswith("990101") for unit in shown["unit"])


def test_rows_of_a_dataset_name_their_file_and_line(opened):
    app = opened("pool", dataset="auction_bid")
    app.toggle(key="rows_auction_bid").set_value(True).run()
    rows = app.dataframe[0].value
    assert {"source_line", "file_sha256"} <= set(rows.columns)
    assert len(rows) == 100


def test_an_empty_pool_says_what_to_do_first(stores, monkeypatch):
    monkeypatch.setenv("SIJIAN_HOME", str(stores.home))
    app = open_page("pool")
    assert any("数据池还没有数据" in each.value for each in app.markdown)
