"""The first page: what waits, what comes next, work under way."""

from streamlit.testing.v1 import AppTest

from dashboard import links
from dashboard.views.overview_views import HELD
from data_access import jobs, leads
from data_access.accounts import scope_of
from data_access.due_runs import note_due
from data_access.jobs import JobKind
from data_access.lead_filter import LeadFilter
from data_access.settings import Settings
from data_access.standing_runs import waiting_runs
from data_access.stores import open_stores
from supervision.vocabulary import DueCause, LeadState
from tests.data_access.pool_rows import add_rows, fixture_text
from tests.pages.conftest import ENTRY, SECONDS, open_page


def test_what_waits_is_counted(opened, looked_at, seen):
    app = opened("overview")
    assert app.metric[0].value == f"{leads.count(looked_at, seen, LeadFilter(states=('new',))):,}"


def test_what_is_in_hand_opens_as_a_queue_of_its_several_states(changed):
    scope = scope_of(changed, "demo")
    first = leads.page(changed, scope, LeadFilter(), 1)[0]
    leads.move(changed, scope, first.lead_id, LeadState.TRIAGED, "worth_checking")
    app = open_page("leads", **links.leads_of(states=HELD))
    assert list(app.dataframe[0].value["no"]) == [f"L{first.lead_no:06d}"]
    says = "状态：已初筛、已受理、已分派、核查中、暂缓"
    assert app.button(key="state_chip").label == says
    assert app.selectbox(key="state_pick").value == app.query_params["state"]


def test_the_next_leads_are_the_head_of_the_queue(opened, looked_at, seen):
    rows = leads.page(looked_at, seen, LeadFilter(states=("new",)), 8)
    shown = opened("overview").dataframe[0].value
    assert list(shown["no"]) == [f"L{row.lead_no:06d}" for row in rows]


def test_work_that_ended_says_what_came_of_it(changed):
    scope = scope_of(changed, "demo")
    jobs.submit(changed, scope, JobKind.SCREEN, {"model": "invoice_voiding"}, "form")
    job = jobs.claim_next(changed)
    jobs.finish(changed, job.job_id, [{"status": "completed", "leads_found": 3, "leads_new": 1}])
    rows = open_page("overview").table[0].value
    assert rows["结果"][0].replace("\u00a0", " ") == "产生线索 3 条，其中新线索 1 条。"


def test_the_frame_lists_every_page_in_the_viewers_language(opened):
    app = opened("overview", language="en")
    assert app.title[0].value == "Today"


def test_the_language_in_the_address_is_spoken(looked_at):
    app = AppTest.from_file(str(ENTRY), default_timeout=SECONDS)
    app.user = {"username": "demo", "sid": "test"}
    app.query_params["lang"] = "English"
    assert app.run().title[0].value == "Today"


def test_standing_runs_that_wait_are_listed_and_can_be_asked_for(changed):
    scope = scope_of(changed, "demo")
    writable = open_stores(changed.home, Settings(home=changed.home), writable=True)
    add_rows(writable, "admin_penalty", fixture_text("M03-G", "admin_penalty"), batch_id="due-1")
    with writable.writing() as connection:
        note_due(connection, "due-1", DueCause.ARRIVED)
    writable.close()
    waiting = waiting_runs(changed, scope)
    app = open_page("overview")
    shown = next(each.value for each in app.table if "由谁运行" in each.value.columns)
    assert len(shown) == sum(len(one.due) for one in waiting)
    app.button(key="run_due").click().run()
    assert [job.kind for job in jobs.jobs(changed, scope)] == [JobKind.DUE]
    narrow = open_page("overview", username="civil.only")
    assert not [each for each in narrow.button if each.key == "run_due"]
