"""Taking data in by the browser: what was recognised is shown before anything enters the pool."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import (
    actions,
    cards,
    declared,
    failures,
    figures,
    filters,
    grids,
    kept_uploads,
    queries,
    serving,
)
from dashboard.cards import KeyFigure
from dashboard.kept_uploads import KeptUpload
from dashboard.messages import escaped, in_words, text
from dashboard.views import batch_views, intake_mapping, job_views, pool_views
from data_access.forms import How
from data_access.intake_report import IntakeOptions, MappedColumn, Preview
from data_access.scope import Scope
from supervision.contracts import DatasetContract, Mode, contract, load_contracts

MOST_MEGABYTES = 50
MOST_NAME = 60
_ROUND = "intake_round"
_JOB = "intake_job"
_KEPT = "intake_kept"
_FIRST, _MAPPING = "first", "mapping"
"""What a preview shows beside the rows that would be rejected."""


def wishes() -> tuple[list[Any], IntakeOptions]:
    """The files that were chosen, and what the viewer says about them."""
    turn = st.session_state.setdefault(_ROUND, 0)
    uploaded = st.file_uploader(
        text("intake.upload"),
        accept_multiple_files=True,  # of any kind: another is refused in the viewer's language
        key=f"files_{turn}",
        max_upload_size=MOST_MEGABYTES,
    )
    st.caption(text("intake.formats"))
    st.caption(text("intake.upload_says"))
    titles = {each.id: pool_views.title(each) for each in load_contracts().values()}
    dataset = st.selectbox(
        text("intake.dataset"),
        list(titles),
        index=None,
        key="intake_dataset",
        placeholder=text("intake.dataset_auto"),
        format_func=lambda code: titles.get(code, code),
        help=text("intake.dataset_help"),
    )
    if dataset is not None:
        pool_views.template_link(dataset)
    supplier = st.text_input(
        text("intake.supplier"),
        key="intake_supplier",
        max_chars=MOST_NAME,
        placeholder=text("intake.supplier_placeholder"),
    )
    received = st.date_input(
        text("intake.received_on"), value=queries.today(), key="intake_on", format="YYYY-MM-DD"
    )
    options = IntakeOptions(
        dataset=dataset,
        supplier=(supplier or "").strip() or None,
        received_on=received if isinstance(received, date) else None,
    )
    return list(uploaded or []), options


def kept(uploaded: list[Any]) -> KeptUpload | None:
    """The uploaded files in the home: moved there once, out of the server's memory."""
    if uploaded:
        done = failures.outcome(kept_uploads.keep, serving.stores(), uploaded)
        if isinstance(done, failures.Failure):
            st.warning(actions.told(done))
            return None
        st.session_state[_KEPT] = done
        st.session_state[_ROUND] += 1
        st.rerun()
    found: KeptUpload | None = st.session_state.get(_KEPT)
    return found


def preview(scope: Scope, upload: KeptUpload, options: IntakeOptions) -> None:
    """What was recognised, the first rows as stored, what would be rejected; then the choice."""
    options = replace(options, mapping=intake_mapping.said())
    found = failures.outcome(queries.preview, scope, upload, options)
    if isinstance(found, failures.Failure):
        cards.refused(text("intake.refused"), in_words(found.says))
        _again()
        if options.dataset is not None:
            intake_mapping.form(contract(options.dataset))
        return
    dataset = contract(found.dataset)
    cards.section(
        text("intake.recognised", dataset=escaped(pool_views.title(dataset))),
        text(
            "intake.recognised_says",
            files=figures.count(found.files),
            encoding=found.encoding,
            row=found.header_row,
        ),
    )
    if found.drill_down is not None:
        st.caption(text("intake.drill_down", name=escaped(found.drill_down)))
    cards.key_figures(_figures(found))
    with st.container(horizontal=True):
        if st.button(text("intake.confirm"), key="confirm", type="primary"):
            _confirm(upload, options)
        _again()
    sides = {
        _FIRST: (text("intake.first_rows"), _rows),
        _MAPPING: (text("intake.mapping"), _mapping),
        pool_views.REJECTED: (text("intake.first_rejects"), _rejects),
    }
    names = {side: named for side, (named, _draw) in sides.items()}
    side = filters.turn(filters.SIDE, text("intake.side"), names)
    _named, draw = sides[side]
    draw(found, dataset)


def under_way(scope: Scope) -> None:
    """How far the intake asked for in this session is, and what came of it."""
    job_views.under_way(scope, _JOB)


def _figures(found: Preview) -> list[KeyFigure]:
    named = text("intake.rows_part") if found.is_part else text("intake.rows")
    updated = [
        KeyFigure(
            label=text("intake.rows_updated"),
            value=text("intake.rows_value", rows=figures.count(found.rows_updated)),
        )
    ]
    return [
        KeyFigure(
            label=named,
            value=text("intake.rows_value", rows=figures.count(found.rows_read)),
            opens=text("intake.opens_first"),
            parameters={filters.SIDE: _FIRST},
        ),
        *(updated if contract(found.dataset).mode is Mode.MERGE else []),
        KeyFigure(
            label=text("intake.rows_bad"),
            value=text("intake.rows_value", rows=figures.count(found.rows_rejected)),
            opens=text("pool.opens_rows") if found.rows_rejected else None,
            parameters={filters.SIDE: pool_views.REJECTED},
        ),
        KeyFigure(
            label=text("batch.set_aside"),
            value=text("intake.rows_value", rows=figures.count(found.rows_set_aside)),
        ),
    ]


def _confirm(upload: KeptUpload, options: IntakeOptions) -> None:
    job_id = actions.take_in(upload, options)
    if job_id:
        st.session_state[_JOB] = job_id
        st.session_state.pop(_KEPT, None)
        intake_mapping.forget()
    st.rerun()


def _again() -> None:
    if st.button(text("intake.again"), key="again"):
        upload = st.session_state.pop(_KEPT, None)
        intake_mapping.forget()
        if upload is not None:
            kept_uploads.discard(serving.stores(), upload.folder)
        st.rerun()


def _rows(found: Preview, dataset: DatasetContract) -> None:
    names = {"source_line": text("batch.line")}
    shown = declared.readable(found.rows, dataset)
    columns = {
        name: grids.of_kind(names.get(name) or pool_views.column_title(dataset, name), shown[name])
        for name in shown.columns
    }
    grids.grid(shown, columns, key="first_rows", alt=text("intake.first_rows_alt"))


def _mapping(found: Preview, dataset: DatasetContract) -> None:
    rows = [_mapped(each, dataset) for each in found.mapping]
    rows += [
        {
            text("intake.header"): header,
            text("intake.column"): text("intake.not_mapped"),
            text("intake.why"): text("how.ignored"),
        }
        for header in found.ignored
    ]
    grids.still(rows, alt=text("intake.mapping_alt"))
    own = [each for each in found.mapping if each.how != How.UNPIVOT]
    headers = [each.header for each in own if each.header]
    intake_mapping.form(dataset, list(dict.fromkeys([*found.ignored, *headers])))


def _mapped(each: MappedColumn, dataset: DatasetContract) -> dict[str, str]:
    why = text(f"how.{each.how}", value=each.value or "")
    return {
        text("intake.header"): each.header or figures.ABSENT,
        text("intake.column"): pool_views.column_title(dataset, each.column),
        text("intake.why"): text("how.unit", why=why, unit=each.unit) if each.unit else why,
    }


def _rejects(found: Preview, dataset: DatasetContract) -> None:
    if not found.rejects:
        st.caption(text("intake.no_rejects"))
        return
    by_name = [replace(reject, file=Path(reject.file).name) for reject in found.rejects]
    grids.grid(
        batch_views.reject_frame(by_name, dataset),
        batch_views.reject_columns(),
        key="first_rejects",
        alt=text("intake.first_rejects_alt"),
    )
