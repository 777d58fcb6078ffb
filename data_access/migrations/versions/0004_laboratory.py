"""parameters of a unit, runs that are due, and the facts as each run saw them"""

import sqlalchemy as sa
from alembic import op

from data_access.tables import Instant

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the store to this version."""
    op.create_table('parameter_overlays',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('unit_code', sa.Text(), nullable=False),
    sa.Column('model', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False, comment="The model's when it was said."),
    sa.Column('parameter', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=True, comment='An exact number; null takes the unit back to the default.'),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_parameter_overlays')),
    comment="What a unit sets instead of a model's defaults. Append-only: triggers refuse changes.",
    info={'scoped': True},
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('parameter_overlays', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_parameter_overlays_model_unit_code'), ['model', 'unit_code'], unique=False)

    for verb in ('UPDATE', 'DELETE'):
        op.execute(
            f"CREATE TRIGGER parameter_overlays_no_{verb.lower()} BEFORE {verb} ON parameter_overlays"
            " BEGIN SELECT RAISE(ABORT, 'the parameters of a unit are append-only'); END"
        )

    op.create_table('due_runs',
    sa.Column('due_id', sa.Integer(), nullable=False),
    sa.Column('model', sa.Text(), nullable=False),
    sa.Column('unit_code', sa.Text(), nullable=False, comment="The batch's; it and those below are read."),
    sa.Column('batch_id', sa.Text(), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False, comment='arrived, or withdrawn.'),
    sa.Column('since', Instant(), nullable=False),
    sa.Column('done_at', Instant(), nullable=True),
    sa.Column('done_run_id', sa.Text(), nullable=True, comment='Null where no run was made.'),
    sa.Column('why', sa.Text(), nullable=True, comment='Why no run was made, or why the run was refused.'),
    sa.ForeignKeyConstraint(['batch_id'], ['batches.batch_id'], name=op.f('fk_due_runs_batch_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['done_run_id'], ['runs.run_id'], name=op.f('fk_due_runs_done_run_id')),
    sa.PrimaryKeyConstraint('due_id', name=op.f('pk_due_runs')),
    sa.UniqueConstraint('batch_id', 'model', 'cause', name=op.f('uq_due_runs_batch_id_model_cause')),
    comment='What standing models still have to read, written with the batch itself.',
    info={'scoped': True}
    )
    with op.batch_alter_table('due_runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_due_runs_done_at'), ['done_at'], unique=False)

    op.add_column('lead_sightings', sa.Column('facts_sha256', sa.Text(), nullable=True, comment='Of the facts as this run saw them; null before 0004.'))


def downgrade() -> None:
    """Takes the store back to the version before."""
    op.drop_column('lead_sightings', 'facts_sha256')
    op.drop_table('due_runs')
    op.drop_table('parameter_overlays')
