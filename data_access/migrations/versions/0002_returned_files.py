"""what rejects need to be read again, and mappings that are remembered"""

import sqlalchemy as sa
from alembic import op

from data_access.tables import Instant

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the store to this version."""
    op.create_table('remembered_mappings',
    sa.Column('mapping_id', sa.Text(), nullable=False, comment='Of unit, supplier, dataset and header.'),
    sa.Column('unit_code', sa.Text(), nullable=False),
    sa.Column('supplier', sa.Text(), nullable=True, comment='Null where none was named.'),
    sa.Column('dataset', sa.Text(), nullable=False),
    sa.Column('header', sa.JSON(), nullable=False, comment='The cells of the header it was said of.'),
    sa.Column('mapping', sa.JSON(), nullable=False, comment='Header -> column.'),
    sa.Column('remembered_at', Instant(), nullable=False),
    sa.Column('remembered_by', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('mapping_id', name=op.f('pk_remembered_mappings')),
    info={'scoped': True}
    )
    with op.batch_alter_table('remembered_mappings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remembered_mappings_unit_code_supplier'), ['unit_code', 'supplier'], unique=False)

    op.add_column('batch_files', sa.Column('form', sa.JSON(none_as_null=True), nullable=True, comment='What its rejects need to be read again: header, units, values; null before 0002.'))


def downgrade() -> None:
    """Takes the store back to the version before."""
    op.drop_column('batch_files', 'form')
    with op.batch_alter_table('remembered_mappings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remembered_mappings_unit_code_supplier'))

    op.drop_table('remembered_mappings')
