"""Identifiers: one spelling each, check digits, and nothing guessed."""

from datetime import date

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from supervision.contracts import Identifier
from supervision.identifiers import (
    checks,
    credit_check,
    is_right,
    join_confidence,
    normalised,
    precision_lost,
    resident,
    resident_check,
)
from supervision.vocabulary import Confidence

DIGITS = st.text("0123456789", min_size=17, max_size=17)
LETTERS = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17)
BORN = st.dates(date(1900, 1, 1), date(1999, 12, 31))


def one(text: str | None, kind: Identifier) -> str | None:
    return normalised(pl.Series([text], dtype=pl.String), kind).item()


@pytest.mark.parametrize(
    ("kind", "text", "spelled"),
    [
        ("resident_id", "99010119900307001x", "99010119900307001X"),
        ("resident_id", " 990101 19900307 0015 ", "990101199003070015"),
        ("resident_id", "９９０１０１１９９００３０７００１Ｘ", "99010119900307001X"),
        ("resident_id", "'990101199003070015", "990101199003070015"),
        ("resident_id", "990101900307001", "99010119900307001"),
        ("resident_id", "990101901307001", "990101901307001"),
        ("resident_id", "990101900307998", "990101900307998"),
        ("resident_id", "h12345678", "H12345678"),
        ("resident_id", "9***1234", "9***1234"),
        ("resident_id", "990101********001x", "990101********001x"),
        ("resident_id", "不详", "不详"),
        ("credit_code", "91990101ma27yf1k3q", "91990101MA27YF1K3Q"),
        ("credit_code", "9199 0101 MA27 YF1K 3Q", "91990101MA27YF1K3Q"),
        ("credit_code", "12345678-9", "123456789"),
        ("case_number", "(2024)浙9901民初123号", "（2024）浙9901民初123号"),
        ("case_number", "（２０２４）浙9901 民初第00123号", "（2024）浙9901民初123号"),
        ("case_number", "〔2024〕浙9901执5号之一", "（2024）浙9901执5号之一"),
        ("case_number", "[2024]浙9901民初7", "（2024）浙9901民初7号"),
        ("case_number", "浙检诉受(2024)99010100012号", "浙检诉受〔2024〕99010100012号"),
        ("case_number", "a9901012024010001", "A9901012024010001"),
        ("plate", "浙A·12345", "浙A12345"),
        ("plate", "浙a 1234学", "浙A1234学"),
        ("plate", "浙AD12345", "浙AD12345"),
        ("plate", "无牌", "无牌"),
        ("phone", "+86 138-0000-0000", "13800000000"),
        ("phone", "8613800000000", "13800000000"),
        ("phone", "１３８００００００００", "13800000000"),
        ("phone", "13800000000.0", "13800000000"),
        ("phone", "(0571) 8888-8888", "057188888888"),
        ("phone", "138****0000", "138****0000"),
        ("phone", "13800000000/13900000000", "13800000000/13900000000"),
        ("bank_account", "6222 0000 0000 0000 123", "6222000000000000123"),
        ("bank_account", "微信", "微信"),
        ("document_number", "浙公 （2024）12号", "浙公〔2024〕12号"),
        ("document_number", None, None),
    ],
)
def test_each_identifier_has_one_spelling(kind, text, spelled):
    found = one(text, Identifier(kind))
    if kind == "resident_id" and len(spelled or "") == 17:
        spelled += resident_check(spelled)
    assert found == spelled


@settings(max_examples=50, deadline=None)
@given(DIGITS, st.sampled_from("0123456789X"))
def test_one_check_digit_of_a_resident_id_is_right(first, last):
    right = resident_check(first)
    assert is_right(first + right, Identifier.RESIDENT_ID) is True
    assert is_right(first + last, Identifier.RESIDENT_ID) is (last == right)
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first))
    assert (total + (10 if right == "X" else int(right))) % 11 == 1


@settings(max_examples=50, deadline=None)
@given(LETTERS, st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_letter_of_a_credit_code_is_found(first, place, letter):
    whole = first + credit_check(first)
    assert is_right(whole, Identifier.CREDIT_CODE) is True
    changed = whole[:place] + letter + whole[place + 1 :]
    assert is_right(changed, Identifier.CREDIT_CODE) is (changed == whole)


def test_the_check_digits_are_those_of_the_published_examples():
    assert resident_check("11010519491231002") == "X"
    assert credit_check("91350100M000100Y4") == "3"


@settings(max_examples=50, deadline=None)
@given(BORN, st.integers(0, 995))
def test_fifteen_digits_become_the_eighteen_of_the_same_person(born, sequence):
    old = f"990101{born:%y%m%d}{sequence:03d}"
    whole = one(old, Identifier.RESIDENT_ID)
    assert is_right(whole, Identifier.RESIDENT_ID) is True
    assert (whole[:6] + whole[8:17], resident(whole).born_on) == (old, born)
    assert resident(whole).is_male is (sequence % 2 == 1)


@settings(max_examples=50, deadline=None)
@example("A´", Identifier.CASE_NUMBER)
@given(st.text(max_size=24), st.sampled_from(Identifier))
def test_whatever_the_text_its_spelling_is_spelled_once(text, kind):
    first = one(text, kind)
    assert one(first, kind) == first
    assert checks(pl.Series([text]), kind).len() == 1
    assert resident(text) is None


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("99010119900307001x", "99010119900307001X"),
        ("91990101 ma27yf1k3q", "91990101MA27YF1K3Q"),
        ("990101900307001", "990101900307001"),
        ("10.0.0.1", "10.0.0.1"),
        ("a1", "a1"),
    ],
)
def test_where_no_kind_is_declared_only_what_is_sure_is_spelled_anew(text, spelled):
    assert normalised(pl.Series([text]), None).item() == spelled


def test_a_masked_identifier_joins_with_less_confidence():
    assert join_confidence("9***1234") is Confidence.C4
    assert join_confidence("990101xxxxxxxx0015") is Confidence.C4
    assert join_confidence("990101199003070015") is Confidence.C1


@pytest.mark.parametrize(
    ("text", "is_lost"),
    [
        ("9.90101E+17", True),
        ("1E+17", True),
        ("9.90101e17", True),
        ("990101199003070000", True),
        ("990101004403070000", False),
        ("5E12", False),
        ("990101199003070015", False),
        ("99010119900307001X", False),
        (None, False),
    ],
)
def test_a_number_that_a_spreadsheet_cut_is_seen(text, is_lost):
    texts = pl.Series([text], dtype=pl.String)
    assert precision_lost(texts, Identifier.RESIDENT_ID).item() is is_lost


def test_three_zeros_under_a_right_check_digit_are_taken_for_what_they_say():
    first = next(
        f"9901011990{day:04d}000"
        for day in range(101, 131)
        if resident_check(f"9901011990{day:04d}000") == "0"
    )
    texts = pl.Series([first + "0"])
    assert precision_lost(texts, Identifier.RESIDENT_ID).to_list() == [False]
