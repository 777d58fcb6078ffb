"""What every table of casework shares: the metadata, instants in UTC, and the mark of a scope."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import types
from sqlalchemy.engine import Dialect

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(types.TypeDecorator[datetime]):
    """An instant: aware UTC in Python, naive UTC in the store."""

    impl = types.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The naive UTC value that the store keeps."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The aware UTC value that Python sees."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


TEXT = types.Text()
SCOPED = {"scoped": True}
