"""A query on another database as a source of rows: read only, its answer written as text.

Neither the password nor the statement is ever said: a batch names dialect, host and database, and
the statement's hash.
"""

import csv
import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as declared
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data_access.errors import SourceRefused, StoreUnusable
from data_access.unpackers.fields import binary_number, plain_text

ROWS_AT_ONCE = 5_000
_ZONE = ZoneInfo("Asia/Shanghai")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_READS = re.compile(
    r"\A(?:\s|--[^\n]*\n|/\*.*?\*/)*\(*\s*(select|with|values|table)\b", re.IGNORECASE | re.DOTALL
)
_READ_ONLY: Mapping[str, tuple[str, ...]] = {
    "sqlite": ("PRAGMA query_only = ON",),
    "postgresql": ("SET TRANSACTION READ ONLY",),
    "mysql": ("SET SESSION TRANSACTION READ ONLY",),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY",),
    "oracle": ("SET TRANSACTION READ ONLY",),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class DatabaseQuery:
    """One statement on one database; shown without its password and its words."""

    url: sa.URL = declared(repr=False)
    statement: str = declared(repr=False)

    @property
    def path(self) -> Path:
        """By what the answer is known: dialect, host, database and the statement's hash."""
        database = Path(self.url.database or "").name
        digest = hashlib.sha256(self.statement.encode()).hexdigest()[:12]
        parts = (self.url.get_backend_name(), self.url.host or "", database, f"query-{digest}")
        return Path("/".join(part for part in parts if part))

    def write(self, target: Path) -> Path:
        """Writes the answer, one line a row after a line of names; raises SourceRefused."""
        with self._connected() as connection:
            answer = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
                sa.text(self.statement.replace(":", "\\:"))
            )
            names = list(answer.keys())
            try:
                with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
                    writer = csv.writer(file, lineterminator="\n")
                    writer.writerow([plain_text(name) for name in names])
                    for rows in answer.partitions():
                        writer.writerows([_field(value) for value in row] for row in rows)
            except OSError as error:
                raise StoreUnusable(
                    "The disk has no room for the answer of the query.",
                    hint="Make room in the home and try again.",
                ) from error
        return target

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        try:
            engine = _engine(self.url)
        except (sa.exc.ArgumentError, ImportError):
            raise SourceRefused(
                f"There is no driver here for {self.url.drivername}.",
                hint="Install its driver beside Sijian, or export the table as CSV.",
            ) from None
        try:
            with engine.connect() as connection:
                for statement in _READ_ONLY.get(self.url.get_backend_name(), ()):
                    connection.exec_driver_sql(statement)
                yield connection
        except sa.exc.SQLAlchemyError as error:
            kind = type(getattr(error, "orig", None) or error).__name__
            raise SourceRefused(
                f"The query on {self.path.parent} failed ({kind}).",
                hint="Try the address and the query in a client of that database.",
            ) from None
        finally:
            engine.dispose()


def database_query(
    source: str, statement: str, environment: Mapping[str, str] = os.environ
) -> DatabaseQuery:
    """The query; `source` is a URL or, so that no list of processes shows it, a variable's name.

    Raises SourceRefused where there is no such variable, it is no URL, or the statement may write.
    """
    if _VARIABLE.fullmatch(source):
        if source not in environment:
            raise SourceRefused(
                f"There is no environment variable {source}.",
                hint="Put the database's URL into it.",
            )
        source = environment[source]
    try:
        url = sa.make_url(source)
    except (sa.exc.ArgumentError, ValueError):
        raise SourceRefused(
            "The database's address is no URL.",
            hint="Write it as SQLAlchemy does: dialect, user, password, host and database.",
        ) from None
    if not _READS.match(statement) or ";" in statement.strip().rstrip(";"):
        raise SourceRefused(
            "The query is not one statement that only reads.", hint="Begin it with SELECT or WITH."
        )
    return DatabaseQuery(url=url, statement=statement.strip().rstrip(";"))


def _engine(url: sa.URL) -> sa.Engine:
    """An engine that opens the database for reading only where its driver can."""
    backend = url.get_backend_name()
    if backend == "sqlite" and url.database and url.database != ":memory:":
        found = url.set(database=f"file:{Path(url.database).resolve()}")
        return sa.create_engine(found.update_query_dict({"mode": "ro", "uri": "true"}))
    if backend == "duckdb":
        return sa.create_engine(url, connect_args={"read_only": True})
    return sa.create_engine(url)


def _field(value: object) -> str:
    found = _FIELDS.get(type(value))
    return found(value) if found else plain_text(str(value))


def _instant(value: datetime) -> str:
    local = value.astimezone(_ZONE).replace(tzinfo=None) if value.tzinfo else value
    return local.isoformat(" ")


_FIELDS: Mapping[type, Callable[..., str]] = {
    type(None): lambda _: "",
    str: plain_text,
    int: str,
    bool: lambda value: "true" if value else "false",
    float: binary_number,
    Decimal: lambda value: format(value, "f"),
    datetime: _instant,
    date: date.isoformat,
    time: time.isoformat,
    bytes: lambda value: plain_text(value.decode("utf-8", "backslashreplace")),
}
