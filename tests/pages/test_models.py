"""The catalogue of models, a model's card, and the form that runs it."""

from data_access import jobs
from data_access.accounts import scope_of
from supervision.declaration import load_models
from supervision.vocabulary import Kind, Line, Maturity
from tests.pages.conftest import open_page


def test_every_model_of_the_viewers_lines_is_on_the_shelf(opened):
    shelf = opened("models").radio(key="shelf")
    assert shelf.options == [model.title for model in load_models().values()]


def test_a_viewer_of_one_line_finds_the_models_of_that_line(opened):
    shelf = opened("models", username="civil.only").radio(key="shelf")
    civil = [model.title for model in load_models().values() if model.line is Line.CIVIL]
    assert shelf.options == civil
    assert "竞价异常" in civil


def test_the_shelf_is_narrowed_by_kind_and_maturity(opened):
    shelf = opened("models", kind="clock", maturity="experimental").radio(key="shelf")
    assert shelf.options == [
        model.title
        for model in load_models().values()
        if Kind.CLOCK in model.kinds and model.maturity is Maturity.EXPERIMENTAL
    ]


def test_a_card_says_what_others_published(opened):
    app = opened("models", model="M11-A-NL-1")
    published = next(each.value for each in app.table if "公布的内容" in each.value.columns)
    assert list(published["单位"]) == ["肇州"]


def test_what_nobody_vouches_for_is_marked(opened):
    app = opened("models", model="auction_bidding")
    basis = next(each.value for each in app.table if "核对" in each.value.columns)
    assert "待核对" in set(basis["核对"])


def test_each_threshold_carries_where_it_comes_from(opened):
    app = opened("models", model="invoice_voiding")
    thresholds = next(each.value for each in app.table if "性质" in each.value.columns)
    assert all(tag.startswith(("L ", "S ", "D ")) for tag in thresholds["性质"])
    assert len(thresholds) == len(load_models()["invoice_voiding"].parameters)


def test_the_funnel_has_one_bar_a_layer(opened):
    app = opened("models", model="invoice_voiding")
    assert len(app.get("plotly_chart")) == 1


def test_running_a_model_hands_it_to_the_job_process_once(changed):
    app = open_page("models", model="invoice_voiding")
    app.button(key="go_invoice_voiding").click().run()
    scope = scope_of(changed, "demo")
    found = jobs.jobs(changed, scope)
    assert [job.arguments["model"] for job in found] == ["invoice_voiding"]
    assert found[0].arguments["settings"] == {}


def test_a_changed_parameter_goes_with_the_run(changed):
    model = load_models()["auction_bidding"]
    app = open_page("models", model=model.id)
    app.number_input(key=f"set_{model.id}_window_bids").set_value(12).run()
    app.button(key=f"go_{model.id}").click().run()
    found = jobs.jobs(changed, scope_of(changed, "demo"))
    assert found[0].arguments["settings"] == {"window_bids": 12}


def test_a_closed_line_says_who_can_open_it(opened):
    app = opened("models", username="civil.only", line="criminal")
    assert any("未开通刑事检察" in each.value for each in app.markdown)
    assert any("系统管理员" in each.value for each in app.caption)
