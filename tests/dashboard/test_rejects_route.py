"""Rejected rows leave by the browser within the scope of their batch only, and audited."""

import pytest
import sqlalchemy as sa

from data_access import accounts, tables
from data_access.intake import intake
from data_access.settings import Settings
from data_access.stores import open_stores


@pytest.fixture
def batch_of_alice(served_stores, tmp_path):
    path = tmp_path / "户.csv"
    path.write_text("账号,户主证号,户名\n,x,甲\n", encoding="utf-8")
    home = served_stores.home
    writable = open_stores(home, Settings(home=home), writable=True)
    report = intake(writable, accounts.scope_of(writable, "alice"), [path])
    writable.close()
    return report.batch_id


def test_who_may_see_the_batch_gets_its_rejected_rows(served, served_stores, batch_of_alice):
    path = f"/rejects/{batch_of_alice}/1"
    alice = served.sign_in("alice")
    assert served.ask(path).status == 401
    answer = served.ask(path, Cookie=alice)
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "退回原因" in answer.body.decode("utf-8-sig")
    audit = tables.audit
    fetched = sa.select(audit.c.username).where(audit.c.event == "rejects_fetched")
    with served_stores.reading() as connection:
        assert list(connection.scalars(fetched)) == ["alice"]


@pytest.mark.parametrize("path", ["nonsense/1", "..%2f..%2fcasework.sqlite/1", "nonsense/0"])
def test_what_is_no_batch_of_the_viewer_is_not_found(served, path):
    assert served.ask(f"/rejects/{path}", Cookie=served.sign_in()).status in {400, 404}
