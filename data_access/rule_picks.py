"""Rows of the pool that show what a rule does: a few of each verdict, for its samples.

They leave this module with everything made up that could name anyone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from data_access.kept_models import kept_texts, newest_kept
from data_access.layer_runs import Question, make_tables, opened, rows
from data_access.scope import Scope
from data_access.select_limits import limited
from data_access.stores import Stores
from supervision.compiler import CompiledLayer
from supervision.declaration import load_fixtures, read_fixtures
from supervision.expressions import Value, literal_sql
from supervision.fixtures import FixtureFile
from supervision.made_up import made_up
from supervision.rule_draft import RuleDraft
from supervision.rule_names import RuleNames, names_for
from supervision.rule_rows import RuleRows
from supervision.rule_samples import (
    MOST_ROWS,
    Purpose,
    RuleSample,
    Shown,
    as_rows,
    conditions_of,
)
from supervision.rule_values import Row


def picked_samples(
    stores: Stores, question: Question, draft: RuleDraft, rule_rows: RuleRows
) -> list[RuleSample]:
    """Samples begun from rows of the pool, disguised; one at most for each thing to show.

    Raises Refused where it takes longer, or more memory, than a SELECT may.
    """
    names = names_for(rule_rows)
    with opened(stores, question) as connection, limited(connection, question.model, "samples"):
        compiled = make_tables(connection, question)
        return _disguised(_picked(connection, draft, compiled, names), draft, rule_rows)


def source_fixtures(stores: Stores, scope: Scope, model_id: str) -> FixtureFile:
    """The fixtures of a model that a rule is built on, packaged or kept by the office.

    Raises NotFound where there is no such model within the viewer's scope.
    """
    packaged = load_fixtures().get(model_id)
    if packaged is not None:
        return packaged
    kept = newest_kept(stores, scope, model_id)
    texts = kept_texts(stores, scope, kept.entry_id)
    return read_fixtures(texts.fixtures, f"{model_id}.toml")


def _picked(
    connection: sa.Connection,
    draft: RuleDraft,
    compiled: Mapping[str, CompiledLayer],
    names: RuleNames,
) -> list[RuleSample]:
    """Rows of the pool that show something, as they are."""
    found: list[RuleSample] = []
    judging = compiled[names.of("rows")]
    for place in range(1, len(draft.exclusions) + 1):
        which = f"outcome = 'excluded' AND {_flag(names, place)} IS TRUE"
        shown = Shown(purpose=Purpose.EXCLUDED, exclusion=place)
        found += _sample(shown, _rows(connection, judging, which, 1))
    for purpose, which in _OUTCOMES.items():
        shown = Shown(purpose=purpose)
        if draft.grouping is None:
            found += _sample(shown, _rows(connection, judging, which, 1))
        else:
            found += _sample(shown, _group(connection, draft, compiled, names, which))
    return found


_OUTCOMES = {
    Purpose.FLAGGED: "outcome = 'kept'",
    Purpose.DROPPED: "outcome = 'dropped' AND NOT is_near_miss",
    Purpose.NEAR_MISS: "is_near_miss",
    Purpose.CANNOT_JUDGE: "outcome = 'cannot_judge'",
}


def _flag(names: RuleNames, place: int) -> str:
    return f"x_{names.of(f'x{place}')}"


def _sample(shown: Shown, found: list[Row]) -> list[RuleSample]:
    return [RuleSample(shown=shown, key="", rows=tuple(found), is_live=True)] if found else []


def _rows(connection: sa.Connection, layer: CompiledLayer, which: str, most: int) -> list[Row]:
    columns = ", ".join(layer.columns)
    statement = (
        f"SELECT {columns} FROM {layer.judged} WHERE {which} ORDER BY {columns} LIMIT {most}"
    )
    return as_rows(rows(connection, statement).to_dicts())


def _group(
    connection: sa.Connection,
    draft: RuleDraft,
    compiled: Mapping[str, CompiledLayer],
    names: RuleNames,
    which: str,
) -> list[Row]:
    """All rows of the smallest group with this outcome; none where there is no such group."""
    keys = ("unit_code", draft.subject_column, names.of("period"))
    last = compiled[names.of("subjects")]
    order = ", ".join((names.of("count"), *keys))
    chosen = f"SELECT {', '.join(keys)} FROM {last.judged} WHERE {which} ORDER BY {order} LIMIT 1"
    group = rows(connection, chosen).to_dicts()
    if not group:
        return []
    same = " AND ".join(f"{name} = {literal_sql(_value(group[0][name]))}" for name in keys)
    return _rows(connection, compiled[names.of("known")], f"outcome = 'kept' AND {same}", MOST_ROWS)


def _value(found: object) -> Value:
    if isinstance(found, (str, int, date)):
        return found
    raise TypeError("expected the key of a subject")


def _disguised(
    picked: Sequence[RuleSample], draft: RuleDraft, rule_rows: RuleRows
) -> list[RuleSample]:
    """The same samples with everything made up that could name anyone."""
    made = made_up([one.rows for one in picked], rule_rows, conditions_of(draft))
    return [replace(one, rows=tuple(rows)) for one, rows in zip(picked, made, strict=True)]
