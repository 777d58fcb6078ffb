"""One lead as a viewer meets it: reasons, evidence, the next step."""

import pytest

from data_access import leads
from data_access.accounts import add_user, scope_of
from data_access.lead_filter import LeadFilter
from data_access.screening import screen
from data_access.settings import Settings
from data_access.stores import open_stores
from supervision.declaration import load_fixtures
from supervision.vocabulary import LeadState, Line
from tests.data_access.lead_builder import add_leads, lead_values
from tests.data_access.pool_rows import add_rows
from tests.pages.conftest import open_page


@pytest.fixture
def firm(looked_at, seen):
    """A lead on a firm's invoices."""
    return leads.page(looked_at, seen, LeadFilter(line=Line.CRIMINAL), 1)[0]


@pytest.fixture
def lot(looked_at, seen):
    """A lead on a lot's bids."""
    return leads.page(looked_at, seen, LeadFilter(line=Line.CIVIL), 1)[0]


def test_each_reason_stands_with_its_actual_value_against_its_limit(opened, firm, looked_at, seen):
    app = opened("lead", lead=firm.lead_id)
    reasons = leads.lead(looked_at, seen, firm.lead_id).reasons
    shown = app.table[0].value
    assert list(shown.columns) == ["条件", "实际", "界限"]
    assert len(shown) == len(reasons)
    assert any("%" in cell for cell in shown["实际"])


def test_the_title_says_that_the_lead_waits_to_be_verified(opened, firm):
    assert "待核查" in opened("lead", lead=firm.lead_id).header[0].value


def test_source_rows_name_their_file_and_line(opened, firm):
    rows = opened("lead", lead=firm.lead_id).dataframe[0].value
    assert rows["file_name"].str.endswith(".csv").all()
    assert (rows["source_line"] > 0).all()
    assert set(rows["status"]) <= {"作废发票", "有效发票"}


def test_the_bids_of_a_lot_are_drawn(opened, lot):
    app = opened("lead", lead=lot.lead_id)
    assert app.get("plotly_chart")


def test_the_strength_is_the_sum_of_its_parts(opened, firm):
    app = opened("lead", lead=firm.lead_id)
    parts = next(each.value for each in app.table if "分值" in each.value.columns)
    assert sum(int(points) for points in parts["分值"]) == firm.score


def test_only_the_moves_that_the_state_allows_are_offered(opened, firm):
    app = opened("lead", lead=firm.lead_id)
    moves = app.segmented_control(key=f"lead_{firm.lead_id}_0_to")
    assert moves.options == ["初筛通过", "不予办理", "暂缓"]


def test_a_move_is_recorded_with_its_reason(changed):
    scope = scope_of(changed, "demo")
    row = leads.page(changed, scope, LeadFilter(), 1)[0]
    app = open_page("lead", lead=row.lead_id)
    form = f"lead_{row.lead_id}_0"
    app.segmented_control(key=f"{form}_to").set_value("dismissed").run()
    assert app.button(key=f"{form}_go").disabled
    app.selectbox(key=f"{form}_dismissed_why").select("data_missing").run()
    app.text_area(key=f"{form}_note").input("已向来源单位核对").run()
    app.button(key=f"{form}_go").click().run()
    moved = leads.lead(changed, scope, row.lead_id)
    assert moved.state is LeadState.DISMISSED
    assert moved.history[-1].reason == "data_missing"
    assert moved.history[-1].note == "已向来源单位核对"
    history = next(each.value for each in app.table if "经办" in each.value.columns)
    assert list(history["理由"]) == ["数据缺失", "模型提示"]


def test_a_lead_moved_by_someone_else_first_is_left_as_it_is(changed):
    scope = scope_of(changed, "demo")
    row = leads.page(changed, scope, LeadFilter(), 1)[0]
    app = open_page("lead", lead=row.lead_id)
    form = f"lead_{row.lead_id}_0"
    app.segmented_control(key=f"{form}_to").set_value("triaged").run()
    leads.move(changed, scope, row.lead_id, LeadState.DISMISSED, "duplicate")
    app.button(key=f"{form}_go").click().run()
    assert leads.lead(changed, scope, row.lead_id).state is LeadState.DISMISSED


def test_the_queue_can_be_worked_without_its_list(opened, looked_at, seen):
    first, second = leads.page(looked_at, seen, LeadFilter(), 2)
    app = opened("lead", lead=first.lead_id)
    assert app.button(key="before").disabled
    app.button(key="after").click().run()
    assert app.query_params["lead"] == second.lead_id


def test_a_group_is_drawn_and_a_member_opens_its_rows(changed):
    scope = scope_of(changed, "demo")
    fixture = load_fixtures()["M06-E"].fixtures[0]
    writable = open_stores(changed.home, Settings(home=changed.home), writable=True)
    for dataset, text in fixture.given.items():
        add_rows(writable, dataset, text, batch_id=f"given-{dataset}")
    screen(writable, scope, "M06-E", as_of=fixture.as_of, settings=fixture.parameters)
    writable.close()
    row = leads.page(changed, scope, LeadFilter(model="M06-E"), 1)[0]
    app = open_page("lead", lead=row.lead_id)
    assert any("2 个成员共有" in each.value for each in app.subheader)
    members = app.dataframe[0].value
    assert list(members["kind"]) == ["企业", "个人"]
    app.session_state["members"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    assert any("全体成员共有" in each.value for each in app.caption)


def test_two_persons_decide_on_a_lead_of_the_restricted_space(changed):
    scope = scope_of(changed, "demo")
    add_user(changed, "zhao.qi", None, sorted(scope.units), list(Line), may_investigate=True)
    add_leads(changed, lead_values(900, model="M09-B", version=9, subject="post:某岗位"))
    form = "lead_lead-900_0"
    app = open_page("lead", lead="lead-900")
    app.segmented_control(key=f"{form}_to").set_value("dismissed").run()
    app.selectbox(key=f"{form}_dismissed_why").select("lawful").run()
    app.button(key=f"{form}_go").click().run()
    assert leads.lead(changed, scope, "lead-900").state is LeadState.NEW
    assert not [each for each in app.button if each.key == f"{form}_confirm"]
    other = open_page("lead", username="zhao.qi", lead="lead-900")
    other.button(key=f"{form}_confirm").click().run()
    decided = leads.lead(changed, scope, "lead-900")
    assert (decided.state, decided.history[-1].proposed_by) == (LeadState.DISMISSED, "demo")
    history = next(each.value for each in other.table if "经办" in each.value.columns)
    assert history["经办"].iloc[0].replace("\\", "") == "demo 提议，zhao.qi 确认"


def test_a_lead_outside_of_the_scope_is_not_found(opened, firm):
    app = opened("lead", username="civil.only", lead=firm.lead_id)
    assert any("在您的范围内没有找到" in each.value for each in app.markdown)
    assert not app.table


def test_without_a_lead_the_page_says_what_to_do(opened):
    assert any("没有指定线索" in each.value for each in opened("lead").markdown)
