"""What a viewer does in a real browser: open rows behind figures, change language, fetch a list."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import opened_window

pytestmark = pytest.mark.browser


def test_a_click_on_a_part_of_the_funnel_opens_its_rows(window):
    page = window.go("/models?model=invoice_voiding")
    page.get_by_role("tab", name="运行记录").click()
    page.get_by_role("link", name="打开筛查记录").click()
    page.wait_for_url("**/run?**")
    window.settle()
    bars = page.locator(".js-plotly-plot .trace.bars").nth(1).locator(".point")
    bars.first.click(force=True)
    page.wait_for_url(re.compile(r"side=dropped"))
    window.settle()
    expect(page.get_by_role("heading", name=re.compile("未达条件"))).to_be_visible()


def test_a_click_on_a_state_filters_the_queue_and_a_chip_takes_it_away(window):
    page = window.go("/leads")
    page.locator(".js-plotly-plot .trace.bars .point").first.click(force=True)
    page.wait_for_url(re.compile(r"state=new"))
    chip = page.get_by_role("button", name=re.compile("状态：待核查"))
    chip.click()
    page.wait_for_url(lambda url: "state=" not in url)
    expect(chip).to_have_count(0)


def test_a_row_of_the_queue_opens_beside_it_and_then_whole(window):
    page = window.go("/leads")
    grid = page.locator("[data-testid=stDataFrame]").first
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + 34 + 17)
    page.get_by_role("button", name="打开线索").click()
    page.wait_for_url(re.compile(r"/lead\?lead=[0-9a-f]+"))
    window.settle()
    expect(page.get_by_role("heading", name="提示理由")).to_be_visible()
    page.keyboard.press("j")
    window.settle()
    expect(page.get_by_role("heading", name="提示理由")).to_be_visible()


def test_a_switch_changes_the_language_of_everything(window):
    page = window.go("/leads")
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", name="Leads", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Data pool")).to_be_visible()
    page.get_by_role("link", name="Trends").click()
    window.settle()
    expect(page.get_by_role("heading", name="Trends", exact=True)).to_be_visible()


def test_a_list_is_exported_and_fetched_by_its_link(window):
    page = window.go("/review-lists?line=criminal")
    page.get_by_placeholder("例如：送民事检察部门核查").fill("送经济犯罪检察部门核查")
    page.keyboard.press("Tab")
    window.settle()
    page.get_by_role("button", name="导出清单").click()
    link = page.get_by_role("link", name="下载").first
    link.wait_for(timeout=60_000)
    assert re.search(r"/export/X\w+$", link.get_attribute("href"))
    with page.expect_popup() as popup, page.context.expect_event("download") as fetched:
        link.click()
    assert fetched.value.suggested_filename.endswith(".xlsx")
    assert popup.value is not None


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
def test_the_wall_fills_the_screen_without_scrolling(browser, served, width, height):
    for window in opened_window(browser, served[0], width, height):
        opened = window.go("/briefing")
        opened.locator(".column").nth(3).wait_for()
        assert opened.evaluate(OUTSIDE) == []
        assert opened.evaluate(SMALLEST) >= height / 45 - 0.5
        assert opened.locator(".column h2").all_inner_texts() == [
            *("刑事检察", "民事检察", "行政检察", "公益诉讼检察"),
        ]


OUTSIDE = """() => {
    const found = [];
    const look = root => root.querySelectorAll('*').forEach(each => {
        if (each.shadowRoot) look(each.shadowRoot);
        if (!each.closest('.wall')) return;
        const box = each.getBoundingClientRect();
        if (box.bottom > innerHeight + 1 || box.right > innerWidth + 1)
            found.push(each.outerHTML.slice(0, 100));
    });
    look(document);
    return found;
}"""
SMALLEST = """() => {
    let least = Infinity;
    const look = root => root.querySelectorAll('*').forEach(each => {
        if (each.shadowRoot) look(each.shadowRoot);
        if (each.closest('.wall') && each.textContent.trim())
            least = Math.min(least, parseFloat(getComputedStyle(each).fontSize));
    });
    look(document);
    return least;
}"""
