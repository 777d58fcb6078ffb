"""Typed rows: every fault is listed, every line counted once, and nothing readable set aside."""

from pathlib import Path

import polars as pl
import pytest

from data_access.errors import Refused
from data_access.recognition import Recogniser, Wishes
from data_access.records import Segment, read_records
from data_access.typed_rows import check_value, typed_rows
from supervision.contracts import contract, load_contracts

BIDS = "状态,竞买号,价格,时间\n"
GOOD = "成交,A1,100.00,2026-05-26 10:00:00\n"


def typed(text: str):
    judge = Recogniser(list(load_contracts().values()), Wishes())
    table = judge.recognise(Path("甲.csv"), text.encode())
    body = "".join(text.splitlines(keepends=True)[table.first_row - 1 :])
    segment = Segment(file=0, first_line=table.first_row, text=body.encode())
    records = read_records([segment], table.form.delimiter, len(table.form.header))
    return typed_rows(records, table.form, table.titles, {0: "甲"})


def counts(found) -> tuple[int, int, int]:
    return tuple(found.counts.row(0)[1:])


def faults(found) -> list[tuple]:
    return found.faults.sort("source_line", "column_name").drop("source_file").rows()


def test_a_sound_row_has_every_column_of_the_contract_in_its_order():
    found = typed(BIDS + GOOD)
    names = [column.name for column in contract("auction_bid").columns]
    assert found.rows.columns == [*names, "source_file", "source_line"]
    assert found.rows["lot_code"].item() == "甲"
    assert found.rows["start_yuan"].dtype == pl.Decimal(18, 2)
    assert found.rows["source_line"].item() == 2


def test_every_fault_of_a_row_is_listed_and_the_row_counts_once():
    found = typed(BIDS + GOOD + "流拍,,一百,昨天\n")
    assert counts(found) == (2, 1, 0)
    assert faults(found) == [
        (3, "bid_at", "昨天", "not_an_instant"),
        (3, "bid_yuan", "一百", "not_a_number"),
        (3, "bidder_code", None, "missing"),
        (3, "status", "流拍", "unknown_code"),
    ]


def test_a_record_of_another_width_is_one_fault_of_the_whole_row():
    found = typed(BIDS + "成交,A1,100.00\n" + GOOD)
    assert faults(found) == [(2, None, "成交,A1,100.00", "wrong_field_count")]
    assert counts(found) == (2, 1, 0)


@pytest.mark.parametrize(
    "line",
    [
        BIDS,
        "状态 ,竞买号,价格,时间\n",
        '"状态","竞买号","价格","时间"\n',
        "状态,竞买号,价格,时间,\n",
        "\n",
        ",,,\n",
        "\u3000,,,\n",
        "\xa0, ,\u3000,\t\n",
        "合计,,300.00,\n",
        " ,合计,300.00,\n",
        "合 计：,,300.00,\n",
        "合计\n",
        "注：本表由平台导出\n",
        "备注：导出,,,\n",
        "数据来源：某平台，2026\n",
        "第1页，共3页\n",
        "第二页,,,\n",
        "统计人：甲    审核：乙\n",
        "本页合计,,300.00,\n",
        "甲县小计,,300.00,5\n",
        "1.本表由平台自动生成\n",
        "制表人：甲,,审核人：乙,\n",
        "注：甲,乙,丙,丁\n",
        "（盖章）,,,\n",
        "2026年6月1日,,,\n",
        "status,bidder_code,bid_yuan,bid_at\n",
    ],
)
def test_lines_that_are_no_rows_are_set_aside(line):
    found = typed(BIDS + GOOD + line + GOOD.replace("A1", "A2"))
    assert counts(found) == (2, 0, 1), line
    assert found.rows["source_line"].to_list() == [2, 4]


def test_a_title_that_returns_is_set_aside():
    found = typed("竞买记录\n" + BIDS + GOOD + "竞买记录\n" + BIDS + GOOD)
    assert counts(found) == (2, 0, 2)


@pytest.mark.parametrize(
    "line", ["成交,,,\n", "成交\n", ",,300.00,\n", "合计公司,,,\n", "注销,,,\n", "甲县小计,x,,\n"]
)
def test_a_damaged_row_is_a_reject_and_not_set_aside(line):
    assert counts(typed(BIDS + line)) == (1, 1, 0)


def test_a_sound_row_is_never_taken_for_a_total():
    found = typed(BIDS + GOOD.replace("A1", "合计"))
    assert counts(found) == (1, 0, 0)


SOCIAL = "身份证号,单位名称,单位统一社会信用代码,险种,费款所属期,缴费金额\n"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("合计,,,养老,2025-01,9\n", False),
        ("合计,,,养老,2025-01,\n", False),
        (" ,合计,,养老,2025-01,9\n", False),
        ("合计,甲公司,91990101MA27YF1K3Q,养老,2025-01,9\n", True),
        ("990101199003070015,合计,,养老,2025-01,9\n", True),
        ("合计贸易,,,养老,2025-01,9\n", True),
    ],
)
def test_a_total_that_types_well_lacks_the_key(line, kept):
    assert counts(typed(SOCIAL + line)) == ((1, 0, 0) if kept else (0, 0, 1))


def test_a_value_that_is_to_hold_for_every_row_is_checked_first():
    status = contract("auction_bid").column("status")
    check_value(status, "成交")
    with pytest.raises(Refused, match="不在约定的取值之内"):
        check_value(status, "流拍")
