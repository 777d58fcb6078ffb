"""what stands of each dataset is kept with the fingerprint of its files"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the store to this version."""
    op.create_table('dataset_counts',
    sa.Column('dataset', sa.Text(), nullable=False),
    sa.Column('unit_code', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False, comment='Of the files that were counted.'),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=True),
    sa.Column('last_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('dataset', 'unit_code', name=op.f('pk_dataset_counts')),
    comment='What stands of each dataset; made anew from the pool wherever it is missing.',
    info={'scoped': True}
    )


def downgrade() -> None:
    """Takes the store back to the version before."""
    op.drop_table('dataset_counts')
