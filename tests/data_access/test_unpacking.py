"""Files that harm whoever reads them: refused in one sentence, the pool as before, nothing left."""

import os
import resource
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access import source_tables
from data_access.errors import SourceRefused, StoreFailure
from data_access.intake import IntakeOptions, intake
from data_access.reading import LONGEST_LINE
from data_access.settings import Settings
from data_access.source_tables import opened_files
from data_access.stores import open_stores
from tests.conftest import copy_of
from tests.data_access.bid_files import HEADER, SCOPE, bid
from tests.data_access.workbooks import BID_TITLES, archive, bids, workbook, written_by_hand

BIDS = written_by_hand(
    "<row>"
    + "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in BID_TITLES)
    + "</row>"
)
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def cell(text: str, place: str = "A1") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sparse() -> bytes:
    """Five kilobytes that span seventeen billion cells."""
    return written_by_hand(
        f'<row r="1">{cell("a")}</row><row r="1048576">{cell("b", "XFD1048576")}</row>'
    )


def lying() -> bytes:
    """An archive whose list says less than a member holds."""
    content = archive({"a.csv": "甲,乙\n" * 100_000})
    size = len(("甲,乙\n" * 100_000).encode()).to_bytes(4, "little")
    return content.replace(size, (9).to_bytes(4, "little"))


HARMFUL = {
    "a sheet of 17 billion cells": ("a.xlsx", sparse, "beyond the limits"),
    "an entity from outside": (
        *("a.xlsx", lambda: written_by_hand(f"<row>{cell('&e;')}</row>", before=ENTITY)),
        "damaged",
    ),
    "a billion laughs": (
        *("a.xlsx", lambda: written_by_hand(f"<row>{cell('&j;')}</row>", before=LAUGHS)),
        "damaged",
    ),
    "a bomb in a workbook": (
        *("a.xlsx", lambda: written_by_hand("", more={"xl/sharedStrings.xml": "x" * 2**24})),
        "beyond the limits",
    ),
    "a bomb in an archive": (
        "a.zip",
        lambda: archive({"a.csv": b"0" * 2**24}),
        "beyond the limits",
    ),
    "a lying list": ("a.zip", lying, "damaged"),
    "a path that climbs out": (
        "a.zip",
        lambda: archive({"内/../../甲.csv": "a"}),
        "leads out of it",
    ),
    "a path from the root": ("a.zip", lambda: archive({"/etc/甲.csv": "a"}), "leads out of it"),
    "a path of Windows": ("a.zip", lambda: archive({"C:\\甲.csv": "a"}), "leads out of it"),
    "an archive in an archive": (
        *("a.zip", lambda: archive({"b.zip": archive({"a.csv": "a"})})),
        "archive within an archive",
    ),
    "macros": (
        *("a.xlsm", lambda: written_by_hand("", more={"xl/vbaProject.bin": "x"})),
        "holds macros",
    ),
    "a very long line": ("a.csv", lambda: b"0" * (LONGEST_LINE + 1), "a line of more than 16 MB"),
    "a web page called a workbook": ("a.xls", lambda: b"<html><table>", "a web page or XML"),
    "bytes that are no text": ("a.csv", lambda: bytes(range(256)) * 9, "binary data"),
}


@pytest.fixture(scope="module")
def kept(empty_home, tmp_path_factory):
    """Stores that no test here may change."""
    home = copy_of(empty_home, tmp_path_factory.mktemp("kept") / "home")
    opened = open_stores(home, Settings(home=home), writable=True)
    yield opened
    opened.close()


@pytest.mark.parametrize(("name", "content", "says"), HARMFUL.values(), ids=HARMFUL)
def test_a_harmful_file_is_refused_and_nothing_changes(kept, folder, name, content, says):
    path = folder / name
    path.write_bytes(content())
    with pytest.raises(SourceRefused, match=says) as raised:
        intake(kept, SCOPE, [path])
    assert str(raised.value).startswith(str(path))
    assert str(raised.value).endswith(".")
    assert kept.pool.snapshot() == 1
    assert not list(kept.folder("unpacked").iterdir())


def test_a_million_rows_without_cells_are_no_rows(tmp_path):
    rows = f'<row r="1">{cell("甲")}</row>' + "".join(
        f'<row r="{row}" spans="1:9" s="1"><c r="A{row}" s="1"/></row>'
        for row in range(2, 1_000_000, 4)
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(written_by_hand(rows))
    [opened] = [
        [table.text.read_text() for table in opened.tables]
        for opened in opened_files(path, tmp_path)
    ]
    assert opened == ["甲\n"]


def test_a_file_that_changes_while_it_is_unpacked_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(bids("A1"))
    unpacked = source_tables.unpacked

    def slowly(*words, **named):
        found = unpacked(*words, **named)
        path.write_bytes(bids("A1", "A2"))
        return found

    monkeypatch.setattr(source_tables, "unpacked", slowly)
    [opened] = list(opened_files(path, tmp_path))
    assert "changed while it was read" in str(opened.refused)
    assert not opened.tables


@contextmanager
def room_for(count: int) -> Iterator[None]:
    """As on a full disk: no file may grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def many_bids(folder: Path) -> list[Path]:
    rows = [("成交", f"A{number}", str(number), "2026-05-26 10:00:00") for number in range(8_000)]
    text = HEADER + "".join(bid(f"{zlib.crc32(row[1].encode())}", row[2]) for row in rows)
    book, table = folder / "甲.xlsx", folder / "甲.csv"
    book.write_bytes(workbook({"表": [HEADER.strip().split(","), *rows]}))
    table.write_text(text, encoding="utf-8")
    return [book, table]


def test_a_full_disk_is_said_and_what_was_begun_is_undone(stores, folder):
    book, table = many_bids(folder)
    with room_for(100_000), pytest.raises(StoreFailure, match="no room to unpack"):
        intake(stores, SCOPE, [book])
    with room_for(100_000), pytest.raises(StoreFailure, match="cannot be read or written"):
        intake(stores, SCOPE, [table])
    assert not list(stores.folder("unpacked").iterdir())
    assert intake(stores, SCOPE, [table]).rows_loaded == 8_000


@contextmanager
def only_to_read(home: Path) -> Iterator[None]:
    """As in a home of somebody else, whoever this process runs as."""
    found = [each for each in (home, *home.rglob("*")) if not each.is_symlink()]
    for each in found:
        each.chmod(0o555 if each.is_dir() else 0o444)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for each in found:
            each.chmod(0o755 if each.is_dir() else 0o644)


def test_a_home_that_may_only_be_read_is_said(empty_home):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        book, table = folder / "甲.xlsx", folder / "甲.csv"
        book.write_bytes(bids("A1"))
        table.write_text(HEADER + bid("A1"), encoding="utf-8")
        home = copy_of(empty_home, folder / "home")
        stores = open_stores(home, Settings(home=home), writable=True)
        stores.pool.snapshot()
        with only_to_read(home):
            for path in (book, table):
                with pytest.raises(StoreFailure, match=r"Nothing can be written|cannot be read or"):
                    intake(stores, SCOPE, [path])
        assert intake(stores, SCOPE, [book]).rows_loaded == 1
        stores.close()


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_workbook_has_become_only_a_refusal_comes_out(tmp_path, data):
    whole = bytearray(BIDS)
    cut = data.draw(st.integers(0, len(whole)))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=5)):
        whole[place] = data.draw(st.integers(0, 255))
    suffix = data.draw(st.sampled_from([".xlsx", ".ods", ".zip", ".parquet", ".json", ".xls"]))
    path = tmp_path / f"a{suffix}"
    path.write_bytes(bytes(whole[:cut]) if data.draw(st.booleans()) else bytes(whole))
    for opened in opened_files(path, tmp_path):
        assert opened.refused or opened.tables or opened.passed_over


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    content=st.binary(max_size=300),
    magic=st.sampled_from(
        [b"", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"[{"]
    ),
    suffix=st.sampled_from([".csv", ".xlsx", ".xls", ".zip", ".parquet", ".json", ".jsonl", ""]),
)
def test_whatever_the_bytes_only_a_refusal_comes_out(kept, tmp_path, content, magic, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(magic + content)
    with pytest.raises(SourceRefused):
        intake(kept, SCOPE, [path], IntakeOptions(dry_run=True))
