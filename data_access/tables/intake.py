"""What came in: batches, their files, and what viewers said of their headers."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table, types

from data_access.tables.schema import SCOPED, TEXT, Instant, metadata


def _row_counts() -> list[Column[int]]:
    """What became of the rows of a batch, or of one of its files; null while it is taken in."""
    kinds = ("read", "loaded", "rejected", "repeated", "updated", "set_aside")
    return [Column(f"rows_{kind}", types.Integer) for kind in kinds]


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
    *_row_counts(),
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
    Column(
        "form",
        types.JSON(none_as_null=True),
        comment="What its rejects need to be read again: header, units, values; null before 0002.",
    ),
    *_row_counts(),
    Index(
        "uq_batch_files_identity_live",
        "identity",
        unique=True,
        sqlite_where=sa.text("is_live"),
        postgresql_where=sa.text("is_live"),
    ),
    info=SCOPED,
)

remembered_mappings = Table(
    "remembered_mappings",
    metadata,
    Column("mapping_id", TEXT, primary_key=True, comment="Of unit, supplier, dataset and header."),
    Column("unit_code", TEXT, nullable=False),
    Column("supplier", TEXT, comment="Null where none was named."),
    Column("dataset", TEXT, nullable=False),
    Column("header", types.JSON, nullable=False, comment="The cells of the header it was said of."),
    Column("mapping", types.JSON, nullable=False, comment="Header -> column."),
    Column("remembered_at", Instant, nullable=False),
    Column("remembered_by", TEXT, nullable=False),
    Index(None, "unit_code", "supplier"),
    info=SCOPED,
)

dataset_counts = Table(
    "dataset_counts",
    metadata,
    Column("dataset", TEXT, primary_key=True),
    Column("unit_code", TEXT, primary_key=True),
    Column("fingerprint", TEXT, nullable=False, comment="Of the files that were counted."),
    Column("rows", types.Integer, nullable=False),
    Column("first_on", types.Date),
    Column("last_on", types.Date),
    Column(
        "filled",
        types.JSON,
        nullable=False,
        server_default="{}",
        comment="{column: rows that have a value}; made anew where it is of before 0009.",
    ),
    info=SCOPED,
    comment="What stands of each dataset; made anew from the pool wherever it is missing.",
)
