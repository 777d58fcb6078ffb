"""A file that came back, as sheets of rows: a workbook, a CSV, or the archive of a CSV.

Archives are opened by a child process. What is none of these is `None`: it may be anything, and is
not ours. Only an archive beyond the limits and a path that cannot be read are refused.
"""

import csv
import json
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from data_access import archive_reader
from data_access.errors import Refused
from supervision.cells import LONGEST, Cell

Cells = tuple[Cell, ...]

MOST_BYTES = 200 * 1024 * 1024
WALL_SECONDS = 120
ENCODINGS = ("utf-8-sig", "gb18030")
_ARCHIVE = b"PK\x03\x04"
_HEAD = struct.Struct("<26sHH")
"""What stands before the name of an archive's first part; its second field is the name's length."""
_BEYOND = "The file is beyond the limits of what is opened here."
_BEYOND_HINT = "A list that was written here is within them; do not open this file elsewhere."


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedSheet:
    """One sheet that came back; name is None for a CSV."""

    name: str | None
    source: "_Spool | _Csv"
    place: int

    def rows(self) -> Iterator[Cells]:
        """Its rows from the first; may be taken any number of times."""
        return self.source.rows(self.place)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedFile:
    """A file that came back; formulas: the parts of a workbook in which one stands."""

    sheets: tuple[ReturnedSheet, ...]
    formulas: tuple[str, ...] = ()


def refuse_path(path: Path) -> None:
    """Raises Refused for what is no file, cannot be read, or is too large to be a list."""
    if not path.exists():
        raise Refused(f"There is no file {path}.")
    if not path.is_file():
        raise Refused(f"{path} is no file.", hint="Name one .xlsx, .csv or .zip file.")
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except OSError as error:
        raise Refused(f"{path} cannot be read.") from error
    if size > MOST_BYTES:
        raise Refused(_BEYOND, hint=_BEYOND_HINT)


@contextmanager
def unpacked(path: Path, folder: Path) -> Iterator[Path]:
    """The .csv of a zipped list, its manifest beside it, while it is looked at; else the path.

    folder: where it is unpacked. Raises Refused where the archive is beyond the limits.
    """
    if not _first_part(path).lower().endswith((".csv", ".csv.manifest.json", "/")):
        yield path
        return
    with tempfile.TemporaryDirectory(dir=folder, prefix=".verify.") as inside:
        is_list = _read_archive(path, Path(inside))
        yield Path(inside) / archive_reader.TABLE if is_list else path


@contextmanager
def returned_file(path: Path, spool_folder: Path) -> Iterator[ReturnedFile | None]:
    """The file's sheets while they are looked at; None where it is no workbook and no CSV.

    Raises Refused where an archive is beyond the limits.
    """
    with path.open("rb") as file:
        is_archive = file.read(len(_ARCHIVE)) == _ARCHIVE
    if not is_archive:
        yield _csv(path)
        return
    with tempfile.TemporaryFile(dir=spool_folder) as spool:
        yield _workbook(spool) if _read_archive(path, spool=spool) else None


def _first_part(path: Path) -> str:
    """The name of the first part of an archive; empty for any other file."""
    with path.open("rb") as file:
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size or not head.startswith(_ARCHIVE):
            return ""
        return file.read(_HEAD.unpack(head)[1]).decode("utf-8", "replace")


def _read_archive(path: Path, *folder: Path, spool: IO[bytes] | None = None) -> bool:
    """Whether the child process could read the archive: into the folder, or onto the spool."""
    command = [sys.executable, "-I", str(archive_reader.__file__), str(path.resolve())]
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, and paths that are only opened
            [*command, *(str(one.resolve()) for one in folder)],
            stdin=subprocess.DEVNULL,
            stdout=spool or subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(_BEYOND, hint=_BEYOND_HINT) from error
    if ended.returncode not in {0, archive_reader.NOT_SUCH}:
        raise Refused(_BEYOND, hint=_BEYOND_HINT)
    return ended.returncode == 0


def _workbook(spool: IO[bytes]) -> ReturnedFile:
    source = _Spool(spool)
    sheets = tuple(
        ReturnedSheet(name=name, source=source, place=place)
        for place, name in enumerate(source.names)
    )
    return ReturnedFile(sheets=sheets, formulas=source.formulas)


class _Spool:
    """What the child process wrote, read sheet by sheet."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.names: list[str] = []
        self.formulas: tuple[str, ...] = ()
        self._starts: list[int] = []
        file.seek(0)
        while line := file.readline():
            if line.startswith(b'{"sheet"'):
                self.names.append(json.loads(line)["sheet"])
                self._starts.append(file.tell())
            elif line.startswith(b'{"formulas"'):
                self.formulas = tuple(json.loads(line)["formulas"])

    def rows(self, place: int) -> Iterator[Cells]:
        position = self._starts[place]
        while True:
            self._file.seek(position)
            line = self._file.readline()
            position = self._file.tell()
            if not line.startswith(b"["):
                return
            yield tuple(_cell(value) for value in json.loads(line))


class _Csv:
    """A CSV, decoded strictly."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        self._encoding = encoding

    def rows(self, _place: int) -> Iterator[Cells]:
        with self._path.open("rb") as raw:
            text = TextIOWrapper(raw, encoding=self._encoding, newline="")
            for row in csv.reader(text, strict=True):
                yield tuple(row)


def _csv(path: Path) -> ReturnedFile | None:
    csv.field_size_limit(4 * LONGEST)
    for encoding in ENCODINGS:
        source = _Csv(path, encoding)
        try:
            is_table = any([len(row) > 1 for row in source.rows(0)])  # noqa: C419 - read it all
        except (UnicodeDecodeError, csv.Error):
            continue
        if is_table:
            return ReturnedFile(sheets=(ReturnedSheet(name=None, source=source, place=0),))
    return None


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        if "on" in value:
            return date.fromisoformat(value["on"])
        return datetime.fromisoformat(value["at"])
    found: Cell = value
    return found
