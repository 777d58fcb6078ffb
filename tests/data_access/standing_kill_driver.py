"""Makes standing runs in child processes that are killed on the way; then says what is left.

Run by test_standing_runs.py. A kill point is a statement of casework's writer by its number, its
commit, or the moment after it. Each child looks at what the one before left, and completes it.
"""

import json
import os
import signal
import sys
import traceback
from pathlib import Path

import sqlalchemy as sa

from data_access.accounts import scope_of
from data_access.due_runs import due_runs, note_due
from data_access.leads import count
from data_access.runs import runs
from data_access.standing_runs import run_due
from data_access.stores import Stores, open_stores
from supervision import declaration
from supervision.vocabulary import DueCause
from tests.data_access.pool_rows import BIDDING, add_rows, fixture_text
from tests.data_access.standing_models import standing

POINTS = ("commit", "after", None)
"""None: nothing is killed, only looked at."""


def state(stores: Stores) -> dict[str, int]:
    scope = scope_of(stores, "demo")
    return {
        "open": len(due_runs(stores, scope, is_open=True)),
        "runs": len(runs(stores, scope)),
        "leads": count(stores, scope),
    }


def looked_at(stores: Stores, earlier: int) -> dict[str, object]:
    """What the last kill left of the due run of this number, and what becomes of it."""
    killed = state(stores)
    list(run_due(stores, scope_of(stores, "demo")))
    found = state(stores)
    return {
        "killed": "open" if killed["open"] else "done",
        "runs_killed": killed["runs"] - earlier,
        **found,
        "runs": found["runs"] - earlier,
    }


def arrive(stores: Stores, number: int) -> None:
    text = fixture_text(BIDDING, "auction_bid")
    if number:
        text = "\n".join(text.strip().splitlines()[:2]).replace("ALONE", f"LOT{number}")
    add_rows(stores, "auction_bid", text, batch_id=f"batch-{number}")
    with stores.writing() as connection:
        note_due(connection, f"batch-{number}", DueCause.ARRIVED)


def armed(stores: Stores, point: int | str) -> None:
    """From now on the process kills itself at the point."""
    seen = 0

    def at_statement(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(stores.writer, "before_cursor_execute", at_statement)
    if point == "commit":
        sa.event.listen(stores.writer, "commit", lambda *_: os.kill(os.getpid(), signal.SIGKILL))


def child(home: Path, number: int, pipe: int) -> None:
    stores = open_stores(home, writable=True)
    if number:
        os.write(pipe, json.dumps(looked_at(stores, number - 1)).encode())
    point = POINTS[number]
    if point is None:
        return
    arrive(stores, number)
    armed(stores, point)
    next(run_due(stores, scope_of(stores, "demo")))
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    home, folder = Path(sys.argv[1]), Path(sys.argv[2]) / "models"
    folder.mkdir()
    files = standing(folder, BIDDING)
    declaration._model_files = lambda: [one for one in files() if one.stem == BIDDING]
    declaration.load_models()
    found = []
    for number in range(len(POINTS)):
        readable, writable = os.pipe()
        if os.fork() == 0:
            os.close(readable)
            try:
                child(home, number, writable)
            except Exception:  # noqa: BLE001 - a child tells its parent by standard error
                traceback.print_exc()
            finally:
                os._exit(0)
        os.close(writable)
        with os.fdopen(readable) as pipe:
            said = pipe.read()
        os.wait()
        found += [json.loads(said)] if said else []
    sys.stdout.write(json.dumps(found))


main()
