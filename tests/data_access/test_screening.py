from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from data_access import questions, tables
from data_access.errors import NotAllowed, NotFound
from data_access.lead_filter import LeadFilter
from data_access.lead_moves import move
from data_access.leads import lead, page
from data_access.scope import Scope, scoped, system_scope
from data_access.screening import screen
from data_access.stores import Stores
from supervision.declaration import model
from supervision.errors import ParameterRefused, UnknownName
from supervision.vocabulary import LeadState, Line, RunStatus
from tests.data_access.pool_rows import BIDDING, RECEIVED_ON, VOIDING, add_rows, fixture_text

SETTINGS = {"least_invoices": 10, "least_peers": 6}
AS_OF = date(2024, 12, 31)
WHOLE = system_scope("test")


@pytest.fixture
def filled(stores: Stores) -> Stores:
    add_rows(stores, "vat_invoice", fixture_text(VOIDING, "vat_invoice"))
    return stores


def count(stores: Stores, table: sa.Table) -> int:
    with stores.reading() as connection:
        statement = sa.select(sa.func.count()).select_from(table)
        return connection.execute(scoped(statement, WHOLE)).scalar()


def run(stores: Stores, scope: Scope, **changes):
    arguments = {"as_of": AS_OF, "settings": SETTINGS} | changes
    return screen(stores, scope, VOIDING, **arguments)


def dismissed(stores: Stores, scope: Scope) -> str:
    """The id of the lead of a first run, dismissed since."""
    run(stores, scope)
    lead_id = page(stores, scope, LeadFilter(), 10, 0)[0].lead_id
    move(stores, scope, lead_id, LeadState.DISMISSED, "lawful")
    return lead_id


def test_a_run_answers_as_its_fixture_says(filled, scope):
    report = run(filled, scope)
    assert report.status is RunStatus.COMPLETED
    assert [(layer.id, layer.rows_in, layer.rows_kept) for layer in report.layers] == [
        ("sales", 403, 398),
        ("firm_years", 16, 15),
        ("comparable", 15, 15),
        ("outliers", 15, 2),
        ("same_amounts", 5, 5),
        ("reissues", 2, 2),
        ("unexplained", 2, 1),
    ]
    assert (report.leads_found, report.leads_new, report.leads_known) == (1, 1, 0)
    assert report.parameters["least_invoices"] == 10
    assert report.snapshot == filled.pool.snapshot()


def test_a_run_leaves_its_lead_with_its_batch_and_a_history(filled, scope):
    report = run(filled, scope)
    row = page(filled, scope, LeadFilter(), 10, 0)[0]
    found = lead(filled, scope, row.lead_id)
    assert found.subject == "firm:FLAGGED"
    assert found.run_id == report.run_id
    assert row.received_on == RECEIVED_ON
    assert found.lead_no == 1
    assert [(entry.by, entry.to, entry.reason) for entry in found.history] == [
        (f"run:{report.run_id}", LeadState.NEW, "found")
    ]
    with filled.reading() as connection:
        behind = scoped(sa.select(tables.lead_batches.c.batch_id), WHOLE)
        assert connection.execute(behind).scalars().all() == ["batch-1"]


def test_a_run_is_audited_with_its_result(filled, scope):
    report = run(filled, scope)
    with filled.reading() as connection:
        statement = sa.select(tables.audit).where(tables.audit.c.event == "screen")
        line = connection.execute(statement).one()
    assert (line.username, line.object_id, line.result) == ("demo", report.run_id, "completed")
    assert line.detail["leads_new"] == 1


def test_a_dry_run_writes_nothing(filled, scope):
    report = run(filled, scope, dry_run=True)
    assert report.run_id is None
    assert report.leads_found == 1
    assert {count(filled, table) for table in (tables.runs, tables.leads, tables.run_layers)} == {0}


def test_the_same_run_again_is_the_same_lead_seen_again(filled, scope):
    first = run(filled, scope)
    before = lead(filled, scope, page(filled, scope, LeadFilter(), 10, 0)[0].lead_id)
    again = run(filled, scope)
    after = lead(filled, scope, before.lead_id)
    assert (again.leads_found, again.leads_new, again.leads_known) == (1, 0, 1)
    assert count(filled, tables.leads) == 1
    assert count(filled, tables.lead_sightings) == 2
    assert (before.run_id, after.run_id) == (first.run_id, again.run_id)
    assert (after.title, after.reasons, after.score) == (before.title, before.reasons, before.score)
    assert after.lead_no == before.lead_no
    assert len(after.history) == 1


def test_a_dismissed_lead_stays_dismissed_while_its_facts_are_the_same(filled, scope):
    lead_id = dismissed(filled, scope)
    again = run(filled, scope)
    assert (again.leads_known, again.leads_reopened) == (1, 0)
    assert lead(filled, scope, lead_id).state is LeadState.DISMISSED


def test_a_dismissed_lead_is_new_again_once_its_facts_changed_and_says_which(filled, scope):
    lead_id = dismissed(filled, scope)
    add_rows(
        filled,
        "vat_invoice",
        "seller_code,buyer_code,invoice_number,issued_on,amount_yuan,tax_yuan,total_yuan,status,"
        "direction\nFLAGGED,K2,99,2024-07-01,10.00,1.30,11.30,void,sales\n",
        batch_id="batch-2",
        received_on=date(2026, 7, 1),
    )
    again = run(filled, scope)
    found = lead(filled, scope, lead_id)
    assert (again.leads_found, again.leads_reopened, again.leads_known) == (1, 1, 0)
    assert found.state is LeadState.NEW
    last = found.history[-1]
    assert (last.from_, last.to, last.reason) == (
        LeadState.DISMISSED,
        LeadState.NEW,
        "facts_changed",
    )
    assert "void_count: 14 -> 15" in last.note
    assert page(filled, scope, LeadFilter(), 10, 0)[0].received_on == date(2026, 7, 1)


def test_a_lead_in_work_keeps_its_state_when_seen_again(filled, scope):
    run(filled, scope)
    lead_id = page(filled, scope, LeadFilter(), 10, 0)[0].lead_id
    move(filled, scope, lead_id, LeadState.TRIAGED, "worth_checking")
    run(filled, scope)
    assert lead(filled, scope, lead_id).state is LeadState.TRIAGED


def test_an_earlier_snapshot_is_read_as_it_was(filled, scope):
    snapshot = filled.pool.snapshot()
    before = run(filled, scope, dry_run=True)
    add_rows(filled, "vat_invoice", fixture_text(VOIDING, "vat_invoice", 1), batch_id="batch-2")
    assert run(filled, scope, dry_run=True).layers[0].rows_in > before.layers[0].rows_in
    past = run(filled, scope, snapshot=snapshot, dry_run=True)
    assert past.layers[0].rows_in == before.layers[0].rows_in
    assert past.snapshot == snapshot


def test_without_a_day_the_snapshot_s_day_stands(filled, scope):
    report = run(filled, scope, as_of=None, dry_run=True)
    assert report.as_of == filled.pool.snapshot_day(report.snapshot)
    assert report.layers[0].rows_in == 412  # with the nine invoices of 2025


def test_rows_of_units_outside_the_scope_are_not_read(filled, scope):
    add_rows(
        filled,
        "vat_invoice",
        fixture_text(VOIDING, "vat_invoice", 1),
        batch_id="batch-2",
        unit="990202",
    )
    assert run(filled, scope, dry_run=True).layers[0].rows_in == 403


def test_a_run_on_nothing_is_refused_recorded_and_no_failure(stores, scope):
    report = screen(stores, scope, BIDDING)
    assert report.status is RunStatus.REFUSED
    assert report.why == "auction_bid has no rows in these units."
    assert report.layers == ()
    assert count(stores, tables.runs) == 1


def test_a_column_that_is_too_empty_refuses_the_run_and_says_for_how_many_rows(
    filled, scope, monkeypatch
):
    declared = model(VOIDING)
    need = declared.requires[0].model_copy(
        update={"required": declared.requires[0].required | {"item_name": 0.5}}
    )
    strict = declared.model_copy(update={"requires": (need,)})
    monkeypatch.setattr(questions, "model_of", lambda *_: strict)
    report = run(filled, scope)
    assert report.status is RunStatus.REFUSED
    assert "vat_invoice.item_name is empty in 403 of 403 rows" in report.why
    optional = need.model_copy(
        update={"required": declared.requires[0].required, "optional": {"item_name": 0.5}}
    )
    lenient = declared.model_copy(update={"requires": (optional,)})
    monkeypatch.setattr(questions, "model_of", lambda *_: lenient)
    report = run(filled, scope)
    assert report.status is RunStatus.DEGRADED
    with filled.reading() as connection:
        degraded = scoped(sa.select(tables.leads.c.is_degraded), WHOLE)
        assert connection.execute(degraded).scalars().all() == [True]


def test_a_viewer_without_the_line_may_not_run_the_model(filled, scope):
    civil = Scope(viewer="civil", units=scope.units, lines=frozenset({Line.CIVIL}))
    with pytest.raises(NotAllowed):
        screen(filled, civil, VOIDING)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"settings": {"least_invoices": 1}}, ParameterRefused),
        ({"settings": {"least": 1}}, UnknownName),
        ({"snapshot": 999}, NotFound),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_written(filled, scope, changes, error):
    with pytest.raises(error):
        run(filled, scope, **changes)
    assert count(filled, tables.runs) == 0


def test_progress_is_told_from_layer_to_layer(filled, scope):
    told = []
    run(filled, scope, progress=lambda share, says: told.append((share, says)))
    shares = [share for share, _ in told if share is not None]
    assert shares == sorted(shares)
    assert {says for _, says in told} == {"progress.screening", "progress.writing"}


def test_a_run_warns_of_too_large_a_share_of_the_subjects_it_began_with(stores, scope, monkeypatch):
    text = fixture_text(BIDDING, "auction_bid")
    add_rows(stores, "auction_bid", text)
    declared = model(BIDDING)
    lead = declared.lead.model_copy(update={"warn_above": Decimal("0.1")})
    strict = declared.model_copy(update={"lead": lead})
    monkeypatch.setattr(questions, "model_of", lambda *_: strict)
    warning = screen(stores, scope, BIDDING, dry_run=True).warnings[-1]
    lots = {line.split(",")[0] for line in text.strip().splitlines()[1:]}
    assert (warning.code, warning.layer, warning.limit) == ("flags_too_many", "bids", 0.1)
    assert (warning.count, warning.share) == (len(lots), round(2 / len(lots), 4))
