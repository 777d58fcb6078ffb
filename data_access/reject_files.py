"""Rejects as a CSV for the supplier: what did not come in, where it stands, and why."""

import csv
from pathlib import Path

import polars as pl

from supervision.cells import defused
from supervision.contracts import DatasetContract
from supervision.rejects import reason_sentence

HEADER = ("文件", "行", "列", "值", "原因")


def write_rejects(file: Path, faults: pl.DataFrame, contract: DatasetContract) -> None:
    """Writes one line a fault; text that a spreadsheet would run as a formula is defused.

    `faults` has `path, source_line, column_name, value, reason`.
    """
    titles = {column.name: column.title for column in contract.columns}
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        for path, line, column, value, reason in faults.iter_rows():
            texts = (path, titles.get(column, column or ""), value or "")
            safe = [defused(text) for text in texts]
            writer.writerow([safe[0], line, safe[1], safe[2], reason_sentence(reason)])
