"""What the pages read, and the only place that caches.

A cached answer is keyed by the scope, by the snapshot of the pool and by ids, never by a frame:
Streamlit hashes a frame by its first and last rows only. Leads are never cached: they change under
other hands, and a read of one is audited.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import figures, kept_uploads, serving
from dashboard.kept_uploads import KeptUpload
from dashboard.messages import text
from data_access import batches as batch_table
from data_access import evidence as evidence_table
from data_access import jobs as job_table
from data_access import (
    lead_neighbours,
    leads,
    model_catalogue,
    review_lists,
    trends,
    units,
    verification,
)
from data_access import preview as intake_preview
from data_access import runs as run_table
from data_access.intake_report import IntakeOptions, Preview
from data_access.lead_filter import LeadFilter
from data_access.scope import Scope
from data_access.verification import Verification
from supervision.vocabulary import LeadState, Line

SHORT = 2
"""Seconds for what other processes change: the newest snapshot."""

LONG = 3600
"""Seconds for what never changes: an aggregate of one snapshot."""


def scope_key(scope: Scope) -> tuple[object, ...]:
    """What of a scope decides what is seen; the session and the address do not."""
    return (
        scope.viewer,
        tuple(sorted(scope.units)),
        tuple(sorted(line.value for line in scope.lines)),
        scope.may_unmask,
        scope.is_whole,
    )


KEYS = {Scope: scope_key}


def _home() -> str:
    """The home that this process serves, as part of a key: tests open one after another."""
    return str(serving.stores().home)


@st.cache_data(ttl=SHORT, max_entries=8, show_spinner=False)
def pool_state(home: str) -> tuple[int, date | None]:
    """The newest snapshot of the pool and its day."""
    del home
    pool = serving.stores().pool
    newest = pool.snapshot()
    return newest, pool.snapshot_day(newest)


def snapshot() -> tuple[int, date | None]:
    """The newest snapshot of the pool that this process serves, and its day."""
    return pool_state(_home())


@st.cache_data(ttl=60, max_entries=256, hash_funcs=KEYS, show_spinner=False)
def unit_names(scope: Scope, home: str) -> dict[str, str]:
    """Code -> name of the units within the scope."""
    del home
    return units.unit_names(serving.stores(), scope)


def units_of(scope: Scope) -> dict[str, str]:
    """Code -> name of the units within the scope."""
    return unit_names(scope, _home())


def lead_count(scope: Scope, chosen: LeadFilter) -> int:
    """How many leads the filter has."""
    return leads.count(serving.stores(), scope, chosen)


def lead_page(scope: Scope, chosen: LeadFilter, limit: int, offset: int) -> list[leads.LeadRow]:
    """One page of the queue."""
    return leads.page(serving.stores(), scope, chosen, limit, offset)


def next_leads(scope: Scope, limit: int) -> list[leads.LeadRow]:
    """The new leads at the head of the queue."""
    return lead_page(scope, LeadFilter(state=LeadState.NEW), limit, 0)


def lead_card(scope: Scope, lead_id: str) -> leads.LeadCard:
    """One lead with all its page shows; audited."""
    return leads.card(serving.stores(), scope, lead_id)


def neighbours(scope: Scope, chosen: LeadFilter, lead_id: str) -> tuple[str | None, str | None]:
    """The leads before and after one in its queue."""
    return lead_neighbours.neighbours(serving.stores(), scope, chosen, lead_id)


def lead_states(scope: Scope, chosen: LeadFilter) -> dict[LeadState, int]:
    """Leads of the filter by state, in the order of the work."""
    return leads.counts_by_state(serving.stores(), scope, chosen)


def leads_by_line(scope: Scope) -> pl.DataFrame:
    """Leads by line and state."""
    return leads.counts_by(serving.stores(), scope, "line")


def facts() -> tuple[str, ...]:
    """What the caption of a page says of the data: their day and snapshot, and the definitions."""
    newest, day = snapshot()
    said = text("head.no_snapshot") if day is None else None
    said = said or text("head.snapshot", day=figures.day(day), snapshot=newest)
    return said, text("head.definitions")


def lead_series(scope: Scope, line: Line, by: trends.By) -> pl.DataFrame:
    """Leads of a line by month."""
    return trends.lead_series(serving.stores(), scope, line, by)


def undated_leads(scope: Scope, line: Line, by: trends.By) -> int:
    """Leads of a line that stand in no month."""
    return trends.undated_leads(serving.stores(), scope, line, by)


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
    return voided_series(scope, _home(), snapshot()[0])


def published(scope: Scope, line: Line) -> pl.DataFrame:
    """All published figures of a line, now."""
    return published_series(scope, line, _home(), snapshot()[0])


def jobs(scope: Scope, limit: int) -> list[job_table.Job]:
    """The viewer's newest jobs."""
    return job_table.jobs(serving.stores(), scope, limit=limit)


def job(scope: Scope, job_id: str) -> job_table.Job:
    """One job of the viewer."""
    return job_table.job(serving.stores(), scope, job_id)


@st.cache_data(ttl=LONG, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def datasets_at(scope: Scope, home: str, snapshot_number: int) -> list[batch_table.DatasetOverview]:
    """The datasets with what stands of them; the snapshot is part of the key."""
    del home, snapshot_number
    return batch_table.datasets(serving.stores(), scope)


def datasets(scope: Scope) -> list[batch_table.DatasetOverview]:
    """The datasets with what stands of them, now."""
    return datasets_at(scope, _home(), snapshot()[0])


def batches(scope: Scope) -> list[batch_table.Batch]:
    """The batches within the scope, newest first."""
    return batch_table.batches(serving.stores(), scope)


def batch(scope: Scope, batch_id: str) -> batch_table.Batch:
    """One batch."""
    return batch_table.batches(serving.stores(), scope, batch_id)[0]


def reject_count(scope: Scope, batch_id: str) -> int:
    """How many faults the rejected rows of a batch have."""
    return batch_table.reject_count(serving.stores(), scope, batch_id)


def rejects(scope: Scope, batch_id: str, limit: int, offset: int) -> list[batch_table.Reject]:
    """One page of what of a batch did not come in."""
    return batch_table.rejects(serving.stores(), scope, batch_id, limit=limit, offset=offset)


@st.cache_data(ttl=LONG, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def catalogue_at(
    scope: Scope, home: str, snapshot_number: int
) -> list[model_catalogue.ModelOverview]:
    """The models and whether the pool can serve them; the snapshot is part of the key."""
    del home, snapshot_number
    return model_catalogue.model_catalogue(serving.stores(), scope)


def catalogue(scope: Scope) -> list[model_catalogue.ModelOverview]:
    """The models and whether the pool can serve them, now; their last runs are asked for apart."""
    return catalogue_at(scope, _home(), snapshot()[0])


def run(scope: Scope, run_id: str) -> run_table.RunReport:
    """One run with its ledger."""
    return run_table.runs(serving.stores(), scope, run_id)[0]


def runs(scope: Scope, model_id: str, limit: int = 20) -> list[run_table.RunReport]:
    """The newest runs of a model, newest first."""
    return run_table.runs(serving.stores(), scope, model=model_id, limit=limit)


def last_runs(scope: Scope, model_ids: Iterable[str]) -> list[run_table.RunReport]:
    """The newest run of each model that was ever run."""
    return [found for model_id in model_ids for found in runs(scope, model_id, 1)]


def samples(scope: Scope, run_id: str, layer: str, side: str) -> list[run_table.SampleRow]:
    """The rows that a run keeps of one side of a layer."""
    return run_table.samples(serving.stores(), scope, run_id, layer, side)


@st.cache_data(ttl=LONG, max_entries=128, hash_funcs=KEYS, show_spinner=False)
def evidence_of(
    scope: Scope, home: str, found: tuple[str, str], table: str, page: tuple[int, int]
) -> evidence_table.EvidenceTable:
    """One page of one evidence table of a lead, found: its id and the run that last found it."""
    del home
    lead_id, _run_id = found
    limit, offset = page
    return evidence_table.evidence(
        serving.stores(), scope, lead_id, table=table, limit=limit, offset=offset
    )[0]


def evidence(
    scope: Scope, lead: leads.Lead, table: str, limit: int, offset: int = 0
) -> evidence_table.EvidenceTable:
    """One page of one evidence table of a lead."""
    return evidence_of(scope, _home(), (lead.lead_id, lead.run_id), table, (limit, offset))


def exports(scope: Scope, limit: int = 20) -> list[review_lists.ExportRow]:
    """The viewer's own lists, newest first."""
    return review_lists.exports(serving.stores(), scope, limit=limit)


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
    return preview_of(scope, _home(), upload.folder, upload.names, options)


def verified(scope: Scope, file: UploadedFile) -> Verification:
    """What a list that came back is, compared with what was exported; the copy is not kept."""
    stores = serving.stores()
    upload = kept_uploads.keep(stores, [file])
    try:
        return verification.verify(stores, scope, upload.paths(stores)[0])
    finally:
        kept_uploads.discard(stores, upload.folder)
