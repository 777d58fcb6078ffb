"""how far the columns of each dataset are filled is kept with its counts"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the store to this version."""
    op.add_column('dataset_counts', sa.Column('filled', sa.JSON(), server_default='{}', nullable=False, comment='{column: rows that have a value}; made anew where it is of before 0009.'))


def downgrade() -> None:
    """Takes the store back to the version before."""
    op.drop_column('dataset_counts', 'filled')
