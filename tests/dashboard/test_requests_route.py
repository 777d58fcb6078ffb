"""A data request leaves by the browser within the viewer's lines only, and audited."""

import sqlalchemy as sa

from data_access import tables


def test_a_data_request_is_fetched_and_audited(served, served_stores):
    path = "/requests/invoice_voiding/csv"
    before = set(served_stores.folder("exports").iterdir())
    assert served.ask(path).status == 401
    alice = served.sign_in("alice")
    answer = served.ask(path, Cookie=alice)
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-disposition"] == 'attachment; filename="data-request.csv"'
    assert "增值税发票" in answer.body.decode("utf-8-sig")
    book = served.ask("/requests/all/xlsx", Cookie=alice)
    assert book.body[:2] == b"PK"
    audit = tables.audit
    written = sa.select(audit.c.username).where(audit.c.event == "data_request_written")
    with served_stores.reading() as connection:
        assert list(connection.scalars(written)) == ["alice"] * 2
    assert set(served_stores.folder("exports").iterdir()) == before
    for wrong in ("/requests/nonsense/csv", "/requests/all/doc", "/requests/..%2f..%2fx/csv"):
        assert served.ask(wrong, Cookie=alice).status in {400, 404}
