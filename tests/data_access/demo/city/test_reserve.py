"""The reserve: given in order, once, to those who ask for what it still has."""

import polars as pl
import pytest

from data_access.demo.city.reserve import Reserve


@pytest.fixture
def reserve():
    rows = pl.DataFrame(
        {"id": list("dcbae"), "age": [40, 20, None, 50, 60], "spouse": [*list("cdae"), None]}
    )
    return Reserve(rows, "id", "persons")


def test_rows_go_in_their_order_and_once(reserve):
    assert reserve.take(2)["id"].to_list() == ["d", "c"]
    assert reserve.take(2)["id"].to_list() == ["b", "a"]


def test_who_leaves_a_condition_open_does_not_meet_it(reserve):
    assert reserve.take(3, pl.col("age") > 30)["id"].to_list() == ["d", "a", "e"]


def test_kin_are_left_and_go_too(reserve):
    reserve.take(1, pl.col("id") == "e")
    assert reserve.take(1, pl.col("age") > 10, ("spouse",))["id"].to_list() == ["d"]
    with pytest.raises(ValueError, match="reserve of persons is too small: 0 of 1"):
        reserve.take(1, pl.col("id") == "a", ("spouse",))  # the spouse is gone
    assert reserve.take(2)["id"].to_list() == ["b", "a"]  # c went with d


def test_who_has_no_kin_stays_for_those_who_ask_for_none(reserve):
    assert reserve.take(1, kin=("spouse",))["id"].to_list() == ["d"]
    assert reserve.take(3)["id"].to_list() == ["b", "a", "e"]
