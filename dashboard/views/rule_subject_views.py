"""How a rule's rows are counted together, whom its leads are about, and what it says of itself."""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from dashboard import rule_desk
from dashboard.messages import label, text
from dashboard.views.rule_condition_views import columns_of, title_of
from data_access.scope import Scope
from supervision.contracts import ColumnType
from supervision.rule_draft import MeasureKind, Period, RuleGrouping, RuleMeasure
from supervision.rule_operators import DAYS, NUMBERS
from supervision.rule_rows import RuleRows
from supervision.vocabulary import Business, Line, SubjectKind

_SUBJECTS = tuple(kind for kind in SubjectKind if kind is not SubjectKind.CLUSTER)
_LISTS = ("steps", "benign_causes", "disposals")
_OPTIONAL = ("event_column", "amount_column")
_LONGEST = 500
_MOST_MEASURES = 4


def grouping(rows: RuleRows) -> None:
    """Whether rows are judged alone or counted together, and from how many on."""
    found = rule_desk.desk().draft.grouping
    widget = _key("is_grouped")
    st.session_state[widget] = found is not None
    st.toggle(
        text("rule.is_grouped"),
        key=widget,
        help=text("rule.is_grouped_help"),
        on_change=_grouped,
        args=(widget,),
    )
    if found is None:
        st.caption(text("rule.alone"))
        return
    period, least, margin = st.columns(3)
    with period:
        _chosen("period", {one.value: label(one) for one in Period}, found.period.value, _regrouped)
    with least:
        _whole("least", found.least, least=1)
    with margin:
        _whole("margin", found.margin, least=0)
    _by(rows, found)
    for place, measure in enumerate(found.measures):
        with st.container(border=True):
            _measure(rows, place, measure)
    st.button(
        text("rule.add_measure"),
        key=_key("add_measure"),
        icon=":material/add:",
        disabled=len(found.measures) >= _MOST_MEASURES,
        on_click=_measured,
        args=((*found.measures, RuleMeasure()),),
    )


def subject(scope: Scope, rows: RuleRows) -> None:
    """Whom a lead is about, when it happened, what it is called, and whose business it is."""
    draft = rule_desk.desk().draft
    columns = columns_of(rows)
    keys = {column.name: columns[column.name] for column in rows.columns if column.datasets}
    first, second = st.columns(2)
    with first:
        _chosen("subject_column", keys, draft.subject_column)
        _chosen("event_column", _typed(rows, DAYS), draft.event_column)
        lines = {one.value: label(one) for one in Line if one in scope.lines}
        _chosen("line", lines, draft.line.value)
    with second:
        kinds = {one.value: label(one) for one in _SUBJECTS}
        _chosen("subject_kind", kinds, draft.subject_kind.value)
        _chosen("amount_column", _typed(rows, NUMBERS), draft.amount_column)
        _chosen("business", {one.value: label(one) for one in Business}, draft.business.value)
    _line("title", draft.title, 60)
    _line("supervision_point", draft.supervision_point)
    _line("summary", draft.summary)
    with st.expander(text("rule.more"), key=_key("more")):
        for name in ("law", "article", "law_says"):
            _line(name, getattr(draft, name))
        for name in _LISTS:
            _lines(name, getattr(draft, name))
        _line("document", draft.document)


def _by(rows: RuleRows, found: RuleGrouping) -> None:
    subject_column = rule_desk.desk().draft.subject_column
    others = {
        column.name: title_of(column)
        for column in rows.columns
        if column.name != subject_column and not (column.is_personal or column.is_private)
    }
    widget = _key("by")
    st.session_state[widget] = [name for name in found.by if name in others]
    st.multiselect(
        text("rule.by"),
        list(others),
        key=widget,
        max_selections=4,
        format_func=lambda name: others.get(name, name),
        placeholder=text("rule.by_none"),
        help=text("rule.by_help"),
        on_change=_regrouped,
        args=("by", widget),
    )


def _measure(rows: RuleRows, place: int, measure: RuleMeasure) -> None:
    """One sum or number of different values, with the least of it that matters."""
    kind, column, least, margin, away = st.columns([22, 30, 22, 20, 6], vertical_alignment="bottom")
    named = {one.value: label(one) for one in MeasureKind}
    numbers = _typed(rows, NUMBERS)
    columns = numbers if measure.kind is MeasureKind.SUM else columns_of(rows)
    with kind:
        _chosen(f"measure_{place}_kind", named, measure.kind.value, _remeasured)
    with column:
        _chosen(f"measure_{place}_column", columns, measure.column, _remeasured)
    with least:
        _decimal(f"measure_{place}_least", measure.least)
    with margin:
        _decimal(f"measure_{place}_margin", measure.margin)
    kept = rule_desk.desk().draft.grouping or RuleGrouping()
    away.button(
        ":material/close:",
        key=_key(f"measure_{place}_remove"),
        type="tertiary",
        help=text("rule.remove"),
        on_click=_measured,
        args=((*kept.measures[:place], *kept.measures[place + 1 :]),),
    )


def _chosen(name: str, options: Mapping[str, str], chosen: str, on_change: object = None) -> None:
    widget = _key(name)
    st.session_state[widget] = chosen if chosen in options else None
    st.selectbox(
        text(f"rule.{_part(name)}"),
        list(options),
        index=0 if chosen in options and name not in _OPTIONAL else None,
        key=widget,
        format_func=lambda code: options.get(code, code),
        placeholder=text("rule.choose"),
        on_change=on_change or _changed,  # type: ignore[arg-type]
        args=(name, widget),
    )


def _whole(name: str, value: int, *, least: int) -> None:
    widget = _key(name)
    st.session_state[widget] = value
    st.number_input(
        text(f"rule.{name}"),
        min_value=least,
        step=1,
        key=widget,
        on_change=_regrouped,
        args=(name, widget),
    )


def _decimal(name: str, value: Decimal | None) -> None:
    widget = _key(name)
    st.session_state[widget] = None if value is None else float(value)
    st.number_input(
        text(f"rule.{_part(name)}"),
        min_value=0.0,
        value=None,
        step=1.0,
        format="%.2f",
        key=widget,
        on_change=_remeasured,
        args=(name, widget),
    )


def _line(name: str, value: str, longest: int = _LONGEST) -> None:
    widget = _key(name)
    st.session_state[widget] = value
    st.text_input(
        text("rule.title_named" if name == "title" else f"rule.{name}"),
        key=widget,
        max_chars=longest,
        placeholder=text(f"rule.{name}_hint"),
        on_change=_changed,
        args=(name, widget),
    )


def _lines(name: str, value: tuple[str, ...]) -> None:
    widget = _key(name)
    st.session_state[widget] = "\n".join(value)
    st.text_area(
        text(f"rule.{name}"),
        key=widget,
        max_chars=_LONGEST * 4,
        height=80,
        placeholder=text("rule.lines_hint"),
        on_change=_changed,
        args=(name, widget),
    )


def _changed(name: str, widget: str) -> None:
    value = st.session_state[widget]
    if name in _LISTS:
        value = tuple(line.strip() for line in value.splitlines() if line.strip())
    if value is None and name in {"line", "business", "subject_kind"}:
        return
    rule_desk.change(**{name: "" if value is None else value})


def _grouped(widget: str) -> None:
    rule_desk.change(grouping=RuleGrouping() if st.session_state[widget] else None)


def _regrouped(name: str, widget: str) -> None:
    value = st.session_state[widget]
    found = rule_desk.desk().draft.grouping
    if value is not None and found is not None:
        rule_desk.change(grouping={**found.model_dump(), name: value})


def _remeasured(name: str, widget: str) -> None:
    """Writes what a widget says to its measure; a measure of another kind has no column yet."""
    value = st.session_state[widget]
    _, place, part = name.split("_", 2)
    found = rule_desk.desk().draft.grouping
    if found is None or int(place) >= len(found.measures) or (part == "kind" and value is None):
        return
    value = Decimal(str(value)) if isinstance(value, float) else value
    value = "" if value is None and part == "column" else value
    beginning = {"column": ""} if part == "kind" else {}
    changed = {**found.measures[int(place)].model_dump(), **beginning, part: value}
    measures = [*found.measures]
    measures[int(place)] = RuleMeasure.model_validate(changed)
    _measured(tuple(measures))


def _measured(measures: tuple[RuleMeasure, ...]) -> None:
    found = rule_desk.desk().draft.grouping
    if found is not None:
        rule_desk.change(grouping={**found.model_dump(), "measures": measures})


def _typed(rows: RuleRows, types: frozenset[ColumnType]) -> dict[str, str]:
    return {column.name: title_of(column) for column in rows.columns if column.type in types}


def _part(name: str) -> str:
    """The field that a widget is of, without the place of its measure."""
    return name.split("_", 2)[2] if name.startswith("measure_") else name


def _key(name: str) -> str:
    return f"rule_{rule_desk.desk().form}_{name}"
