"""The conditions of a rule as rows of an editor: column, operator, value, sentence, and counts."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import streamlit as st

from dashboard import figures, rule_desk
from dashboard.messages import CHINESE, escaped, label, language, text
from data_access.rule_trials import RuleTrial
from supervision.contracts import ColumnType
from supervision.rule_draft import MOST_CONDITIONS, RuleCondition
from supervision.rule_names import names_for
from supervision.rule_operators import (
    NEEDS,
    NUMBERS,
    WITH_MARGIN,
    Needs,
    are_comparable,
    operators_of,
)
from supervision.rule_rows import RuleColumn, RuleRows
from supervision.rule_sentences import proposed
from supervision.rule_start import first_condition, of_column

CONDITIONS, EXCLUSIONS = "conditions", "exclusions"
_PARTED = re.compile(r"[、，,；;\n]+")
_LONGEST = 200


def editor(rows: RuleRows, kind: str, trial: RuleTrial | None) -> None:
    """All conditions, or all exclusions, each as a row, and the button that adds one."""
    conditions: tuple[RuleCondition, ...] = getattr(rule_desk.desk().draft, kind)
    for place, condition in enumerate(conditions):
        with st.container(border=True, gap="xsmall"):
            _row(rows, kind, place, condition, trial)
    st.button(
        text(f"rule.add_{kind}"),
        key=_key(kind, len(conditions), "add"),
        icon=":material/add:",
        disabled=len(conditions) >= MOST_CONDITIONS,
        on_click=_add,
        args=(kind,),
    )


def title_of(column: RuleColumn) -> str:
    """What a column is called in the viewer's language."""
    return column.title if language() == CHINESE else column.title_en


def written(column: RuleColumn, value: object) -> str:
    """A value of a column as a screen writes it, a code by its word."""
    return dict(column.codes).get(str(value)) or figures.value(value)


def columns_of(rows: RuleRows) -> dict[str, str]:
    """The rows' columns with their titles."""
    return {column.name: title_of(column) for column in rows.columns}


def _row(
    rows: RuleRows, kind: str, place: int, condition: RuleCondition, trial: RuleTrial | None
) -> None:
    column = rows.column(condition.column) or rows.columns[0]
    named, operator, value, away = st.columns([28, 24, 42, 6], vertical_alignment="bottom")
    with named:
        _choice(kind, place, "column", columns_of(rows), condition.column)
    with operator:
        operators = operators_of(column.type, is_personal=column.is_personal)
        words = {one.value: label(one) for one in operators}
        _choice(kind, place, "operator", words, condition.operator.value)
    with value:
        _values(rows, kind, place, condition, column)
    away.button(
        ":material/close:",
        key=_key(kind, place, "remove"),
        type="tertiary",
        help=text("rule.remove"),
        on_click=_remove,
        args=(kind, place),
    )
    says, margin = st.columns([72, 28], vertical_alignment="bottom")
    with says:
        _sentence(rows, kind, place, condition)
    if kind == CONDITIONS and condition.operator in WITH_MARGIN:
        with margin:
            _number(kind, place, "margin", text("rule.margin"), condition.margin, column, least=0)
    if trial is not None:
        st.caption(_counts(rows, kind, place, trial))


def _values(
    rows: RuleRows, kind: str, place: int, condition: RuleCondition, column: RuleColumn
) -> None:
    needs = NEEDS[condition.operator]
    parts = st.columns(2, vertical_alignment="bottom") if needs in _TWO else [st.container()]
    if needs is Needs.WORDS:
        _words(kind, place, condition, column)
    if needs in {Needs.NUMBER, Needs.TWO_NUMBERS}:
        with parts[0]:
            _number(kind, place, "number", _unit(column), condition.number, column)
    if needs is Needs.TWO_NUMBERS:
        with parts[1]:
            _number(kind, place, "upper", text("rule.up_to"), condition.upper, column)
    if needs in {Needs.DAYS, Needs.DAYS_AND_COLUMN}:
        with parts[0]:
            _number(kind, place, "number", text("rule.days"), condition.number, column, least=0)
    if needs in {Needs.DAY, Needs.TWO_DAYS}:
        with parts[0]:
            _day(kind, place, "day", condition.day)
    if needs is Needs.TWO_DAYS:
        with parts[1]:
            _day(kind, place, "last_day", condition.last_day)
    if needs in {Needs.COLUMN, Needs.DAYS_AND_COLUMN}:
        others = {
            one.name: title_of(one)
            for one in rows.columns
            if one.name != column.name and are_comparable(one.type, column.type)
        }
        with parts[-1]:
            _choice(kind, place, "other", others, condition.other)


_TWO = frozenset({Needs.TWO_NUMBERS, Needs.TWO_DAYS, Needs.DAYS_AND_COLUMN})


def _choice(kind: str, place: int, part: str, options: Mapping[str, str], chosen: str) -> None:
    widget = _key(kind, place, part)
    st.session_state[widget] = chosen if chosen in options else None
    st.selectbox(
        text(f"rule.{part}"),
        list(options),
        index=0 if chosen in options else None,
        key=widget,
        format_func=lambda code: options.get(code, code),
        placeholder=text("rule.choose"),
        on_change=_changed,
        args=(kind, place, part, widget),
    )


def _words(kind: str, place: int, condition: RuleCondition, column: RuleColumn) -> None:
    widget = _key(kind, place, "words")
    if column.codes:
        codes = dict(column.codes)
        st.session_state[widget] = [word for word in condition.words if word in codes]
        st.multiselect(
            text("rule.words"),
            list(codes),
            key=widget,
            format_func=lambda code: codes.get(code, code),
            placeholder=text("rule.choose"),
            on_change=_changed,
            args=(kind, place, "words", widget),
        )
        return
    st.session_state[widget] = text("rule.words_joint").join(condition.words)
    st.text_input(
        text("rule.words"),
        key=widget,
        max_chars=_LONGEST,
        placeholder=text("rule.words_hint"),
        on_change=_changed,
        args=(kind, place, "words", widget),
    )


def _number(  # noqa: PLR0913, PLR0917 - one argument a property of the widget
    kind: str,
    place: int,
    part: str,
    named: str,
    value: Decimal | None,
    column: RuleColumn,
    least: int | None = None,
) -> None:
    widget = _key(kind, place, part)
    is_whole = column.type is ColumnType.INTEGER or column.type not in NUMBERS
    st.session_state[widget] = None if value is None else (int if is_whole else float)(value)
    st.number_input(
        named,
        min_value=None if least is None else (least if is_whole else float(least)),
        value=None,
        step=1 if is_whole else 1.0,
        format="%d" if is_whole else "%.2f",
        key=widget,
        on_change=_changed,
        args=(kind, place, part, widget),
    )


def _day(kind: str, place: int, part: str, value: date | None) -> None:
    widget = _key(kind, place, part)
    st.session_state[widget] = value
    st.date_input(
        text(f"rule.{part}"),
        value=None,
        key=widget,
        format="YYYY-MM-DD",
        on_change=_changed,
        args=(kind, place, part, widget),
    )


def _sentence(rows: RuleRows, kind: str, place: int, condition: RuleCondition) -> None:
    widget = _key(kind, place, "says")
    st.session_state[widget] = condition.says or proposed(condition, rows)
    st.text_input(
        text("rule.says"),
        key=widget,
        max_chars=_LONGEST,
        help=text("rule.says_help"),
        on_change=_changed,
        args=(kind, place, "says", widget),
    )


def _counts(rows: RuleRows, kind: str, place: int, trial: RuleTrial) -> str:
    """What a condition does to the rows by itself, beside it."""
    names = names_for(rows)
    layer = next((one for one in trial.layers if one.id == names.of("rows")), None)
    if layer is None:
        return text("rule.not_counted")
    if kind == EXCLUSIONS:
        excluded = {one.id: one.excluded_count for one in layer.exclusions}
        return text("rule.excludes", count=figures.count(excluded.get(names.of(f"x{place + 1}"))))
    found = {one.id: one for one in layer.conditions}.get(names.of(str(place + 1)))
    if found is None:
        return text("rule.not_counted")
    held = layer.rows_in - found.false_count - found.null_count
    said = text(
        "rule.counts",
        kept=figures.count(held),
        dropped=figures.count(found.false_count),
        unjudged=figures.count(found.null_count),
    )
    near = trial.near.get(found.id)
    return said if near is None else said + text("rule.counts_near", near=figures.count(near))


def _changed(kind: str, place: int, part: str, widget: str) -> None:
    """Writes what a widget says to its condition; another column begins the condition anew."""
    here = rule_desk.desk()
    conditions = list(getattr(here.draft, kind))
    if here.rows is None or place >= len(conditions):
        return
    value = _read(part, st.session_state[widget])
    one: RuleCondition = conditions[place]
    column = here.rows.column(str(value)) if part == "column" else None
    if part == "says" and value == proposed(one, here.rows):
        value = ""
    if part == "column":
        conditions[place] = one if column is None else of_column(column)
    elif part == "operator" and value is None:
        return
    else:
        conditions[place] = {**one.model_dump(), part: value}
    rule_desk.change(**{kind: conditions})


def _read(part: str, value: object) -> object:
    """A widget's value as the draft holds it."""
    if part == "words" and isinstance(value, str):
        return tuple(word for one in _PARTED.split(value) if (word := one.strip()))
    if part == "words" and isinstance(value, list):
        return tuple(value)
    if isinstance(value, (int, float)):
        return Decimal(str(value))
    return ("" if value is None else value) if part in {"other", "says"} else value


def _add(kind: str) -> None:
    here = rule_desk.desk()
    if here.rows is not None:
        added = (*getattr(here.draft, kind), first_condition(here.rows))
        rule_desk.change(**{kind: added})


def _remove(kind: str, place: int) -> None:
    conditions = getattr(rule_desk.desk().draft, kind)
    rule_desk.change(**{kind: (*conditions[:place], *conditions[place + 1 :])})
    rule_desk.put(form=rule_desk.desk().form + 1)


def _unit(column: RuleColumn) -> str:
    return escaped(text("rule.number_in", unit=column.unit)) if column.unit else text("rule.number")


def _key(kind: str, place: int, part: str) -> str:
    return f"rule_{rule_desk.desk().form}_{kind}_{place}_{part}"
