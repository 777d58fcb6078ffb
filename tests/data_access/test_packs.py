"""A pack goes from one office to another: the same bytes, the same leads, and nothing half-done."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from data_access.errors import NotAllowed, Refused
from data_access.leads import leads
from data_access.model_shelf import kept_models, publish
from data_access.pack_files import MOST_PACKED, MOST_PART, read_pack
from data_access.packs import made_pack, take_in_pack
from data_access.screening import screen
from data_access.settings import Settings
from data_access.stores import open_stores
from supervision.model_pack import PackVerdict
from supervision.vocabulary import Line, ModelOrigin, ModelState, RunStatus
from tests.conftest import copy_of
from tests.data_access.lead_builder import audit_lines
from tests.data_access.pool_rows import BIDDING, BIDDING_SETTINGS, add_rows, fixture_text
from tests.data_access.shelf_models import RULE, pack_of, publisher, renamed, written

CLOCKED = "M04-03"


def repacked(content, *changes, extra=()):
    """The pack with parts changed by `(name, before, after)`, and further parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            for name, before, after in changes:
                if entry.filename == name:
                    assert before in part
                    part = part.replace(before, after)
            new.writestr(entry.filename, part)
        for name, part in extra:
            new.writestr(name, part)
    return made.getvalue()


def found(stores, model):
    kept = [one for one in leads(stores, ALL[stores.home]) if one.model == model]
    return sorted((one.subject, one.title, one.score, one.amount_yuan, one.unit) for one in kept)


ALL = {}


def test_a_pack_taken_in_elsewhere_finds_what_it_found_at_home(stores, scope, empty_home, tmp_path):
    content = pack_of(renamed(BIDDING, "X-bidding"))
    took = take_in_pack(stores, scope, content, "x.zip")
    assert (took.is_kept, took.models[0].verdict) == (True, PackVerdict.NEW)
    with pytest.raises(Refused, match="X-bidding is a draft, which is not passed on"):
        made_pack(stores, scope, ["X-bidding"])
    publish(stores, publisher(stores), "X-bidding")
    made = made_pack(stores, scope, ["X-bidding"])
    assert made.content == content, "the same model gives the same bytes"
    assert audit_lines(stores, "pack_made")[0].detail["sha256"] == made.sha256

    there = copy_of(empty_home, tmp_path / "there")
    elsewhere = open_stores(there, Settings(home=there), writable=True)
    try:
        add_rows(elsewhere, "auction_bid", fixture_text(BIDDING, "auction_bid"))
        fit = take_in_pack(elsewhere, scope, made.content, "x.zip", dry_run=True)
        assert (fit.is_kept, kept_models(elsewhere, scope)) == (False, [])
        assert (fit.models[0].run, fit.models[0].mistakes) == (RunStatus.COMPLETED, ())
        assert take_in_pack(elsewhere, scope, made.content, "x.zip").is_kept
        (kept,) = kept_models(elsewhere, scope)
        assert (kept.state, kept.origin) == (ModelState.DRAFT, ModelOrigin.PACK)
        again = take_in_pack(elsewhere, scope, made.content, "x.zip")
        assert (again.is_kept, again.models[0].verdict) == (False, PackVerdict.ALREADY_HERE)
        for model in (BIDDING, "X-bidding"):
            screen(elsewhere, scope, model, settings=BIDDING_SETTINGS)
        ALL[elsewhere.home] = scope
        assert found(elsewhere, "X-bidding") == found(elsewhere, BIDDING) != []
    finally:
        elsewhere.close()


def test_the_fit_report_says_what_the_office_lacks_and_may_set(stores, scope):
    rows = fixture_text(BIDDING, "auction_bid").splitlines()
    add_rows(stores, "auction_bid", "\n".join(rows[:3]))
    content = made_pack(stores, scope, [BIDDING, CLOCKED]).content
    clocked, bidding = take_in_pack(stores, scope, content, "two.zip").models
    assert (bidding.id, bidding.verdict, bidding.run) == (
        *(BIDDING, PackVerdict.ALREADY_HERE),
        RunStatus.COMPLETED,
    )
    assert {one.dataset for one in bidding.needs} == {"auction_bid"}
    assert all(one.is_known and one.rows == 2 for one in bidding.needs)
    assert bidding.parameters[0].name == "window_bids"
    assert (clocked.run, "auction_lot has no rows" in clocked.run_why) == (RunStatus.REFUSED, True)
    assert clocked.clocks
    assert all(one.is_same for one in clocked.clocks)

    name = clocked.clocks[0].name
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("manifest.json"))
    meaning = next(one for one in manifest["models"] if one["id"] == CLOCKED)["clocks"][name]
    other = repacked(content, ("manifest.json", meaning.encode(), meaning[:-2].encode() + b"]"))
    clocked = take_in_pack(stores, scope, other, "other.zip", dry_run=True).models[0]
    changed = next(one for one in clocked.clocks if one.name == name)
    assert (changed.is_same, changed.here) == (False, meaning)


def test_a_dataset_that_is_not_known_here_is_named_and_nothing_is_kept(stores, scope):
    strange = renamed(BIDDING, "X-bidding", ("auction_bid", "auction_offer"))
    good = renamed("invoice_voiding", "X-voiding")
    content = pack_of(good, strange)
    report = take_in_pack(stores, scope, content, "x.zip", dry_run=True)
    by_id = {one.id: one for one in report.models}
    assert by_id["X-voiding"].verdict is PackVerdict.NEW
    lacking = by_id["X-bidding"]
    assert (lacking.verdict, lacking.run) == (PackVerdict.REFUSED, None)
    assert {(one.dataset, one.is_known, one.rows) for one in lacking.needs} == {
        ("auction_offer", False, None)
    }
    with pytest.raises(Refused, match=r"Nothing of x\.zip is kept: X-bidding does not pass"):
        take_in_pack(stores, scope, content, "x.zip")
    assert kept_models(stores, scope) == []


def test_an_id_that_is_taken_and_a_line_of_others_are_refused_with_a_sentence(stores, scope):
    taken = pack_of(renamed(BIDDING, BIDDING, ("version = 1", "version = 2")))
    with pytest.raises(Refused, match="packaged model of another content"):
        take_in_pack(stores, scope, taken, "x.zip")
    written(stores, scope)
    publish(stores, publisher(stores), RULE)
    content = made_pack(stores, scope, [RULE]).content
    other = replace(scope, own_unit="990102", lines=frozenset({Line.CRIMINAL}))
    (fit,) = take_in_pack(stores, other, content, "x.zip", dry_run=True).models
    assert (fit.verdict, "may not see the line civil" in fit.why) == (PackVerdict.REFUSED, True)
    with pytest.raises(NotAllowed):
        made_pack(stores, other, [BIDDING])


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * (MOST_PART + 1))
    return made.getvalue()


def twice(content):
    with pytest.warns(UserWarning, match="Duplicate"):
        return repacked(content, extra=[("manifest.json", b"{}")])


SOUND = pack_of(renamed(BIDDING, "X-bidding"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no ZIP archive"),
        (b"PK\x03\x04 and nothing", "no ZIP archive"),
        (SOUND[:-40], "no ZIP archive"),
        (SOUND.replace(b"\x08\x00", b"\x0c\x00"), "is not taken"),
        (b"x" * (MOST_PACKED + 1), "larger than 5 MB"),
        (bomb(), "a part of it is too long"),
        (repacked(SOUND, extra=[("../../etc/passwd", b"x")]), "exactly what its manifest names"),
        (repacked(SOUND, extra=[(f"{n}.txt", b"") for n in range(400)]), "too many parts"),
        (
            repacked(SOUND, ("X-bidding/model.toml", b"trial", b"stable")),
            "is not what the manifest",
        ),
        (repacked(SOUND, ("manifest.json", b'"format": 1', b'"format": 2')), "its format is 2"),
        (repacked(SOUND, ("manifest.json", b'"models"', b'"more"')), "not that of a pack"),
        (repacked(SOUND, ("manifest.json", b'"X-bidding",', b'"../../x",')), "not that of a pack"),
    ],
)
def test_what_a_stranger_sends_is_refused_with_one_sentence(content, says):
    with pytest.raises(Refused, match=says):
        read_pack(content, "x.zip")


def test_a_pack_with_one_name_twice_is_refused():
    with pytest.raises(Refused, match="or one twice"):
        read_pack(twice(SOUND), "x.zip")
