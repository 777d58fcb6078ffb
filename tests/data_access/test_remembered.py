"""Mappings: said once of a supplier's header, used again, seen in the preview, forgotten."""

import pytest

from data_access.errors import NotFound, SourceRefused
from data_access.intake import IntakeOptions, preview
from data_access.remembered import forget, remembered_mappings
from data_access.scope import Scope
from tests.data_access.account_files import standing, taken
from tests.data_access.bid_files import SCOPE, audits, put

ODD = "号码,户主证号,持有人,账户状态\n"
SAID = {"号码": "account_no", "持有人": "owner_name"}


def options(**wishes) -> IntakeOptions:
    return IntakeOptions(supplier="某行", **wishes)


def test_a_mapping_is_used_again_for_the_same_supplier_and_header(stores, folder):
    with pytest.raises(SourceRefused):
        taken(stores, folder, ODD + "1,x,甲,正常\n")
    taken(stores, folder, ODD + "1,x,甲,正常\n", options=options(mapping=SAID))
    again = taken(stores, folder, ODD + "2,x,乙,正常\n", "2.csv", options())
    assert again.rows_loaded == 1
    assert standing(stores) == {"1": ("甲", "active"), "2": ("乙", "active")}
    wider = taken(stores, folder, "备注," + ODD + ",3,x,丙,正常\n", "3.csv", options())
    assert wider.rows_loaded == 1
    seen = taken(stores, folder, ODD + "1,x,甲,正常\n", "又.csv", options())
    assert seen.batch_id is None


def test_another_supplier_unit_or_header_knows_nothing_of_it(stores, folder):
    taken(stores, folder, ODD + "1,x,甲,正常\n", options=options(mapping=SAID))
    for text, wishes in (
        (ODD, IntakeOptions()),
        (ODD, IntakeOptions(supplier="他行")),
        (ODD, options(unit="990102")),
        (ODD.replace("持有人", "名称"), options()),
    ):
        with pytest.raises(SourceRefused):
            taken(stores, folder, text + "2,x,乙,正常\n", "2.csv", wishes)


def test_the_preview_says_what_is_remembered_and_what_was_said(stores, folder):
    taken(stores, folder, ODD + "1,x,甲,正常\n", options=options(mapping=SAID))
    path = put(folder, "2.csv", ODD + "1,x,乙,正常\n1,x,甲,正常\n7,x,甲,正常\n")
    found = preview(stores, SCOPE, [path], options(mapping={"持有人": "branch_name"}))
    how = {each.column: each.how for each in found.mapping}
    assert (how["account_no"], how["branch_name"]) == ("remembered", "map")
    assert how["owner_name"] == "none"
    found = preview(stores, SCOPE, [path], options())
    assert {each.column: each.how for each in found.mapping}["owner_name"] == "remembered"
    assert (found.rows_read, found.rows_updated, found.rows_repeated) == (3, 0, 2)
    changed = put(folder, "3.csv", ODD + "1,x,乙,正常\n8,x,甲,正常\n")
    found = preview(stores, SCOPE, [changed], options())
    assert (found.rows_updated, found.rows_repeated) == (1, 0)


def test_what_is_said_anew_replaces_what_was_remembered_and_can_be_forgotten(stores, folder):
    taken(stores, folder, ODD + "1,x,甲,正常\n", options=options(mapping=SAID))
    other = {"号码": "account_no", "持有人": "opener_staff"}
    taken(stores, folder, ODD + "2,x,甲,正常\n", "2.csv", options(mapping=other))
    [known] = remembered_mappings(stores, SCOPE)
    assert (known.mapping, known.supplier, known.remembered_by) == (other, "某行", "demo")
    assert known.header == ("号码", "户主证号", "持有人", "账户状态")
    elsewhere = Scope(viewer="x", units=frozenset({"990103"}))
    assert remembered_mappings(stores, elsewhere) == []
    with pytest.raises(NotFound):
        forget(stores, elsewhere, known.mapping_id)
    assert forget(stores, SCOPE, known.mapping_id) == known
    assert remembered_mappings(stores, SCOPE) == []
    with pytest.raises(SourceRefused):
        taken(stores, folder, ODD + "3,x,甲,正常\n", "3.csv", options())
    assert audits(stores).count("mapping_remembered") == 2
    assert audits(stores)[-1] == "mapping_forgotten"


def test_a_dry_run_shows_its_mapping_and_remembers_nothing(stores, folder):
    report = taken(
        stores, folder, ODD + "1,x,甲,正常\n", options=options(mapping=SAID, dry_run=True)
    )
    how = {each.column: (each.header, each.how) for each in report.mapping}
    assert how["account_no"] == ("号码", "map")
    assert report.first_rows[0]["owner_name"] == "甲"
    assert remembered_mappings(stores, SCOPE) == []
