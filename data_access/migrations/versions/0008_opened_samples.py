"""samples say what decided, sightings keep their facts, two persons decide in the restricted space"""

import sqlalchemy as sa
from alembic import op

from data_access.tables import Instant

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the store to this version."""
    op.add_column('run_samples', sa.Column('checks', sa.JSON(), server_default='[]', nullable=False, comment='[{test, says, when, actual, limit}] that decided; empty before 0008.'))
    op.add_column('run_layers', sa.Column('baskets_left_out', sa.Integer(), server_default='0', nullable=False, comment='Baskets of pairs that hold too many items to say anything.'))
    op.add_column('lead_sightings', sa.Column('facts', sa.JSON(), nullable=True, comment='Those of `lead.facts` as it saw them; null before 0008.'))
    with op.batch_alter_table('lead_sightings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_sightings_run_id'), ['run_id'], unique=False)
    with op.batch_alter_table('leads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_leads_run_id'), ['run_id'], unique=False)

    op.add_column('lead_history', sa.Column('proposed_by', sa.Text(), nullable=True, comment='Who proposed a decision that `by` confirmed; else null.'))

    states = "'new', 'triaged', 'accepted', 'assigned', 'verifying', 'decided', 'supervised', 'followed_up', 'closed', 'dismissed', 'snoozed'"
    op.create_table('lead_proposals',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('lead_id', sa.Text(), nullable=False),
    sa.Column('moves', sa.Integer(), nullable=False, comment='Of the lead when it was proposed.'),
    sa.Column('to_state', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_at', Instant(), nullable=False),
    sa.Column('settled_as', sa.Text(), nullable=True, comment='confirmed, declined, withdrawn or lapsed; else null.'),
    sa.Column('settled_by', sa.Text(), nullable=True),
    sa.Column('settled_at', Instant(), nullable=True),
    sa.CheckConstraint(f'to_state IN ({states})', name=op.f('ck_lead_proposals_to_state')),
    sa.ForeignKeyConstraint(['lead_id'], ['leads.lead_id'], name=op.f('fk_lead_proposals_lead_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('proposal_id', name=op.f('pk_lead_proposals')),
    comment='Decisions on leads of the restricted space, which a second person confirms.',
    info={'scoped': True},
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('lead_proposals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_proposals_lead_id_settled_as'), ['lead_id', 'settled_as'], unique=False)


def downgrade() -> None:
    """Takes the store back to the version before."""
    op.drop_table('lead_proposals')
    op.drop_column('lead_history', 'proposed_by')
    op.drop_index(op.f('ix_leads_run_id'), table_name='leads')
    op.drop_index(op.f('ix_lead_sightings_run_id'), table_name='lead_sightings')
    op.drop_column('lead_sightings', 'facts')
    op.drop_column('run_layers', 'baskets_left_out')
    op.drop_column('run_samples', 'checks')
