"""One batch: its files, its rejects, and taking it out again."""

import pytest

from data_access import jobs
from data_access.accounts import scope_of
from data_access.batches import batches, withdraw
from data_access.intake import intake
from data_access.intake_report import IntakeOptions
from data_access.jobs import JobKind
from data_access.settings import Settings
from data_access.stores import open_stores
from tests.pages.conftest import open_page

BIDS = """竞买号,价格,状态,时间
A1,"1,000.00",出局,2026年05月26日 10:00:00
B2,一千,成交,2026年05月26日 10:00:10
"""


@pytest.fixture
def faulty(changed, tmp_path):
    """A batch with a row that breaks the contract."""
    path = tmp_path / "某路1号.csv"
    path.write_text(BIDS, encoding="gb18030")
    writable = open_stores(changed.home, Settings(home=changed.home), writable=True)
    report = intake(writable, scope_of(changed, "demo"), [path], IntakeOptions())
    writable.close()
    return report.batch_id


def test_each_file_says_how_it_was_read(opened, looked_at, seen):
    batch = batches(looked_at, seen)[0]
    files = opened("batch", batch=batch.batch_id).dataframe[0].value
    assert list(files["path"]) == [file.path for file in batch.files]
    assert set(files["encoding"]) <= {"utf-8", "utf-8-sig", "gb18030", "utf-16"}


def test_a_reject_names_line_column_value_and_reason(faulty):
    rejects = open_page("batch", batch=faulty).dataframe[1].value
    row = rejects.iloc[0]
    assert (row["line"], row["value"], row["reason"]) == (3, "一千", "不是数字")


def test_rejected_rows_can_be_fetched_to_be_corrected(faulty):
    written = {each.value for each in open_page("batch", batch=faulty).markdown}
    assert f"[下载未接收的行及原因](/rejects/{faulty}/1)" in written


def test_the_rows_that_were_loaded_open_by_file_and_line(faulty, changed):
    app = open_page("batch", batch=faulty, side="loaded")
    assert list(app.dataframe[1].value["source_line"]) == [2]


def test_loaded_and_rejected_rows_are_one_click_away(faulty):
    app = open_page("batch", batch=faulty)
    app.button(key="open_loaded").click().run()
    assert "bidder_code" in app.dataframe[1].value.columns
    app.button(key="open_rejected").click().run()
    assert "reason" in app.dataframe[1].value.columns


def test_a_withdrawn_batch_shows_no_rows(faulty, changed):
    writable = open_stores(changed.home, Settings(home=changed.home), writable=True)
    withdraw(writable, scope_of(changed, "demo"), faulty, "送错了")
    writable.close()
    rows = open_page("batch", batch=faulty, side="loaded").dataframe[1].value
    assert set(rows.columns) == {"file", "line", "column", "value", "reason"}


def test_a_withdrawal_needs_a_reason_and_goes_to_the_job_process(changed):
    scope = scope_of(changed, "demo")
    batch = batches(changed, scope)[0]
    app = open_page("batch", batch=batch.batch_id)
    assert app.button(key="withdraw_go").disabled
    app.text_input(key="withdraw_reason").input("来源单位通知数据有误").run()
    app.button(key="withdraw_go").click().run()
    found = jobs.jobs(changed, scope)
    assert [job.kind for job in found] == [JobKind.WITHDRAW]


def test_a_batch_outside_of_the_scope_is_not_found(opened, looked_at, seen):
    foreign = next(each for each in batches(looked_at, seen) if each.unit != "990101")
    app = opened("batch", username="civil.only", batch=foreign.batch_id)
    assert any("在您的范围内没有找到" in each.value for each in app.markdown)
