"""Cells: cleaning, defusing and the one spelling under which they are compared."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.cells import (
    LONGEST,
    CellKind,
    canonical,
    cleaned,
    defused,
    is_precise,
    undefused,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
LEADS = st.sampled_from(["=", "+", "-", "@", "|", "\t", "\n", "'", "''", " =", "＝", "\u200b="])


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86",
        "-1",
        "@SUM(A1)",
        "|cmd",
        "\t=1",
        "\n=1",
        " =1",
        "\u3000=1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "｜a",
        "\u200b=1",
        "\ufeff=1",
        "\u202e=1",
        "\ufe0f=1",
        "'=1",
        "\ttext",
        "\ufffd=1",
    ],
)
def test_text_that_begins_like_a_formula_is_defused(text):
    assert defused(text) == f"'{text}"
    assert undefused(defused(text)) == text


@pytest.mark.parametrize("text", ["", "E124", "疑点=1", "'quoted'", "1-2", "2018-03-01", "a|b"])
def test_other_text_is_left_alone(text):
    assert defused(text) == text
    assert undefused(text) == text


@given(st.one_of(ANY_TEXT, st.tuples(LEADS, ANY_TEXT).map("".join)))
def test_defusing_any_text_can_be_undone(text):
    assert undefused(defused(text)) == text
    assert defused(text)[:1] not in set("=+-@|\t\r\n＝＋－＠｜")


@given(ANY_TEXT)
def test_cleaned_text_can_be_encoded_and_is_stable(text):
    once = cleaned(text)
    once.encode("utf-8")
    assert cleaned(once) == once
    assert "\r" not in once
    assert "\x00" not in once


def test_what_a_file_cannot_carry_is_replaced_and_not_dropped():
    assert cleaned("a\x0bb\ud800c\x00d\uffffe") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert cleaned("a\r\nb\rc\nd\te") == "a\nb\nc\nd\te"


def test_a_nul_before_a_formula_does_not_hide_it():
    assert defused(cleaned("\x00=1")).startswith("'")


def test_a_text_beyond_the_longest_cell_is_cut_with_a_note():
    cut = cleaned("案" * 40_000, "（截短）")
    assert len(cut) == LONGEST - 1
    assert cut.endswith("（截短）")
    assert len(defused("=" + cut[:-5] + "（截短）")) <= LONGEST


def test_length_is_counted_as_excel_counts_and_no_pair_is_split():
    cut = cleaned("𠮷" * 20_000, "…")
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST - 1
    assert "\ufffd" not in cut


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (CellKind.MONEY, Decimal("1234.50"), 1234.5),
        (CellKind.MONEY, Decimal("1234.50"), "1234.5"),
        (CellKind.MONEY, Decimal("0.10"), 0.1),
        (CellKind.MONEY, Decimal("1234567890123456.78"), "1234567890123456.78"),
        (CellKind.MONEY, Decimal("-3.00"), "-3"),
        (CellKind.WHOLE, 17, 17.0),
        (CellKind.WHOLE, 17, "17"),
        (CellKind.DAY, date(2018, 3, 1), datetime(2018, 3, 1)),  # noqa: DTZ001
        (CellKind.DAY, date(2018, 3, 1), "2018-03-01"),
        (CellKind.DAY, date(2018, 3, 1), "2018/3/1"),
        (CellKind.TEXT, "=1+1", "'=1+1"),
        (CellKind.TEXT, "a\nb", "a\r\nb"),
        (CellKind.TEXT, None, ""),
        (CellKind.VALUE, 0.37, 0.37),
        (CellKind.VALUE, 3, 3.0),
    ],
)
def test_the_same_cell_has_one_spelling(kind, one, other):
    assert canonical(kind, one) == canonical(kind, other, came_back=True)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (CellKind.MONEY, Decimal("1234.50"), 1234.51),
        (CellKind.MONEY, Decimal("1234.50"), "待定"),
        (CellKind.WHOLE, 17, 18.0),
        (CellKind.DAY, date(2018, 3, 1), "2018-03-02"),
        (CellKind.DAY, date(2018, 3, 1), "2018-02-30"),
        (CellKind.DAY, date(2018, 3, 1), datetime(2018, 3, 1, 8)),  # noqa: DTZ001
        (CellKind.IDENTIFIER, "330106199001011328", 330106199001011328.0),
        (CellKind.IDENTIFIER, "00000001", "1"),
        (CellKind.TEXT, "待核查", "待核查 "),
        (CellKind.VALUE, "0012", "12"),
        (CellKind.VALUE, 0.37, 0.38),
    ],
)
def test_another_cell_has_another_spelling(kind, one, other):
    assert canonical(kind, one) != canonical(kind, other, came_back=True)


@given(st.one_of(ANY_TEXT, st.tuples(LEADS, ANY_TEXT).map("".join)))
def test_text_that_was_defused_on_its_way_out_comes_back_as_it_was(text):
    written = defused(cleaned(text))
    for kind in (CellKind.TEXT, CellKind.IDENTIFIER, CellKind.VALUE):
        assert canonical(kind, text) == canonical(kind, written, came_back=True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Decimal("9999999999999.99"), True), (Decimal("99999999999999.99"), False), (0.1, True)],
)
def test_a_number_beyond_fifteen_digits_is_not_precise(value, expected):
    assert is_precise(value) is expected


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12
    )
)
def test_a_written_number_reads_back_the_same_from_a_spreadsheet(value):
    assert canonical(CellKind.MONEY, float(value)) == canonical(CellKind.MONEY, value)
