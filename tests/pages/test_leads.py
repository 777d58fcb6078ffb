"""The queue of leads as a viewer meets it."""

from data_access import leads
from data_access.lead_filter import LeadFilter


def queue(app):
    """The queue as it was sent to the browser."""
    return app.dataframe[0].value


def test_every_lead_of_the_scope_is_in_the_queue(opened, looked_at, seen):
    rows = leads.page(looked_at, seen, LeadFilter(), 200)
    expected = [f"L{row.lead_no:06d}" for row in rows]
    assert list(queue(opened("leads"))["no"]) == expected


def test_the_chart_says_in_its_title_how_many_wait(opened, looked_at, seen):
    total = leads.count(looked_at, seen)
    titles = [each.value for each in opened("leads").subheader]
    assert f"{total} 条线索：{total} 条待核查，0 条在办" in titles


def test_the_filter_stands_in_the_url_as_codes(opened):
    rows = queue(opened("leads", line="civil"))
    assert set(rows["line"]) == {"民事检察"}


def test_a_code_that_means_nothing_narrows_nothing(opened):
    everything = len(queue(opened("leads")))
    assert (
        len(queue(opened("leads", line="<script>", state="unknown", model="x" * 200))) == everything
    )


def test_choosing_a_line_writes_its_code_and_not_its_label(opened):
    app = opened("leads")
    app.selectbox(key="line_pick").select("criminal").run()
    assert app.query_params["line"] == "criminal"
    assert set(queue(app)["line"]) == {"刑事检察"}


def test_a_chip_takes_its_filter_away(opened):
    app = opened("leads", line="civil", state="new")
    app.button(key="line_chip").click().run()
    assert "line" not in app.query_params
    assert app.query_params["state"] == "new"


def test_a_filter_without_leads_says_so_and_what_to_do(opened):
    app = opened("leads", state="closed")
    assert not app.dataframe
    assert any("没有符合条件的线索" in each.value for each in app.markdown)


def test_an_opened_row_shows_its_reasons_beside_the_list(opened, looked_at, seen):
    app = opened("leads")
    app.session_state["queue"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    first = leads.page(looked_at, seen, LeadFilter(), 1)[0]
    assert any(each.value.columns[0] == "条件" for each in app.table)
    assert any(first.title[:6] in each.value for each in app.markdown)


def test_a_viewer_of_one_line_sees_only_its_leads(opened):
    rows = queue(opened("leads", username="civil.only"))
    assert set(rows["line"]) == {"民事检察"}


def test_the_english_screen_names_states_in_english(opened):
    assert set(queue(opened("leads", language="en"))["state"]) == {"New"}


def test_a_line_that_is_not_open_to_the_viewer_is_not_shown_as_empty(opened):
    app = opened("leads", username="civil.only", line="criminal")
    assert any("未开通刑事检察" in each.value for each in app.markdown)
    assert not app.dataframe
