"""Taking data in by the browser: preview first, then the job process."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from data_access import jobs
from data_access.accounts import scope_of
from data_access.date_conversion import ZONE
from data_access.file_names import READABLE
from data_access.jobs import JobKind
from tests.pages.conftest import open_page

BIDS = """竞买号,价格,状态,时间
A1,"1,000.00",出局,2026年05月26日 10:00:00
B2,一千,成交,2026年05月26日 10:00:10
C3,"1,200.00",成交,2026年05月26日 10:00:20
"""


@pytest.fixture
def uploaded(changed):
    """The page after a file was chosen."""
    app = open_page("intake")
    app.file_uploader(key="files_0").upload("某路1号.csv", BIDS.encode("gb18030"), "text/csv")
    return app.run()


def test_the_preview_says_what_was_recognised(uploaded):
    assert any("网拍竞买记录" in each.value for each in uploaded.subheader)
    assert any("gb18030" in each.value and "第 1 行" in each.value for each in uploaded.caption)


def test_the_day_of_receipt_is_today_in_shanghai_wherever_the_server_stands(uploaded):
    assert uploaded.date_input(key="intake_on").value == datetime.now(ZoneInfo(ZONE)).date()


def test_the_preview_shows_the_first_rows_as_they_would_be_stored(uploaded):
    rows = uploaded.dataframe[0].value
    assert list(rows["bidder_code"]) == ["A1", "C3"]
    assert list(rows["lot_code"]) == ["某路1号", "某路1号"]


def test_the_preview_says_why_a_header_fills_a_column(uploaded):
    uploaded.query_params["side"] = "mapping"
    uploaded.run()
    mapping = next(each.value for each in uploaded.table if "来源表头" in each.value.columns)
    assert "取自文件名" in set(mapping["理由"])


def test_the_preview_lists_what_would_be_rejected(uploaded):
    rejects = uploaded.button(key="open_rejected").click().run().dataframe[0].value
    found = rejects.iloc[0]
    assert (found["file"], found["value"], found["reason"]) == ("某路1号.csv", "一千", "不是数字")


def test_nothing_enters_before_it_is_confirmed_and_then_once(uploaded, changed):
    scope = scope_of(changed, "demo")
    assert not jobs.jobs(changed, scope)
    uploaded.button(key="confirm").click().run()
    found = jobs.jobs(changed, scope)
    assert [job.kind for job in found] == [JobKind.INTAKE]
    assert found[0].arguments["names"] == ["某路1号.csv"]


def test_choosing_again_leaves_no_file_behind(uploaded, changed):
    uploaded.button(key="again").click().run()
    assert not list((changed.home / "uploads").iterdir())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,b\n1,2\n", "没有符合数据约定的表头"),
        (b"", "是空文件"),
        (b"%PDF-1.7 ...", "它是 PDF 文档"),
        (b"\x80\xff\xfe\x00\x81", "不是"),
    ],
)
def test_a_file_that_is_no_data_is_refused_in_plain_words(changed, content, says):
    app = open_page("intake")
    app.file_uploader(key="files_0").upload("某表.csv", content, "text/csv")
    app.run()
    assert any("这份文件不能接收" in each.value for each in app.markdown)
    assert any(each.value.startswith("某表.csv") and says in each.value for each in app.text)
    assert "confirm" not in {each.key for each in app.button}


ACCOUNTS = "号码,户主证号,户名,账户状态\n1,x,甲,正常\n2,x,乙,正常\n"


def test_a_header_that_is_not_known_is_said_on_the_screen_and_goes_with_the_job(changed):
    app = open_page("intake")
    app.selectbox(key="intake_dataset").select("bank_account").run()
    app.file_uploader(key="files_0").upload("户.csv", ACCOUNTS.encode(), "text/csv")
    app.run()
    assert "confirm" not in {each.key for each in app.button}
    app.text_input(key="map_typed").input("号码").run()
    app.selectbox(key="map_column").select("account_no").run()
    app.button(key="map_go").click().run()
    assert any("银行账户" in each.value for each in app.subheader)
    app.query_params["side"] = "mapping"
    app.run()
    mapping = next(each.value for each in app.table if "来源表头" in each.value.columns)
    assert "由您指定" in set(mapping["理由"])
    app.button(key="confirm").click().run()
    [job] = jobs.jobs(changed, scope_of(changed, "demo"))
    assert job.arguments["options"]["mapping"] == {"号码": "account_no"}


def test_every_readable_format_stands_there_in_the_words_of_the_viewer(changed):
    said = {each.value for each in open_page("intake").caption}
    [formats] = [each for each in said if each.startswith("可读：")]
    assert all(re.search(rf"\b{suffix[1:]}\b", formats, re.ASCII) for suffix in READABLE)


def test_a_drill_down_export_says_by_what_it_was_recognised(changed):
    app = open_page("intake")
    name = "审查逮捕案件010101表1行4列受理合计（人）"
    text = "部门受案号,嫌疑人编号,审结处理结果\n某检〔2026〕1号,01,不捕\n"
    app.file_uploader(key="files_0").upload(f"{name}.csv", text.encode(), "text/csv")
    app.run()
    assert f"按文件名识别为统计子系统反查表：{name}" in {each.value for each in app.caption}
