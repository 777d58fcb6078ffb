"""The preview: what the first file would become, with nothing staged or written."""

import pytest

from data_access.errors import SourceRefused
from data_access.intake import IntakeOptions, intake, preview

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
