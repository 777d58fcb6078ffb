"""Review lists leave by the browser to their owner only, three times, and audited."""

import zipfile
from io import BytesIO

import pytest
import sqlalchemy as sa

from dashboard.exports.writers import writer
from data_access import accounts, review_lists, tables
from data_access.lead_filter import LeadFilter


@pytest.fixture
def list_of_alice(served_stores):
    scope = accounts.scope_of(served_stores, "alice")
    report = review_lists.export(
        served_stores,
        scope,
        LeadFilter(),
        format="csv",
        reason="a test of the way out",
        write=writer("csv"),
    )
    return report.export_id


def fetched(stores, export_id):
    audit = tables.audit
    statement = sa.select(audit.c.username, audit.c.result).where(
        audit.c.event == "export_fetched", audit.c.object_id == export_id
    )
    with stores.reading() as connection:
        return [tuple(row) for row in connection.execute(statement.order_by(audit.c.seq))]


def test_the_owner_gets_it_three_times_and_nobody_else_does(served, served_stores, list_of_alice):
    path = f"/export/{list_of_alice}"
    alice, bob = served.sign_in("alice"), served.sign_in("bob")
    assert served.ask(path).status == 401
    assert served.ask(path, Cookie=bob).status == 404
    answers = [served.ask(path, Cookie=alice) for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 410]
    first = answers[0]
    with zipfile.ZipFile(BytesIO(first.body)) as archive:
        name = f"sijian-{list_of_alice}.csv"
        assert archive.namelist() == [name, f"{name}.manifest.json"]
        assert archive.read(name).startswith(b"\xef\xbb\xbf")
    assert first.headers["content-type"] == "application/zip"
    assert f'filename="sijian-{list_of_alice}.zip"' in first.headers["content-disposition"]
    assert first.headers["content-disposition"].startswith("attachment")
    assert first.headers["cache-control"] == "no-store"
    assert fetched(served_stores, list_of_alice)[:4] == [("alice", "ok")] * 3 + [
        ("alice", "denied")
    ]


def test_a_list_whose_file_is_gone_is_said_in_one_sentence(served, served_stores, list_of_alice):
    (served_stores.folder("exports") / f"{list_of_alice}.csv").unlink()
    answer = served.ask(f"/export/{list_of_alice}", Cookie=served.sign_in("alice"))
    assert answer.status == 503
    assert answer.body.decode() == f"The list {list_of_alice} cannot be read from the home."


@pytest.mark.parametrize("export_id", ["X23456789ABC", "..%2f..%2fcasework.sqlite", "a%00b"])
def test_what_is_no_list_of_the_viewer_is_not_found(served, export_id):
    assert served.ask(f"/export/{export_id}", Cookie=served.sign_in()).status in {400, 404}
