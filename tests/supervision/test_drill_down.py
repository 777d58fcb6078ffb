"""The names of drill-down exports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.drill_down import DrillDown, drill_down

HAN = st.sampled_from("审查逮捕一公诉案件受理合计起不批准其中未成年")
REPORTS = st.text(HAN, min_size=1, max_size=12)
TITLES = st.text(HAN, max_size=12)
NUMBERS = st.integers(min_value=1, max_value=999)
NAMED = st.builds(
    DrillDown,
    report=REPORTS,
    table=st.integers(min_value=1000, max_value=99_999_999).map(lambda n: f"{n:06}"),
    row=NUMBERS,
    column=NUMBERS,
    title=TITLES,
    counts=st.sampled_from(["人", "件", "人次", None]),
)


def test_the_name_says_report_table_row_column_and_what_is_counted():
    said = drill_down("审查逮捕案件010101表1行4列受理合计（人）")
    assert said == DrillDown(
        report="审查逮捕案件", table="010101", row=1, column=4, title="受理合计", counts="人"
    )


@given(NAMED)
def test_a_name_is_read_as_it_was_written(named):
    assert drill_down(str(named)) == named


@given(NAMED, st.sampled_from([" (1)", "（2）", " - 副本", "_20261122", " 20261122(3)"]))
def test_what_is_added_to_a_name_changes_nothing(named, added):
    assert drill_down(f"{named}{added}") == named


@pytest.mark.parametrize(
    "spelled",
    ["审查逮捕案件010101表1行4列受理合计(人)", " 审查逮捕案件 010101表 1行 4列 受理合计（人） "],
)
def test_narrow_brackets_and_spaces_are_the_same_name(spelled):
    assert str(drill_down(spelled)) == "审查逮捕案件010101表1行4列受理合计（人）"


@pytest.mark.parametrize("stem", ["", "审查逮捕案件", "010101表1行4列", "发票2026表", "表1行4列"])
def test_other_names_say_nothing(stem):
    assert drill_down(stem) is None


@given(st.text(max_size=60))
def test_any_name_at_all_is_looked_at_without_harm(stem):
    found = drill_down(stem)
    assert found is None or found.report
