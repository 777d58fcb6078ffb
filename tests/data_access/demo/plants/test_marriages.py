"""Marriages: two at once, of the absent, of strangers, or far from home, is what was planted."""

from datetime import date

import polars as pl
import pytest

LAST = date(2099, 1, 1)


@pytest.fixture(scope="module")
def marriages(world):
    return world["marriage_reg"].filter(pl.col("kind") == "marriage")


def test_two_marriages_at_once(world, marriages, judged):
    own = [
        marriages.select(
            "registered_on",
            "status",
            "ended_on",
            person_id=f"party_{one}_id",
            spouse_id=f"party_{other}_id",
        )
        for one, other in (("a", "b"), ("b", "a"))
    ]
    both = pl.concat(own)
    dead = (
        world["death_record"].select(spouse_id="person_id", died_on="died_on").unique("spouse_id")
    )
    both = both.join(dead, on="spouse_id", how="left")
    pairs = both.join(both, on="person_id", suffix="_next").filter(
        pl.col("registered_on") < pl.col("registered_on_next")
    )
    end = pl.min_horizontal(pl.col("ended_on").fill_null(LAST), pl.col("died_on").fill_null(LAST))
    stands = ~pl.col("status").is_in(["annulled", "void"])
    judged("M11-F-1", pairs, "person_id", stands & (end >= pl.col("registered_on_next")))


def test_registered_while_a_party_was_absent(world, marriages, judged):
    stays = world["detention_in_out"].select("person_id", first="entered_on", last="left_on")
    day = pl.col("crossed_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    left = (
        world["border_crossing"].filter(pl.col("direction") == "out").select("person_id", first=day)
    )
    back = (
        world["border_crossing"].filter(pl.col("direction") == "in").select("person_id", last=day)
    )
    abroad = left.join(back, on="person_id", how="left")
    dead = world["death_record"].select("person_id", first="died_on", last=pl.lit(LAST))
    absent = pl.concat([stays, abroad, dead], how="diagonal_relaxed")
    rows = marriages.filter(pl.col("status") != "void").join(
        absent, left_on="party_a_id", right_on="person_id"
    )
    on = pl.col("registered_on")
    judged("M11-F-2", rows, "registration_no", (pl.col("first") < on) & (on < pl.col("last")))


def test_the_photo_shows_someone_else(marriages, judged):
    stands = pl.col("status") == "valid"
    judged("M11-F-3", marriages, "registration_no", stands & ~pl.col("is_photo_matching"))


def test_registered_where_neither_lives(marriages, judged):
    place = pl.col("division_code")
    far = (pl.col("party_a_residence") != place) & (pl.col("party_b_residence") != place)
    early = pl.col("registered_on") < date(2025, 5, 10)
    judged("M11-F-4", marriages, "registration_no", far & early)
