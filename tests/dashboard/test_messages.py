"""Texts in the viewer's language; imported text made inert."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.messages import catalogue, escaped, has, in_words, label, label_of, text
from data_access import unpacking
from data_access.unpackers.running import Refusal
from supervision.vocabulary import LeadState, Line

PAGE = """
import streamlit as st
from dashboard.messages import text
st.text(text("leads.title"))
"""


def test_chinese_is_what_a_process_without_a_screen_speaks():
    assert text("leads.title") == "线索"


def test_values_are_filled_in():
    assert text("figure.share", percent="37.0 %", of="753/2,035") == "37.0 %（753/2,035）"


def test_a_missing_key_is_an_error_and_not_an_empty_label():
    assert not has("leads.no_such_text")
    with pytest.raises(KeyError):
        text("leads.no_such_text")


def test_every_code_of_the_screens_has_its_name():
    assert label(Line.PUBLIC_INTEREST) == "公益诉讼检察"
    assert label_of(LeadState, "new") == "待核查"
    assert label_of(LeadState, "no_such_state") == "no_such_state"


@pytest.mark.parametrize(
    "imported",
    [
        "[点此](javascript:alert(1))",
        "![x](/media/x.png)",
        "<script>alert(1)</script>",
        "**粗** _斜_ `码` :red[红] $x$ ~~删~~",
        "# 标题",
        "第一行\n\n- 第二行",
    ],
)
def test_imported_text_stays_text_where_markdown_is_read(imported):
    made = escaped(imported)
    assert "\n" not in made
    bare = made.replace("\\\\", "")
    for mark in "[]()*_`<>#$~:!-":
        assert all(bare[place - 1] == "\\" for place, each in enumerate(bare) if each == mark)


def test_the_language_is_the_sessions_and_survives_a_rerun():
    app = AppTest.from_string(PAGE)
    assert app.run().text[0].value == "线索"
    app.session_state["lang"] = "en"
    assert app.run().text[0].value == "Leads"
    app.session_state["lang"] = "xx"
    assert app.run().text[0].value == "线索"


def test_a_catalogue_is_read_once():
    assert catalogue("en") is catalogue("en")


def test_sentences_of_the_layers_below_are_said_in_chinese():
    says = "/home/x/uploads/0a/某表.csv is not a table: it is a picture."
    assert in_words(says) == "某表.csv 不是表格：它是图片。"


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (
            "/x/uploads/0a/表.xlsx#人 is a data template without rows.",
            "表.xlsx#人 是没有数据行的数据要素模版。",
        ),
        (
            "/x/表.xlsx is named as a drill-down of 审查逮捕案件, but its header is that of inmate.",
            "表.xlsx 的文件名是“审查逮捕案件”的反查表，表头却属于监狱服刑人员。",
        ),
    ],
)
def test_what_is_wrong_with_a_template_or_an_export_is_said_in_chinese(says, told):
    assert in_words(says) == told


def test_a_sentence_that_is_not_known_stays_as_it_is():
    assert in_words("Something of another kind.") == "Something of another kind."


def test_why_a_run_was_refused_is_said_in_chinese():
    says = (
        "auction_bid has no rows in these units; vat_invoice.status is empty in 3 of 9 rows"
        " (66.7% filled, 100.0% needed)."
    )
    assert in_words(says) == (
        "网拍竞买记录在可见单位内没有数据；增值税发票的“发票状态”在 9 行中有 3 行为空"
        "（完整度 66.7%，需要 100.0%）。"
    )


@pytest.mark.parametrize(
    "says",
    [
        "The SELECT of small, crossed, took longer than 0.2 seconds and was stopped.",
        "The SELECT of small, crossed, needs more memory than the pool has.",
        "The unit 990101 has set near_bids of a_model to 6, which version 2 does not allow.",
        "auction_bidding is no standing model any more.",
        "The model auction_bidding is now of version 2; the run was of 1.",
        "A subject is spelled kind:key.",
        "The rule was changed after its samples were made.",
        "5 samples were not judged by the author.",
        "The rule answers otherwise than its author expects, in sample 4.",
        "There is no such draft of a rule in your unit.",
    ],
)
def test_why_a_model_cannot_run_is_said_in_chinese(says):
    told = in_words(says)
    assert told.endswith("。")
    assert not set(told.split()) & {"The", "is", "which", "no"}


@pytest.mark.parametrize("why", Refusal)
def test_why_a_file_was_not_unpacked_is_said_in_chinese(why):
    refused = unpacking.refusal(why, Path("/home/x/uploads/某表.xlsx"), "a workbook", "../甲.csv")
    told = in_words(str(refused))
    assert "某表.xlsx" in told
    assert told.endswith("。")
    assert "/home" not in told


@pytest.mark.parametrize(
    "says",
    [
        "/home/x/uploads/0a/某表.csv is not a table: it has a line of more than 16 MB.",
        "/home/x/uploads/0a/某表.xls is not a table: it is a web page or XML.",
        "/home/x/uploads/0a/某表.xlsx is not what its name says (.xlsx).",
        "/home/x/uploads/0a/某表.dbf is of a kind that is not read here (.dbf).",
        "/home/x/uploads/0a/某表.zip cannot be read as an archive: it is damaged or something else.",
        "Nothing can be written to /home/x/某表.",
        "The disk has no room for the answer of the query.",
    ],
)
def test_what_befalls_a_file_is_said_in_chinese(says):
    told = in_words(says)
    assert told.endswith("。")
    assert "/home" not in told
    assert " is " not in told
