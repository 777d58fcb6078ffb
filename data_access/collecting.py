"""Files to staged rows: small files of one form are gathered and read as one, large ones in blocks.

Reading 604 small files one frame each costs ten times what reading their text as one does; a file
larger than memory never has to be one piece. Both are the same work on segments of whole lines.
Records are read one after the other, because one may go on in the next block; what becomes of them
is found in two further threads.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import polars as pl

from data_access.claims import Counts
from data_access.merged_cells import merged_cells, with_merged
from data_access.reading import SourceText
from data_access.recognition import Form, Recognised
from data_access.records import Records, Segment, read_records
from data_access.reject_records import as_supplied, raw_records
from data_access.staging import Staging
from data_access.typed_rows import typed_rows

GATHERED_BYTES = 8 * 1024 * 1024
THREADS = 2
WAITING = 4
"""So many pieces are being staged or wait for it, so that no thread waits for the next one."""

_Group = tuple[Form, tuple[str, ...], bool]


class Collector:
    """Takes files one after the other and stages what they hold; `counts` says how much."""

    def __init__(self, staging: Staging) -> None:
        self.counts: dict[int, Counts] = {}
        self._staging = staging
        self._names: dict[int, str] = {}
        self._merged: dict[int, pl.DataFrame] = {}
        self._waiting: dict[_Group, list[Segment]] = {}
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="staging")
        self._staged: deque[Future[pl.DataFrame]] = deque()

    def take(
        self,
        number: int,
        source: SourceText,
        table: Recognised,
        name: str,
        merged: Path | None = None,
    ) -> None:
        """Takes one file; what its rows become may be staged later, by `finish` at the latest.

        merged: where its cells stand that are merged downwards.
        """
        self._merged[number] = merged_cells(merged, table.first_row)
        self.counts[number] = Counts(rows_set_aside=table.header_row)
        self._names[number] = name
        blocks = from_line(source.blocks(), table.first_row)
        first = next(blocks, None)
        if first is None:
            return
        second = next(blocks, None)
        start = Segment(file=number, first_line=table.first_row, text=first)
        if second is None:
            self._gather(start, table)
        else:
            self._stream(start, second, blocks, table)

    def finish(self) -> None:
        """Stages what is still waiting."""
        for group in list(self._waiting):
            self._read(group)
        while self._staged:
            self._count()

    def close(self) -> None:
        """Ends the threads; the staging may be closed only then."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _gather(self, segment: Segment, table: Recognised) -> None:
        group = (table.form, table.titles, b'"' in segment.text)
        waiting = self._waiting.setdefault(group, [])
        waiting.append(segment)
        if sum(len(waits.text) for waits in waiting) >= GATHERED_BYTES:
            self._read(group)

    def _read(self, group: _Group) -> None:
        segments = self._waiting.pop(group)
        form, titles, _ = group
        records = read_records(segments, form.delimiter, len(form.header))
        self._stage(records, form, titles)

    def _stream(
        self, start: Segment, second: bytes, blocks: Iterator[bytes], table: Recognised
    ) -> None:
        """Reads a large file block by block; a record that is open at a block's end goes on."""
        form, segment = table.form, start
        following: bytes | None = second
        while True:
            is_last = following is None
            records = read_records([segment], form.delimiter, len(form.header), is_last=is_last)
            self._stage(records, form, table.titles)
            if following is None:
                return
            line = segment.first_line + segment.lines
            if records.rest is not None:
                following, line = records.rest.text + following, records.rest.first_line
            segment = Segment(file=segment.file, first_line=line, text=following)
            following = next(blocks, None)

    def _stage(self, records: Records, form: Form, titles: tuple[str, ...]) -> None:
        """Has the records staged; returns meanwhile, unless enough of them wait."""
        if len(self._staged) == WAITING:
            self._count()
        names, merged = dict(self._names), dict(self._merged)  # files are taken on meanwhile
        work = self._threads.submit(self._become, records, form, titles, names, merged)
        self._staged.append(work)

    def _become(
        self,
        records: Records,
        form: Form,
        titles: tuple[str, ...],
        names: Mapping[int, str],
        merged: Mapping[int, pl.DataFrame],
    ) -> pl.DataFrame:
        """Stages what becomes of the records; answers the counts of `typed_rows`."""
        records = with_merged(as_supplied(records, form.header), merged, form)
        typed = typed_rows(records, form, titles, names)
        if typed.rows.height:
            self._staging.add_rows(typed.rows, typed.spelled)
        if typed.faults.height:
            self._staging.add_faults(typed.faults)
            self._staging.add_records(raw_records(records, typed.faults))
        return typed.counts

    def _count(self) -> None:
        """Waits for what was handed over first, and counts what became of it."""
        for number, read, rejected, aside in self._staged.popleft().result().iter_rows():
            self.counts[number] += Counts(
                rows_read=read, rows_rejected=rejected, rows_set_aside=aside
            )


def from_line(blocks: Iterator[bytes], line: int) -> Iterator[bytes]:
    """The blocks from a physical line on; the header stands in the first of them."""
    first = next(blocks, b"")
    cut = 0
    for _ in range(line - 1):
        cut = first.find(b"\n", cut) + 1
    if first[cut:]:
        yield first[cut:]
    yield from blocks
