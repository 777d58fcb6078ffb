"""What is written down about work: exports, jobs, and the audit of who did or saw what."""

from sqlalchemy import Column, Index, Table, types

from data_access.tables.schema import SCOPED, TEXT, Instant, metadata

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
