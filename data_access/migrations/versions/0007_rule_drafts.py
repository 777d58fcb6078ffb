"""rules as their authors write them, finished or not"""

import sqlalchemy as sa
from alembic import op

from data_access.tables import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the store to this version."""
    op.create_table(
        "rule_drafts",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "draft_id", sa.Text(), nullable=False, comment="The same for each of its states."
        ),
        sa.Column("unit_code", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False, comment="As JSON, see supervision."),
        sa.Column("model", sa.Text(), nullable=True, comment="Null while it is no model yet."),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("is_discarded", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_rule_drafts")),
        comment="One state of a draft a row; the last one stands. Append-only.",
        info={"scoped": True},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("rule_drafts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rule_drafts_unit_code_draft_id"), ["unit_code", "draft_id"], unique=False
        )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER rule_drafts_no_{verb.lower()} BEFORE {verb} ON rule_drafts"
            " BEGIN SELECT RAISE(ABORT, 'drafts of rules are append-only'); END"
        )


def downgrade() -> None:
    """Takes the store back to the version before."""
    op.drop_table("rule_drafts")
