"""Leads: what stands behind each, which runs saw it, and how it moved."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, types

from data_access.tables.schema import SCOPED, TEXT, Instant, metadata
from supervision.vocabulary import LeadState


def _one_of_the_states(column: str) -> CheckConstraint:
    states = ", ".join(f"'{state.value}'" for state in LeadState)
    return CheckConstraint(f"{column} IN ({states})", name=column)


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
    Index(None, "run_id"),
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
    Column("facts_sha256", TEXT, comment="Of the facts as this run saw them; null before 0004."),
    Column("facts", types.JSON, comment="Those of `lead.facts` as it saw them; null before 0008."),
    Index(None, "run_id"),
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
    Column("proposed_by", TEXT, comment="Who proposed a decision that `by` confirmed; else null."),
    _one_of_the_states("to_state"),
    info=SCOPED,
)

lead_proposals = Table(
    "lead_proposals",
    metadata,
    Column("proposal_id", types.Integer, primary_key=True),
    Column("lead_id", TEXT, ForeignKey("leads.lead_id", ondelete="CASCADE"), nullable=False),
    Column("moves", types.Integer, nullable=False, comment="Of the lead when it was proposed."),
    Column("to_state", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("note", TEXT),
    Column("proposed_by", TEXT, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("settled_as", TEXT, comment="confirmed, declined, withdrawn or lapsed; else null."),
    Column("settled_by", TEXT),
    Column("settled_at", Instant),
    _one_of_the_states("to_state"),
    Index(None, "lead_id", "settled_as"),
    sqlite_autoincrement=True,
    comment="Decisions on leads of the restricted space, which a second person confirms.",
    info=SCOPED,
)
