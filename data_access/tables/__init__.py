"""The tables of the casework store (办案库), as SQLAlchemy Core tables.

A table whose `info` says `scoped` holds what not every viewer may see: `scope.py` must narrow every
read of it, and `stores.py` refuses a statement that was not narrowed. Instants are UTC.
"""

from data_access.tables.intake import batch_files, batches, dataset_counts, remembered_mappings
from data_access.tables.register import audit, exports, jobs
from data_access.tables.rules import rule_drafts
from data_access.tables.schema import Instant, metadata
from data_access.tables.screening import (
    due_runs,
    parameter_overlays,
    run_layers,
    run_samples,
    run_units,
    runs,
)
from data_access.tables.shelf import kept_model_moves, kept_models
from data_access.tables.triage import (
    lead_batches,
    lead_history,
    lead_proposals,
    lead_sightings,
    leads,
)
from data_access.tables.viewers import (
    facts,
    sessions,
    sign_in_failures,
    units,
    user_lines,
    user_units,
    users,
)

__all__ = [
    "Instant",
    "audit",
    "batch_files",
    "batches",
    "dataset_counts",
    "due_runs",
    "exports",
    "facts",
    "jobs",
    "kept_model_moves",
    "kept_models",
    "lead_batches",
    "lead_history",
    "lead_proposals",
    "lead_sightings",
    "leads",
    "metadata",
    "parameter_overlays",
    "remembered_mappings",
    "rule_drafts",
    "run_layers",
    "run_samples",
    "run_units",
    "runs",
    "sessions",
    "sign_in_failures",
    "units",
    "user_lines",
    "user_units",
    "users",
]
