"""Review lists: asking for one, those written before, verifying one that came back."""

import pytest

from dashboard.exports.writers import writer
from data_access import jobs, leads, review_lists
from data_access.accounts import scope_of
from data_access.lead_filter import LeadFilter
from data_access.review_lists import export
from tests.pages.conftest import open_page


@pytest.fixture
def written(changed):
    """A list that was exported."""
    scope = scope_of(changed, "demo")
    return export(changed, scope, LeadFilter(), format="csv", reason="送核查", write=writer("csv"))


def test_the_page_says_what_a_list_would_hold(opened, looked_at, seen):
    total = leads.count(looked_at, seen, LeadFilter(line="civil"))
    app = opened("review_lists", line="civil")
    assert any(
        f"将导出 {total} 条" in each.value and "民事检察" in each.value for each in app.markdown
    )


def test_a_list_needs_a_reason(changed):
    app = open_page("review_lists")
    app.button(key="export").click().run()
    assert not jobs.jobs(changed, scope_of(changed, "demo"))


def test_a_list_is_asked_for_with_filter_format_and_reason(changed):
    app = open_page("review_lists", line="criminal")
    app.segmented_control(key="format").set_value("csv")
    app.text_input(key="reason").input("送经济犯罪检察部门核查")
    app.button(key="export").click().run()
    arguments = jobs.jobs(changed, scope_of(changed, "demo"))[0].arguments
    assert arguments["filter"]["line"] == "criminal"
    assert (arguments["format"], arguments["reason"]) == ("csv", "送经济犯罪检察部门核查")
    assert arguments["unmask"] is False


def test_a_written_list_is_fetched_by_its_own_address(changed, written):
    rows = open_page("review_lists").table[0].value
    assert list(rows["导出编号"]) == [written.export_id]
    assert f"/export/{written.export_id}" in rows["文件"][0]


@pytest.mark.parametrize(
    ("altered", "verdict"), [(False, "与导出时一致"), (True, "与导出时不一致")]
)
def test_a_list_that_came_back_is_compared(changed, written, altered, verdict):
    content = (changed.home / "exports").joinpath(f"{written.export_id}.csv").read_bytes()
    if altered:
        content = content.replace("待核查".encode(), "已核查".encode(), 1)
    app = open_page("review_lists")
    app.file_uploader(key="verify").upload("back.csv", content, "text/csv")
    app.run()
    assert any(verdict in each.value for each in app.markdown)


def test_an_archive_that_the_browser_got_is_compared_as_the_list_in_it(changed, written):
    handed = review_lists.export_file(changed, scope_of(changed, "demo"), written.export_id)
    app = open_page("review_lists")
    uploader = app.file_uploader(key="verify")
    uploader.upload(handed.name, handed.path.read_bytes(), handed.media_type)
    app.run()
    assert any("与导出时一致" in each.value for each in app.markdown)
