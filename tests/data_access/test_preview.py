"""The preview: what the first file would become, with nothing staged or written."""

from datetime import UTC, datetime

import pytest

from data_access.errors import SourceRefused
from data_access.intake import IntakeOptions, intake, preview
from tests.data_access.workbooks import workbook

TEXT = "打印时间：2026\n状态,竞买号,价格,时间,备注\n" + "".join(
    f"成交,A{row},{row},2026-05-26 10:00:00,\n" for row in range(30)
)


def test_a_preview_shows_what_was_recognised_and_how_rows_would_be_stored(stores, scope, tmp_path):
    path = tmp_path / "标的.csv"
    path.write_bytes((TEXT + "流拍,A,x,2026-05-26 10:00:00,\n").encode("gb18030"))
    found = preview(stores, scope, [path])
    assert (found.dataset, found.encoding, found.header_row) == ("auction_bid", "gb18030", 2)
    assert (found.rows_read, found.rows_rejected, found.rows_set_aside) == (31, 1, 2)
    assert found.ignored == ("备注",)
    assert found.rows.height == 20
    assert found.rows["source_line"][0] == 3
    assert [(entry.line, entry.column, entry.code) for entry in found.rejects] == [
        (33, "bid_yuan", "not_a_number"),
        (33, "status", "unknown_code"),
    ]
    by_column = {mapped.column: mapped for mapped in found.mapping}
    assert (by_column["lot_code"].how, by_column["lot_code"].value) == ("file_name", "标的")
    assert (by_column["bid_yuan"].how, by_column["bid_yuan"].header) == ("header", "价格")
    assert by_column["start_yuan"].how == "none"
    assert stores.pool.snapshot() == 1


def test_a_preview_refuses_what_the_intake_would_refuse(stores, scope, tmp_path):
    path = tmp_path / "标的.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceRefused):
        preview(stores, scope, [path])
    with pytest.raises(SourceRefused):
        preview(stores, scope, [path], IntakeOptions(dataset="auction_bid"))


def test_a_preview_says_from_which_unit_a_column_is_converted(stores, scope, tmp_path):
    path = tmp_path / "标的.csv"
    path.write_text(
        "状态,竞买号,价格（万元）,时间\n成交,A,1.5,2026-05-26 10:00:00\n", encoding="utf-8"
    )
    found = preview(stores, scope, [path])
    units = {mapped.column: mapped.unit for mapped in found.mapping if mapped.unit}
    assert units == {"bid_yuan": "万元"}
    assert str(found.rows["bid_yuan"].item()) == "15000.00"


def test_a_resident_id_kept_as_a_number_is_rejected_by_its_cell(stores, scope, tmp_path):
    """Turned into text it would be another person's: a number keeps fifteen digits."""
    path = tmp_path / "住宿.xlsx"
    titles = ("旅馆编码", "住宿人身份证号", "入住时间")
    at = datetime(2026, 5, 26, 21, 30)  # noqa: DTZ001 - a workbook knows no zone
    rows = [("H01", 990101199003071234, at), ("H01", "990101199003071234", at)]
    path.write_bytes(workbook({"登记": [titles, *rows]}))
    found = preview(stores, scope, [path])
    assert (found.dataset, found.header_row) == ("hotel_stay", 1)
    assert [(fault.line, fault.column, fault.code) for fault in found.rejects] == [
        (2, "person_id", "precision_lost")
    ]
    assert found.rows["person_id"].to_list() == ["990101199003071234"]
    assert found.rows["checked_in_at"].to_list() == [datetime(2026, 5, 26, 13, 30, tzinfo=UTC)]


def test_a_preview_shows_what_stands_in_columns_that_the_file_lacks(stores, scope, tmp_path):
    whole, narrow = tmp_path / "1.csv", tmp_path / "2.csv"
    whole.write_text("账号,户主证号,户名\n1,Z,甲\n", encoding="utf-8")
    narrow.write_text("账号,户主证号,账户状态\n1,Z,冻结\n2,Z,正常\n", encoding="utf-8")
    intake(stores, scope, [whole], IntakeOptions(unit="990101"))
    found = preview(stores, scope, [narrow], IntakeOptions(unit="990101"))
    assert found.rows.select("owner_name", "status", "source_line").rows() == [
        ("甲", "frozen", 2),
        (None, "active", 3),
    ]
    assert (found.rows_read, found.rows_updated, found.rows_repeated) == (2, 1, 0)
