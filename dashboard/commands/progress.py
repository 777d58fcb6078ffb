"""How far long work has come, on standard error; silent where nobody looks on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

Report = Callable[[float | None, str], None]
"""Takes the share done (None while it cannot be told) and what is being done."""


@contextmanager
def progress(title: str) -> Iterator[Report | None]:
    """What the work reports to; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from dashboard import messages  # noqa: PLC0415 - loads Streamlit, needed on a terminal only

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        texts = messages.catalogue(messages.ENGLISH)

        def report(share: float | None, says: str) -> None:
            bar.update(task, description=f"{title}: {texts.get(says, says)}", completed=share)

        yield report


def say(sentence: str) -> None:
    """One message to whoever runs the command, on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(sentence))
