"""The tables of the casework store (办案库), as SQLAlchemy Core tables.

A table whose `info` says `scoped` holds what not every viewer may see: `scope.py` must narrow every
read of it, and `stores.py` refuses a statement that was not narrowed. Instants are UTC.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, types
from sqlalchemy.engine import Dialect

from supervision.vocabulary import LeadState

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(types.TypeDecorator[datetime]):
    """An instant: aware UTC in Python, naive UTC in the store."""

    impl = types.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The naive UTC value that the store keeps."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The aware UTC value that Python sees."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


TEXT = types.Text()
SCOPED = {"scoped": True}


def _one_of_the_states(column: str) -> CheckConstraint:
    states = ", ".join(f"'{state.value}'" for state in LeadState)
    return CheckConstraint(f"{column} IN ({states})", name=column)


facts = Table(
    "facts",
    metadata,
    Column("key", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
    comment="What is true of this home: is_demo, created_at.",
)

units = Table(
    "units",
    metadata,
    Column("unit_code", TEXT, primary_key=True),
    Column("unit_name", TEXT, nullable=False),
    Column("parent_code", TEXT, ForeignKey("units.unit_code")),
    Column("level", types.Integer, nullable=False),
    comment="Procuratorates as a tree: 1 supreme, 2 province, 3 city, 4 county.",
)

users = Table(
    "users",
    metadata,
    Column("username", TEXT, primary_key=True),
    Column("display_name", TEXT, nullable=False),
    Column("unit_code", TEXT, comment="The viewer's own unit: owner of what the viewer takes in."),
    Column("password_hash", TEXT, comment="argon2id; null for an account without a sign-in."),
    Column("may_unmask", types.Boolean, nullable=False, default=False),
    Column("is_disabled", types.Boolean, nullable=False, default=False),
    Column("created_at", Instant, nullable=False),
)

user_units = Table(
    "user_units",
    metadata,
    Column("username", TEXT, ForeignKey("users.username"), primary_key=True),
    Column("unit_code", TEXT, primary_key=True),
    comment="Units whose rows the user may see; their sub-units follow from the tree.",
)

user_lines = Table(
    "user_lines",
    metadata,
    Column("username", TEXT, ForeignKey("users.username"), primary_key=True),
    Column("line", TEXT, primary_key=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", TEXT, primary_key=True, comment="The token itself is never stored."),
    Column("session_id", TEXT, nullable=False, unique=True),
    Column("username", TEXT, ForeignKey("users.username"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("address", TEXT),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("failure_id", types.Integer, primary_key=True),
    Column("username", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("failed_at", Instant, nullable=False),
    Index(None, "username", "failed_at"),
    Index(None, "address", "failed_at"),
)

batches = Table(
    "batches",
    metadata,
    Column("batch_id", TEXT, primary_key=True),
    Column("dataset", TEXT, nullable=False),
    Column("unit_code", TEXT, nullable=False),
    Column("supplier", TEXT),
    Column("received_on", types.Date, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("claimed_at", Instant, nullable=False),
    Column("claimed_by", TEXT, nullable=False),
    Column("loaded_at", Instant),
    Column("snapshot", types.Integer),
    Column("rows_read", types.Integer),
    Column("rows_loaded", types.Integer),
    Column("rows_rejected", types.Integer),
    Column("rows_repeated", types.Integer),
    Column("rows_updated", types.Integer),
    Column("rows_set_aside", types.Integer),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", TEXT),
    Column("withdrawn_reason", TEXT),
    Column(
        "withdrawal",
        types.JSON(none_as_null=True),
        comment="What a withdrawal takes out, written before it begins: is_felt, successors.",
    ),
    Index(None, "dataset", "loaded_at"),
    info=SCOPED,
)

batch_files = Table(
    "batch_files",
    metadata,
    Column("batch_id", TEXT, ForeignKey("batches.batch_id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", types.Integer, primary_key=True),
    Column("path", TEXT, nullable=False, comment="As given on the command line or by upload."),
    Column("sha256", TEXT, nullable=False),
    Column(
        "identity", TEXT, nullable=False, comment="sha256 with dataset, mapping, set values, unit."
    ),
    Column("is_live", types.Boolean, nullable=False, comment="False once the batch is withdrawn."),
    Column("encoding", TEXT),
    Column("header_row", types.Integer),
    Column("rows_read", types.Integer),
    Column("rows_loaded", types.Integer),
    Column("rows_rejected", types.Integer),
    Column("rows_repeated", types.Integer),
    Column("rows_updated", types.Integer),
    Column("rows_set_aside", types.Integer),
    Index(
        "uq_batch_files_identity_live",
        "identity",
        unique=True,
        sqlite_where=sa.text("is_live"),
        postgresql_where=sa.text("is_live"),
    ),
    info=SCOPED,
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", TEXT, primary_key=True),
    Column("model", TEXT, nullable=False),
    Column("version", types.Integer, nullable=False),
    Column("model_sha256", TEXT, nullable=False),
    Column("line", TEXT, nullable=False),
    Column("snapshot", types.Integer, nullable=False),
    Column("as_of", types.Date, nullable=False),
    Column("parameters", types.JSON, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("why", TEXT, comment="Why refused or degraded; null when completed."),
    Column(
        "coverage", types.JSON, nullable=False, comment="Share of non-null by dataset and column."
    ),
    Column("warnings", types.JSON, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
    Column("seconds", types.Float, nullable=False),
    Column("run_by", TEXT, nullable=False),
    Column("leads_found", types.Integer, nullable=False),
    Column("leads_new", types.Integer, nullable=False),
    Column("leads_known", types.Integer, nullable=False),
    Column("leads_reopened", types.Integer, nullable=False),
    Index(None, "model", "started_at"),
    info=SCOPED,
)

run_units = Table(
    "run_units",
    metadata,
    Column("run_id", TEXT, ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    Column("unit_code", TEXT, primary_key=True),
    comment="The units whose rows the run read; a viewer sees a run whose units are all his.",
)

run_layers = Table(
    "run_layers",
    metadata,
    Column("run_id", TEXT, ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", types.Integer, primary_key=True),
    Column("layer", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("counts", TEXT, nullable=False),
    Column("rows_in", types.Integer, nullable=False),
    Column("rows_kept", types.Integer, nullable=False),
    Column("rows_dropped", types.Integer, nullable=False),
    Column("rows_excluded", types.Integer, nullable=False),
    Column("rows_cannot_judge", types.Integer, nullable=False),
    Column("rows_near_miss", types.Integer, nullable=False),
    Column(
        "join_dropped", types.Integer, nullable=False, comment="Part of rows_dropped: by a join."
    ),
    Column("seconds", types.Float, nullable=False),
    Column("sql", TEXT, nullable=False),
    Column("conditions", types.JSON, nullable=False),
    Column("exclusions", types.JSON, nullable=False),
    info=SCOPED,
)

run_samples = Table(
    "run_samples",
    metadata,
    Column("run_id", TEXT, ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    Column("layer", TEXT, primary_key=True),
    Column("outcome", TEXT, primary_key=True, comment="An outcome, or near_miss."),
    Column("ordinal", types.Integer, primary_key=True),
    Column("subject", TEXT),
    Column("row", types.JSON, nullable=False),
    comment="A bounded sample of the rows of each side of a layer.",
    info=SCOPED,
)

leads = Table(
    "leads",
    metadata,
    Column("lead_id", TEXT, primary_key=True),
    Column("lead_no", types.Integer, nullable=False, unique=True),
    Column("model", TEXT, nullable=False),
    Column("version", types.Integer, nullable=False),
    Column(
        "run_id",
        TEXT,
        ForeignKey("runs.run_id"),
        nullable=False,
        comment="Last run that flagged it.",
    ),
    Column("snapshot", types.Integer, nullable=False),
    Column("as_of", types.Date, nullable=False),
    Column("subject", TEXT, nullable=False, comment="kind:key, unmasked."),
    Column("subject_kind", TEXT, nullable=False),
    Column(
        "period", TEXT, nullable=False, comment="The model's behaviour period, for example 2018."
    ),
    Column("title", TEXT, nullable=False),
    Column("score", types.Integer, nullable=False),
    Column("score_parts", types.JSON, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("line", TEXT, nullable=False),
    Column("business", TEXT, nullable=False),
    Column("unit_code", TEXT, comment="Null is visible to nobody."),
    Column("event_on", types.Date),
    Column("received_on", types.Date, comment="When the newest batch behind it was received."),
    Column("due_on", types.Date),
    Column("amount_yuan", types.Numeric(18, 2)),
    Column("confidence", TEXT, nullable=False),
    Column("is_degraded", types.Boolean, nullable=False),
    Column("is_withdrawn", types.Boolean, nullable=False, default=False),
    Column("reasons", types.JSON, nullable=False, comment="[{layer, says, when, actual, limit}]"),
    Column("facts", types.JSON, nullable=False, comment="The row of the last layer, by column."),
    Column("facts_sha256", TEXT, nullable=False),
    Column("assignee", TEXT),
    Column("found_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),
    Column("moves", types.Integer, nullable=False, default=0, comment="Raised by each move."),
    _one_of_the_states("state"),
    Index(
        "ix_leads_queue",
        *("unit_code", "line", "state", "model", "due_on", "score", "lead_no"),
        *("event_on", "received_on", "lead_id"),
    ),  # counts and the order of the queue are read from it alone; a lead's row is large
    Index(None, "model", "state"),
    Index(None, "subject"),
    info=SCOPED,
)

lead_batches = Table(
    "lead_batches",
    metadata,
    Column("lead_id", TEXT, ForeignKey("leads.lead_id", ondelete="CASCADE"), primary_key=True),
    Column("batch_id", TEXT, primary_key=True, index=True),
    comment="The batches whose rows stand behind a lead, so that a withdrawal can mark it.",
    info=SCOPED,
)

lead_sightings = Table(
    "lead_sightings",
    metadata,
    Column("lead_id", TEXT, ForeignKey("leads.lead_id", ondelete="CASCADE"), primary_key=True),
    Column("run_id", TEXT, ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    info=SCOPED,
)

lead_history = Table(
    "lead_history",
    metadata,
    Column("entry_id", types.Integer, primary_key=True),
    Column(
        "lead_id", TEXT, ForeignKey("leads.lead_id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("at", Instant, nullable=False),
    Column("by", TEXT, nullable=False),
    Column("from_state", TEXT),
    Column("to_state", TEXT, nullable=False),
    Column("reason", TEXT),
    Column("note", TEXT),
    _one_of_the_states("to_state"),
    info=SCOPED,
)

exports = Table(
    "exports",
    metadata,
    Column("export_id", TEXT, primary_key=True),
    Column("export_no", types.Integer, nullable=False, unique=True),
    Column("exported_by", TEXT, nullable=False),
    Column("exported_at", Instant, nullable=False),
    Column("format", TEXT, nullable=False),
    Column("filters", types.JSON, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("manifest", types.JSON, nullable=False, comment="What the first sheet says."),
    Column("rows", types.Integer, nullable=False),
    Column("sha256", TEXT, nullable=False),
    Column(
        "content_file", TEXT, nullable=False, comment="Its file under the home's exports folder."
    ),
    Column(
        "cells_file", TEXT, nullable=False, comment="Its cells, for verify; under the same folder."
    ),
    Column("downloads", types.Integer, nullable=False, default=0),
    info=SCOPED,
)

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", TEXT, primary_key=True),
    Column("kind", TEXT, nullable=False),
    Column("arguments", types.JSON, nullable=False),
    Column("submitted_by", TEXT, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("progress_share", types.Float, comment="0 to 1; null while it cannot be told."),
    Column("progress_says", TEXT, comment="A message key of the locale files."),
    Column("started_at", Instant),
    Column("heartbeat_at", Instant),
    Column("finished_at", Instant),
    Column("attempts", types.Integer, nullable=False, default=0),
    Column("result", types.JSON),
    Column("error", TEXT),
    Column("hint", TEXT),
    Column("form_key", TEXT, unique=True, comment="Makes a double click one job."),
    Index(None, "state", "submitted_at"),
    info=SCOPED,
)

audit = Table(
    "audit",
    metadata,
    Column("seq", types.Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("username", TEXT, nullable=False),
    Column("session_id", TEXT),
    Column("address", TEXT),
    Column("event", TEXT, nullable=False),
    Column("object_kind", TEXT),
    Column("object_id", TEXT),
    Column("result", TEXT, nullable=False),
    Column("reason", TEXT),
    Column("detail", types.JSON, nullable=False),
    Column("app_version", TEXT, nullable=False),
    Index(None, "object_kind", "object_id"),
    sqlite_autoincrement=True,
    comment="Append-only: triggers refuse update and delete.",
)
