"""Files gathered and files streamed become the same rows, with the same places."""

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_access import collecting, reading
from data_access.collecting import Collector
from data_access.reading import read_source
from data_access.recognition import Recogniser, Wishes
from data_access.typed_rows import TypedRows
from supervision.contracts import load_contracts

HEADER = "标题\n状态,竞买号,价格,时间\n"


class Kept:
    """Stands for the staging: keeps what it is handed."""

    def __init__(self):
        self.rows, self.faults, self.records = [], [], []

    def add_rows(self, rows: pl.DataFrame, _spelled: pl.DataFrame) -> None:
        self.rows.append(rows)

    def add_faults(self, faults: pl.DataFrame) -> None:
        self.faults.append(faults)

    def add_records(self, records: pl.DataFrame) -> None:
        self.records.append(records)

    def typed(self) -> TypedRows:
        place = ["source_file", "source_line"]
        rows = pl.concat(self.rows).sort(place)
        faults = pl.concat(self.faults).sort([*place, "column_name"])
        return rows, faults.join(pl.concat(self.records), on=place, maintain_order="left")


def body(number: int) -> str:
    lines = []
    for row in range(number, number + 60):
        bidder = f'"甲\n{row}"' if row % 7 == 0 else f"B{row}"
        lines.append(f"成交,{bidder},{row},2026-05-26 10:00:00\n")
        if row % 9 == 0:
            lines.append("流拍,A,x,2026-05-26 10:00:00\n\n状态,竞买号,价格,时间\n")
    return "".join(lines)


def collected(paths: list[Path], large: int):
    kept = Kept()
    collector = Collector(kept)
    judge = Recogniser(list(load_contracts().values()), Wishes())
    for number, path in enumerate(paths):
        source = read_source(path, large=large)
        table = judge.recognise(path, next(source.blocks()))
        collector.take(number, source, table, path.stem)
    collector.finish()
    return kept.typed(), collector.counts


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("block", [120, 1_000])
def test_a_streamed_file_is_read_as_a_whole_one_is(tmp_path, monkeypatch, encoding, block):
    monkeypatch.setattr(reading, "BLOCK_BYTES", block)
    path = tmp_path / "甲.csv"
    path.write_text(HEADER + body(0), encoding=encoding)
    (whole, faults), counts = collected([path], 1_000_000)
    (streamed, streamed_faults), streamed_counts = collected([path], 1)
    assert_frame_equal(streamed, whole)
    assert_frame_equal(streamed_faults, faults)
    assert streamed_counts == counts
    lines = path.read_text(encoding=encoding).split("\n")
    for line, bidder in whole.select("source_line", "bidder_code").iter_rows():
        assert lines[line - 1].startswith(f"成交,{bidder.split(chr(10))[0]}") or (
            lines[line - 1] == '成交,"甲'
        )


def test_gathering_many_files_changes_nothing(tmp_path, monkeypatch):
    paths = []
    for number in range(9):
        path = tmp_path / f"{number}.csv"
        path.write_text(HEADER + body(number), encoding="utf-8")
        paths.append(path)
    (together, faults), counts = collected(paths, 1_000_000)
    monkeypatch.setattr(collecting, "GATHERED_BYTES", 1)
    (apart, faults_apart), counts_apart = collected(paths, 1_000_000)
    assert_frame_equal(together, apart)
    assert_frame_equal(faults, faults_apart)
    assert counts == counts_apart
    assert together["lot_code"].n_unique() == 9
