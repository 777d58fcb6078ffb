"""Every draft is a model that loads, and selects what a plain evaluation of the draft selects."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

import duckdb
import pytest
from duckdb_sqlalchemy import Dialect
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.schema import CreateTable

from data_access.lake_tables import dataset_table
from supervision.compiler import compile_layers
from supervision.contracts import ColumnType, contract
from supervision.declaration import shaped_model
from supervision.errors import ModelMistakes
from supervision.expressions import literal_sql
from supervision.lead_sql import lead_statement
from supervision.model_checks import model_mistakes
from supervision.model_text import model_text
from supervision.parameters import parameter_values
from supervision.rule_draft import (
    MeasureKind,
    Period,
    RuleCondition,
    RuleDraft,
    RuleGrouping,
    RuleHead,
    RuleMeasure,
    read_draft,
)
from supervision.rule_gaps import Gap, rule_gaps
from supervision.rule_model import rule_model, trial_model
from supervision.rule_operators import NEEDS, Needs, Operator, are_comparable, operators_of
from supervision.rule_rows import rows_of_dataset
from supervision.source_sql import source_statement
from supervision.vocabulary import SubjectKind
from tests.supervision.rule_evaluation import AS_OF, CHINA, day, groups, holds, outcomes

ROWS = rows_of_dataset("auction_lot")
HEAD = RuleHead(id="U-990101-01", version=1, owner="990101", created_on=AS_OF, changed_on=AS_OF)
WORDS = ("底价", "100%", "a_b", "it's", '"引号"', "\\", ":as_of", "{x}", "其他")
ASKED = (
    *("lot_title", "asset_kind", "announced_on", "started_at", "ended_at", "start_yuan"),
    *("appraisal_yuan", "bidders_count", "preemptor_shown_days", "has_photos"),
)
SUBJECT, DAY = "lot_code", "ended_at"


def value_of(chance, column):
    if chance.random() < 0.15:
        return None
    if column.name == SUBJECT:
        return f"L{chance.randrange(12)}"
    if column.type is ColumnType.TEXT:
        return "".join(chance.choices(WORDS, k=chance.randrange(1, 4)))
    if column.type is ColumnType.CODE:
        return chance.choice(column.codes)[0]
    if column.type is ColumnType.MONEY:
        return Decimal(chance.randrange(-200, 2000)) / 2
    if column.type is ColumnType.INTEGER:
        return chance.randrange(0, 6)
    if column.type is ColumnType.BOOLEAN:
        return chance.random() < 0.5
    on = AS_OF - timedelta(days=chance.randrange(1, 90))
    if column.type is ColumnType.DATE:
        return on
    return datetime(on.year, on.month, on.day, chance.choice((0, 12, 23)), 30, tzinfo=CHINA)


def text_of(value):
    """The value as a text that the table's column reads."""
    return value if value is None or isinstance(value, str) else str(value)


@pytest.fixture(scope="module")
def pool():
    """A table of lots in memory with every kind of value, and the same rows in Python."""
    chance = random.Random(5)  # noqa: S311 - a table, no secret
    columns = [column for column in ROWS.columns if column.name in {*ASKED, SUBJECT}]
    rows = [
        {column.name: value_of(chance, column) for column in columns} | {"source_line": line}
        for line in range(1, 161)
    ]
    connection = duckdb.connect(":memory:")
    connection.execute("SET TimeZone = 'Asia/Shanghai'")
    table = CreateTable(dataset_table(contract("auction_lot")))
    connection.execute(str(table.compile(dialect=Dialect())))
    names = [*(column.name for column in columns), "source_line", "unit_code"]
    lines = [
        f"({', '.join(literal_sql(text_of(row.get(name, '990101'))) for name in names)})"
        for row in rows
    ]
    connection.execute(f"INSERT INTO auction_lot ({', '.join(names)}) VALUES {', '.join(lines)}")
    statement = source_statement(contract("auction_lot"), units={"990101"}, as_of=AS_OF)
    connection.execute(statement)
    yield connection, rows
    connection.close()


@st.composite
def conditions(draw):
    """A whole condition on one of the columns, with any operator that its type takes."""
    column = ROWS.column(draw(st.sampled_from(ASKED)))
    operator = draw(st.sampled_from(operators_of(column.type, is_personal=column.is_personal)))
    needs = NEEDS[operator]
    numbers = sorted(draw(st.tuples(st.integers(-50, 900), st.integers(-50, 900))))
    if column.type is ColumnType.INTEGER:
        numbers = [number % 7 for number in numbers]
        numbers.sort()
    days = sorted(draw(st.tuples(st.integers(0, 90), st.integers(0, 90))), reverse=True)
    others = [
        one
        for one in ASKED
        if one != column.name and are_comparable(ROWS.column(one).type, column.type)
    ]
    is_days = needs in {Needs.DAYS, Needs.DAYS_AND_COLUMN}
    words = [code for code, _ in column.codes] or list(WORDS)
    return RuleCondition(
        column=column.name,
        operator=operator,
        number=Decimal(draw(st.integers(0, 60)) if is_days else numbers[0]),
        upper=Decimal(numbers[1]),
        day=AS_OF - timedelta(days=days[0]),
        last_day=AS_OF - timedelta(days=days[1]),
        words=tuple(draw(st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True))),
        other=draw(st.sampled_from(others)) if others else "",
        margin=draw(st.sampled_from((None, Decimal(1), Decimal(5)))),
    )


@st.composite
def groupings(draw):
    measures = [
        RuleMeasure(
            kind=kind,
            column=draw(st.sampled_from(("bidders_count", "start_yuan"))),
            least=Decimal(draw(st.integers(1, 6))),
            margin=Decimal(1),
        )
        for kind in draw(st.lists(st.sampled_from(list(MeasureKind)), max_size=2))
    ]
    return RuleGrouping(
        period=draw(st.sampled_from(list(Period))),
        least=draw(st.integers(2, 4)),
        measures=tuple(measures),
    )


NEAR = RuleCondition(
    column="start_yuan", operator=Operator.AT_LEAST, number=Decimal(-90), margin=Decimal(5)
)
DRAFTS = st.builds(
    RuleDraft,
    source=st.just(ROWS.source),
    conditions=st.lists(conditions(), max_size=3).map(lambda some: (NEAR, *some)),
    exclusions=st.lists(conditions(), max_size=2).map(tuple),
    grouping=st.none() | groupings(),
    subject_column=st.just(SUBJECT),
    subject_kind=st.just(SubjectKind.LOT),
    event_column=st.just(DAY),
    amount_column=st.sampled_from(("", "start_yuan")),
    title=st.sampled_from(("样例规则", "名称有'引号'和\"双引号\"")),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draft=DRAFTS)
def test_every_draft_loads_and_selects_what_it_says(pool, draft):
    connection, rows = pool
    assert rule_gaps(draft, ROWS) == ()
    assert read_draft(draft.model_dump_json()) == draft
    model = rule_model(draft, ROWS, HEAD)
    read = shaped_model(model_text(model), f"{HEAD.id}.toml")
    assert read.model_copy(update={"sha256": ""}) == model
    assert model_mistakes(model, "") == []
    values = {**parameter_values(model), "as_of": AS_OF}
    layers = compile_layers(model, values, is_standalone=True)
    found = connection.execute(f"SELECT source_line, outcome FROM {layers['rule_rows'].judged}")
    assert dict(found.fetchall()) == outcomes(draft, rows, AS_OF)
    if draft.grouping is not None:
        statement = f"SELECT lot_code, rule_period, outcome FROM {layers['rule_subjects'].judged}"
        judged = {
            (key, on): outcome for key, on, outcome in connection.execute(statement).fetchall()
        }
        assert judged == groups(draft, rows, AS_OF)
    leads = lead_statement(model, layers[model.layers[-1].id], values)
    kept = f"SELECT COUNT(*) FROM {layers[model.layers[-1].id].judged} WHERE outcome = 'kept'"
    assert len(connection.execute(leads).fetchall()) == connection.execute(kept).fetchone()[0]


def of_each_operator(rows):
    """One condition of every operator, its limits being values that stand in the table."""

    def standing(name, place=0):
        judged = [row for row in rows if row[SUBJECT] and row[DAY]]
        return [row[name] for row in judged if row[name] is not None][place]

    yuan = sorted((standing("start_yuan"), standing("start_yuan", 1)))
    days = sorted((standing("announced_on"), standing("announced_on", 1)))
    term = (day(standing("ended_at")) - standing("announced_on")).days
    codes = (ROWS.column("asset_kind").codes[0][0], ROWS.column("asset_kind").codes[1][0])
    asked = {
        Operator.EQUALS: ("asset_kind", {"words": codes[:1]}),
        Operator.DIFFERS: ("asset_kind", {"words": codes}),
        Operator.ONE_OF: ("lot_title", {"words": (standing("lot_title"), "it's")}),
        Operator.AT_LEAST: ("start_yuan", {"number": yuan[0]}),
        Operator.AT_MOST: ("start_yuan", {"number": yuan[0]}),
        Operator.BETWEEN: ("start_yuan", {"number": yuan[0], "upper": yuan[1]}),
        Operator.FROM_DAY: ("ended_at", {"day": day(standing("ended_at"))}),
        Operator.UNTIL_DAY: ("announced_on", {"day": days[0]}),
        Operator.BETWEEN_DAYS: ("announced_on", {"day": days[0], "last_day": days[1]}),
        Operator.WITHIN_DAYS_AFTER: ("ended_at", {"number": abs(term), "other": "announced_on"}),
        Operator.MORE_DAYS_AFTER: ("ended_at", {"number": abs(term), "other": "announced_on"}),
        Operator.WITHIN_DAYS_BEFORE_RUN: ("announced_on", {"number": (AS_OF - days[0]).days}),
        Operator.MORE_DAYS_BEFORE_RUN: ("announced_on", {"number": (AS_OF - days[0]).days}),
        Operator.CONTAINS: ("lot_title", {"words": ("100%", "it's")}),
        Operator.LACKS: ("lot_title", {"words": ("a_b",)}),
        Operator.IS_TRUE: ("has_photos", {}),
        Operator.IS_FALSE: ("has_photos", {}),
        Operator.IS_FILLED: ("start_yuan", {}),
        Operator.IS_EMPTY: ("start_yuan", {}),
        Operator.ABOVE_COLUMN: ("bidders_count", {"other": "preemptor_shown_days"}),
        Operator.BELOW_COLUMN: ("announced_on", {"other": "ended_at"}),
    }
    assert set(asked) == set(Operator)
    return [
        RuleCondition.model_validate({"column": column, "operator": operator, **values})
        for operator, (column, values) in asked.items()
    ]


def test_each_operator_answers_in_three_ways_as_plain_python_does(pool):
    connection, rows = pool
    asked = of_each_operator(rows)
    model = trial_model(finished(conditions=tuple(asked)), ROWS, HEAD)
    values = {**parameter_values(model), "as_of": AS_OF}
    layer = compile_layers(model, values, is_standalone=True)["rule_rows"]
    flags = ", ".join(f"c_rule_{place}" for place in range(1, len(asked) + 1))
    found = connection.execute(f"SELECT source_line, {flags} FROM {layer.flagged}").fetchall()
    by_line = {row["source_line"]: row for row in rows}
    for place, condition in enumerate(asked, 1):
        told = {line[0]: line[place] for line in found}
        meant = {line: holds(condition, by_line[line], AS_OF) for line in told}
        assert told == meant, condition
        assert {True, False} <= set(told.values()), condition


def finished(**changes):
    draft = RuleDraft(
        source=ROWS.source,
        conditions=(NEAR,),
        subject_column=SUBJECT,
        subject_kind=SubjectKind.LOT,
        event_column=DAY,
        title="样例规则",
    )
    return draft.model_copy(update=changes)


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"conditions": ()}, Gap.NO_CONDITION),
        ({"conditions": (NEAR.model_copy(update={"margin": None}),)}, Gap.NO_MARGIN),
        ({"conditions": (NEAR, RuleCondition(column="nothing"))}, Gap.NO_COLUMN),
        ({"conditions": (NEAR, NEAR.model_copy(update={"number": None}))}, Gap.NO_VALUE),
        ({"conditions": (NEAR, NEAR.model_copy(update={"says": "涉嫌违法"}))}, Gap.ACCUSES),
        (
            {"conditions": (NEAR, NEAR.model_copy(update={"column": "has_photos"}))},
            Gap.WRONG_OPERATOR,
        ),
        ({"subject_column": ""}, Gap.NO_SUBJECT),
        ({"subject_kind": SubjectKind.CLUSTER}, Gap.CLUSTER),
        ({"title": "涉嫌围标"}, Gap.ACCUSES),
        ({"title": "{lot_code}"}, Gap.BRACES),
        ({"title": ""}, Gap.NO_TITLE),
        ({"grouping": RuleGrouping(margin=0)}, Gap.NO_MARGIN),
        ({"grouping": RuleGrouping(by=("nothing",))}, Gap.NO_COLUMN),
        ({"grouping": RuleGrouping(measures=(RuleMeasure(),))}, Gap.NO_MEASURE),
    ],
)
def test_what_is_lacking_is_named_and_nothing_is_made(changes, gap):
    draft = finished(**changes)
    assert gap in {one.gap for one in rule_gaps(draft, ROWS)}
    with pytest.raises(ModelMistakes):
        rule_model(draft, ROWS, HEAD)


def test_a_limit_above_the_other_is_no_range():
    upside = NEAR.model_copy(
        update={"operator": Operator.BETWEEN, "number": Decimal(9), "upper": Decimal(1)}
    )
    assert Gap.UPSIDE_DOWN in {one.gap for one in rule_gaps(finished(conditions=(upside,)), ROWS)}


def test_a_column_that_names_persons_is_only_asked_whether_it_is_filled():
    rows = rows_of_dataset("admin_penalty")
    party = rows.column("party_name")
    assert operators_of(party.type, is_personal=party.is_personal) == (
        Operator.IS_FILLED,
        Operator.IS_EMPTY,
    )
    named = RuleCondition(column="party_name", operator=Operator.EQUALS, words=("张三",))
    draft = finished(source=rows.source, conditions=(named,), subject_column="decision_no")
    assert Gap.WRONG_OPERATOR in {one.gap for one in rule_gaps(draft, rows)}


@pytest.mark.parametrize(
    ("column", "kind", "is_allowed"),
    [
        ("party_id", SubjectKind.PERSON, True),
        ("party_id", SubjectKind.FIRM, True),
        ("party_id", SubjectKind.CASE, False),
        ("party_name", SubjectKind.FIRM, False),
    ],
)
def test_persons_are_the_subject_only_where_they_are_masked_as_such(column, kind, is_allowed):
    rows = rows_of_dataset("admin_penalty")
    draft = finished(source=rows.source, subject_column=column, subject_kind=kind)
    gaps = {one.gap for one in rule_gaps(draft, rows)}
    assert (Gap.NAMES_PERSONS not in gaps) == is_allowed


def test_firms_in_a_column_of_persons_are_told_by_their_code():
    rows = rows_of_dataset("admin_penalty")
    fine = NEAR.model_copy(update={"column": "fine_yuan"})
    draft = finished(
        source=rows.source,
        conditions=(fine,),
        subject_column="party_id",
        subject_kind=SubjectKind.FIRM,
        event_column="decided_on",
    )
    known = rule_model(draft, rows, HEAD).layer("rule_known")
    assert next(one.id for one in known.conditions) == "rule_is_firm"


def test_words_are_no_part_of_what_is_counted():
    draft = finished(title="", conditions=(NEAR.model_copy(update={"says": "涉嫌"}),))
    assert (
        trial_model(draft, ROWS, HEAD).layer("rule_rows").conditions[0].says == "起拍价不低于下限"
    )


def test_thresholds_are_the_office_s_own_and_can_be_tuned():
    (threshold,) = rule_model(finished(), ROWS, HEAD).parameters
    assert (threshold.tag.value, threshold.default) == ("D", Decimal(-90))
    assert threshold.least < threshold.default < threshold.most


def test_an_event_day_is_needed_by_no_rule():
    model = rule_model(finished(event_column=""), ROWS, HEAD)
    assert model.lead.event_on is None
    assert model_mistakes(model, "") == []
