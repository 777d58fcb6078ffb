"""The intake end to end on real stores: one batch, the law of counting, repeats, refusals."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.batches import batches, rejects
from data_access.datasets import dataset_rows
from data_access.errors import NotAllowed, Refused, SourceRefused
from data_access.intake import IntakeOptions, intake
from data_access.scope import Scope
from supervision.errors import UnknownName
from tests.data_access.bid_files import HEADER, SCOPE, UNIT, audits, bid, loaded, put, stored


def test_a_file_becomes_a_batch_whose_rows_know_their_file_and_line(stores, folder):
    path = put(folder, "标的.v1.csv", HEADER + bid("A1", "1,234.50") + "\n" + bid("A2"), "gb18030")
    report = intake(stores, SCOPE, [path], IntakeOptions(received_on=date(2026, 6, 1)))
    assert (report.dataset, report.rows_read, report.rows_loaded) == ("auction_bid", 2, 2)
    assert report.rows_set_aside == 2
    assert report.rejects_file is None
    [file] = report.files
    assert (file.path, file.encoding, file.header_row) == (str(path), "gb18030", 1)
    rows = stored(stores).sort("source_line")
    assert rows["source_line"].to_list() == [2, 4]
    assert rows["lot_code"].unique().to_list() == ["标的.v1"]
    assert rows["file_sha256"].unique().to_list() == [file.sha256]
    assert rows["batch_id"].unique().to_list() == [report.batch_id]
    assert rows["unit_code"].unique().to_list() == [UNIT]
    assert str(rows["bid_yuan"][0]) == "1234.50"
    [batch] = batches(stores, SCOPE)
    assert (batch.batch_id, batch.snapshot) == (report.batch_id, report.snapshot)
    assert batch.received_on == date(2026, 6, 1)
    assert stores.pool.snapshot() == report.snapshot
    assert audits(stores) == ["intake"]


def test_bad_rows_are_rejected_with_line_column_value_and_reason(stores, folder):
    text = HEADER + bid("A1") + "=流拍,,一百,昨天\n" + "成交,A2\n"
    report = intake(stores, SCOPE, [put(folder, "甲.csv", text)])
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (3, 1, 2)
    found = rejects(stores, SCOPE, report.batch_id)
    assert [(entry.line, entry.column, entry.value, entry.code) for entry in found] == [
        (3, "bid_at", "昨天", "not_an_instant"),
        (3, "bid_yuan", "一百", "not_a_number"),
        (3, "bidder_code", None, "missing"),
        (3, "status", "=流拍", "unknown_code"),
        (4, None, "成交,A2", "wrong_field_count"),
    ]
    assert found[0].reason == "不是完整的日期和时间"
    with Path(report.rejects_file).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0][:5] == ["状态", "竞买号", "价格", "时间", "标的"]
    assert lines[1][:5] == ["'=流拍", "", "一百", "昨天", "甲"]
    assert lines[1][-1].startswith("时间：不是完整的日期和时间；价格：不是数字；")


def test_a_batch_of_which_every_row_was_rejected_is_an_answer(stores, folder):
    report = loaded(stores, folder, "流拍,A,1,x\n")
    assert (report.rows_loaded, report.rows_rejected) == (0, 1)
    assert batches(stores, SCOPE, report.batch_id)[0].rows_rejected == 1


def test_a_file_seen_before_adds_nothing(stores, folder):
    path = put(folder, "甲.csv", HEADER + bid("A1") + "流拍,A,1,x\n")
    first = intake(stores, SCOPE, [path])
    again = intake(stores, SCOPE, [path])
    assert again.batch_id is None
    assert again.rejects_file is None
    assert (again.rows_read, again.rows_repeated, again.rows_rejected) == (2, 1, 1)
    assert again.snapshot == first.snapshot == stores.pool.snapshot()
    assert len(batches(stores, SCOPE)) == 1
    assert audits(stores) == ["intake"]


def test_the_same_bytes_under_other_set_values_are_another_file(stores, folder):
    path = put(folder, "甲.csv", HEADER + bid("A1"))
    intake(stores, SCOPE, [path])
    other = intake(stores, SCOPE, [path], IntakeOptions(set_values={"lot_code": "乙"}))
    assert other.rows_loaded == 1
    assert sorted(stored(stores)["lot_code"]) == ["乙", "甲"]


def test_repeats_within_and_across_batches_are_counted_and_their_origins_kept(stores, folder):
    one = put(folder, "1/甲.csv", HEADER + bid("A1") + bid("A1") + bid("A2"))
    two = put(folder, "2/甲.csv", HEADER + bid("A2") + bid("A3"))
    first = intake(stores, SCOPE, [one])
    assert (first.rows_loaded, first.rows_repeated) == (2, 1)
    second = intake(stores, SCOPE, [two])
    assert (second.rows_loaded, second.rows_repeated) == (1, 1)
    with stores.pool.reading() as connection:
        origins = connection.execute(
            sa.text("SELECT batch_id, source_line FROM repeats ORDER BY source_line")
        ).all()
    assert set(origins) == {(first.batch_id, 3), (second.batch_id, 2)}


def test_of_equal_rows_in_a_batch_the_first_file_and_line_stays(stores, folder):
    put(folder, "a/甲.csv", HEADER + bid("A9") + bid("A1"))
    put(folder, "b/甲.csv", HEADER + bid("A1"))
    report = intake(stores, SCOPE, [folder])
    assert [file.rows_loaded for file in report.files] == [2, 0]
    kept = stored(stores).filter(pl.col("bidder_code") == "A1")
    assert kept.select("file_sha256", "source_line").rows() == [(report.files[0].sha256, 3)]


def test_the_same_file_twice_in_one_call_is_read_twice_and_stands_once(stores, folder):
    put(folder, "a/甲.csv", HEADER + bid("A1"))
    put(folder, "b/甲.csv", HEADER + bid("A1"))
    report = intake(stores, SCOPE, [folder])
    assert (report.rows_read, report.rows_loaded, report.rows_repeated) == (2, 1, 1)
    assert len(batches(stores, SCOPE)[0].files) == 1


def test_repeats_are_judged_within_an_owner_unit(stores, folder):
    path = put(folder, "甲.csv", HEADER + bid("A1"))
    intake(stores, SCOPE, [path])
    other = intake(stores, SCOPE, [path], IntakeOptions(unit="990102"))
    assert other.rows_loaded == 1
    assert stored(stores).height == 2
    narrow = Scope(viewer="x", units=frozenset({"990103"}))
    assert dataset_rows(stores, narrow, "auction_bid", limit=10).height == 0
    assert batches(stores, narrow) == []


def test_a_viewer_cannot_take_in_for_a_unit_that_is_not_his(stores, folder):
    path = put(folder, "甲.csv", HEADER + bid("A1"))
    with pytest.raises(NotAllowed):
        intake(stores, SCOPE, [path], IntakeOptions(unit="330100"))
    with pytest.raises(Refused, match="belongs to no unit"):
        intake(stores, Scope(viewer="x", units=frozenset({UNIT})), [path])


def test_a_dry_run_reports_and_writes_nothing(stores, folder):
    path = put(folder, "甲.csv", HEADER + bid("A1") + "流拍,A,1,x\n")
    before = stores.pool.snapshot()
    report = intake(stores, SCOPE, [path], IntakeOptions(dry_run=True))
    assert (report.rows_loaded, report.rows_rejected) == (1, 1)
    assert (report.batch_id, report.snapshot, report.rejects_file) == (None, None, None)
    assert stores.pool.snapshot() == before
    assert batches(stores, SCOPE) == []
    assert audits(stores) == []


def nothing_changed(stores) -> bool:
    return stores.pool.snapshot() == 1 and not batches(stores, SCOPE) and not audits(stores)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("甲.csv", b"", "is empty"),
        ("甲.csv", b"PK\x03\x04", "is not a table"),
        ("甲.xlsx", b"PK\x03\x04", "cannot be read as a workbook"),
        ("甲.csv", b"\x00\x01\x02" * 9, "is not a table"),
        ("甲.csv", "甲,乙\n1,2\n".encode(), "no header line that fits"),
        ("甲.csv", "状态,竞买号,价格\n".encode(), "it lacks 时间"),
    ],
)
def test_what_is_no_table_of_ours_is_refused_and_nothing_changes(
    stores, folder, name, content, says
):
    path = folder / name
    path.write_bytes(content)
    put(folder, "良.csv", HEADER + bid("A1"))
    for given_path in (path, folder):
        with pytest.raises(SourceRefused, match=says):
            intake(stores, SCOPE, [given_path])
    assert nothing_changed(stores)


def test_a_path_that_is_not_there_or_holds_no_file_is_refused(stores, folder):
    (folder / "空").mkdir()
    put(folder, "只有/LICENSE", "MIT")
    for name, says in (("无", "does not exist"), ("空", "no file to take in"), ("只有", "no file")):
        with pytest.raises(SourceRefused, match=says):
            intake(stores, SCOPE, [folder / name])
    assert nothing_changed(stores)


def test_a_folder_of_several_datasets_is_refused_and_names_them(stores, folder):
    put(folder, "甲.csv", HEADER + bid("A1"))
    put(folder, "乙.csv", "place,line,period,indicator,value,unit,precision\n")
    with pytest.raises(SourceRefused, match=r"auction_bid \(.*甲.csv\), published_figure"):
        intake(stores, SCOPE, [folder])
    assert nothing_changed(stores)


def test_with_skip_bad_the_others_come_in_and_the_bad_are_named(stores, folder):
    put(folder, "甲.csv", HEADER + bid("A1"))
    put(folder, "乙.xlsx", "x")
    put(folder, "README.md", "x")
    report = intake(stores, SCOPE, [folder], IntakeOptions(skip_bad=True))
    assert report.rows_loaded == 1
    assert [skipped.path for skipped in report.skipped] == [str(folder / "乙.xlsx")]
    assert report.passed_over == (str(folder / "README.md"),)
    (folder / "甲.csv").unlink()
    with pytest.raises(SourceRefused, match="is not what its name says"):
        intake(stores, SCOPE, [folder], IntakeOptions(skip_bad=True))


def test_what_the_viewer_says_must_be_of_the_contract(stores, folder):
    path = put(folder, "甲.csv", HEADER + bid("A1"))
    for options, error in (
        (IntakeOptions(dataset="bank_flow"), UnknownName),
        (IntakeOptions(dataset="auction_bid", set_values={"colour": "x"}), UnknownName),
        (IntakeOptions(set_values={"colour": "x"}), Refused),
        (IntakeOptions(set_values={"start_yuan": "x"}), Refused),
        (IntakeOptions(dataset="vat_invoice"), SourceRefused),
    ):
        with pytest.raises(error):
            intake(stores, SCOPE, [path], options)
    assert nothing_changed(stores)


def test_progress_never_goes_back_and_names_message_keys(stores, folder):
    for number in range(5):
        put(folder, f"{number}.csv", HEADER + bid("A1"))
    told = []
    intake(stores, SCOPE, [folder], None, lambda share, says: told.append((share, says)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {says for _, says in told} == {"intake.reading", "intake.checking", "intake.writing"}


LINES = st.lists(
    st.sampled_from(
        [
            bid("A1"),
            bid("A2"),
            bid("A3", "1"),
            "流拍,A1,1,昨天\n",
            "成交,A1\n",
            HEADER,
            "\n",
            "合计,,5,\n",
            "注：完\n",
            '成交,"A\n1",1,2026-05-26 10:00:00\n',
            '"成交,A1,1,2\n',
        ]
    ),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(LINES, min_size=1, max_size=3))
def test_what_was_read_was_loaded_rejected_or_repeated(stores, tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("files")
    for number, lines in enumerate(files):
        put(folder, f"{number}.csv", HEADER + "".join(lines))
    before = stored(stores).height
    report = intake(stores, SCOPE, [folder])
    for counted in (report, *report.files):
        assert counted.rows_read == (
            counted.rows_loaded + counted.rows_rejected + counted.rows_repeated
        )
    for name in ("rows_read", "rows_loaded", "rows_rejected", "rows_repeated", "rows_set_aside"):
        assert getattr(report, name) == sum(getattr(file, name) for file in report.files)
    rows = stored(stores)
    assert rows.height == before + report.rows_loaded
    assert rows["row_id"].is_unique().all()
    if report.batch_id is not None:
        listed = rejects(stores, SCOPE, report.batch_id)
        assert len({(entry.file, entry.line) for entry in listed}) <= report.rows_rejected
        assert bool(listed) == bool(batches(stores, SCOPE, report.batch_id)[0].rows_rejected)
