"""Limits on a SELECT somebody wrote: it is interrupted after a time and may not fill the disk.

What passes the parser can still explode: an equality of two columns that hold one value joins every
row with every row. The clock is this process's; memory and spilled bytes are counted by DuckDB.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import sqlalchemy as sa

from data_access.errors import Refused
from data_access.settings import SELECT_SECONDS
from supervision.model_format import Model

OPTION = "sijian_select_seconds"
"""The execution option of a pool's connection that says how long a SELECT may take."""

_LIMITS = (duckdb.InterruptException, duckdb.OutOfMemoryException)


@contextmanager
def limited(connection: sa.Connection, model: Model, where: str) -> Iterator[None]:
    """Interrupts what runs within after the seconds that the connection allows.

    where: the layer or evidence it is for. Raises Refused where time or memory did not suffice.
    """
    seconds = float(connection.get_execution_options().get(OPTION, SELECT_SECONDS))
    driver = connection.connection.driver_connection
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        driver.interrupt()  # type: ignore[union-attr]

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (sa.exc.DBAPIError, *_LIMITS) as error:
        cause = getattr(error, "orig", error)
        if isinstance(cause, duckdb.InterruptException) and is_over.is_set():
            raise Refused(
                f"The SELECT of {model.id}, {where}, took longer than {seconds:g} seconds and was"
                " stopped.",
                hint="Let it join on columns that tell rows apart, or raise SIJIAN_SELECT_SECONDS.",
            ) from error
        if isinstance(cause, duckdb.OutOfMemoryException):
            raise Refused(
                f"The SELECT of {model.id}, {where}, needs more memory than the pool has.",
                hint="Let it join on columns that tell rows apart, or raise SIJIAN_POOL_MEMORY.",
            ) from error
        raise
    finally:
        timer.cancel()
        timer.join()  # a late interrupt would hit the next statement
