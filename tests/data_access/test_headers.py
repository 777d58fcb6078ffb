"""Header cells: what stands around a name, and names made of two lines."""

import pytest

from data_access.headers import Header, bare


@pytest.mark.parametrize(
    ("cell", "name", "unit"),
    [
        ("金额（万元）", "金额", "万元"),
        ("金额(单位:千元)", "金额", "千元"),
        ("金额【元】：", "金额", "元"),
        ("3、姓 名（必填）", "姓名", None),
        ("（一）姓名", "姓名", None),
        ("①姓名*", "姓名", None),
        ("出生日期\n（yyyy-mm-dd）", "出生日期", None),
        ("身份证号（18位）(脱敏)", "身份证号", None),
        ("金额，单位：万元", "金额", "万元"),
        ("速度（公里/小时）", "速度", "公里/小时"),
        ("（万元）", "", "万元"),
        ("金额万元", "金额", "万元"),
        ("应缴金额/元", "应缴金额", "元"),
        ("单元", "单元", None),
        ("2024年", "2024年", None),
    ],
)
def test_what_stands_around_a_name_is_taken_off(cell, name, unit):
    assert (bare(cell).name, bare(cell).unit, bare(cell).said) == (name, unit, "")


def places(header: Header, *names: str) -> list[int]:
    return header.places(frozenset(names), header.claims(frozenset(names)))


def test_what_stands_in_brackets_must_be_a_name_of_the_same_column():
    header = Header(("身份证号（公民身份号码）", "姓名（代理人）"))
    assert places(header, "身份证号", "公民身份号码") == [0]
    assert places(header, "身份证号") == []
    assert places(header, "姓名") == []


def test_the_name_as_it_stands_comes_before_the_bare_one():
    header = Header(("金额（必填）", "金额"))
    assert places(header, "金额") == [1]


def test_a_group_stands_over_all_of_its_fields():
    header = Header(("", "姓名", "身份证号", "姓名"), ("案号", "原告", "", "被告"))
    assert header.cells == ("案号", "原告姓名", "原告身份证号", "被告姓名")
    assert places(header, "被告姓名") == [3]
    assert places(header, "身份证号") == [2]
    assert places(header, "姓名") == [1, 3]


def test_the_unit_of_a_group_holds_for_its_fields():
    header = Header(("申报", "确认（元）"), ("金额（万元）", ""))
    assert [header.unit(0), header.unit(1)] == ["万元", "元"]
