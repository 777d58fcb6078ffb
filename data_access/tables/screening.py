"""What a run leaves (ledger, units, samples), what it is asked with, and which runs are due."""

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint, types

from data_access.tables.schema import SCOPED, TEXT, Instant, metadata

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
    Column(
        "baskets_left_out",
        types.Integer,
        nullable=False,
        server_default="0",
        comment="Baskets of pairs that hold too many items to say anything.",
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
    Column(
        "checks",
        types.JSON,
        nullable=False,
        server_default="[]",
        comment="[{test, says, when, actual, limit}] that decided; empty before 0008.",
    ),
    comment="A bounded sample of the rows of each side of a layer.",
    info=SCOPED,
)

parameter_overlays = Table(
    "parameter_overlays",
    metadata,
    Column("entry_id", types.Integer, primary_key=True),
    Column("unit_code", TEXT, nullable=False),
    Column("model", TEXT, nullable=False),
    Column("version", types.Integer, nullable=False, comment="The model's when it was said."),
    Column("parameter", TEXT, nullable=False),
    Column("value", TEXT, comment="An exact number; null takes the unit back to the default."),
    Column("at", Instant, nullable=False),
    Column("by", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Index(None, "model", "unit_code"),
    sqlite_autoincrement=True,
    comment="What a unit sets instead of a model's defaults. Append-only: triggers refuse changes.",
    info=SCOPED,
)

due_runs = Table(
    "due_runs",
    metadata,
    Column("due_id", types.Integer, primary_key=True),
    Column("model", TEXT, nullable=False),
    Column("unit_code", TEXT, nullable=False, comment="The batch's; it and those below are read."),
    Column("batch_id", TEXT, ForeignKey("batches.batch_id", ondelete="CASCADE"), nullable=False),
    Column("cause", TEXT, nullable=False, comment="arrived, or withdrawn."),
    Column("since", Instant, nullable=False),
    Column("done_at", Instant),
    Column("done_run_id", TEXT, ForeignKey("runs.run_id"), comment="Null where no run was made."),
    Column("why", TEXT, comment="Why no run was made, or why the run was refused."),
    UniqueConstraint("batch_id", "model", "cause"),
    Index(None, "done_at"),
    comment="What standing models still have to read, written with the batch itself.",
    info=SCOPED,
)
