"""Recognition: which dataset, where the header is, and what fills each column."""

from pathlib import Path

import pytest

from data_access.errors import SourceRefused
from data_access.recognition import How, Recogniser, Wishes, folded
from supervision.contracts import load_contracts, read_contract

SALES = ",企业代号,发票号码,开票日期,购方单位代号,金额,税额,价税合计,发票状态\n"
BIDS = "状态,竞买号,价格,时间\n"
PLACE = Path("a/标的一.csv")


def judged(text: str, contracts=None, **wishes):
    known = list(load_contracts().values()) if contracts is None else contracts
    return Recogniser(known, Wishes(**wishes)).recognise(PLACE, text.encode())


def sources(table) -> dict[str, tuple[How, str | None]]:
    return {
        source.column: (source.how, source.header or source.value) for source in table.form.sources
    }


def test_the_direction_of_invoices_follows_from_whose_code_is_named():
    sales = sources(judged(SALES))
    assert sales["direction"] == (How.LAYOUT, "sales")
    assert sales["seller_code"] == (How.LAYOUT, "企业代号")
    purchases = sources(judged(SALES.replace("购方", "销方")))
    assert purchases["direction"] == (How.LAYOUT, "purchases")
    assert purchases["buyer_code"] == (How.LAYOUT, "企业代号")
    assert purchases["seller_code"] == (How.LAYOUT, "销方单位代号")


def test_our_own_column_names_are_headers_too():
    names = "seller_code,buyer_code,inv_no,issue_date,amt,tax,total_yuan,status,direction,品名\n"
    found = sources(judged(names))
    assert found["invoice_number"] == (How.HEADER, "inv_no")
    assert found["item_name"] == (How.HEADER, "品名")
    assert found["direction"] == (How.HEADER, "direction")


def test_titles_and_blank_lines_stand_above_the_header():
    table = judged(f"竞买记录,,,\n\n打印时间：2026,,,\n{BIDS}成交,A,1,x\n")
    assert (table.header_row, table.first_row) == (4, 5)
    assert len(table.titles) == 2
    assert table.form.dataset == "auction_bid"


def test_a_header_over_two_physical_lines_is_one_header():
    table = judged('状态,竞买号,"价格\n(元)",时间\n成交,A,1,x\n')
    assert (table.header_row, table.first_row) == (1, 3)
    assert sources(table)["bid_yuan"] == (How.HEADER, "价格\n(元)")


def test_header_cells_are_folded():
    assert folded(" *价税合计（元） ") == folded("价税合计(元)")
    assert judged("状 态,竞买号,价格（元）,时　间\n").form.dataset == "auction_bid"


def test_tabs_are_detected():
    table = judged(BIDS.replace(",", "\t"))
    assert table.form.delimiter == "\t"


def test_a_lot_without_a_column_is_named_by_its_file():
    assert sources(judged(BIDS))["lot_code"] == (How.FILE_NAME, None)
    assert sources(judged(BIDS.replace("状态", "拍品编号,状态")))["lot_code"][0] is How.HEADER


def test_one_source_column_may_fill_two_of_ours():
    found = sources(judged("place,line,period,indicator,value,unit,precision\n"))
    assert found["period_from_on"] == found["period_to_on"] == (How.SPLIT, "period")
    apart = sources(
        judged("place,line,period_from_on,period_to_on,indicator,value,unit,precision\n")
    )
    assert apart["period_to_on"] == (How.HEADER, "period_to_on")


def test_the_viewers_word_comes_first():
    text = BIDS.replace("竞买号", "号牌")
    found = sources(judged(text, mapping={"号牌": "bidder_code"}, set_values={"lot_code": "甲"}))
    assert found["bidder_code"] == (How.MAP, "号牌")
    assert found["lot_code"] == (How.SET, "甲")


def test_what_fills_no_column_is_ignored_and_named():
    assert judged(BIDS.replace("时间", "时间,围观人数")).form.ignored == ("围观人数",)


def test_a_header_that_fits_nothing_says_what_the_nearest_lacks():
    with pytest.raises(SourceRefused) as raised:
        judged("状态,竞买号,价格\n成交,A,1\n")
    assert str(raised.value) == (
        f"The header of {PLACE} fits no dataset; for auction_bid it lacks 时间."
    )
    with pytest.raises(SourceRefused, match="has no header line that fits any dataset"):
        judged("甲,乙\n1,2\n")


def test_two_columns_for_one_are_refused_until_one_is_named():
    text = BIDS.replace("价格", "价格,出价")
    with pytest.raises(SourceRefused, match="more than one column for bid_yuan"):
        judged(text)
    assert sources(judged(text, mapping={"出价": "bid_yuan"}))["bid_yuan"] == (How.MAP, "出价")


def test_a_header_that_fits_two_datasets_alike_is_refused_until_one_is_named():
    one = load_contracts()["auction_bid"]
    text = Path("supervision/datasets/auction_bid.toml").read_text(encoding="utf-8")
    twin = read_contract(text.replace('"auction_bid"', '"auction_twin"'), "auction_twin.toml")
    with pytest.raises(SourceRefused, match="auction_bid, auction_twin"):
        judged(BIDS, [one, twin])


def test_a_mapped_header_must_be_there():
    with pytest.raises(SourceRefused):
        judged(BIDS, mapping={"号牌": "bidder_code"})


TWO_LINES = "立案编号,立案日期,案由,犯罪嫌疑人,,被害人\n,,,姓名,身份证号,姓名\n"


def test_a_header_in_two_lines_names_each_field_by_both():
    table = judged("某表,,,,,\n" + TWO_LINES + "1,2025-01-01,盗窃,甲,2,乙\n")
    assert (table.header_row, table.first_row, len(table.titles)) == (3, 4, 1)
    found = sources(table)
    assert found["suspect_name"] == (How.HEADER, "犯罪嫌疑人姓名")
    assert found["suspect_id"] == (How.HEADER, "犯罪嫌疑人身份证号")
    assert found["victim_name"] == (How.HEADER, "被害人姓名")


def test_the_first_row_below_a_header_is_no_part_of_it():
    for row in ("成交,A,1,2026-05-26 10:00:00\n", BIDS, ",,,\n", "成交,竞买号,,\n"):
        assert judged(BIDS + row).header_row == 1


def test_a_line_of_units_belongs_to_the_header():
    table = judged(BIDS + ",,（万元）,\n成交,A,1,x\n")
    assert table.header_row == 2
    [price] = [source for source in table.form.sources if source.column == "bid_yuan"]
    assert (price.unit, price.shift) == ("万元", 4)


@pytest.mark.parametrize(
    ("text", "unit", "shift"),
    [
        (BIDS.replace("价格", "价格（千元）"), "千元", 3),
        ("单位：万元\n" + BIDS, "万元", 4),
        ("单位：万元\n" + BIDS.replace("价格", "价格(元)"), "元", 0),
        ("单位：某法院\n" + BIDS, None, 0),
    ],
)
def test_a_unit_stands_in_the_name_or_else_in_a_title(text, unit, shift):
    [price] = [source for source in judged(text).form.sources if source.column == "bid_yuan"]
    assert (price.unit, price.shift) == (unit, shift)


def test_a_unit_that_cannot_be_converted_fills_no_column():
    with pytest.raises(SourceRefused, match="it lacks 价格（元）"):
        judged(BIDS.replace("价格", "价格（美元）"))


def test_numbers_remarks_and_line_breaks_around_names_are_passed_over():
    found = judged('1.状态（必填）,2、竞买号:,"3．价格\n（元）",④时间\n')
    assert len([source for source in found.form.sources if source.index is not None]) == 4
