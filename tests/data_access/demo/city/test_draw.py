"""Chance: equal draws of equal names, values within their bounds."""

from datetime import date

import polars as pl

from data_access.demo.city.draw import Draw, later, month_starts


def test_equal_names_draw_equal_values_and_others_do_not():
    assert Draw(1, "a", 50).share().equals(Draw(1, "a", 50).share())
    assert not Draw(1, "a", 50).share().equals(Draw(1, "b", 50).share())
    assert not Draw(1, "a", 50).share().equals(Draw(2, "a", 50).share())


def test_values_stay_within_their_bounds():
    draw = Draw(1, "bounds", 5_000)
    assert set(draw.whole(2, 4)) == {2, 3, 4}
    days = draw.day(date(2024, 2, 1), date(2024, 2, 3))
    assert set(days) == {date(2024, 2, 1), date(2024, 2, 2), date(2024, 2, 3)}
    hours = draw.instant(days, 8, 20).dt.convert_time_zone("Asia/Shanghai").dt.hour()
    assert (hours.min(), hours.max()) == (8, 20)


def test_a_weight_of_zero_is_never_drawn():
    assert set(Draw(1, "pick", 500).pick({"a": 1, "b": 0})) == {"a"}


def test_months_and_later_days():
    months = month_starts()
    assert months.height == 72
    moved = months.select(later("month_on", 1)).to_series()
    assert moved.dtype == pl.Date
    assert moved[0] == date(2020, 1, 2)


def test_numbers_run_on_where_a_table_is_made_in_volumes():
    first, second = Draw(1, "a#0", 2), Draw(1, "a#1", 2, 3)
    assert first.numbers("V{}", 3).to_list() == ["V001", "V002"]
    assert second.numbers("V{}", 3).to_list() == ["V003", "V004"]
