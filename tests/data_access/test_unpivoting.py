"""A column for each year becomes a row for each year: counted, rejected and returned cell by cell."""

from decimal import Decimal
from pathlib import Path

import pytest

from data_access.batches import rejects, withdraw
from data_access.datasets import dataset_rows
from data_access.errors import SourceRefused
from data_access.intake import IntakeOptions, intake
from data_access.preview import preview

WIDE = """数据库：分省年度数据
指标：人口数(人口抽样调查)(人),,,
时间：最近3年
地区,2025年,2024年,2023年
甲省,,22470,23018
乙省,5,14037,一万
丙省,,—,
注：1.2005年为抽样调查推算数据。
　　　2.由于采用加权汇总的方法，合计不等。
数据来源：国家统计局
"""
INDICATORS = """地区：某市
指标,2024年,2023年
生产总值(亿元),100.5,90
居民消费价格指数(上年=100),101.2,
常住人口,1000,999
"""


@pytest.fixture
def taken(folder):
    """Writes a text and takes it in."""

    def take(stores, scope, text: str, name: str = "导出.csv"):
        path = folder / name
        path.write_text(text, encoding="gb18030")
        return intake(stores, scope, [path])

    return take


def test_each_field_of_a_year_is_a_row_and_what_is_empty_is_none(stores, scope, taken):
    report = taken(stores, scope, WIDE)
    assert report.dataset == "regional_statistic"
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (5, 4, 1)
    assert report.rows_set_aside == 4 + 1 + 3
    rows = dataset_rows(stores, scope, "regional_statistic", limit=9).sort("region", "year")
    said = rows.select("region", "year", "value", "source_line").rows()
    assert said == [
        ("乙省", 2024, Decimal(14037), 6),
        ("乙省", 2025, Decimal(5), 6),
        ("甲省", 2023, Decimal(23018), 5),
        ("甲省", 2024, Decimal(22470), 5),
    ]
    assert set(rows["indicator"]) == {"人口数(人口抽样调查)(人)"}
    assert set(rows["unit_name"]) == {"人"}


def test_one_bad_field_is_one_reject_and_comes_back_as_one(stores, scope, taken):
    report = taken(stores, scope, WIDE)
    [fault] = rejects(stores, scope, report.batch_id)
    assert (fault.line, fault.column, fault.value) == (6, "value", "一万")
    text = Path(report.rejects_file).read_text(encoding="utf-8-sig").replace("一万", "10000")
    again = taken(stores, scope, text, "改好.csv")
    assert (again.dataset, again.rows_read, again.rows_loaded) == ("regional_statistic", 3, 1)
    assert again.rows_repeated == 2


def test_a_revised_figure_replaces_the_one_of_its_year_alone(stores, scope, taken):
    taken(stores, scope, WIDE)
    again = taken(stores, scope, WIDE.replace("22470", "22471"), "修订.csv")
    assert (again.rows_loaded, again.rows_updated, again.rows_repeated) == (1, 1, 3)
    withdraw(stores, scope, again.batch_id, "测试")
    rows = dataset_rows(stores, scope, "regional_statistic", limit=9)
    assert rows.height == 4
    assert Decimal(22470) in rows["value"].to_list()


def test_without_a_title_the_file_is_the_indicator(stores, scope, folder):
    path = folder / "总人口.csv"
    path.write_text(WIDE.partition("时间")[2].partition("\n")[2], encoding="utf-8")
    rows = preview(stores, scope, [path]).rows
    assert set(rows["indicator"]) == {"总人口"}
    assert set(rows["unit_name"]) == {None}


def test_indicators_may_stand_in_the_rows_with_their_units_in_brackets(stores, scope, taken):
    report = taken(stores, scope, INDICATORS)
    assert (report.rows_loaded, report.rows_rejected) == (5, 0)
    rows = dataset_rows(stores, scope, "regional_statistic", limit=9)
    assert set(rows["region"]) == {"某市"}
    said = set(rows.select("indicator", "unit_name").rows())
    assert said == {
        ("生产总值(亿元)", "亿元"),
        ("居民消费价格指数(上年=100)", "上年=100"),
        ("常住人口", None),
    }


def test_rows_of_one_line_that_stand_already_do_not_come_in_with_a_new_one(stores, scope, taken):
    taken(stores, scope, INDICATORS)
    again = taken(stores, scope, INDICATORS.replace("999", "998"), "又.csv")
    assert (again.rows_loaded, again.rows_repeated) == (1, 4)


def test_the_preview_says_where_each_value_comes_from(stores, scope, folder):
    path = folder / "导出.csv"
    path.write_text(WIDE, encoding="gb18030")
    found = preview(stores, scope, [path], IntakeOptions())
    how = {one.column: (one.how, one.header, one.value) for one in found.mapping}
    assert how["indicator"] == ("title", None, "人口数(人口抽样调查)(人)")
    assert how["year"] == how["value"] == ("unpivot", "2025年 … 2023年", None)
    assert found.rows.columns == [*how, "source_line"]
    assert found.ignored == ()


def test_indicators_of_no_region_are_refused_until_it_is_said(stores, scope, folder):
    path = folder / "导出.csv"
    path.write_text(INDICATORS.partition("\n")[2], encoding="utf-8")
    with pytest.raises(SourceRefused, match=r"it lacks 地区\.$"):
        preview(stores, scope, [path])
    said = IntakeOptions(set_values={"region": "全国"})
    assert preview(stores, scope, [path], said).rows_read == 5


def test_a_year_that_stands_twice_is_refused(stores, scope, folder):
    path = folder / "导出.csv"
    path.write_text(WIDE.replace("2023年", "2024年"), encoding="utf-8")
    with pytest.raises(SourceRefused, match=r"more than one column for 2024\.$"):
        preview(stores, scope, [path])
