"""How leads become the rows of a review list: codes into words, sentences judged, text cleaned."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from supervision.cells import Cell, cleaned
from supervision.review_list import (
    LIST_COLUMNS,
    MOST_SHEET_ROWS,
    REASON_COLUMNS,
    Column,
    Condition,
    ListedLead,
    Sheet,
    Words,
)
from supervision.wording import refuse_accusing_words


class Spelling:
    """How codes and sentences of a list become cells, in one language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._known: dict[str, str] = {}

    def text(self, key: str) -> str:
        """The text of a key of the list."""
        return self.word(f"review_list.{key}")

    def word(self, key: str) -> str:
        """The text of any key; looked up once."""
        if key not in self._known:
            self._known[key] = refuse_accusing_words(self._words(key))
        return self._known[key]

    def code(self, enum: str, value: str) -> str:
        """What a code is called."""
        return self.word(f"code.{enum}.{value}")

    def flag(self, holds: bool, key: str) -> str | None:
        """The mark of something that holds; an empty cell where it does not."""
        return self.text(f"mark.{key}") if holds else None

    def carried(self, text: str) -> str:
        """Text of data as a cell can carry it."""
        return cleaned(text, self.text("cut"))

    def titles(self, sheet: str, columns: tuple[Column, ...]) -> tuple[str, ...]:
        """The titles of a sheet's columns."""
        return tuple(self.text(f"{sheet}.{column.id}") for column in columns)


def list_sheet(leads: Iterable[ListedLead], export_id: str, spelling: Spelling) -> Sheet:
    """The sheet with one row a lead, in the order given."""
    return Sheet(
        name=spelling.text("sheet.list"),
        columns=LIST_COLUMNS,
        titles=spelling.titles("column", LIST_COLUMNS),
        rows=(_list_row(lead, export_id, spelling) for lead in leads),
    )


def reasons_sheets(
    leads: Iterable[ListedLead], conditions: int, spelling: Spelling
) -> tuple[Sheet, ...]:
    """The sheets with one row a condition, leads in the order given; one unless there are too many.

    conditions: how many rows there are in all. The sheets share one stream and are taken in order.
    """
    rows = _reason_rows(leads, spelling)
    name = spelling.text("sheet.reasons")
    sheets = max(1, -(-conditions // MOST_SHEET_ROWS))
    return tuple(
        Sheet(
            name=name if number == 1 else f"{name} {number}",
            columns=REASON_COLUMNS,
            titles=spelling.titles("reason_column", REASON_COLUMNS),
            rows=islice(rows, MOST_SHEET_ROWS),
        )
        for number in range(1, sheets + 1)
    )


def _list_row(lead: ListedLead, export_id: str, spelling: Spelling) -> tuple[Cell, ...]:
    reason_enum = "dismissal_reason" if lead.state == "dismissed" else "move_reason"
    spelled: dict[str, Cell] = {
        "export_id": export_id,
        "title": spelling.carried(_title(lead)),
        "subject": spelling.carried(lead.subject),
        "state": spelling.code("lead_state", lead.state),
        "last_reason": lead.last_reason and spelling.code(reason_enum, lead.last_reason),
        "line": spelling.code("line", lead.line),
        "business": spelling.code("business", lead.business),
        "is_degraded": spelling.flag(lead.is_degraded, "degraded"),
        "is_withdrawn": spelling.flag(lead.is_withdrawn, "withdrawn"),
        "reasons": spelling.carried("\n".join(_met(one, spelling) for one in lead.reasons)),
        "batches": spelling.carried(" ".join(lead.batches)) or None,
    }
    return tuple(
        spelled[column.id] if column.id in spelled else getattr(lead, column.id)
        for column in LIST_COLUMNS
    )


def _reason_rows(leads: Iterable[ListedLead], spelling: Spelling) -> Iterator[tuple[Cell, ...]]:
    for lead in leads:
        for one in lead.reasons:
            yield (
                lead.lead_no,
                spelling.carried(lead.subject),
                spelling.carried(_neutral(one.says)),
                _value(one.actual, spelling),
                _value(one.limit, spelling),
            )


def _title(lead: ListedLead) -> str:
    """The title, refused where it accuses; a subject's own name is data and may say anything."""
    _neutral(lead.title.replace(lead.subject.partition(":")[2], ""))
    return lead.title


_neutral = lru_cache(maxsize=4096)(refuse_accusing_words)
"""Models repeat few sentences over many leads; each is judged once."""


def _met(one: Condition, spelling: Spelling) -> str:
    says = _neutral(one.says)
    if one.actual is None and one.limit is None:
        return says
    return spelling.text("met").format(
        says=says, actual=_said(one.actual, spelling), limit=_said(one.limit, spelling)
    )


def _said(value: Cell, spelling: Spelling) -> str:
    return spelling.text("none") if value is None else str(value)


def _value(value: Cell, spelling: Spelling) -> Cell:
    return spelling.carried(value) if isinstance(value, str) else value
