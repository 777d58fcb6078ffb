"""The city while it is made: what is taken from the reserve is taken once."""

import polars as pl
import pytest

from data_access.demo.city.agencies import BUILDERS
from data_access.demo.city.city import City


@pytest.fixture(scope="module")
def own_city():
    return City(0.001, 1, BUILDERS)


def test_nobody_is_taken_twice(own_city):
    first, second = own_city.take_people(50), own_city.take_people(50)
    assert first.join(second, on="person_id").is_empty()
    assert first["is_reserved"].all()


def test_kin_are_taken_with_whom_they_belong_to():
    city = City(0.001, 1, BUILDERS)
    couples = city.take_people(300, pl.col("place") == 0, ("spouse_id",))
    others = city.take_people(300, pl.col("place") == 1)
    assert set(couples["spouse_id"]).isdisjoint(others["person_id"])
    rest = city.take_people(200, pl.col("place") == 0, ("spouse_id",))
    assert set(rest["spouse_id"]).isdisjoint(others["person_id"])


def test_a_condition_is_kept(own_city):
    assert (own_city.take_firms(5, pl.col("industry") == "物流")["industry"] == "物流").all()


def test_a_reserve_that_is_too_small_says_so(own_city):
    with pytest.raises(ValueError, match="too small"):
        own_city.take_people(10**6)


def test_a_table_does_not_depend_on_which_was_asked_first(own_city):
    late = own_city.build("nonlit_exec")
    early = City(0.001, 1, BUILDERS).table("nonlit_exec")
    assert late.equals(early)


def test_a_table_that_was_let_go_is_made_again_the_same():
    forgetful = City(0.001, 1, BUILDERS, kept_bytes=0)
    first = forgetful.table("_free")
    forgetful.table("_drivers")
    again = forgetful.table("_free")
    assert again is not first
    assert again.equals(first)


def test_the_register_says_what_was_written_of_one_firm_and_the_same_of_the_others(own_city):
    before = own_city.every_firm
    taken = own_city.take_firms(1).select("firm_uscc", room_no=pl.lit(None, dtype=pl.String))
    own_city.register(taken)
    is_taken = pl.col("firm_uscc") == taken["firm_uscc"][0]
    assert own_city.every_firm.filter(is_taken)["room_no"].to_list() == [None]
    assert own_city.every_firm.filter(~is_taken).equals(before.filter(~is_taken))
