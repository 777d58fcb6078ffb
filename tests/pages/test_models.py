"""The catalogue of models, a model's card, and the form that runs it."""

from dashboard import figures
from dashboard.jobs import work
from data_access import jobs
from data_access.accounts import scope_of
from data_access.model_shelf import kept_models
from data_access.overlays import overlay
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
    assert figures.held("待核对") in set(basis["核对"])


def test_each_threshold_carries_where_it_comes_from(opened):
    app = opened("models", model="invoice_voiding", tab="parameters")
    thresholds = next(each.value for each in app.table if "性质" in each.value.columns)
    assert all(tag.startswith(("L ", "S ", "D ")) for tag in thresholds["性质"])
    assert len(thresholds) == len(load_models()["invoice_voiding"].parameters)


def test_the_runs_of_a_model_stand_below_the_funnel_of_the_last(opened):
    app = opened("models", model="invoice_voiding", tab="runs")
    assert len(app.get("plotly_chart")) == 1
    assert list(app.dataframe[0].value["version"]) == [1]


def test_what_stands_in_a_closed_tab_is_not_computed(opened):
    app = opened("models", model="invoice_voiding")
    assert not app.get("plotly_chart")
    assert not app.number_input
    assert any(link.proto.url.startswith("/model-card/") for link in app.get("link_button"))


def test_a_model_is_found_by_words_of_its_supervision_point(opened):
    app = opened("models")
    app.text_input(key="find").set_value("m04 保证金 比例").run()
    assert app.radio(key="shelf").options == [load_models()["M04-06"].title]
    assert "m04" not in str(app.query_params)
    app.text_input(key="find").set_value("没有这样的模型").run()
    assert any("没有监督模型" in each.value for each in app.markdown)


def test_the_tabs_of_effect_and_overlap_say_who_is_counted(opened):
    effect = opened("models", model="auction_bidding", tab="effect")
    versions = next(each.value for each in effect.table if "其他单位" in each.value.columns)
    assert list(versions["其他单位"]) == ["单位不足，不显示"]
    assert any("至少 5 个单位" in each.value for each in effect.caption)
    overlap = opened("models", model="M04-03", tab="overlap")
    pairs = next(each.value for each in overlap.table if "共同对象" in each.value.columns)
    assert list(pairs["模型"]) == sorted(pairs["模型"])
    assert any("本模型" in each.value.columns for each in overlap.table)


def test_running_a_model_hands_it_to_the_job_process_once(changed):
    app = open_page("models", model="invoice_voiding", tab="runs")
    app.button(key="go_invoice_voiding").click().run()
    scope = scope_of(changed, "demo")
    found = jobs.jobs(changed, scope)
    assert [job.arguments["model"] for job in found] == ["invoice_voiding"]
    assert found[0].arguments["settings"] == {}


def test_a_changed_parameter_goes_with_the_run(changed):
    model = load_models()["auction_bidding"]
    app = open_page("models", model=model.id, tab="runs")
    app.number_input(key=f"set_{model.id}_window_bids").set_value(12).run()
    app.button(key=f"go_{model.id}").click().run()
    found = jobs.jobs(changed, scope_of(changed, "demo"))
    assert found[0].arguments["settings"] == {"window_bids": 12}


def test_a_parameter_is_set_with_a_reason_and_the_next_run_starts_from_it(changed):
    model, scope = load_models()["auction_bidding"], scope_of(changed, "demo")
    app = open_page("models", model=model.id, tab="parameters")
    app.number_input(key=f"value_{model.id}_window_bids").set_value(12).run()
    app.button(key=f"set_for_unit_{model.id}").click().run()
    assert any("请填写理由" in each.value for each in app.warning)
    assert overlay(changed, scope, model.id).history == ()
    app.text_input(key=f"reason_{model.id}_0").set_value("本市标的出价多").run()
    app.button(key=f"set_for_unit_{model.id}").click().run()
    entry = overlay(changed, scope, model.id).history[0]
    assert (entry.value, entry.reason) == (12, "本市标的出价多")
    in_force = next(each.value for each in app.table if "现行值" in each.value.columns)
    assert next(iter(in_force["现行值"])) == "12"
    app = open_page("models", model=model.id, tab="runs")
    assert app.number_input(key=f"set_{model.id}_window_bids_12").value == 12
    app.button(key=f"go_{model.id}").click().run()
    assert jobs.jobs(changed, scope)[0].arguments["settings"] == {}
    app = open_page("models", model=model.id, tab="parameters")
    app.text_input(key=f"reason_{model.id}_1").set_value("试用结束").run()
    app.button(key=f"clear_{model.id}").click().run()
    assert overlay(changed, scope, model.id).history[0].value is None


def test_a_trial_is_a_job_and_its_answer_stands_under_its_link(changed):
    """What the job process would do is done here; another model's page does not show it."""
    model = load_models()["auction_bidding"]
    app = open_page("models", model=model.id, tab="trial")
    assert app.button(key=f"try_{model.id}").disabled
    app.number_input(key=f"try_now_{model.id}_window_bids").set_value(200).run()
    app.button(key=f"try_{model.id}").click().run()
    job = jobs.claim_next(changed)
    assert app.query_params["job"] == job.job_id
    assert (job.kind, job.arguments["settings"]) == (jobs.JobKind.WHAT_IF, {"window_bids": 200})
    answer = work.done(changed.home, changed.settings, job, lambda _share, _says: None)
    jobs.finish(changed, job.job_id, answer)
    app = open_page("models", model=model.id, tab="trial", job=job.job_id)
    named = {each.label: each.value for each in app.metric}
    assert (named["现在"], named["试算后"]) == (
        f"{answer['leads_before']}",
        f"{answer['leads_after']}",
    )
    assert answer["vanished"]["count"] == len(app.dataframe[0].value) > 0
    assert open_page("models", model=model.id, tab="trial").metric  # come back to later
    elsewhere = open_page("models", model="invoice_voiding", tab="trial", job=job.job_id)
    assert not elsewhere.metric
    alone = open_page("models", username="civil.only", model=model.id, tab="trial", job=job.job_id)
    assert not alone.metric


def test_a_closed_line_says_who_can_open_it(opened):
    app = opened("models", username="civil.only", line="criminal")
    assert any("未开通刑事检察" in each.value for each in app.markdown)
    assert any("系统管理员" in each.value for each in app.caption)
    app = open_page("models", username="civil.only", model="M09-B")
    assert any("这个模型不能打开" in each.value for each in app.markdown)
    assert any("可见范围" in each.value for each in app.caption)


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
