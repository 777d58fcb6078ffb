"""The data pool: datasets, the days they cover, batches."""

import pytest

from dashboard import grids
from data_access.accounts import scope_of
from data_access.batches import batches, datasets
from data_access.data_requests import requested_columns
from tests.pages.conftest import open_page


def test_every_dataset_stands_there_with_its_rows_and_days(opened, looked_at, seen):
    shown = opened("pool").dataframe[0].value
    expected = {each.title: each.rows for each in datasets(looked_at, seen)}
    assert dict(zip(shown["dataset"], shown["rows"], strict=True)) == expected


def test_datasets_with_rows_stand_first(opened):
    rows = list(opened("pool").dataframe[0].value["rows"] > 0)
    assert rows == sorted(rows, reverse=True)


def test_every_batch_of_the_scope_is_listed(opened, looked_at, seen):
    shown = opened("pool", side="batches").dataframe[0].value
    assert len(shown) == len(batches(looked_at, seen))


def test_each_number_opens_into_what_it_counts(opened):
    app = opened("pool", dataset="auction_bid")
    app.button(key="open_batches").click().run()
    assert set(app.dataframe[0].value["dataset"]) == {"网拍竞买记录"}
    app.button(key="open_loaded_auction_bid").click().run()
    assert len(app.dataframe[0].value) == 100
    assert app.query_params["side"] == "loaded"


@pytest.mark.parametrize("side", ["repeated", "rejected"])
def test_rows_that_did_not_come_in_open_into_their_batches(opened, looked_at, seen, side):
    expected = [each for each in batches(looked_at, seen) if getattr(each, f"rows_{side}")]
    app = opened("pool", side=side)
    assert sum(len(each.value) for each in app.dataframe) == len(expected)
    assert "side_chip" in {each.key for each in app.button}


def test_a_dataset_narrows_the_batches(opened):
    shown = opened("pool", dataset="auction_bid").dataframe[1].value
    assert set(shown["dataset"]) == {"网拍竞买记录"}


def test_the_data_template_of_the_chosen_dataset_can_be_had(opened):
    link = "[下载数据要素模版](/template/auction_bid)"
    assert link in {each.value for each in opened("pool", dataset="auction_bid").markdown}
    assert not any("/template/" in each.value for each in opened("pool").markdown)


def test_a_viewer_of_one_unit_sees_only_its_batches(opened):
    shown = opened("pool", username="civil.only").dataframe[1].value
    assert all(unit.startswith("990101") for unit in shown["unit"])


def test_rows_of_a_dataset_name_their_file_and_line(opened):
    rows = opened("pool", dataset="auction_bid", side="loaded").dataframe[0].value
    assert {"source_line", "file_sha256"} <= set(rows.columns)
    assert len(rows) == 100


def test_a_dataset_without_rows_says_so(opened, looked_at, seen):
    empty = next(each.id for each in datasets(looked_at, seen) if not each.rows)
    app = opened("pool", dataset=empty, side="loaded")
    assert any("没有数据行" in each.value for each in app.caption)


def test_an_empty_pool_says_what_to_do_first(stores, monkeypatch):
    monkeypatch.setenv("SIJIAN_HOME", str(stores.home))
    app = open_page("pool")
    assert any("数据池还没有数据" in each.value for each in app.markdown)


def test_what_the_models_lack_stands_with_the_way_to_its_list(stores, monkeypatch):
    monkeypatch.setenv("SIJIAN_HOME", str(stores.home))
    app = open_page("pool")
    lacking = app.dataframe[-1].value
    lacked = requested_columns(stores, scope_of(stores, "demo"))
    assert list(lacking["model"]) == [one.model_title for one in lacked[: grids.PAGE]]
    assert any("/requests/all/xlsx" in each.value for each in app.markdown)


def test_every_dataset_says_how_it_stands_against_its_rhythm(opened):
    shown = opened("pool").dataframe[0].value
    said = dict(zip(shown["dataset"], shown["freshness"], strict=True))
    assert said["网拍竞买记录"] == "未约定频次"
    assert said["增值税发票"].startswith("逾期")
