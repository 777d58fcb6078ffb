"""an account may enter the restricted space; the built-in viewer of a demo home does"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the store to this version."""
    op.add_column('users',
    sa.Column('may_investigate', sa.Boolean(), server_default='0', nullable=False)
    )
    op.execute(
        "UPDATE users SET may_investigate = 1 WHERE username = 'demo' AND password_hash IS NULL"
        " AND EXISTS (SELECT 1 FROM facts WHERE key = 'is_demo')"
    )


def downgrade() -> None:
    """Takes the store back to the version before."""
    op.drop_column('users', 'may_investigate')
