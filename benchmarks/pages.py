"""Each page's script run, warm, with 700,000 invoices in the pool, beside an empty page.

The runs are those of Streamlit's own script runner, in one process, as in the server: the same page
is run again and again by the same session, the first runs apart. The browser is not in it.
"""

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks.generated import fill_bids, fill_invoices
from benchmarks.measured import Measured
from dashboard import serving
from data_access.accounts import scope_of
from data_access.batches import batches
from data_access.demo import fill
from data_access.lead_filter import LeadFilter
from data_access.leads import page as lead_page
from data_access.maintenance import create_home
from data_access.runs import runs
from data_access.screening import screen
from data_access.settings import Settings
from data_access.stores import Stores, open_stores
from supervision.declaration import load_models

ENTRY = Path(__file__).resolve().parents[1] / "dashboard" / "app.py"
EMPTY = "import streamlit as st\nst.title('empty')\n"
INVOICES, FIRMS = 700_000, 300
LOTS, BIDS = 2_000, 40
WARMING, TURNS = 3, 15
SECONDS = 60


def measure() -> Iterator[Measured]:
    """Milliseconds of each page's warm run at the median, with those of an empty page beside it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        parameters = _filled(home)
        os.environ["SIJIAN_HOME"] = str(home)
        gc.collect()
        gc.freeze()
        empty = _median(AppTest.from_string(EMPTY, default_timeout=SECONDS))
        for page, values in parameters.items():
            yield Measured(name=page, figure=_median(_opened(page, values)), baseline=empty)
        serving.close()


def _filled(home: Path) -> dict[str, dict[str, str]]:
    """Fills a home and names, for each page, the parameters under which it shows the most."""
    create_home(home, Settings(home=home), demo=True)
    stores = open_stores(home, Settings(home=home), writable=True)
    try:
        scope = scope_of(stores, "demo")
        fill(stores, scope, scale=0.05, seed=1, truth=home / "truth.csv")
        with stores.pool.writing() as connection:
            fill_invoices(connection, rows=INVOICES, firms=FIRMS)
            fill_bids(connection, lots=LOTS, bids=BIDS)
        for model in load_models():
            screen(stores, scope, model)
        return _parameters(stores)
    finally:
        stores.close()


def _parameters(stores: Stores) -> dict[str, dict[str, str]]:
    scope = scope_of(stores, "demo")
    run = runs(stores, scope, model="invoice_voiding")[0].run_id or ""
    lead = lead_page(stores, scope, LeadFilter(model="invoice_voiding"), 1)[0].lead_id
    batch = _largest_batch(stores)
    return {
        "overview": {},
        "leads": {},
        "lead": {"lead": lead},
        "review_lists": {},
        "trends": {"line": "criminal"},
        "briefing": {},
        "models": {"model": "invoice_voiding"},
        "rule": {},
        "run": {"run": run},
        "pool": {},
        "intake": {},
        "batch": {"batch": batch},
    }


def _largest_batch(stores: Stores) -> str:
    found = batches(stores, scope_of(stores, "demo"))
    return max(found, key=lambda batch: len(batch.files)).batch_id


def _opened(page: str, parameters: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(ENTRY), default_timeout=SECONDS)
    app.user = {"username": "demo", "sid": "benchmark"}
    app.run()
    for key, value in parameters.items():
        app.query_params[key] = value
    return app.switch_page(f"../pages/{page}.py")


def _median(app: AppTest) -> float:
    times = []
    for turn in range(WARMING + TURNS):
        began = time.perf_counter()
        app.run()
        if turn >= WARMING:
            times.append(1000 * (time.perf_counter() - began))
        if app.exception:
            raise AssertionError(f"The page failed: {app.exception[0].message}")
    return statistics.median(times)
