import pytest
import sqlalchemy as sa

from data_access import accounts, jobs, tables
from data_access.errors import Conflict, NotFound, TooMany
from data_access.jobs import JobKind
from supervision.vocabulary import JobState, Line


@pytest.fixture
def other(stores):
    accounts.add_user(stores, "other", None, ["990101"], [Line.CIVIL])
    return accounts.scope_of(stores, "other")


def ask(stores, scope, form_key="form", **arguments):
    return jobs.submit(stores, scope, JobKind.SCREEN, arguments, form_key)


def test_a_job_waits_with_what_was_asked(stores, scope):
    job = jobs.job(stores, scope, ask(stores, scope, model="invoice_voiding"))
    assert (job.kind, job.state, job.attempts) == (JobKind.SCREEN, JobState.QUEUED, 0)
    assert job.arguments == {"model": "invoice_voiding"}
    assert not job.is_over


def test_a_double_click_is_one_job(stores, scope):
    assert len({ask(stores, scope) for _ in range(20)}) == 1
    assert len(jobs.jobs(stores, scope)) == 1
    assert ask(stores, scope, "another form") != ask(stores, scope)


def test_nobody_sees_the_job_of_another_or_sends_his_form(stores, scope, other):
    job_id = ask(stores, scope)
    assert jobs.jobs(stores, other) == []
    with pytest.raises(NotFound):
        jobs.job(stores, other, job_id)
    with pytest.raises(Conflict):
        ask(stores, other)


def test_a_viewer_has_only_so_much_waiting(stores, scope, other):
    for number in range(jobs.MOST_WAITING):
        ask(stores, scope, f"form {number}")
    with pytest.raises(TooMany):
        ask(stores, scope, "one more")
    ask(stores, other, "his first")


def test_jobs_are_taken_in_the_order_in_which_they_were_asked(stores, scope):
    asked = [ask(stores, scope, f"form {number}") for number in range(3)]
    taken = [jobs.claim_next(stores) for _ in range(4)]
    assert [job and job.job_id for job in taken] == [*asked, None]
    assert {job.state for job in taken if job} == {JobState.RUNNING}


def test_progress_and_answer_are_seen_by_the_one_who_asked(stores, scope):
    job_id = ask(stores, scope)
    jobs.claim_next(stores)
    jobs.report_progress(stores, job_id, 0.5, "half")
    half = jobs.job(stores, scope, job_id)
    assert (half.progress_share, half.progress_says) == (0.5, "half")
    assert half.heartbeat_at >= half.started_at
    jobs.finish(stores, job_id, [{"leads_found": 3}])
    done = jobs.job(stores, scope, job_id)
    assert (done.state, done.result, done.is_over) == (JobState.DONE, [{"leads_found": 3}], True)


def test_a_failed_job_says_why_in_one_sentence(stores, scope):
    job_id = ask(stores, scope)
    jobs.claim_next(stores)
    jobs.fail(stores, job_id, "The file is empty.", "Send another.")
    failed = jobs.job(stores, scope, job_id)
    assert (failed.state, failed.error) == (JobState.FAILED, "The file is empty.")


def test_what_is_over_does_not_change_any_more(stores, scope):
    job_id = ask(stores, scope)
    jobs.claim_next(stores)
    jobs.finish(stores, job_id, 1)
    jobs.fail(stores, job_id, "too late")
    jobs.report_progress(stores, job_id, 0.1)
    assert jobs.job(stores, scope, job_id).result == 1
    assert jobs.job(stores, scope, job_id).state is JobState.DONE


def test_a_job_whose_process_died_is_taken_up_again_three_times_at_most(stores, scope):
    job_id = ask(stores, scope)
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        assert jobs.claim_next(stores).attempts == attempt
        given_up = jobs.take_up_orphans(stores)
    assert [job.job_id for job in given_up] == [job_id]
    failed = jobs.job(stores, scope, job_id)
    assert (failed.state, failed.error) == (JobState.FAILED, jobs.GIVEN_UP)
    assert jobs.claim_next(stores) is None


def test_a_job_put_back_on_purpose_has_lost_no_attempt(stores, scope):
    job_id = ask(stores, scope)
    jobs.claim_next(stores)
    jobs.put_back(stores, job_id)
    job = jobs.job(stores, scope, job_id)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_asking_leaves_a_line_in_the_audit_without_its_arguments(stores, scope):
    job_id = ask(stores, scope, subject="person:330106199001011328")
    with stores.reading() as connection:
        (line,) = connection.execute(sa.select(*tables.audit.c)).all()
    assert (line.event, line.object_id, line.detail) == (
        "job_submitted",
        job_id,
        {"kind": "screen"},
    )
    assert "330106" not in str(line)
