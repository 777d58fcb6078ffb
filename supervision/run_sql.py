"""Many questions about the same relations as one statement, which the store plans as a whole.

It reads each dataset once where it can, only the columns that some question needs, and writes no
table; nothing of the relations is left afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PART = "part"
"""Which question a row of the answer belongs to, by its place."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedRows:
    """A relation that questions and later relations name.

    is_kept: its rows are found once, and kept until the end of the statement.
    """

    sql: str
    is_kept: bool


def asked_at_once(relations: Mapping[str, NamedRows], questions: Sequence[str]) -> str:
    """The statement that answers all questions: PART, then the answer of each in a struct of its
    own, null in the rows of the others. In no order.
    """
    named = ", ".join(
        f"{name} AS {'' if one.is_kept else 'NOT '}MATERIALIZED ({one.sql})"
        for name, one in relations.items()
    )
    parts = " UNION ALL BY NAME ".join(
        f"SELECT {place} AS {PART}, {part_column(place)} FROM ({question}) AS {part_column(place)}"
        for place, question in enumerate(questions)
    )
    return f"WITH {named} {parts}"


def part_column(place: int) -> str:
    """The column in which the question at this place is answered."""
    return f"part_{place}"
