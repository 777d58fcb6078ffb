"""A model leaves as a pack to those who are signed in and see it."""

from data_access.pack_files import read_pack
from data_access.packs import made_pack
from data_access.scope import Scope
from supervision.vocabulary import Line
from tests.data_access.lead_builder import audit_lines


def test_a_signed_in_viewer_gets_a_model_as_a_pack(served, served_stores):
    assert served.ask("/pack/M04-03").status == 401
    answer = served.ask("/pack/M04-03", Cookie=served.sign_in("alice"))
    assert answer.status == 200
    assert "M04-03-1.zip" in answer.headers["content-disposition"]
    assert read_pack(answer.body, "x.zip").manifest.models[0].id == "M04-03"
    everyone = Scope(viewer="alice", lines=frozenset(Line))
    assert answer.body == made_pack(served_stores, everyone, ["M04-03"]).content
    assert audit_lines(served_stores, "pack_made")[0].username == "alice"
    assert served.ask("/pack/M99", Cookie=served.sign_in("alice")).status == 404
