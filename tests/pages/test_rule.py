"""The page on which a prosecutor writes a rule: its steps, its counts, and what survives a visit
elsewhere.
"""

from dataclasses import replace

import pytest

from supervision.rule_gaps import Step
from tests.pages.conftest import open_page


def at(app, step):
    """The page at another step."""
    app.session_state["rule_desk"] = replace(app.session_state["rule_desk"], step=Step(step))
    return app.run()


def widget(kind, part, place=0, form=1):
    return f"rule_{form}_conditions_{place}_{part}" if kind == "c" else f"rule_{form}_{part}"


@pytest.fixture
def started(changed):
    """The page with a dataset chosen, and a condition on it."""
    app = open_page("rule")
    app.selectbox(key="rule_source_dataset").set_value("auction_bid").run()
    at(app, "conditions")
    app.button(key="rule_1_conditions_0_add").click().run()
    app.selectbox(key=widget("c", "column")).set_value("bid_yuan").run()
    app.selectbox(key=widget("c", "operator")).set_value("at_least").run()
    app.number_input(key=widget("c", "number")).set_value(1000.0).run()
    app.number_input(key=widget("c", "margin")).set_value(100.0).run()
    assert not app.exception, app.exception
    return app


def said(app):
    return " ".join(each.value for each in (*app.caption, *app.subheader, *app.markdown))


def test_a_rule_is_counted_while_it_is_written_and_survives_a_visit_elsewhere(started):
    app = started
    sentence = app.text_input(key=widget("c", "says"))
    assert sentence.value.endswith("不低于下限")
    assert "单看这一条：符合" in said(app)
    assert "逐层收窄为" in said(app)
    app.switch_page("../pages/models.py").run()
    app.switch_page("../pages/rule.py").run()
    assert app.number_input(key=widget("c", "number")).value == 1000.0
    at(app, "subject")
    app.text_input(key=widget("s", "title")).set_value("涉嫌围标").run()
    assert "文字含有定性的说法" in said(app)
    app.button(key="rule_keep_draft").click().run()
    app.button(key="rule_new").click().run()
    at(app, "source")
    assert app.session_state["rule_desk"].draft.conditions == ()
    assert not app.exception, app.exception


def test_the_page_speaks_english_too(opened):
    app = opened("rule", language="en")
    assert app.title[0].value == "Write a rule"
    assert "6  Submit" in app.radio(key="rule_step").options
