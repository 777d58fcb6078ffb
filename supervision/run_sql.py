"""Many questions about the same relations as one statement, which the store plans as a whole.

It reads each dataset once where it can, only the columns that some question needs, and writes no
table; nothing of the relations is left afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from supervision.count_sql import Counts

PART, COUNTED, ROW = "part", "counted", "row"
"""Which question a row of the answer belongs to, by its place; the numbers of one of the counts, in
the order of its terms; a row of the rows asked for.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedRows:
    """A relation that questions and later relations name.

    is_kept: its rows are found once, and kept until the end of the statement.
    """

    sql: str
    is_kept: bool


def asked_at_once(relations: Mapping[str, NamedRows], counts: Sequence[Counts], rows: str) -> str:
    """The statement that answers all: PART, COUNTED, ROW, in no order.

    counts: each is answered by one row. rows: the statement whose rows are wanted, which come
    after the counts in place.
    """
    named = ", ".join(
        f"{name} AS {'' if one.is_kept else 'NOT '}MATERIALIZED ({one.sql})"
        for name, one in relations.items()
    )
    parts = [
        f"SELECT {place} AS {PART}, CAST([{', '.join(one.terms.values())}] AS BIGINT[])"
        f" AS {COUNTED}, NULL AS {ROW} FROM {one.relation}"
        for place, one in enumerate(counts)
    ]
    parts.append(f"SELECT {len(counts)}, NULL, found FROM ({rows}) AS found")
    return f"WITH {named} {' UNION ALL '.join(parts)}"
