"""models that an office keeps itself, what was decided of them, and who may publish"""

import sqlalchemy as sa
from alembic import op

from data_access.tables import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the store to this version."""
    op.create_table(
        "kept_models",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.Text(), nullable=False, comment="The unit that keeps it."),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "origin", sa.Text(), nullable=False, comment="rule: written here; pack: from elsewhere."
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("datasets", sa.JSON(), nullable=False, comment="The ids of those it reads."),
        sa.Column("model_text", sa.Text(), nullable=False),
        sa.Column("fixtures_text", sa.Text(), nullable=False),
        sa.Column(
            "shared_text",
            sa.Text(),
            nullable=True,
            comment="The layers it shares with others; null where none.",
        ),
        sa.Column("sha256", sa.Text(), nullable=False, comment="Of the three texts."),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_kept_models")),
        sa.UniqueConstraint(
            "unit_code", "model", "version", name=op.f("uq_kept_models_unit_code_model_version")
        ),
        comment="One version of a model a row. Append-only: triggers refuse changes.",
        info={"scoped": True},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kept_models", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kept_models_model_version"), ["model", "version"], unique=False
        )

    op.create_table(
        "kept_model_moves",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="published, returned or retired."),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column(
            "reason", sa.Text(), nullable=True, comment="Null for a publication that says none."
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["kept_models.entry_id"], name=op.f("fk_kept_model_moves_entry_id")
        ),
        sa.PrimaryKeyConstraint("move_id", name=op.f("pk_kept_model_moves")),
        comment="What became of a kept model; the last one stands. Append-only.",
        info={"scoped": True},
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kept_model_moves", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kept_model_moves_entry_id"), ["entry_id"], unique=False
        )

    for table in ("kept_models", "kept_model_moves"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'the models of an office are append-only'); END"
            )

    op.add_column(
        "users", sa.Column("may_publish", sa.Boolean(), server_default="0", nullable=False)
    )
    op.execute(
        "UPDATE users SET may_publish = 1 WHERE username = 'demo' AND password_hash IS NULL"
        " AND EXISTS (SELECT 1 FROM facts WHERE key = 'is_demo')"
    )


def downgrade() -> None:
    """Takes the store back to the version before."""
    op.drop_column("users", "may_publish")
    op.drop_table("kept_model_moves")
    op.drop_table("kept_models")
