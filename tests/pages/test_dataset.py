"""One dataset: contract, suppliers, coverage, checks, rejects, models, batches, rows."""

import pytest

from data_access.quality import quality
from tests.pages.conftest import open_page

BIDS = {"dataset": "auction_bid"}


@pytest.fixture
def found(looked_at, seen):
    [one] = quality(looked_at, seen, "auction_bid")
    return one


def texts(app) -> str:
    shown = [*app.caption, *app.markdown, *app.title]
    return " ".join(str(each.value) for each in shown)


def test_the_contract_and_each_supplier_stand_there(opened, found):
    app = opened("dataset", **BIDS)
    assert app.title[0].value == "网拍竞买记录"
    assert "网络司法拍卖平台" in app.table[0].value.to_string()
    shown = app.table[1].value
    assert list(shown["提供单位"]) == [one.supplier or "未记名" for one in found.suppliers]
    assert list(shown["行数"]) == [f"{one.rows:,}" for one in found.suppliers]


def test_coverage_stands_in_the_order_of_the_contract(opened, found):
    shown = opened("dataset", **BIDS, side="columns").dataframe[0].value
    assert list(shown["filled"]) == [one.filled for one in found.columns]
    assert list(shown["column"])[:2] == ["标的", "竞买号"]


def test_coverage_can_be_that_of_one_supplier(opened, looked_at, seen):
    [invoices] = quality(looked_at, seen, "vat_invoice")
    assert len(invoices.suppliers) > 1
    shown = (
        opened("dataset", dataset="vat_invoice", side="columns", supplier="1").dataframe[0].value
    )
    assert list(shown["filled"]) == [one.filled for one in invoices.suppliers[0].columns]


def test_each_check_says_its_verdict_and_they_can_be_narrowed(opened, found):
    shown = opened("dataset", **BIDS, side="checks").dataframe[0].value
    assert len(shown) == len(found.checks)
    narrowed = opened("dataset", **BIDS, side="checks", verdict="not_applicable").dataframe[0].value
    assert set(narrowed["verdict"]) == {"不适用"}
    assert len(narrowed) == found.checks_not_applicable


def test_rows_without_a_value_open_with_a_chip_that_takes_it_back(opened, found):
    [column] = [one for one in found.columns if one.column == "start_yuan"]
    app = opened("dataset", **BIDS, side="loaded", check="empty:start_yuan")
    assert app.button(key="check_chip").label.startswith("只看没有值的行")
    assert len(app.dataframe[0].value) == min(column.rows - column.filled, 100)
    app.button(key="check_chip").click().run()
    assert "check" not in app.query_params
    assert len(app.dataframe[0].value) == 100


def test_a_check_that_is_none_narrows_nothing(opened):
    app = opened("dataset", **BIDS, side="loaded", check="1 OR 1")
    assert "check_chip" not in {each.key for each in app.button}


@pytest.mark.parametrize("side", ["rejects", "models", "batches"])
def test_every_part_opens(opened, found, side):
    app = opened("dataset", **BIDS, side=side)
    if side == "models":
        assert "够用" in app.table[0].value.to_string()
    elif side == "batches":
        assert len(app.dataframe[0].value) == len(found.batches)
    elif not found.rejects:
        assert "没有未能接收的行" in texts(app)
    else:
        assert list(app.dataframe[0].value["faults"]) == [one.faults for one in found.rejects]


def test_a_viewer_of_one_unit_sees_its_rows_only(opened, found):
    app = opened("dataset", username="civil.only", **BIDS)
    rows = [int(str(count).replace(",", "")) for count in app.table[1].value["行数"]]
    assert 0 < sum(rows) < found.rows


@pytest.mark.parametrize("named", [{}, {"dataset": "nonsense"}])
def test_without_a_dataset_the_page_says_what_to_do(opened, named):
    app = opened("dataset", **named)
    assert not app.dataframe
    assert not app.table


def test_an_empty_dataset_is_no_failure(stores, monkeypatch):
    monkeypatch.setenv("SIJIAN_HOME", str(stores.home))
    app = open_page("dataset", dataset="vat_invoice", side="models", language="en")
    assert "vat_invoice has no rows" not in texts(app)
    assert "Does not suffice" in app.table[0].value.to_string()
