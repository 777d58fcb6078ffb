"""The editor of rules: its steps, what is lacking, where its rows come from, and kept drafts."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl
import streamlit as st

from dashboard import declared, figures, grids, rule_desk
from dashboard.messages import CHINESE, escaped, label, language, text
from dashboard.views.rule_condition_views import title_of
from data_access.rule_columns import usable_layers
from data_access.scope import Scope
from supervision.contracts import contract, load_contracts
from supervision.rule_draft import RuleSource
from supervision.rule_gaps import RuleGap, Step, of_step, rule_gaps
from supervision.rule_rows import RuleRows

DATASET, LAYER = "dataset", "layer"


def steps(gaps: Sequence[RuleGap]) -> Step:
    """The steps with what each still lacks; the one that is open."""
    here = rule_desk.desk()
    widget = "rule_step"
    st.session_state[widget] = here.step
    found: Step = st.radio(
        text("rule.steps_named"),
        list(Step),
        key=widget,
        format_func=lambda step: text("rule.step", place=_place(step), title=label(step)),
        captions=[_caption(step, gaps) for step in Step],
        label_visibility="collapsed",
        on_change=_gone_to,
        args=(widget,),
    )
    return found


def heading(step: Step) -> str:
    """The heading of a step: what is written, and what is asked there."""
    title = rule_desk.desk().draft.title.strip() or text("rule.unnamed")
    return text("rule.heading", step=label(step), title=escaped(title))


def gaps_of() -> tuple[RuleGap, ...]:
    """What the rule on the desk lacks."""
    here = rule_desk.desk()
    return rule_gaps(here.draft, here.rows)


def gap_says(gap: RuleGap) -> str:
    """One thing that is lacking, as a sentence."""
    says = label(gap.gap)
    if gap.place is None:
        return says
    key = "rule.gap_exclusion" if gap.is_exclusion else "rule.gap_at"
    return text(key, place=gap.place, says=says)


def lacking(gaps: Sequence[RuleGap]) -> None:
    """What is lacking, as a list."""
    if gaps:
        st.caption("\n".join(f"- {gap_says(gap)}" for gap in dict.fromkeys(gaps)))


def head_actions() -> None:
    """Keeping the draft as it stands, and beginning another."""
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            text("rule.keep_draft"),
            key="rule_keep_draft",
            icon=":material/save:",
            on_click=rule_desk.keep_draft,
        )
        st.button(
            text("rule.new"),
            key="rule_new",
            type="tertiary",
            icon=":material/add:",
            on_click=rule_desk.start_anew,
        )


def source(scope: Scope) -> None:
    """Where the rule's rows come from: a dataset, or a layer of a model."""
    here = rule_desk.desk().draft.source
    widget = f"rule_source_kind_{rule_desk.desk().form}"
    st.session_state.setdefault(widget, LAYER if here.model else DATASET)
    kind = st.segmented_control(
        text("rule.from"),
        [DATASET, LAYER],
        key=widget,
        required=True,
        format_func=lambda one: text(f"rule.from_{one}"),
        label_visibility="collapsed",
    )
    if kind == LAYER:
        _layer(scope, here)
    else:
        titles = {one: _contract_title(one) for one in load_contracts()}
        _pick("dataset", titles, here.dataset, _dataset_chosen)
    rows = rule_desk.desk().rows
    if rows is not None:
        st.caption(text("rule.source_has", title=_title(rows), columns=len(rows.columns)))
        grids.grid(
            _column_frame(rows),
            {
                "title": grids.words(text("rule.column"), 200),
                "type": grids.words(text("rule.type"), 110),
                "unit": grids.words(text("rule.unit"), 80),
            },
            key=f"rule_columns_{rule_desk.desk().form}",
            alt=text("rule.columns_alt"),
            rows_high=8,
        )


def drafts() -> None:
    """The drafts of the unit; one that is chosen comes onto the desk."""
    kept = rule_desk.kept_drafts()
    if not kept:
        st.caption(text("rule.no_drafts"))
        return
    frame = pl.DataFrame(
        [
            {
                "title": one.title,
                "model": figures.ABSENT if one.model is None else f"{one.model}-{one.version}",
                "by": one.written_by,
                "at": one.written_at,
            }
            for one in kept
        ]
    )
    columns = {
        "title": grids.words(text("rule.title_named"), 260),
        "model": grids.words(text("rule.kept_as"), 150),
        "by": grids.words(text("rule.written_by"), 100),
        "at": grids.instant(text("rule.written_at")),
    }
    row = grids.opened(
        frame,
        columns,
        key=f"rule_drafts_{rule_desk.desk().form}",
        alt=text("rule.drafts_alt"),
        rows_high=6,
    )
    if row is not None:
        rule_desk.open_draft(kept[row])
        st.rerun()


def _layer(scope: Scope, here: RuleSource) -> None:
    titles = declared.model_titles(scope)
    widget = f"rule_source_model_{rule_desk.desk().form}"
    st.session_state.setdefault(widget, here.model or None)
    model_id = st.selectbox(
        text("rule.model"),
        list(titles),
        index=None,
        key=widget,
        format_func=lambda one: titles.get(one, one),
        placeholder=text("rule.choose"),
    )
    model = declared.model(model_id or "")
    if model is None:
        return
    layers = {layer.id: layer.title for layer in usable_layers(model)}
    chosen = here.layer if here.model == model_id else ""
    _pick("layer", layers, chosen, _layer_chosen, str(model_id))


def _dataset_chosen(widget: str) -> None:
    if chosen := st.session_state[widget]:
        rule_desk.choose_source(RuleSource(dataset=chosen))


def _layer_chosen(widget: str, model_id: str) -> None:
    if chosen := st.session_state[widget]:
        rule_desk.choose_source(RuleSource(model=model_id, layer=chosen))


def _pick(
    part: str,
    options: Mapping[str, str],
    chosen: str,
    on_change: Callable[..., None],
    *more: str,
) -> None:
    widget = f"rule_source_{part}"
    st.session_state[widget] = chosen if chosen in options else None
    st.selectbox(
        text(f"rule.{part}"),
        list(options),
        index=None,
        key=widget,
        format_func=lambda one: options.get(one, one),
        placeholder=text("rule.choose"),
        on_change=on_change,
        args=(widget, *more),
    )


def _column_frame(rows: RuleRows) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "title": title_of(column),
                "type": text(f"rule.type_{column.type.value}"),
                "unit": column.unit or figures.ABSENT,
            }
            for column in rows.columns
        ]
    )


def _contract_title(dataset: str) -> str:
    found = contract(dataset)
    return found.title if language() == CHINESE else found.title_en


def _title(rows: RuleRows) -> str:
    return escaped(rows.title if language() == CHINESE else rows.title_en)


def _place(step: Step) -> int:
    return list(Step).index(step) + 1


def _caption(step: Step, gaps: Sequence[RuleGap]) -> str:
    count = len(of_step(gaps, step))
    return text("rule.step_lacks", count=count) if count else text(f"rule.step_{step.value}")


def _gone_to(widget: str) -> None:
    rule_desk.put(step=st.session_state[widget])
