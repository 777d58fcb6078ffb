"""Merging: a row replaces the one of its key, nothing is overwritten unseen, all comes back."""

import random

import sqlalchemy as sa

from data_access.batches import batches, withdraw
from data_access.intake import IntakeOptions, intake
from tests.data_access.account_files import HEADER, account, standing, taken
from tests.data_access.bid_files import SCOPE, put
from tests.data_access.pool_rows import standing_rows

NARROW = "账号,户主证号,账户状态\n"


def test_a_changed_row_replaces_the_one_of_its_key_and_the_snapshot_before_keeps_it(stores, folder):
    first = taken(stores, folder, HEADER + account("1") + account("2"), "1.csv")
    second = taken(
        stores,
        folder,
        HEADER + account("1", status="冻结") + account("2") + account("3"),
        "2.csv",
    )
    assert (second.rows_read, second.rows_loaded, second.rows_updated) == (3, 2, 1)
    assert second.rows_repeated == 1
    assert [file.rows_updated for file in second.files] == [1]
    assert standing(stores)["1"] == ("甲", "frozen")
    assert standing(stores, first.snapshot) == {"1": ("甲", "active"), "2": ("甲", "active")}
    assert batches(stores, SCOPE, second.batch_id)[0].rows_updated == 1
    found = standing_rows(stores, "bank_account").sort("account_no")
    assert found["batch_id"].to_list() == [second.batch_id, first.batch_id, second.batch_id]


def test_of_rows_of_one_key_in_a_batch_the_last_by_file_and_line_wins(stores, folder):
    put(folder, "a.csv", HEADER + account("1", "甲") + account("1", "乙"))
    put(folder, "b.csv", HEADER + account("1", "丙"))
    report = intake(stores, SCOPE, [folder])
    assert [file.rows_loaded for file in report.files] == [0, 1]
    assert (report.rows_loaded, report.rows_updated, report.rows_repeated) == (1, 0, 2)
    assert standing(stores) == {"1": ("丙", "active")}


def test_what_a_file_lacks_stays_and_what_it_leaves_empty_goes(stores, folder):
    taken(stores, folder, HEADER + account("1") + account("2"), "1.csv")
    narrow = taken(stores, folder, NARROW + "1,Z1,冻结\n2,Z1,正常\n3,Z1,正常\n", "2.csv")
    assert (narrow.rows_loaded, narrow.rows_updated, narrow.rows_repeated) == (2, 1, 1)
    assert standing(stores) == {
        "1": ("甲", "frozen"),
        "2": ("甲", "active"),
        "3": (None, "active"),
    }
    empty = taken(stores, folder, HEADER + account("1", "", "冻结"), "3.csv")
    assert empty.rows_updated == 1
    assert standing(stores)["1"] == (None, "frozen")


def test_a_file_of_fewer_columns_keeps_what_an_earlier_file_of_its_batch_says(stores, folder):
    taken(stores, folder, HEADER + account("1", "旧"))
    put(folder, "new/a.csv", HEADER + account("1", "新"))
    put(folder, "new/b.csv", NARROW + "1,Z1,冻结\n")
    report = intake(stores, SCOPE, [folder / "new"])
    assert (report.rows_loaded, report.rows_updated, report.rows_repeated) == (1, 1, 1)
    assert standing(stores) == {"1": ("新", "frozen")}


def test_records_are_named_within_an_owner_unit_and_an_empty_key_part_is_a_value(stores, folder):
    text = "filing_no,suspect_id,suspect_name,item_name,stolen_on\n"
    for name in ("一", "二"):
        rows = f"1,Z1,{name},车,\n1,Z1,{name},车,2020-01-01\n"
        path = put(folder, f"{name}.csv", text + rows)
        intake(stores, SCOPE, [path], IntakeOptions(dataset="theft_case"))
    intake(stores, SCOPE, [path], IntakeOptions(dataset="theft_case", unit="990102"))
    found = standing_rows(stores, "theft_case")
    assert found["suspect_name"].to_list() == ["二"] * 4
    assert sorted(found["unit_code"]) == ["990101"] * 2 + ["990102"] * 2


def test_a_file_seen_before_adds_nothing_even_when_its_rows_were_replaced(stores, folder):
    old = HEADER + account("1", "旧")
    taken(stores, folder, old, "1.csv")
    taken(stores, folder, HEADER + account("1", "新"), "2.csv")
    again = taken(stores, folder, old, "1.csv")
    assert (again.batch_id, again.rows_repeated) == (None, 1)
    assert standing(stores) == {"1": ("新", "active")}


def test_a_dry_run_counts_updates_and_changes_nothing(stores, folder):
    taken(stores, folder, HEADER + account("1", "旧"), "1.csv")
    before = stores.pool.snapshot()
    report = taken(
        stores, folder, HEADER + account("1", "新"), "2.csv", IntakeOptions(dry_run=True)
    )
    assert (report.rows_loaded, report.rows_updated, report.batch_id) == (1, 1, None)
    assert stores.pool.snapshot() == before


def test_withdrawing_restores_what_stood_before_unless_a_later_batch_updated_it(stores, folder):
    one = taken(stores, folder, HEADER + account("1", "一") + account("2", "一"), "1.csv")
    two = taken(stores, folder, HEADER + account("1", "二") + account("2", "二"), "2.csv")
    three = taken(stores, folder, HEADER + account("1", "三"), "3.csv")
    withdraw(stores, SCOPE, two.batch_id, "x")
    assert standing(stores) == {"1": ("三", "active"), "2": ("一", "active")}
    found = standing_rows(stores, "bank_account").sort("account_no")
    assert found["batch_id"].to_list() == [three.batch_id, one.batch_id]
    assert found["source_line"].to_list() == [2, 3]
    withdraw(stores, SCOPE, three.batch_id, "x")
    assert standing(stores) == {"1": ("一", "active"), "2": ("一", "active")}
    withdraw(stores, SCOPE, one.batch_id, "x")
    assert standing(stores) == {}


def test_what_a_row_took_over_leaves_with_the_batch_that_said_it(stores, folder):
    first = taken(stores, folder, HEADER + account("1", "一") + account("2", "一"), "1.csv")
    named = taken(stores, folder, HEADER + account("1", "二"), "2.csv")
    narrow = taken(stores, folder, NARROW + "1,Z1,冻结\n2,Z1,冻结\n", "3.csv")
    last = taken(stores, folder, NARROW + "1,Z1,销户\n", "4.csv")
    assert standing(stores) == {"1": ("二", "closed"), "2": ("一", "frozen")}
    withdraw(stores, SCOPE, named.batch_id, "x")
    assert standing(stores) == {"1": ("一", "closed"), "2": ("一", "frozen")}
    withdraw(stores, SCOPE, first.batch_id, "x")
    assert standing(stores) == {"1": (None, "closed"), "2": (None, "frozen")}
    withdraw(stores, SCOPE, last.batch_id, "x")
    assert standing(stores) == {"1": (None, "frozen"), "2": (None, "frozen")}
    found = standing_rows(stores, "bank_account")
    assert found["batch_id"].unique().to_list() == [narrow.batch_id]


def test_what_comes_back_is_that_of_a_batch_that_stands(stores, folder):
    one = taken(stores, folder, HEADER + account("1", "一"), "1.csv")
    same = taken(stores, folder, HEADER + account("1", "一") + account("9"), "同.csv")
    two = taken(stores, folder, HEADER + account("1", "二"), "2.csv")
    withdraw(stores, SCOPE, one.batch_id, "x")
    assert standing(stores)["1"] == ("二", "active")
    withdraw(stores, SCOPE, two.batch_id, "x")
    found = standing_rows(stores, "bank_account")
    assert standing(stores)["1"] == ("一", "active")
    assert found["batch_id"].unique().to_list() == [same.batch_id]


def test_a_row_that_came_back_later_is_not_inherited_by_who_supplied_it_before(stores, folder):
    taken(stores, folder, HEADER + account("1", "一"), "1.csv")
    taken(stores, folder, HEADER + account("1", "一") + account("9"), "同.csv")
    taken(stores, folder, HEADER + account("1", "二"), "2.csv")
    back = taken(stores, folder, "\n" + HEADER + account("1", "一"), "3.csv")
    assert back.rows_updated == 1
    withdraw(stores, SCOPE, back.batch_id, "x")
    assert standing(stores)["1"] == ("二", "active")


def test_whatever_comes_and_goes_the_last_batch_that_stands_decides(stores, folder):
    chance = random.Random(1)  # noqa: S311 - a scenario, no secret
    live: list[tuple[str, dict[str, str]]] = []
    for step in range(8):
        if live and chance.random() < 0.4:
            gone = live.pop(chance.randrange(len(live)))
            withdraw(stores, SCOPE, gone[0], "x")
        else:
            rows = [(str(chance.randrange(3)), chance.choice("甲乙丙")) for _ in range(3)]
            rows.append((f"own{step}", "甲"))
            text = HEADER + "".join(account(number, name) for number, name in rows)
            report = taken(stores, folder, text, f"{step}.csv")
            live.append((report.batch_id, dict(rows)))
        expected: dict[str, str] = {}
        for _, said in live:
            expected |= said
        assert {number: name for number, (name, _) in standing(stores).items()} == expected
    with stores.pool.reading() as connection:
        origins = sa.text("SELECT batch_id FROM replaced UNION SELECT batch_id FROM repeats")
        assert set(connection.scalars(origins)) <= {batch_id for batch_id, _ in live}
