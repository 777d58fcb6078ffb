"""The briefing screen's figures, as the wall receives them."""

import json

from data_access import leads
from data_access.lead_filter import LeadFilter
from supervision.vocabulary import Line


def wall(app):
    """The data of the component."""
    return json.loads(app.get("bidi_component")[0].proto.json)


def test_the_four_lines_stand_side_by_side_in_their_order(opened):
    assert [line["code"] for line in wall(opened("briefing"))["columns"]] == list(Line)


def test_a_line_shows_its_leads_by_state(opened, looked_at, seen):
    columns = {line["code"]: line for line in wall(opened("briefing"))["columns"]}
    count = leads.count(looked_at, seen, LeadFilter(line="criminal", states=("new",)))
    assert columns["criminal"]["states"][0]["number"] == f"{count:,}"


def test_a_line_on_which_no_model_ran_has_no_figure_at_all(opened):
    columns = {line["code"]: line for line in wall(opened("briefing"))["columns"]}
    assert columns["administrative"]["number"] == "—"
    assert columns["administrative"]["none"] == "尚无已运行的模型，不作判断"


def test_what_could_not_be_judged_is_said(opened):
    data = wall(opened("briefing"))
    assert data["foot"].startswith("无法判断")
    assert any(row["hatched"] for line in data["columns"] for row in line["models"])


def test_the_data_time_is_said(opened):
    assert wall(opened("briefing"))["time"].endswith("日")
