"""The card of a model leaves as a page to those who see the model, and audited."""

import sqlalchemy as sa

from data_access import tables
from supervision.declaration import load_models


def test_the_card_of_a_model_is_a_page_of_its_own(served, served_stores):
    path = "/model-card/M04-03"
    assert served.ask(path).status == 401
    alice = served.sign_in("alice")
    answer = served.ask(path, Cookie=alice)
    model = load_models()["M04-03"]
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    for said in (model.title, model.supervision_point, model.triage.steps[0], "待核对", "成效"):
        assert said in answer.text
    assert "Supervision point" in served.ask(f"{path}?lang=en", Cookie=alice).text
    printed = sa.select(tables.audit.c.username, tables.audit.c.object_id).where(
        tables.audit.c.event == "card_printed"
    )
    with served_stores.reading() as connection:
        assert connection.execute(printed).all() == [("alice", "M04-03")] * 2


def test_a_model_that_the_viewer_does_not_see_has_no_card(served):
    alice = served.sign_in("alice")
    for hidden in ("/model-card/M09-B", "/model-card/nonsense"):
        assert served.ask(hidden, Cookie=alice).status == 404
