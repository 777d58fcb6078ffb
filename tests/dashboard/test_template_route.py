"""Data templates leave by the browser to those who are signed in, and audited."""

import io

import python_calamine
import sqlalchemy as sa

from data_access import tables


def test_a_signed_in_viewer_gets_the_template_of_a_dataset(served, served_stores):
    assert served.ask("/template/bank_account").status == 401
    answer = served.ask("/template/bank_account", Cookie=served.sign_in("alice"))
    assert answer.status == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    book = python_calamine.load_workbook(io.BytesIO(answer.body))
    assert book.sheet_names[0] == "银行账户"
    audit = tables.audit
    fetched = sa.select(audit.c.username, audit.c.object_id).where(
        audit.c.event == "template_fetched"
    )
    with served_stores.reading() as connection:
        assert connection.execute(fetched).all() == [("alice", "bank_account")]


def test_what_is_no_dataset_is_not_found(served):
    assert served.ask("/template/nonsense", Cookie=served.sign_in()).status == 404
