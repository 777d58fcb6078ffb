"""Units of measure: what a header or a title names, and by how much it moves the point."""

import pytest

from data_access.units_of_measure import is_unit, shift_to, units_of_titles
from supervision.contracts import Column, ColumnType


def column(kind: ColumnType, unit: str | None = None) -> Column:
    return Column(name="x_yuan", title="x", title_en="x", type=kind, unit=unit)


@pytest.mark.parametrize(
    ("unit", "own", "shift"),
    [
        ("元", "元", 0),
        ("人民币元", "元", 0),
        ("千元", "元", 3),
        ("万元", "元", 4),
        ("百万元", "元", 6),
        ("亿元", "元", 8),
        ("万", "元", 4),
        ("分", "元", -2),
        ("美元", "元", None),
        ("吨", "元", None),
    ],
)
def test_money_is_counted_in_yuan(unit, own, shift):
    assert shift_to(column(ColumnType.MONEY, own), unit) == shift
    assert shift_to(column(ColumnType.MONEY), unit) == shift


@pytest.mark.parametrize(
    ("unit", "own", "shift"),
    [
        ("千克", "吨", -3),
        ("万吨", "吨", 4),
        ("公里", "米", 3),
        ("千瓦时", "千瓦时", 0),
        ("公顷", "平方米", 4),
        ("亩", "平方米", None),
        ("个月", "月", 0),
        ("件", None, 0),
        ("万件", None, 4),
        ("千克", None, 0),
        ("km/h", "公里/小时", 0),
        ("万人", "名", 4),
        ("起", "件", 0),
        ("%", "‰", 1),
        ("百万元", "万元", 2),
        ("元", "万元", -4),
        ("万千瓦时", "度", 4),
        ("毫升", "升", -3),
        ("吨", "立方米", None),
    ],
)
def test_numbers_are_counted_in_the_columns_unit(unit, own, shift):
    assert shift_to(column(ColumnType.NUMBER, own), unit) == shift


def test_what_is_no_number_has_no_unit():
    assert shift_to(column(ColumnType.TEXT, "元"), "万元") is None


@pytest.mark.parametrize("words", ["万元", "公里/小时", "mg/100ml", "‰", "人次"])
def test_units_are_known(words):
    assert is_unit(words)


@pytest.mark.parametrize("words", ["", "必填", "某县人民法院", "元旦", "1"])
def test_other_words_are_no_units(words):
    assert not is_unit(words)


@pytest.mark.parametrize(
    ("title", "units"),
    [
        ("单位：万元", ("万元",)),
        ("制表日期：2025-01-01,,金额单位: 千元", ("千元",)),
        ("（单位：人、万元）", ("人", "万元")),
        ("填报单位：某县人民法院", ()),
        ("某表", ()),
    ],
)
def test_a_title_names_units(title, units):
    assert units_of_titles((title,)) == units
