"""Series from the stores: counts, shares and published figures within a scope."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from data_access import trends
from data_access.errors import NotAllowed
from data_access.lake_tables import dataset_table
from supervision.contracts import contract
from supervision.trends import differenced
from supervision.vocabulary import Line
from tests.data_access.lead_builder import add_leads, lead_values


def add_rows(stores, dataset, rows, *, unit="990101"):
    """Rows written to the lake directly."""
    table = dataset_table(contract(dataset))
    added = {"unit_code": unit, "batch_id": "b1", "file_sha256": "0", "source_line": 2}
    with stores.pool.writing() as connection:
        for row in rows:
            connection.execute(table.insert().values(row | added | {"row_id": uuid4()}))


def invoice(issued_on, *, status="valid", direction="sales", amount="100.00"):
    return {
        "seller_code": "E1",
        "buyer_code": "C1",
        "invoice_number": "00000001",
        "issued_on": date.fromisoformat(issued_on),
        "amount_yuan": Decimal(amount),
        "tax_yuan": Decimal("6.00"),
        "total_yuan": Decimal(amount) + 6,
        "status": status,
        "direction": direction,
    }


def figure(first, last, value, *, indicator="起诉人数", line="criminal", **changes):
    return {
        "place": "全国",
        "line": line,
        "period_from_on": date.fromisoformat(first),
        "period_to_on": date.fromisoformat(last),
        "indicator": indicator,
        "value": Decimal(value),
        "unit": "人",
        "precision": "exact",
    } | changes


def test_leads_are_counted_by_event_and_by_receipt(stores, scope):
    add_leads(
        stores,
        lead_values(1, event_on=date(2017, 12, 31), received_on=date(2026, 5, 1)),
        lead_values(2, event_on=date(2018, 2, 1), received_on=date(2026, 5, 31)),
        lead_values(3, event_on=date(2018, 2, 28), received_on=date(2026, 5, 31)),
        lead_values(4, event_on=None, received_on=date(2026, 6, 1)),
        lead_values(5, line="civil"),
        lead_values(6, unit_code="110101"),
    )
    by_event = trends.lead_series(stores, scope, Line.CRIMINAL, "event")
    assert by_event.rows() == [
        (date(2017, 12, 1), 1),
        (date(2018, 1, 1), 0),
        (date(2018, 2, 1), 2),
    ]
    by_receipt = trends.lead_series(stores, scope, Line.CRIMINAL, "received")
    assert by_receipt.rows() == [(date(2026, 5, 1), 3), (date(2026, 6, 1), 1)]
    assert trends.undated_leads(stores, scope, Line.CRIMINAL, "event") == 1
    assert trends.undated_leads(stores, scope, Line.CRIMINAL, "received") == 0


def test_a_line_without_leads_has_an_empty_series(stores, scope):
    series = trends.lead_series(stores, scope, Line.CIVIL, "event")
    assert series.is_empty()
    assert series.columns == ["month", "count"]


def test_a_line_outside_of_the_scope_is_refused(stores, scope):
    narrow = replace(scope, lines=frozenset({Line.CIVIL}))
    for read in (
        lambda: trends.lead_series(stores, narrow, Line.CRIMINAL, "event"),
        lambda: trends.undated_leads(stores, narrow, Line.CRIMINAL, "event"),
        lambda: trends.published_series(stores, narrow, Line.CRIMINAL),
        lambda: trends.published_indicators(stores, narrow, Line.CRIMINAL),
    ):
        with pytest.raises(NotAllowed):
            read()


def test_the_voided_share_is_of_sales_by_month_of_issue(stores, scope):
    add_rows(
        stores,
        "vat_invoice",
        [
            invoice("2018-01-31"),
            invoice("2018-01-01", status="void"),
            invoice("2018-01-15", amount="-50.00"),
            invoice("2018-01-16"),
            invoice("2018-03-01", status="void"),
            invoice("2018-01-02", status="void", direction="purchases"),
        ],
    )
    add_rows(stores, "vat_invoice", [invoice("2018-01-02", status="void")], unit="110101")
    series = trends.voided_share_series(stores, scope)
    assert series.columns == ["month", "invoices", "voided", "red", "share"]
    assert series.rows() == [
        (date(2018, 1, 1), 4, 1, 1, 0.25),
        (date(2018, 2, 1), 0, 0, 0, None),
        (date(2018, 3, 1), 1, 1, 0, 1.0),
    ]


def test_the_voided_share_can_be_read_at_a_past_snapshot(stores, scope):
    add_rows(stores, "vat_invoice", [invoice("2018-01-31")])
    snapshot = stores.pool.snapshot()
    add_rows(stores, "vat_invoice", [invoice("2018-02-01")])
    assert trends.voided_share_series(stores, scope).height == 2
    assert trends.voided_share_series(stores, scope, snapshot=snapshot).height == 1


def test_a_pool_without_invoices_has_an_empty_share(stores, scope):
    assert trends.voided_share_series(stores, scope).is_empty()


def test_published_figures_keep_their_own_periods(stores, scope):
    add_rows(
        stores,
        "published_figure",
        [
            figure("2022-01-01", "2022-06-30", "250"),
            figure("2022-01-01", "2022-03-31", "100"),
            figure(
                "2022-01-01", "2022-12-31", "9.5", indicator="不捕率", unit="%", precision="rate"
            ),
            figure("2022-01-01", "2022-12-31", "7", line="civil"),
        ],
    )
    add_rows(stores, "published_figure", [figure("2022-01-01", "2022-03-31", "100")], unit="990102")
    add_rows(stores, "published_figure", [figure("2021-01-01", "2021-03-31", "9")], unit="110101")
    series = trends.published_series(stores, scope, Line.CRIMINAL, "起诉人数")
    assert series["value"].to_list() == [Decimal(100), Decimal(250)]
    assert series["period_kind"].to_list() == ["year_to_date", "year_to_date"]
    assert differenced(series)["value"].to_list() == [Decimal(150)]
    found = trends.published_indicators(stores, scope, Line.CRIMINAL)
    assert [(one.indicator, one.unit, one.figures) for one in found] == [
        ("不捕率", "%", 1),
        ("起诉人数", "人", 2),
    ]
    assert (found[1].first_on, found[1].last_on) == (date(2022, 1, 1), date(2022, 6, 30))
    assert trends.published_series(stores, scope, Line.CRIMINAL, place="演示市").is_empty()
