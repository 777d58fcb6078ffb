"""The job process itself: started as the server starts it, killed, ended and started again."""

import os
import signal
import threading
import time

import pytest
import sqlalchemy as sa

from dashboard import kept_uploads
from dashboard.jobs import requests
from dashboard.jobs.process import JobProcess
from dashboard.kept_uploads import KeptUpload
from data_access import accounts, jobs, tables
from data_access.intake import IntakeOptions
from data_access.lead_filter import LeadFilter
from data_access.scope import scoped
from supervision.vocabulary import JobState

ROWS = 40
DEADLINE_SECONDS = 120.0
CLOCK = threading.Event()


@pytest.fixture
def process(stores):
    running = JobProcess(stores.home)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def named_home(stores, monkeypatch):
    """What the server does before it starts the process."""
    monkeypatch.setenv("SIJIAN_HOME", str(stores.home))


def invoices(rows, number=0):
    lines = [
        f"9133{n % 7:014d},9144{n:014d},{number}-{n},2018-0{n % 9 + 1}-05,{n}.50,1.00,{n + 1}.50,valid"
        for n in range(rows)
    ]
    head = "seller_code,buyer_code,invoice_number,issued_on,amount_yuan,tax_yuan,total_yuan,status"
    return "\n".join([head, *lines]) + "\n"


def kept(stores, text, folder="a" * 32, name="发票.csv"):
    inside = kept_uploads.folder_of(stores, folder)
    inside.mkdir(mode=0o700)
    (inside / name).write_text(text, encoding="utf-8")
    return KeptUpload(folder=folder, names=(name,))


def ask_intake(stores, scope, text, form="form", folder="a" * 32):
    options = IntakeOptions(dataset="vat_invoice", set_values={"direction": "sales"})
    upload = kept(stores, text, folder)
    return requests.ask_intake(stores, scope, upload, options, form)


def awaited(stores, scope, job_id, until=lambda job: job.is_over):
    """The job once it is as awaited."""
    end = time.monotonic() + DEADLINE_SECONDS
    while not until(job := jobs.job(stores, scope, job_id)):
        assert time.monotonic() < end, job
        CLOCK.wait(0.05)
    return job


def loaded_rows(stores):
    with stores.pool.reading() as connection:
        return connection.execute(sa.text("SELECT count(*) FROM vat_invoice")).scalar_one()


def test_an_uploaded_file_is_taken_in_and_then_gone(stores, scope, process):
    job_id = ask_intake(stores, scope, invoices(ROWS))
    process.start()
    job = awaited(stores, scope, job_id)
    assert job.state is JobState.DONE, job.error
    assert job.result["rows_loaded"] == ROWS
    assert [file["path"] for file in job.result["files"]] == ["发票.csv"]
    assert list(stores.folder("uploads").iterdir()) == []
    assert loaded_rows(stores) == ROWS


def test_what_cannot_be_taken_in_fails_with_one_sentence(stores, scope, process):
    job_id = ask_intake(stores, scope, "\x00\x01 no table at all")
    process.start()
    job = awaited(stores, scope, job_id)
    assert job.state is JobState.FAILED
    assert job.error
    assert "Traceback" not in job.error
    assert list(stores.folder("uploads").iterdir()) == []


def test_a_job_whose_process_died_is_done_by_the_next_one_and_once(stores, scope, process):
    job_id = ask_intake(stores, scope, invoices(20_000))
    process.start()
    awaited(stores, scope, job_id, lambda job: job.state is JobState.RUNNING)
    os.kill(process.process_id, signal.SIGKILL)
    process.stop()
    interrupted = jobs.job(stores, scope, job_id)
    process.start()
    job = awaited(stores, scope, job_id)
    assert job.state is JobState.DONE, job.error
    assert job.attempts == interrupted.attempts + (interrupted.state is JobState.RUNNING)
    assert loaded_rows(stores) == 20_000


def test_told_to_end_it_puts_its_job_back(stores, scope, process):
    job_id = ask_intake(stores, scope, invoices(50_000))
    process.start()
    awaited(stores, scope, job_id, lambda job: job.state is JobState.RUNNING)
    process.stop()
    assert process._process.returncode == 0
    stopped = jobs.job(stores, scope, job_id)
    assert (stopped.state, stopped.attempts) in {(JobState.QUEUED, 0), (JobState.DONE, 1)}
    process.start()
    assert awaited(stores, scope, job_id).state is JobState.DONE
    assert loaded_rows(stores) == 50_000


def test_a_second_process_waits_for_the_first(stores, scope, process):
    """So that no job is done by two, even where a killed server left its process behind."""
    process.start()
    first = ask_intake(stores, scope, invoices(ROWS), "first", "a" * 32)
    awaited(stores, scope, first)
    second = JobProcess(stores.home)
    second.start()
    others = [
        ask_intake(stores, scope, invoices(ROWS, number), f"form {number}", f"{number:032d}")
        for number in range(1, 4)
    ]
    found = [awaited(stores, scope, job_id) for job_id in others]
    second.stop()
    assert {job.attempts for job in found} == {1}
    assert loaded_rows(stores) == ROWS * 4


def test_it_ends_when_its_server_is_gone(stores, process):
    process.start()
    running = process._process
    running.stdin.close()
    assert running.wait(30) == 0


def test_an_export_that_was_written_is_not_written_again(stores, scope, process):
    """Killed after the list and before its job's end: the second try finds the first one's list."""
    job_id = requests.ask_export(stores, scope, LeadFilter(), "form", format="csv", reason="test")
    process.start()
    first = awaited(stores, scope, job_id)
    assert first.state is JobState.DONE, first.error
    process.stop()
    again = sa.update(tables.jobs).values(state=JobState.RUNNING.value)
    with stores.writing() as connection:
        connection.execute(scoped(again, jobs.SYSTEM))
    process.start()
    second = awaited(stores, scope, job_id)
    assert second.state is JobState.DONE, second.error
    assert second.result["export_id"] == first.result["export_id"]
    with stores.reading() as connection:
        count = sa.select(sa.func.count()).select_from(tables.exports)
        assert connection.execute(scoped(count, jobs.SYSTEM)).scalar_one() == 1


def test_a_job_of_a_disabled_account_is_not_done(stores, process):
    accounts.add_user(stores, "leaver", None, ["990101"], ["civil"])
    leaver = accounts.scope_of(stores, "leaver")
    job_id = ask_intake(stores, leaver, invoices(ROWS))
    accounts.disable_user(stores, "leaver")
    process.start()
    assert awaited(stores, leaver, job_id).state is JobState.FAILED
    assert loaded_rows(stores) == 0
