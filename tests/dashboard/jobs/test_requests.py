from datetime import date

import pytest

from dashboard import kept_uploads
from dashboard.answers import as_json
from dashboard.jobs import requests
from dashboard.kept_uploads import KeptUpload
from data_access import accounts, jobs
from data_access.errors import NotAllowed
from data_access.intake import IntakeOptions
from data_access.lead_filter import LeadFilter
from supervision.vocabulary import LeadState, Line


def kept(stores, letter):
    inside = kept_uploads.folder_of(stores, letter * 32)
    inside.mkdir()
    (inside / "a.csv").write_text("x")
    return KeptUpload(folder=letter * 32, names=("a.csv",))


@pytest.mark.parametrize(
    "options",
    [
        IntakeOptions(),
        IntakeOptions(
            dataset="vat_invoice",
            mapping={"表头": "issued_on"},
            set_values={"direction": "sales"},
            supplier="税务机关",
            unit="990101",
            received_on=date(2026, 5, 26),
            skip_bad=True,
        ),
    ],
)
def test_the_options_of_an_intake_come_back_as_they_were(options):
    assert requests.intake_options(as_json(options)) == options


@pytest.mark.parametrize(
    "chosen",
    [
        LeadFilter(),
        LeadFilter(
            model="invoice_voiding",
            line=Line.CRIMINAL,
            states=(LeadState.NEW, LeadState.TRIAGED),
            event_from=date(2018, 1, 1),
            event_to=date(2019, 1, 1),
        ),
    ],
)
def test_the_filter_of_a_list_comes_back_as_it_was(chosen):
    assert requests.lead_filter(as_json(chosen)) == chosen


def test_a_form_sent_twice_is_one_job_and_one_copy_of_its_files(stores, scope):
    first, second = kept(stores, "a"), kept(stores, "b")
    asked = {
        requests.ask_intake(stores, scope, upload, IntakeOptions(), "form")
        for upload in (first, second)
    }
    assert len(asked) == 1
    assert [path.name for path in stores.folder("uploads").iterdir()] == ["a" * 32]


def test_a_list_has_its_number_before_it_is_written(stores, scope):
    first, again = (
        requests.ask_export(stores, scope, LeadFilter(), "form", format="csv", reason="x")
        for _ in range(2)
    )
    assert first == again
    assert jobs.job(stores, scope, first).arguments["export_id"].startswith("X")


def test_a_run_and_a_withdrawal_are_written_down_as_they_were_asked(stores, scope):
    run = requests.ask_screen(
        stores, scope, "invoice_voiding", "f1", as_of=date(2020, 1, 1), settings={"fence": 3}
    )
    arguments = jobs.job(stores, scope, run).arguments
    assert requests.day(arguments["as_of"]) == date(2020, 1, 1)
    assert arguments["settings"] == {"fence": 3}
    out = requests.ask_withdraw(stores, scope, "batch", "f2", reason="wrong file")
    assert jobs.job(stores, scope, out).arguments == {"batch_id": "batch", "reason": "wrong file"}


def test_an_account_without_a_unit_takes_nothing_in(stores):
    accounts.add_user(stores, "alice", None, ["990101"], [Line.CIVIL])
    scope = accounts.scope_of(stores, "alice")
    nowhere = type(scope)(viewer="alice", units=scope.units, lines=scope.lines)
    with pytest.raises(NotAllowed):
        requests.ask_intake(stores, nowhere, kept(stores, "c"), IntakeOptions(), "form")
