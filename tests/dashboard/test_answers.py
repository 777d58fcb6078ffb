"""Our values as JSON, and as tables for people."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from dashboard.answers import as_json, show
from supervision.vocabulary import Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A value with every kind of field."""

    from_: str | None
    at: datetime
    on: date
    amount_yuan: Decimal | None
    line: Line
    parts: tuple[int, ...]


MOVE = Move(
    from_=None,
    at=datetime(2026, 5, 26, 18, 20, 46, 5, tzinfo=timezone(timedelta(hours=8))),
    on=date(2026, 5, 26),
    amount_yuan=Decimal("3613817.50"),
    line=Line.CIVIL,
    parts=(1, 2),
)


def test_a_value_becomes_what_the_contract_says():
    assert as_json(MOVE) == {
        "from": None,
        "at": "2026-05-26T10:20:46Z",
        "on": "2026-05-26",
        "amount_yuan": 3613817.5,
        "line": "civil",
        "parts": [1, 2],
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("100.00"), 100),
        (Decimal("-0.10"), -0.1),
        (Decimal("99999999999999.99"), 99999999999999.99),
        (float("nan"), None),
        (float("inf"), None),
        (Path("a/b"), "a/b"),
        (frozenset({"b", "a"}), ["a", "b"]),
        ({Line.CIVIL: 1}, {"civil": 1}),
        (datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01T00:00:00Z"),
        (pl.DataFrame({"a": [1, None]}), [{"a": 1}, {"a": None}]),
        (True, True),
    ],
)
def test_each_kind_of_value_has_its_form(value, expected):
    found = as_json(value)
    assert found == expected
    assert type(found) is type(expected)


def test_what_has_no_json_form_raises():
    with pytest.raises(TypeError, match="object has no JSON form"):
        as_json(object())


def test_json_stands_alone_on_standard_output(capsys):
    show([MOVE], as_json_text=True)
    said = capsys.readouterr()
    assert json.loads(said.out) == [as_json(MOVE)]
    assert said.err == ""


def test_a_table_shows_the_wanted_columns_and_how_many(capsys):
    show([MOVE, MOVE], as_json_text=False, columns=("line", "amount_yuan"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["line", "amount_yuan"]
    assert lines[1].split() == ["civil", "3,613,817.5"]
    assert lines[-1].split() == ["2", "in", "all"]


def test_an_empty_list_says_so(capsys):
    show([], as_json_text=False)
    assert capsys.readouterr().out.strip() == "Nothing."


def test_imported_text_is_not_read_as_markup(capsys):
    show([{"title": "[red]乙[/red]"}], as_json_text=False)
    assert "[red]乙[/red]" in capsys.readouterr().out


def test_one_value_is_shown_as_a_card(capsys):
    show(MOVE, as_json_text=False)
    assert "2026-05-26T10:20:46Z" in capsys.readouterr().out
