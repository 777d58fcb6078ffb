"""What the models lack within a scope, read and written; audited."""

import csv
import dataclasses

import pytest
from openpyxl import load_workbook

from dashboard.exports.writers import writer
from data_access.data_requests import requested_columns, write_request
from data_access.errors import NotAllowed, Refused
from supervision.errors import UnknownName
from supervision.vocabulary import Line
from tests.data_access.bid_files import SCOPE, audits
from tests.data_access.pool_rows import BIDDING, VOIDING, add_rows, fixture_text


def test_what_is_lacking_is_asked_for_as_a_file_and_audited(stores, tmp_path):
    add_rows(stores, "auction_bid", fixture_text(BIDDING, "auction_bid"))
    add_rows(
        stores, "vat_invoice", fixture_text(VOIDING, "vat_invoice"), batch_id="f", unit="990103"
    )
    lacked = requested_columns(stores, SCOPE, [BIDDING, VOIDING])
    assert {one.dataset for one in lacked if one.need == "required"} == {"vat_invoice"}
    assert {one.rows for one in lacked if one.dataset == "vat_invoice"} == {0}

    path = tmp_path / "r.csv"
    assert write_request(stores, SCOPE, [VOIDING], path, writer("csv")) == requested_columns(
        stores, SCOPE, [VOIDING]
    )
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {line["模型编号"] for line in lines} == {VOIDING}
    assert {line["现有情况"] for line in lines} == {"尚无数据"}
    with pytest.raises(Refused):
        write_request(stores, SCOPE, [VOIDING], path, writer("csv"))

    with pytest.raises(Refused):
        write_request(stores, SCOPE, [VOIDING], tmp_path / "none" / "r.csv", writer("csv"))
    assert path.exists()

    write_request(stores, SCOPE, [BIDDING, VOIDING], tmp_path / "r.xlsx", writer("xlsx"))
    book = load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == ["说明", "需求"]
    assert book["需求"].max_row == len(lacked) + 1
    assert audits(stores).count("data_request_written") == 2


def test_models_of_other_lines_are_not_asked_for(stores):
    civil = dataclasses.replace(SCOPE, lines=frozenset({Line.CIVIL}))
    assert VOIDING not in {one.model for one in requested_columns(stores, civil)}
    with pytest.raises(NotAllowed):
        requested_columns(stores, civil, [VOIDING])
    with pytest.raises(UnknownName):
        requested_columns(stores, SCOPE, ["nonsense"])
