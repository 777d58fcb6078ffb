"""The persons of the city: families over three generations."""

import polars as pl


def test_everybody_has_an_id_of_his_own_that_tells_birthday_and_sex(city):
    everyone = city.everyone
    assert everyone["person_id"].n_unique() == everyone.height
    told = everyone.select(
        pl.col("person_id").str.slice(6, 8) == pl.col("born_on").dt.strftime("%Y%m%d"),
        sex=(pl.col("person_id").str.slice(16, 1).cast(pl.Int64) % 2 == 1)
        == (pl.col("sex") == "male"),
    )
    assert told["person_id"].all()
    assert told["sex"].all()


def test_spouses_name_each_other_and_children_are_younger(city):
    everyone = city.everyone
    heads = everyone.filter(pl.col("place") == 0)
    back = heads.join(everyone, left_on="spouse_id", right_on="person_id")
    assert (back["spouse_id_right"] == back["person_id"]).all()
    children = everyone.filter(pl.col("place") == 2).join(
        everyone, left_on="mother_id", right_on="person_id"
    )
    assert (children["born_on"] > children["born_on_right"]).all()


def test_the_reserve_is_alive(city):
    assert city.everyone.filter("is_reserved")["died_on"].null_count() > 1_000
    assert city.everyone.filter("is_reserved")["died_on"].drop_nulls().is_empty()
