"""Text to values: what is read, what is rejected, and that nothing is guessed."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_series_equal

from data_access.conversion import VALUE_TYPES, convert, part_of
from supervision.contracts import Column, ColumnType, Identifier

NAMES = {ColumnType.MONEY: "x_yuan"}


def read(kind: ColumnType, text: str | None, **more):
    column = Column(name=NAMES.get(kind, "x"), title="x", title_en="x", type=kind, **more)
    found = convert(pl.Series([text], dtype=pl.String), column)
    assert found.values.len() == found.faults.len() == 1
    return found.faults.item() or found.values.item()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=8))
def test_no_text_makes_a_conversion_fail(texts):
    for kind in ColumnType:
        codes = {"甲": "a"} if kind is ColumnType.CODE else {}
        column = Column(name="x_yuan", title="x", title_en="x", type=kind, codes=codes)
        found = convert(pl.Series(texts, dtype=pl.String), column, shift=4)
        assert found.values.len() == found.faults.len() == len(texts)


@pytest.mark.parametrize("kind", [ColumnType.TEXT, ColumnType.NUMBER, ColumnType.DATE])
def test_a_word_for_no_value_is_none_where_the_contract_says_so(kind):
    assert read(kind, " ? ", missing=("?", "无")) is None
    assert read(kind, "?", missing=("?",), required=True) == "missing"
    assert read(kind, "?") in {"?", "not_a_number", "not_a_date"}


def test_words_for_no_value_are_the_columns_and_the_datasets():
    column = Column(name="x", title="x", title_en="x", type=ColumnType.TEXT, missing=("?",))
    found = convert(pl.Series(["?", "无", "0"]), column, missing=["无"])
    assert found.values.to_list() == [None, None, "0"]
    found = convert(pl.Series(["？", "－", "null", "ＮＵＬＬ", "2"]), column, missing=["-", "NULL"])
    assert found.values.to_list() == [None, None, None, None, "2"]


def test_codes_are_trimmed_folded_and_accepted_as_codes():
    codes = {"有效发票": "valid", "作废发票": "void"}
    for text in ("作废发票", " 作废发票", "作废 发票", "void"):
        assert read(ColumnType.CODE, text, codes=codes) == "void"
    assert read(ColumnType.CODE, "失控发票", codes=codes) == "unknown_code"


def test_integers_and_booleans():
    assert read(ColumnType.INTEGER, "1,000") == 1000
    assert read(ColumnType.INTEGER, "5.0") == 5
    assert read(ColumnType.INTEGER, "5.5") == "not_an_integer"
    assert read(ColumnType.BOOLEAN, "是") is True
    assert read(ColumnType.BOOLEAN, "也许") == "not_a_boolean"


@pytest.mark.parametrize("text", [None, "", "  ", "\u3000"])
@pytest.mark.parametrize("kind", [kind for kind in ColumnType if kind is not ColumnType.CODE])
def test_an_empty_cell_is_null_and_where_required_missing(kind, text):
    assert read(kind, text) is None
    assert read(kind, text, required=True) == "missing"


def test_a_dash_is_no_value_except_in_text():
    assert read(ColumnType.MONEY, "--", required=True) == "missing"
    assert read(ColumnType.TEXT, "-") == "-"


def test_a_part_of_a_field_is_the_whole_where_there_is_no_separator():
    raw = pl.Series(["2019-01/2019-12", "2019-03", None, "a/"])
    assert part_of(raw, "/", 1).to_list() == ["2019-01", "2019-03", None, "a"]
    assert part_of(raw, "/", 2).to_list() == ["2019-12", "2019-03", None, ""]


@pytest.mark.parametrize("kind", [ColumnType.TEXT, ColumnType.MONEY, ColumnType.DATE])
def test_a_number_that_a_spreadsheet_cut_short_has_lost_its_precision(kind):
    assert read(kind, "\ue000990101199003070015") == "precision_lost"
    assert read(kind, "\ue000990101199003070015", required=True) == "precision_lost"


def test_an_identifier_is_brought_to_its_one_spelling():
    kind = {"identifier": Identifier.RESIDENT_ID}
    assert read(ColumnType.TEXT, "99010119900307001x", **kind) == "99010119900307001X"
    assert read(ColumnType.TEXT, "990101199003070010", **kind) == "990101199003070010"
    assert read(ColumnType.TEXT, "9***1234", **kind) == "9***1234"
    assert read(ColumnType.TEXT, "9.90101E+17", **kind) == "precision_lost"
    assert read(ColumnType.TEXT, "9.90101E+17", mask="identifier") == "precision_lost"
    assert read(ColumnType.TEXT, "9.90101E+17") == "9.90101E+17"


SAID = st.lists(
    st.sampled_from(
        (
            *(None, "", "0", "-1.50", "+7.", "12.345", "1,000", " 3 ", "9" * 17, "1.1234567", "?"),
            *("2026-05-26", "2026/5/26", "2026-5-6", "1800-01-01", "20260526", "2026年5月26日"),
            *("甲", "a", "甲 ", "46168", '="7"', "\ue0001", "2026-02-30", "2026- 5-26", "-0.00"),
            *("无", "½", "乙"),
        )
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(
    SAID,
    st.booleans(),
    st.sampled_from([(), ("无", "0", "甲")]),
    st.sampled_from([None, 0, 1, 6]),
)
def test_values_read_at_once_are_what_each_is_read_as(texts, required, missing, decimals):
    """One field that is none of the type keeps its column from being read at once."""
    for kind in ColumnType:
        column = Column(
            name="x_yuan",
            title="x",
            title_en="x",
            type=kind,
            codes={"甲": "a", "乙": "b"} if kind is ColumnType.CODE else {},
            required=required,
            rounded_to=decimals if kind is ColumnType.NUMBER else None,
        )
        raw = pl.Series(texts, dtype=pl.String)
        found = convert(raw, column, missing)
        beside = convert(pl.concat([raw, pl.Series(["x~"])]), column, missing)
        assert_series_equal(found.values, beside.values.head(len(texts)))
        assert_series_equal(found.faults, beside.faults.head(len(texts)))
        assert found.values.dtype == VALUE_TYPES[kind]
