"""Intake of one large text and one workbook, against the least that any intake of them must do.

The text: Polars' own scan and write of the same file. The workbook: python-calamine's own read of
it. Both sides run in turn, three times, ours into a fresh home every time; the figures are medians.
By hand, `SIJIAN_BENCH_GIGABYTES=5` makes the text that large, takes it in once, in a child process
whose pool may hold 1 GB (SIJIAN_POOL_MEMORY), and adds the peak of memory.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import python_calamine
import xlsxwriter

from benchmarks.intake_invoices import ROOT, peak_memory
from benchmarks.measured import Measured
from data_access.accounts import initialise_demo, scope_of
from data_access.intake import intake
from data_access.settings import Settings
from data_access.stores import initialise

TURNS = 3
ROWS = 1_000_000
SHEET_ROWS = 100_000
POOL_MEMORY = "1GB"
GIGABYTES = "SIJIAN_BENCH_GIGABYTES"
HEADER = (
    "发票号码",
    "开票日期",
    "企业代号",
    "购方单位代号",
    "金额",
    "税额",
    "价税合计",
    "发票状态",
)


def measure() -> Iterator[Measured]:
    """Seconds of each, beside the other way's; of a text of gigabytes the peak of memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gigabytes = float(os.environ.get(GIGABYTES) or 0)
        text = folder / "甲.csv"
        write_text(text, rows=ROWS, megabytes=gigabytes * 1_000)
        if gigabytes:
            yield from _large(text, folder)
            return
        book = folder / "乙.xlsx"
        write_workbook(book, rows=SHEET_ROWS)
        _taken_in(book, folder / "warm")
        yield _measured("text", text, lambda: _written(text, folder / "floor.parquet"), folder)
        yield _measured("workbook", book, lambda: _read(book), folder)


def invoices(first: int, rows: int) -> pl.DataFrame:
    """Invoices numbered from `first` on, made by arithmetic: the same numbers every time."""
    number = pl.int_range(first, first + rows)
    amount = (number * 7_919 % 9_000_000 + 100) / 100
    tax = (amount * 0.13).round(2)
    is_void = number % 20 == 0
    return pl.select(
        number.cast(pl.String).str.zfill(8).alias(HEADER[0]),
        (pl.date(2023, 1, 1) + pl.duration(days=number * 31 % 1_095)).alias(HEADER[1]),
        ("A" + (number % 997).cast(pl.String)).alias(HEADER[2]),
        ("B" + (number * 13 % 9_973).cast(pl.String)).alias(HEADER[3]),
        amount.round(2).alias(HEADER[4]),
        tax.alias(HEADER[5]),
        (amount + tax).round(2).alias(HEADER[6]),
        pl.when(is_void).then(pl.lit("作废发票")).otherwise(pl.lit("有效发票")).alias(HEADER[7]),
    )


def write_text(path: Path, *, rows: int, megabytes: float = 0) -> None:
    """So many invoices as CSV, and on until the file is that large."""
    with path.open("wb") as file:
        first = 0
        while first < rows or file.tell() < megabytes * 1_000_000:
            invoices(first, rows).write_csv(file, include_header=first == 0, float_precision=2)
            first += rows


def write_workbook(path: Path, *, rows: int) -> None:
    """So many invoices as a workbook: numbers and days as such, codes as text."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("发票")
        sheet.write_row(0, 0, HEADER)
        for row, cells in enumerate(invoices(0, rows).iter_rows(), 1):
            sheet.write_string(row, 0, cells[0])
            sheet.write_datetime(row, 1, cells[1], day)
            sheet.write_row(row, 2, cells[2:])


def _measured(name: str, source: Path, floor: Callable[[], None], folder: Path) -> Measured:
    ours, theirs = [], []
    for turn in range(TURNS):
        theirs.append(_timed(floor))
        ours.append(_taken_in(source, folder / f"{name}{turn}"))
    return Measured(name=name, figure=statistics.median(ours), baseline=statistics.median(theirs))


def _large(text: Path, folder: Path) -> Iterator[Measured]:
    floor = _timed(lambda: _written(text, folder / "floor.parquet"))
    command = [sys.executable, "-m", "benchmarks.intake", str(text), str(folder / "home")]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    seconds, peak = (float(figure) for figure in done.stdout.split())
    yield Measured(name="text", figure=seconds, baseline=floor)
    yield Measured(name="peak_memory", figure=peak)


def _written(source: Path, target: Path) -> None:
    pl.scan_csv(source, infer_schema_length=1_000).sink_parquet(target)


def _read(source: Path) -> None:
    with python_calamine.CalamineWorkbook.from_path(str(source)) as book:
        book.get_sheet_by_index(0).to_python()


def _taken_in(source: Path, home: Path, pool_memory: str = "2GB") -> float:
    stores = initialise(home, Settings(home=home, pool_memory=pool_memory))
    try:
        initialise_demo(stores)
        report = intake(stores, scope_of(stores, "demo"), [source])
    finally:
        stores.close()
    if report.rows_loaded != report.rows_read or not report.rows_read:
        raise AssertionError(f"{report.rows_loaded} of {report.rows_read} rows were loaded")
    return report.seconds


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """With a source and a home: one intake, its seconds and its peak of memory."""
    if len(sys.argv) == 3:
        source, home = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
        print(_taken_in(source, home, POOL_MEMORY), peak_memory())
        return
    for found in measure():
        ratio = f", {found.figure / found.baseline:.2f} times" if found.baseline else ""
        print(f"{found.name}: {found.figure:.2f}{ratio}")


if __name__ == "__main__":
    main()
