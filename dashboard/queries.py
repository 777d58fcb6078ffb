"""What the pages read and keep; beside it, only `lead_queries.py` caches.

A cached answer is keyed by the scope, by the snapshot of the pool and by ids, never by a frame:
Streamlit hashes a frame by its first and last rows only. Leads are never cached: they change under
other hands, and a read of one is audited.
"""

from datetime import date

import polars as pl
import streamlit as st

from dashboard import figures, serving
from dashboard.kept_uploads import KeptUpload
from dashboard.messages import text
from data_access import batches as batch_table
from data_access import data_requests, model_catalogue, trends, units
from data_access import datasets as dataset_table
from data_access import failing_rows as failing_store
from data_access import library as model_library
from data_access import preview as intake_preview
from data_access import quality as quality_store
from data_access.intake_report import IntakeOptions, Preview
from data_access.scope import Scope
from supervision.vocabulary import Line

SHORT = 2
"""Seconds for what other processes change: the newest snapshot."""

LONG = 3600
"""Seconds for what never changes: an aggregate of one snapshot."""


def scope_key(scope: Scope) -> tuple[object, ...]:
    """What of a scope decides what is seen: two viewers of one scope share what is kept."""
    return (
        scope.own_unit,
        tuple(sorted(scope.units)),
        tuple(sorted(line.value for line in scope.lines)),
        scope.may_unmask,
        scope.may_investigate,
        scope.may_publish,
        scope.is_whole,
    )


KEYS = {Scope: scope_key}


State = tuple[int, int]
"""The snapshot of the pool and the number of the shelf: what the answer of a model rests on."""


def _state() -> State:
    return snapshot()[0], model_library.shelf_number(serving.stores())


def home_key() -> str:
    """The home that this process serves, as part of a key: tests open one after another."""
    return str(serving.stores().home)


@st.cache_data(ttl=SHORT, max_entries=8, show_spinner=False)
def pool_state(home: str) -> tuple[int, date | None]:
    """The newest snapshot of the pool and its day; no day where no batch stands in it."""
    del home
    pool = serving.stores().pool
    newest = pool.snapshot()
    return newest, None if pool.is_empty() else pool.snapshot_day(newest)


def snapshot() -> tuple[int, date | None]:
    """The newest snapshot of the pool that this process serves, and its day; see `pool_state`."""
    return pool_state(home_key())


@st.cache_data(ttl=60, max_entries=256, hash_funcs=KEYS, show_spinner=False)
def unit_names(scope: Scope, home: str) -> dict[str, str]:
    """Code -> name of the units within the scope."""
    del home
    return units.unit_names(serving.stores(), scope)


def units_of(scope: Scope) -> dict[str, str]:
    """Code -> name of the units within the scope."""
    return unit_names(scope, home_key())


def facts() -> tuple[str, ...]:
    """What the caption of a page says of the data: their day and snapshot, and the definitions."""
    newest, day = snapshot()
    said = text("head.no_snapshot") if day is None else None
    said = said or text("head.snapshot", day=figures.day(day), snapshot=newest)
    return said, text("head.definitions")


@st.cache_data(ttl=LONG, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def voided_series(scope: Scope, home: str, snapshot_number: int) -> pl.DataFrame:
    """Voided share of invoices by month, at one snapshot."""
    del home
    return trends.voided_share_series(serving.stores(), scope, snapshot=snapshot_number)


@st.cache_data(ttl=LONG, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def published_series(scope: Scope, line: Line, home: str, snapshot_number: int) -> pl.DataFrame:
    """All published figures of a line; the snapshot is part of the key."""
    del home, snapshot_number
    return trends.published_series(serving.stores(), scope, line)


def voided(scope: Scope) -> pl.DataFrame:
    """Voided share of invoices by month, now."""
    return voided_series(scope, home_key(), snapshot()[0])


def published(scope: Scope, line: Line) -> pl.DataFrame:
    """All published figures of a line, now."""
    return published_series(scope, line, home_key(), snapshot()[0])


@st.cache_data(ttl=LONG, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def datasets_at(scope: Scope, home: str, snapshot_number: int) -> list[batch_table.DatasetOverview]:
    """The datasets with what stands of them; the snapshot is part of the key."""
    del home, snapshot_number
    return batch_table.datasets(serving.stores(), scope)


def datasets(scope: Scope) -> list[batch_table.DatasetOverview]:
    """The datasets with what stands of them, now; where that takes long, the place says so."""
    with st.spinner(text("pool.counting")):
        return datasets_at(scope, home_key(), snapshot()[0])


@st.cache_data(ttl=600, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def dataset_rows_at(
    scope: Scope,
    home: str,
    snapshot_number: int,
    found: tuple[str, str | None],
    page: tuple[int, int],
) -> pl.DataFrame:
    """One page of rows at one snapshot, found: their dataset, and their batch if one is meant."""
    del home
    (dataset, batch_id), (limit, offset) = found, page
    return dataset_table.dataset_rows(
        serving.stores(),
        scope,
        dataset,
        batch_id=batch_id,
        snapshot=snapshot_number,
        limit=limit,
        offset=offset,
    )


def dataset_rows(scope: Scope, dataset: str, limit: int, offset: int) -> pl.DataFrame:
    """One page of the rows of a dataset, now."""
    return dataset_rows_at(scope, home_key(), snapshot()[0], (dataset, None), (limit, offset))


def batch_rows(scope: Scope, batch: batch_table.Batch, limit: int, offset: int) -> pl.DataFrame:
    """One page of the rows that a batch brought in, as they stood when it was in."""
    found = (batch.dataset, batch.batch_id)
    return dataset_rows_at(scope, home_key(), batch.snapshot, found, (limit, offset))


@st.cache_data(ttl=LONG, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def quality_at(
    scope: Scope, home: str, state: State, dataset: str, as_of: date
) -> quality_store.DatasetQuality:
    """The catalogue entry of a dataset on a day; the state is part of the key."""
    del home, state
    return quality_store.quality(serving.stores(), scope, dataset, as_of=as_of)[0]


def today() -> date:
    """The day in Asia/Shanghai."""
    return quality_store.today()


def quality(scope: Scope, dataset: str) -> quality_store.DatasetQuality:
    """The catalogue entry of a dataset, now; where that takes long, the place says so."""
    with st.spinner(text("dataset.measuring")):
        return quality_at(scope, home_key(), _state(), dataset, today())


@st.cache_data(ttl=600, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def failing_rows_at(
    scope: Scope, home: str, snapshot_number: int, found: tuple[str, str], page: tuple[int, int]
) -> pl.DataFrame:
    """One page of the rows that fail a check, found: their dataset and the check."""
    del home, snapshot_number
    (dataset, check_id), (limit, offset) = found, page
    return failing_store.failing_rows(
        serving.stores(), scope, dataset, check_id, limit=limit, offset=offset
    )


def failing_rows(
    scope: Scope, dataset: str, check_id: str, limit: int, offset: int
) -> pl.DataFrame:
    """One page of the rows that fail a check, now."""
    return failing_rows_at(scope, home_key(), snapshot()[0], (dataset, check_id), (limit, offset))


@st.cache_data(ttl=600, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def failing_count_at(scope: Scope, home: str, snapshot_number: int, found: tuple[str, str]) -> int:
    """How many rows fail a check, found: their dataset and the check."""
    del home, snapshot_number
    return failing_store.failing_count(serving.stores(), scope, *found)


def failing_count(scope: Scope, dataset: str, check_id: str) -> int:
    """How many rows fail a check, now."""
    return failing_count_at(scope, home_key(), snapshot()[0], (dataset, check_id))


@st.cache_data(ttl=LONG, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def requested_at(scope: Scope, home: str, state: State) -> list[data_requests.RequestedColumn]:
    """What the models lack; the state is part of the key."""
    del home, state
    return data_requests.requested_columns(serving.stores(), scope)


def requested(scope: Scope) -> list[data_requests.RequestedColumn]:
    """What the models of the viewer's lines lack, now; where that takes long, the place says so."""
    with st.spinner(text("pool.counting")):
        return requested_at(scope, home_key(), _state())


@st.cache_data(ttl=LONG, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def catalogue_at(scope: Scope, home: str, state: State) -> list[model_catalogue.ModelOverview]:
    """The models and whether the pool can serve them; the state is part of the key."""
    del home, state
    return model_catalogue.model_catalogue(serving.stores(), scope)


def catalogue(scope: Scope) -> list[model_catalogue.ModelOverview]:
    """The models and whether the pool can serve them, now; where that takes long, it says so.

    Their last runs are asked for apart.
    """
    with st.spinner(text("pool.counting")):
        return catalogue_at(scope, home_key(), _state())


def forget_catalogue() -> None:
    """Forgets which models can run: a unit's parameters decide it too, and they have changed."""
    catalogue_at.clear()


@st.cache_data(ttl=600, max_entries=16, hash_funcs=KEYS, show_spinner=False)
def preview_of(
    scope: Scope, home: str, folder: str, names: tuple[str, ...], options: IntakeOptions
) -> Preview:
    """What uploaded files would become; the folder's random name stands for their content."""
    del home
    stores = serving.stores()
    paths = KeptUpload(folder=folder, names=names).paths(stores)
    return intake_preview.preview(stores, scope, paths, options)


def preview(scope: Scope, upload: KeptUpload, options: IntakeOptions) -> Preview:
    """What uploaded files would become; nothing is written."""
    return preview_of(scope, home_key(), upload.folder, upload.names, options)
