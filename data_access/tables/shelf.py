"""The models an office keeps beside the packaged ones (本院模型), and what was decided of each."""

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint, types

from data_access.tables.schema import SCOPED, TEXT, Instant, metadata

kept_models = Table(
    "kept_models",
    metadata,
    Column("entry_id", types.Integer, primary_key=True),
    Column("unit_code", TEXT, nullable=False, comment="The unit that keeps it."),
    Column("model", TEXT, nullable=False),
    Column("version", types.Integer, nullable=False),
    Column("origin", TEXT, nullable=False, comment="rule: written here; pack: from elsewhere."),
    Column("title", TEXT, nullable=False),
    Column("line", TEXT, nullable=False),
    Column("is_restricted", types.Boolean, nullable=False),
    Column("is_standing", types.Boolean, nullable=False),
    Column("datasets", types.JSON, nullable=False, comment="The ids of those it reads."),
    Column("model_text", TEXT, nullable=False),
    Column("fixtures_text", TEXT, nullable=False),
    Column("shared_text", TEXT, comment="The layers it shares with others; null where none."),
    Column("sha256", TEXT, nullable=False, comment="Of the three texts."),
    Column("written_by", TEXT, nullable=False),
    Column("written_at", Instant, nullable=False),
    UniqueConstraint("unit_code", "model", "version"),
    Index(None, "model", "version"),
    sqlite_autoincrement=True,
    comment="One version of a model a row. Append-only: triggers refuse changes.",
    info=SCOPED,
)

kept_model_moves = Table(
    "kept_model_moves",
    metadata,
    Column("move_id", types.Integer, primary_key=True),
    Column("entry_id", types.Integer, ForeignKey("kept_models.entry_id"), nullable=False),
    Column("state", TEXT, nullable=False, comment="published, returned or retired."),
    Column("at", Instant, nullable=False),
    Column("by", TEXT, nullable=False),
    Column("reason", TEXT, comment="Null for a publication that says none."),
    Index(None, "entry_id"),
    sqlite_autoincrement=True,
    comment="What became of a kept model; the last one stands. Append-only.",
    info=SCOPED,
)
