"""Takes a file in, in a child process that is killed on the way; then says what can be read.

Run by test_kills.py. Every child is forked before any engine has started a thread. A kill point is
an event of either store's engine (a statement is about to run, a transaction to commit) or a delay.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow.dataset
import sqlalchemy as sa

from data_access import staged_parts, tables
from data_access.batches import Batch, batches, reconcile, withdraw
from data_access.intake import intake
from data_access.lake_tables import dataset_table
from data_access.pool import frame
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores, initialise, open_stores
from supervision.contracts import contract, load_contracts

SCOPE = Scope(viewer="demo", units=frozenset({"990101"}), own_unit="990101")
ROWS = 300
Work = Callable[[Stores], object]
Kill = tuple[int, str, Work]
"""The file's number, where the kill fell, and the call that was killed."""

IMPORTED_BEFORE_FORKING = (pd, pyarrow.dataset)
"""DuckDB imports both when it is first handed a frame, which takes a second in each child."""


def write_file(folder: Path, number: int) -> Path:
    path = folder / f"lot{number}.csv"
    bids = "".join(
        f"出局,B{row},{1000 + row},2026-05-26 10:{row // 60:02}:{row % 60:02}\n"
        for row in range(ROWS)
    )
    path.write_text("状态,竞买号,价格,时间\n" + bids + "流拍,B,1,x\n", encoding="utf-8")
    return path


def in_child(work) -> object:
    """What the work returns, done in a forked child; None when the child was killed."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        try:
            answer = work()
            os.write(writable, json.dumps(answer).encode())
        except Exception:  # noqa: BLE001 - a child tells its parent by standard error
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writable)
    with os.fdopen(readable) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else None


def killed_after(home: Path, work, events: int) -> int | None:
    """Does the work and kills itself at the event of this number; else answers how many there were."""

    def run() -> int:
        stores = open_stores(home, writable=True)
        reconcile(stores)  # what the last kill left would shift the events
        seen = 0

        def count(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == events:
                os.kill(os.getpid(), signal.SIGKILL)

        for name in ("before_cursor_execute", "commit"):
            sa.event.listen(sa.Engine, name, count)
        work(stores)
        return seen

    return in_child(run)


def killed_within(home: Path, work, seconds: float) -> None:
    child = os.fork()
    if child == 0:
        try:
            work(open_stores(home, writable=True))
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def state(stores: Stores, number: int) -> dict[str, object]:
    """What can be read of a file's lot; reconciles on the way."""
    lot = f"lot{number}"
    found = standing(stores, "auction_bid")
    before = [entry.state.value for entry in of_lot(stores, lot)]
    reconcile(stores)
    statement = sa.select(tables.batches.c.state).where(tables.batches.c.state == "loading")
    with stores.reading() as connection:
        left = len(connection.execute(scoped(statement, system_scope("test"))).all())
    return {
        "rows": found.filter(found["lot_code"] == lot).height,
        "before": before,
        "after": [entry.state.value for entry in of_lot(stores, lot)],
        "claims_left": left,
    }


def of_lot(stores: Stores, lot: str) -> list[Batch]:
    return [one for one in batches(stores, SCOPE) if one.files[0].path.endswith(f"{lot}.csv")]


def looked_at(home: Path, kills: list[Kill]) -> list[dict[str, object]]:
    """What kills left, and what the same calls again make of it."""

    def look() -> list[dict[str, object]]:
        stores = open_stores(home, writable=True)
        found = []
        for number, point, again in kills:
            killed = state(stores, number)
            again(stores)
            found.append({"point": point, "killed": killed, "completed": state(stores, number)})
        return found

    return in_child(look)


def taking(path: Path) -> Work:
    """An intake of the file; the rows of every second one wait in a file that the lake takes over."""

    def work(stores: Stores) -> None:
        if path.stem[-1] in "13579":
            staged_parts.PART_BYTES = 1
        intake(stores, SCOPE, [path])

    return work


def withdrawing(number: int) -> Work:
    return taking_out(f"lot{number}")


def taking_out(name: str) -> Work:
    def work(stores: Stores) -> None:
        for entry in of_lot(stores, name):
            withdraw(stores, SCOPE, entry.batch_id, "x")

    return work


def by_events(home: Path, folder: Path, points: int) -> list[dict[str, object]]:
    """Killed at engine events spread over an intake; looked at after each."""
    events = killed_after(home, taking(write_file(folder, 0)), -1)
    found = []
    for number in range(1, events + 1, max(1, events // points)):
        work = taking(write_file(folder, number))
        killed_after(home, work, number)
        found += looked_at(home, [(number, f"event {number}", work)])
    return found


def by_delays(home: Path, folder: Path, delays: int) -> list[dict[str, object]]:
    """Killed after delays spread over an intake; looked at when all were."""
    begun = time.perf_counter()
    killed_after(home, taking(write_file(folder, 9_999)), -1)
    lasted = time.perf_counter() - begun
    kills = []
    for step in range(delays):
        work = taking(write_file(folder, 10_000 + step))
        killed_within(home, work, lasted * (step + 0.5) / delays)
        kills.append((10_000 + step, f"delay {step}", work))
    return looked_at(home, kills)


def by_withdrawals(home: Path, folder: Path, points: int) -> list[dict[str, object]]:
    """Killed at engine events spread over a withdrawal; looked at when all were."""
    numbers = range(20_000, 20_000 + points)
    files = [write_file(folder, number) for number in numbers]

    def take_all() -> None:
        stores = open_stores(home, writable=True)
        for path in files:
            intake(stores, SCOPE, [path])

    in_child(take_all)
    kills = []
    for step, number in enumerate(numbers):
        killed_after(home, withdrawing(number), 12 + 4 * step)
        kills.append((number, f"event {12 + 4 * step}", withdrawing(number)))
    return looked_at(home, kills)


def write_accounts(folder: Path, number: int, name: str) -> Path:
    path = folder / f"accounts{number}{name}.csv"
    rows = "".join(f"{number}-{row},Z,{name},正常\n" for row in range(ROWS))
    path.write_text("账号,户主证号,户名,账户状态\n" + rows, encoding="utf-8")
    return path


def standing(stores: Stores, dataset: str) -> pl.DataFrame:
    """The rows of a dataset as they stand in the pool, nothing masked."""
    with stores.pool.reading() as connection:
        return frame(connection, sa.select(*dataset_table(contract(dataset)).c))


def account_state(stores: Stores, number: int) -> dict[str, object]:
    """Which names stand, how many rows are noted as replaced, and the states of the update."""
    reconcile(stores)
    found = standing(stores, "bank_account")
    own = found.filter(found["account_no"].str.starts_with(f"{number}-"))
    noted = sa.text("SELECT count(*) FROM replaced WHERE batch_id IN (SELECT unnest(:known))")
    first = [one.batch_id for one in of_lot(stores, f"accounts{number}旧")]
    with stores.pool.reading() as connection:
        count = connection.execute(noted, {"known": first}).scalar()
    return {
        "names": sorted(set(own["owner_name"])),
        "rows": own.height,
        "replaced": count,
        "after": [one.state.value for one in of_lot(stores, f"accounts{number}新")],
    }


UPDATE_KILLS, RESTORE_KILLS = (11, 8, 5, 3), (15, 12, 10, 6)
"""Kill points counted from the end: before, within and after the lake's transaction."""


def by_updates(home: Path, folder: Path) -> dict[str, object]:
    """Killed at engine events around the lake's transaction of updates, then of withdrawals."""
    numbers = range(len(UPDATE_KILLS) + 1)

    def take_all() -> None:
        stores = open_stores(home, writable=True)
        for number in numbers:
            intake(stores, SCOPE, [write_accounts(folder, number, "旧")])

    def look(works: list[Work]) -> list[dict[str, object]]:
        stores = open_stores(home, writable=True)
        found = []
        for number, again in enumerate(works):
            killed = account_state(stores, number)
            again(stores)
            found.append({"killed": killed, "completed": account_state(stores, number)})
        return found

    in_child(take_all)
    updates = [taking(write_accounts(folder, number, "新")) for number in numbers]
    events = killed_after(home, updates.pop(), -1)
    for before_end, work in zip(UPDATE_KILLS, updates, strict=True):
        killed_after(home, work, events - before_end)
    updated = in_child(lambda: look(updates))
    withdrawals = [taking_out(f"accounts{number}新") for number in numbers]
    events = killed_after(home, withdrawals.pop(), -1)
    for before_end, work in zip(RESTORE_KILLS, withdrawals, strict=True):
        killed_after(home, work, events - before_end)
    return {"updates": updated, "restored": in_child(lambda: look(withdrawals))}


def main() -> None:
    home, folder = Path(sys.argv[1]), Path(sys.argv[2])
    points, delays, withdrawals = (int(word) for word in sys.argv[3:6])
    load_contracts()  # each child would read them anew
    in_child(lambda: initialise(home).close())
    taken = by_events(home, folder, points) + by_delays(home, folder, delays)
    withdrawn = by_withdrawals(home, folder, withdrawals)
    merged = by_updates(home, folder)
    sys.stdout.write(json.dumps({"intake": taken, "withdrawal": withdrawn, **merged}))


main()
