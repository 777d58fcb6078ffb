"""What the pages read anew at every run, because it changes under other hands: leads, runs, jobs.

A read of one lead is audited, so it is never kept. What one snapshot of the pool decides is in
`queries.py`, which keeps it.
"""

from collections.abc import Iterable

import polars as pl
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import kept_uploads, serving
from data_access import batches as batch_table
from data_access import jobs as job_table
from data_access import kept_models as kept_table
from data_access import (
    lead_neighbours,
    leads,
    library,
    packs,
    rejected,
    review_lists,
    trends,
    verification,
)
from data_access import runs as run_table
from data_access.lead_filter import LeadFilter
from data_access.scope import Scope
from data_access.verification import Verification
from supervision.model_format import Model
from supervision.vocabulary import LeadState, Line


def lead_count(scope: Scope, chosen: LeadFilter) -> int:
    """How many leads the filter has."""
    return leads.count(serving.stores(), scope, chosen)


def lead_page(scope: Scope, chosen: LeadFilter, limit: int, offset: int) -> list[leads.LeadRow]:
    """One page of the queue."""
    return leads.page(serving.stores(), scope, chosen, limit, offset)


def next_leads(scope: Scope, limit: int) -> list[leads.LeadRow]:
    """The new leads at the head of the queue."""
    return lead_page(scope, LeadFilter(states=(LeadState.NEW,)), limit, 0)


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


def lead_series(scope: Scope, line: Line, by: trends.By) -> pl.DataFrame:
    """Leads of a line by month."""
    return trends.lead_series(serving.stores(), scope, line, by)


def undated_leads(scope: Scope, line: Line, by: trends.By) -> int:
    """Leads of a line that stand in no month."""
    return trends.undated_leads(serving.stores(), scope, line, by)


def jobs(scope: Scope, limit: int) -> list[job_table.Job]:
    """The viewer's newest jobs."""
    return job_table.jobs(serving.stores(), scope, limit=limit)


def job(scope: Scope, job_id: str) -> job_table.Job:
    """One job of the viewer."""
    return job_table.job(serving.stores(), scope, job_id)


def batches(scope: Scope) -> list[batch_table.Batch]:
    """The batches within the scope, newest first."""
    return batch_table.batches(serving.stores(), scope)


def batch(scope: Scope, batch_id: str) -> batch_table.Batch:
    """One batch."""
    return batch_table.batches(serving.stores(), scope, batch_id)[0]


def reject_count(scope: Scope, batch_id: str) -> int:
    """How many faults the rejected rows of a batch have."""
    return batch_table.reject_count(serving.stores(), scope, batch_id)


def reject_parts(scope: Scope, batch_id: str) -> int:
    """How many files the rejected rows of a batch make; 0 where they were not kept."""
    return rejected.reject_parts(serving.stores(), scope, batch_id)


def rejects(scope: Scope, batch_id: str, limit: int, offset: int) -> list[batch_table.Reject]:
    """One page of what of a batch did not come in."""
    return batch_table.rejects(serving.stores(), scope, batch_id, limit=limit, offset=offset)


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


def exports(scope: Scope, limit: int = 20) -> list[review_lists.ExportRow]:
    """The viewer's own lists, newest first."""
    return review_lists.exports(serving.stores(), scope, limit=limit)


def verified(scope: Scope, file: UploadedFile) -> Verification:
    """What a list that came back is, compared with what was exported; the copy is not kept."""
    stores = serving.stores()
    upload = kept_uploads.keep(stores, [file])
    try:
        return verification.verify(stores, scope, upload.paths(stores)[0])
    finally:
        kept_uploads.discard(stores, upload.folder)


def kept_models(scope: Scope) -> list[kept_table.ShelvedModel]:
    """The models that the viewer's units keep, and those above them published."""
    return kept_table.kept_models(serving.stores(), scope)


def pack_report(scope: Scope, content: bytes, name: str) -> packs.PackReport:
    """How a pack fits the viewer's unit; nothing is kept."""
    return packs.take_in_pack(serving.stores(), scope, content, name, dry_run=True)


def kept_model(scope: Scope, one: kept_table.ShelvedModel) -> Model | None:
    """The model of a kept entry; None for one that this version cannot read."""
    versions = library.versions_of(serving.stores(), scope, one.model)
    return next((model for model in versions if model.version == one.version), None)


def kept_text(scope: Scope, one: kept_table.ShelvedModel) -> str:
    """The text of a kept entry's file."""
    return kept_table.kept_texts(serving.stores(), scope, one.entry_id).model
