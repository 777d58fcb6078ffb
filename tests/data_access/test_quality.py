"""The quality of datasets as measured on the pool, and the rows behind its numbers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data_access.errors import NotFound
from data_access.failing_rows import failing_count, failing_rows
from data_access.intake import IntakeOptions, intake
from data_access.quality import DatasetQuality, quality
from data_access.settings import Settings
from data_access.stores import Stores, open_stores
from supervision.errors import UnknownName
from tests.conftest import copy_of
from tests.data_access.bid_files import HEADER, SCOPE, bid, put
from tests.data_access.pool_rows import add_rows

AS_OF = date(2026, 6, 5)
SCORES = """
person_id,month_on,score,base_score,added_score,deducted_score
99010119700101001X,2026-01-01,70,65,5,0
99010119700101001X,2026-02-01,71,65,5,0
990101197001010028,2026-03-01,72,,5,0
9901******1234,2026-03-05,,65,5,0
"""
INMATES = "person_id\n990101197001010028\n"


def scores(stores: Stores) -> DatasetQuality:
    [found] = quality(stores, SCOPE, "inmate_score", as_of=AS_OF)
    return found


def answer(found: DatasetQuality, check: str) -> tuple[str, str | None, int, int, int]:
    [one] = [one for one in found.checks if one.id == check]
    reason = one.reason and one.reason.value
    return one.verdict.value, reason, one.judged, one.failed, one.not_judged


@pytest.fixture(scope="module")
def scored(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """Scores of our units and of another, and inmates of the other only; never written to."""
    home = copy_of(empty_home, tmp_path_factory.mktemp("scored") / "home")
    opened = open_stores(home, Settings(home=home), writable=True)
    add_rows(opened, "inmate_score", SCORES)
    add_rows(opened, "inmate_score", SCORES, batch_id="foreign", unit="990103")
    add_rows(opened, "inmate", INMATES, batch_id="foreign-inmates", unit="990103")
    yield opened
    opened.close()


def test_checks_of_fields_and_rows_count_what_they_cannot_judge(scored):
    found = scores(scored)
    assert found.rows == 4
    assert answer(found, "score_adds_up") == ("fail", "rows_fail", 2, 1, 2)
    assert answer(found, "month_is_first_day") == ("fail", "rows_fail", 4, 1, 0)
    assert answer(found, "required_filled") == ("fail", "rows_fail", 4, 1, 0)
    assert answer(found, "check_digit:person_id")[3:] == (
        failing_count(scored, SCOPE, "inmate_score", "check_digit:person_id"),
        1,
    )
    filled = {one.column: (one.filled, one.share) for one in found.columns}
    assert (filled["base_score"], filled["officer_name"]) == ((3, 0.75), (0, 0.0))


def test_rows_that_fail_are_those_that_open_within_the_units(scored):
    def lines(check: str) -> list[int]:
        rows = failing_rows(scored, SCOPE, "inmate_score", check, limit=10)
        assert set(rows["unit_code"]) <= SCOPE.units
        assert rows.height == failing_count(scored, SCOPE, "inmate_score", check)
        return rows["source_line"].to_list()

    assert lines("score_adds_up") == [3]
    assert lines("month_is_first_day") == [5]
    assert lines("required_filled") == [5]
    assert lines("empty:base_score") == [4]
    wrong = lines("check_digit:person_id")
    assert 5 not in wrong
    one = failing_rows(scored, SCOPE, "inmate_score", "keys_meet:person_id", limit=1, offset=1)
    assert one["source_line"].to_list() == [3]
    with pytest.raises(NotFound):
        failing_rows(scored, SCOPE, "inmate_score", "fresh", limit=1)


def test_keys_that_only_another_unit_holds_are_no_counterpart(scored):
    found = answer(scores(scored), "keys_meet:person_id")
    assert found == ("not_applicable", "counterpart_empty", 0, 0, 3)


def test_keys_are_looked_for_and_masked_ones_are_not(stores):
    add_rows(stores, "inmate_score", SCORES)
    add_rows(stores, "inmate", INMATES, batch_id="inmates")
    found = answer(scores(stores), "keys_meet:person_id")
    assert found == ("fail", "keys_not_found", 2, 1, 1)
    rows = failing_rows(stores, SCOPE, "inmate_score", "keys_meet:person_id", limit=9)
    assert rows["source_line"].to_list() == [2, 3]


def test_a_dataset_of_which_nothing_is_seen_cannot_be_judged(scored):
    [found] = quality(scored, SCOPE, "inmate", as_of=AS_OF)
    assert (found.rows, found.suppliers, found.freshness) == (0, (), "never_received")
    assert {one.verdict.value for one in found.checks} == {"not_applicable"}
    assert {one.share for one in found.columns} == {None}


def test_freshness_is_that_of_the_newest_batch(scored):
    found = scores(scored)
    assert (found.freshness, found.received_on, found.overdue_days) == (
        "fresh",
        date(2026, 6, 1),
        0,
    )
    [late] = quality(scored, SCOPE, "inmate_score", as_of=date(2026, 7, 4))
    assert (late.freshness, late.overdue_days) == ("overdue", 2)
    assert answer(late, "fresh")[:2] == ("fail", "overdue")


def supplied(stores: Stores, path: Path, supplier: str, day: int) -> str:
    options = IntakeOptions(supplier=supplier, received_on=date(2026, 5, day))
    return intake(stores, SCOPE, [path], options).batch_id or ""


def test_suppliers_are_apart_and_the_newest_batch_is_compared_with_its_own(stores, folder):
    for number in range(3):
        rows = "".join(bid(f"A{number}{place}") for place in range(20))
        supplied(stores, put(folder, f"{number}.csv", HEADER + rows), "甲平台", 1 + number)
    other = put(folder, "乙.csv", HEADER + bid("B") + bid("C", "一百"))
    supplied(stores, other, "乙平台", 2)
    few = "".join(bid(f"Z{place}") for place in range(9))
    newest = supplied(stores, put(folder, "新.csv", HEADER + few), "甲平台", 9)
    [found] = quality(stores, SCOPE, "auction_bid", as_of=AS_OF)
    assert [(one.supplier, one.batches, one.rows) for one in found.suppliers] == [
        ("乙平台", 1, 1),
        ("甲平台", 4, 69),
    ]
    assert [one.columns[0].filled for one in found.suppliers] == [1, 69]
    assert answer(found, "batch_rows")[:2] == ("fail", "fewer_rows")
    [change] = [one for one in found.checks if one.id == "batch_rows"]
    assert (change.batch_id, change.found, change.expected) == (newest, 9, 20)
    assert answer(found, "coverage_kept:start_yuan")[:2] == ("not_applicable", "too_few_rows")
    assert found.freshness == "no_rhythm"
    [reject] = found.rejects
    assert (reject.column, reject.reason, reject.faults) == ("bid_yuan", "not_a_number", 1)
    assert found.batches[0].batch_id == newest
    assert ("auction_bidding", True) in {(one.model, one.can_feed) for one in found.models}


def test_a_model_that_cannot_be_fed_says_why(scored):
    [none] = quality(scored, SCOPE, "vat_invoice", as_of=AS_OF)
    [model] = [one for one in none.models if one.model == "invoice_voiding"]
    assert (model.can_feed, model.why_not) == (False, "vat_invoice has no rows in these units.")


def test_an_unknown_dataset_is_refused(scored):
    with pytest.raises(UnknownName):
        quality(scored, SCOPE, "nonsense")
