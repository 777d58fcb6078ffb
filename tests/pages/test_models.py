"""The catalogue of models, a model's card, and the form that runs it."""

from data_access import jobs
from data_access.accounts import scope_of
from data_access.model_shelf import kept_models
from supervision.declaration import load_models
from supervision.vocabulary import Kind, Line, Maturity, ModelState
from tests.data_access.shelf_models import RULE, pack_of, publisher, renamed, written
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


def test_a_draft_is_marked_and_published_by_a_second_person_and_a_pack_is_taken_in(changed):
    written(changed, publisher(changed))
    app = open_page("models", model=RULE)
    assert any(each.value == "本单位编写，演示市甲县人民检察院，草稿" for each in app.caption)
    assert any("草稿不能导出" in each.value for each in app.caption)
    app.selectbox(key="shelf_entry").set_value("1").run()
    assert 'id = "U-990101-01"' in app.code[0].value
    app.segmented_control(key="shelf_act_1").set_value("published").run()
    app.button(key="shelf_go").click().run()
    demo = scope_of(changed, "demo")
    assert [one.state for one in kept_models(changed, demo)] == [ModelState.PUBLISHED]
    assert any(f"(/pack/{RULE})" in each.value for each in app.markdown)

    strange = pack_of(renamed("auction_bidding", "X-bad", ("auction_bid", "auction_offer")))
    app.file_uploader(key="pack").upload("bad.zip", strange, "application/zip").run()
    assert any("包内有不能收入的模型" in each.value for each in app.caption)
    assert any("本系统的数据集没有字段 auction_offer" in each.value for each in app.text)
    content = pack_of(renamed("auction_bidding", "X-bidding"))
    app.file_uploader(key="pack").upload("x.zip", b"nothing", "application/zip").run()
    assert "x.zip 不是可以收入的模型包：不是压缩包或已损坏。" in {each.value for each in app.text}
    app.file_uploader(key="pack").upload("x.zip", content, "application/zip").run()
    assert any("按现有数据运行：完成" in each.value for each in app.markdown)
    app.button(key="pack_go").click().run()
    kept = kept_models(changed, demo, "X-bidding")
    assert [(one.state, one.written_by) for one in kept] == [(ModelState.DRAFT, "demo")]


def test_who_may_not_publish_is_told_who_may(opened):
    app = opened("models", username="civil.only")
    assert any("没有可以由您决定的模型" in each.value for each in app.caption)
