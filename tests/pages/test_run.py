"""One run: the funnel, and the rows on both sides of every layer."""

import pytest

from data_access import leads
from data_access.accounts import scope_of
from data_access.lead_filter import LeadFilter
from data_access.runs import runs
from data_access.screening import screen
from data_access.settings import Settings
from data_access.stores import open_stores
from tests.pages.conftest import open_page


@pytest.fixture
def run(looked_at, seen):
    """The run of the invoices' model."""
    return runs(looked_at, seen, model="invoice_voiding")[0]


def test_the_last_layers_kept_rows_open_first(opened, run):
    app = opened("run", run=run.run_id)
    assert any("保留" in each.value for each in app.subheader)
    assert len(app.dataframe[0].value) == min(20, run.layers[-1].rows_kept)


@pytest.mark.parametrize("side", ["kept", "dropped", "cannot_judge", "excluded", "near_miss"])
def test_every_side_of_every_layer_opens_into_its_rows(opened, run, side):
    layer = max(run.layers, key=lambda each: getattr(each, f"rows_{side}"))
    count = getattr(layer, f"rows_{side}")
    app = opened("run", run=run.run_id, layer=layer.id, side=side)
    assert any(f"{count:,}" in each.value for each in app.subheader)
    if count:
        assert len(app.dataframe[0].value) == min(20, count)
    else:
        assert any("没有样本行" in each.value for each in app.caption)


def test_each_number_of_rows_opens_into_them(opened, run):
    app = opened("run", run=run.run_id)
    ways = [link.proto.query_string for link in app.get("page_link") if link.proto.page == "leads"]
    assert ways == [f"run={run.run_id}", f"new={run.run_id}"]
    for side in ("near_miss", "cannot_judge"):
        layer = max(run.layers, key=lambda each: getattr(each, f"rows_{side}"))
        app.button(key=f"open_{layer.id}_{side}").click().run()
        assert app.query_params["side"] == side
        assert len(app.dataframe[0].value) == min(20, getattr(layer, f"rows_{side}"))


def test_leads_that_a_later_run_flagged_too_open_as_a_sample(changed):
    scope = scope_of(changed, "demo")
    first = runs(changed, scope, model="invoice_voiding")[0]
    writable = open_stores(changed.home, Settings(home=changed.home), writable=True)
    screen(writable, scope, "invoice_voiding")
    writable.close()
    again = runs(changed, scope, model="invoice_voiding")[0]
    app = open_page("run", run=again.run_id)
    app.session_state["run_tab"] = "与上次相比"
    app.run()
    assert [each.value for each in app.metric if each.label == "未变"] == [str(first.leads_found)]
    app = open_page("run", run=first.run_id)
    app.button(key=f"open_{first.layers[-1].id}_kept").click().run()
    assert len(app.dataframe[0].value) == min(20, first.leads_found)


def test_the_foot_says_what_could_not_be_judged(opened, run):
    unjudged = sum(layer.rows_cannot_judge for layer in run.layers)
    assert unjudged
    app = opened("run", run=run.run_id)
    assert any(f"无法判断：{unjudged} 项" in each.value for each in app.caption)


def test_a_sample_row_says_why_it_is_there_and_a_condition_narrows_them(opened, run):
    layer = max(run.layers, key=lambda each: each.rows_dropped - each.join_dropped)
    app = opened("run", run=run.run_id, layer=layer.id, side="dropped")
    rows = app.dataframe[0].value
    says = {entry.id: entry.says for entry in layer.conditions if entry.false_count}
    assert all(any(each in why for each in says.values()) for why in rows["_why"])
    cause = next(iter(says))
    narrowed = opened("run", run=run.run_id, layer=layer.id, side="dropped", cause=cause)
    assert all(says[cause] in why for why in narrowed.dataframe[0].value["_why"])


def test_any_subject_is_followed_without_entering_the_address(opened, looked_at, seen, run):
    subject = leads.page(looked_at, seen, LeadFilter(run_id=run.run_id), 1)[0].subject
    key = subject.removeprefix("firm:")
    app = opened("run", run=run.run_id)
    app.session_state["run_tab"] = "查一个对象"
    app.run()
    app.text_input(key="why_subject").input(key)
    app.button[-1].click().run()
    assert any("有提示" in each.value for each in app.markdown)
    assert {"成立"} <= set(app.table[0].value["判断"])
    assert key not in str(app.query_params)
    app.text_input(key="why_subject").input("无此企业")
    app.button[-1].click().run()
    assert any("不在数据中" in each.value for each in app.markdown)


def test_a_run_outside_of_the_scope_is_not_found(opened, run):
    app = opened("run", username="civil.only", run=run.run_id)
    assert any("在您的范围内没有找到" in each.value for each in app.markdown)


def test_without_a_run_the_page_says_what_to_do(opened):
    assert any("没有指定筛查记录" in each.value for each in opened("run").markdown)
