"""Rules as their authors write them (写规则), before and after they are models."""

from sqlalchemy import Column, Index, Table, types

from data_access.tables.schema import SCOPED, TEXT, Instant, metadata

rule_drafts = Table(
    "rule_drafts",
    metadata,
    Column("entry_id", types.Integer, primary_key=True),
    Column("draft_id", TEXT, nullable=False, comment="The same for each of its states."),
    Column("unit_code", TEXT, nullable=False),
    Column("line", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("draft", TEXT, nullable=False, comment="As JSON, see supervision."),
    Column("model", TEXT, comment="Null while it is no model yet."),
    Column("version", types.Integer),
    Column("is_discarded", types.Boolean, nullable=False),
    Column("written_by", TEXT, nullable=False),
    Column("written_at", Instant, nullable=False),
    Index(None, "unit_code", "draft_id"),
    sqlite_autoincrement=True,
    comment="One state of a draft a row; the last one stands. Append-only.",
    info=SCOPED,
)
