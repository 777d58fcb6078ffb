from datetime import date
from decimal import Decimal

import pytest

from supervision.expressions import (
    ExpressionRefused,
    bound,
    columns_of,
    has_aggregate,
    has_text_match,
    has_window,
    levels,
    literal_sql,
    parameters_of,
    parse,
    pretty,
    tables_of,
)


@pytest.mark.parametrize(
    "text",
    [
        "read_csv('/etc/passwd')",
        "(SELECT 1)",
        "a IN (SELECT b FROM c)",
        "getenv('HOME')",
        "random() > 0.5",
        "current_date > issued_on",
        "ANY_VALUE(a)",
        "MODE(a)",
        "CAST(a AS BLOB)",
        "a; DROP TABLE b",
        "",
    ],
)
def test_what_is_not_on_the_portable_list_is_refused(text):
    with pytest.raises(ExpressionRefused):
        parse(text)


def test_an_expression_names_its_columns_tables_and_parameters_once_each():
    text = "a + b > :least AND lead.c = a AND :least < :most"
    assert columns_of(text) == ("a", "b")
    assert columns_of(text, of="lead") == ("c",)
    assert tables_of(text) == ("lead",)
    assert parameters_of(text) == ("least", "most")


def test_windows_and_aggregates_are_told_from_plain_expressions():
    assert has_window("LAG(a) OVER (ORDER BY b)")
    assert not has_window("COUNT(*)")
    assert has_text_match("NOT REGEXP_MATCHES(a, '油')")
    assert not has_text_match("a = '油'")
    assert has_aggregate("COUNT(*) > 1")
    assert not has_aggregate("a > 1 AND b IS NULL")


def test_a_parameter_becomes_a_typed_literal_wherever_it_stands():
    window = "MIN(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND :n - 2 PRECEDING)"
    assert "10 - 2 PRECEDING" in bound(window, {"n": 10})
    assert bound("a = :name", {"name": "O'Neil; DROP"}) == "a = 'O''Neil; DROP'"
    assert bound("a > :least", {"least": Decimal("-0.5")}) == "a > (-0.5)"


@pytest.mark.parametrize(
    ("value", "sql"),
    [
        (None, "NULL"),
        (True, "TRUE"),
        (7, "7"),
        (-7, "(-7)"),
        (Decimal("0.10"), "0.10"),
        (1e-7, "0.0000001"),
        (date(2024, 2, 29), "CAST('2024-02-29' AS DATE)"),
        ("甲'乙", "'甲''乙'"),
    ],
)
def test_a_value_is_a_literal_of_its_own_type(value, sql):
    assert literal_sql(value) == sql


def test_columns_of_the_lead_are_replaced_and_others_qualified_where_asked():
    text = "unit = lead.unit AND n > :n"
    assert bound(text, {"n": 1}, {"unit": "'990101'"}) == "unit = '990101' AND n > 1"
    assert (
        bound(text, {"n": 1}, {"unit": "leads.unit"}, of="r") == "r.unit = leads.unit AND r.n > 1"
    )


def test_derived_columns_are_put_in_levels_by_what_they_use():
    found = levels([("a", "x + 1"), ("b", "a * 2"), ("c", "x - 1"), ("d", "b + c")])
    assert [[name for name, _ in level] for level in found] == [["a", "c"], ["b"], ["d"]]


def test_a_statement_is_laid_out_without_changing_it():
    assert pretty("SELECT a FROM b WHERE c = 'x'").split() == [
        "SELECT",
        "a",
        "FROM",
        "b",
        "WHERE",
        "c",
        "=",
        "'x'",
    ]
