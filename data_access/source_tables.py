"""The tables within what a viewer names: a text is one, a workbook has sheets, a ZIP has members.

Whatever is no delimited text is unpacked into it first, in a folder of the home that is gone again
afterwards; then there is one way for all. A line of the text is a row of the sheet.
"""

import hashlib
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from data_access.database_queries import DatabaseQuery
from data_access.errors import SourceRefused
from data_access.file_names import ARCHIVES, JSON, OLD_WORKBOOKS, PARQUET, TEXT, WORKBOOKS
from data_access.reading import SourceText, read_source
from data_access.sources import Origin, refuse_other_formats
from data_access.unpacking import Unpacked, no_room, unpacked
from data_access.working_folders import working_folder
from supervision.data_template import CODES, EXPLANATIONS

FOLDER = "unpacked"
"""Where in the home files are unpacked."""

BESIDE_DATA = frozenset({EXPLANATIONS, CODES})
"""Sheets of a data template that hold no data."""

_NEVER_TEXT = (WORKBOOKS - OLD_WORKBOOKS) | PARQUET | ARCHIVES
"""Suffixes of files that are refused where they hold text; systems do write text as .xls."""

_ARCHIVE, _PARQUET = b"PK\x03\x04", b"PAR1"
_EMPTY_ARCHIVE = b"PK\x05\x06"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceTable:
    """One table: `path` as the viewer knows it (`a.xlsx#Sheet1`), `text` where its text stands.

    stem: the name of its file without suffix, which some contracts read.
    sha256: of the file as it came; None where the text is that file.
    merged: where its cells stand that are merged downwards; None where it has none.
    part: what of that file it is (`#Sheet1`, `!member.csv`); empty where it is the only table.
    """

    path: Path
    text: Path
    stem: str
    sha256: str | None = None
    part: str = ""
    merged: Path | None = None

    def read(self) -> SourceText:
        """Its text, known by the original's path and hash; raises SourceRefused as that does."""
        return read_source(self.text, named=self.path, sha256=self.sha256)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedFile:
    """One file and its tables, which stand as long as no other is asked for.

    refused: why it could not be opened, and then there are no tables.
    passed_over: sheets without cells, members that are no data.
    """

    path: Path
    tables: tuple[SourceTable, ...] = ()
    passed_over: tuple[Path, ...] = ()
    refused: SourceRefused | None = None


def opened_files(origin: Origin, home: Path) -> Generator[OpenedFile]:
    """The file, or each member of an archive, with its tables.

    Raises StoreUnusable where the home has no room or cannot be written to.
    """
    if isinstance(origin, DatabaseQuery):
        with working_folder(home / FOLDER, no_room(origin.path)) as folder:
            text = origin.write(folder / "0.csv")
            table = SourceTable(path=origin.path, text=text, stem=origin.path.stem)
            yield OpenedFile(path=origin.path, tables=(table,))
        return
    try:
        if is_text(origin):
            table = SourceTable(path=origin, text=origin, stem=origin.stem)
            yield OpenedFile(path=origin, tables=(table,))
            return
        with working_folder(home / FOLDER, no_room(origin)) as folder:
            yield from _unpacked_files(origin, folder)
    except SourceRefused as error:
        yield OpenedFile(path=origin, refused=error)


def is_text(path: Path, named: Path | None = None) -> bool:
    """Whether a file is to be read as delimited text; its content decides, within its suffix.

    Raises SourceRefused for a file that cannot be opened or is data of a kind not read here.
    """
    named = named or path
    refuse_other_formats(named)
    suffix, head = named.suffix.lower(), _head(path, named)
    if suffix in TEXT or not head:
        return True
    if suffix in JSON or head.startswith((_ARCHIVE, _EMPTY_ARCHIVE, _OLD_OFFICE, _PARQUET)):
        return False
    if suffix in _NEVER_TEXT:
        raise SourceRefused(
            f"{named} is not what its name says ({suffix}).",
            hint="Ask the supplier for the file once more, or give it the suffix it should have.",
        )
    return True


def _unpacked_files(path: Path, folder: Path) -> Iterator[OpenedFile]:
    """What a file that is no text holds; of an archive each member in turn."""
    sha256, found = _unpacked(path, folder, path)
    if not found.members and not found.passed_over:
        yield _opened(path, path.stem, sha256, found)
        return
    passed_over = tuple(_member(path, name) for name in found.passed_over)
    if not found.members:
        raise SourceRefused(f"{path} is empty.", hint="Nothing was taken in.")
    yield OpenedFile(path=path, passed_over=passed_over)
    for number, (name, file) in enumerate(found.members):
        inside = folder / f"in{number}"
        inside.mkdir()
        yield _opened_member(path, name, file, inside, sha256)
        shutil.rmtree(inside)
        file.unlink()


def _opened_member(archive: Path, name: str, file: Path, folder: Path, sha256: str) -> OpenedFile:
    named, stem = _member(archive, name), PurePosixPath(name).stem
    try:
        if is_text(file, named):
            table = SourceTable(path=named, text=file, stem=stem, sha256=sha256, part=f"!{name}")
            return OpenedFile(path=named, tables=(table,))
        _, found = _unpacked(file, folder, named, "within")
        return _opened(named, stem, sha256, found, within=f"!{name}")
    except SourceRefused as error:
        return OpenedFile(path=named, refused=error)


def _opened(path: Path, stem: str, sha256: str, found: Unpacked, *, within: str = "") -> OpenedFile:
    tables = tuple(
        SourceTable(
            path=_sheet(path, name) if name else path,
            text=text,
            stem=stem,
            sha256=sha256,
            part=f"{within}#{name}" if name else within,
            merged=found.merged.get(text.name),
        )
        for name, text in found.tables
        if name not in BESIDE_DATA
    )
    if not tables:
        raise SourceRefused(f"{path} is empty.", hint="Nothing was taken in.")
    beside = (name for name, _ in found.tables if name in BESIDE_DATA)
    return OpenedFile(
        path=path,
        tables=tables,
        passed_over=tuple(_sheet(path, name) for name in (*found.empty, *beside)),
    )


def _unpacked(path: Path, folder: Path, named: Path, *words: str) -> tuple[str, Unpacked]:
    """The file's hash, and what was unpacked of it; raises SourceRefused where it changes."""
    sha256 = _hash(path, named)
    head, suffix = _head(path, named), named.suffix.lower()
    if head.startswith(_OLD_OFFICE):
        found = unpacked("old_workbook", path, folder, named=named, what="a workbook")
    elif head.startswith(_PARQUET):
        found = unpacked("parquet_rows", path, folder, named=named, what="a Parquet file")
    elif suffix in JSON:
        codec = read_source(path, named=named).codec
        found = unpacked("json_objects", path, folder, codec, named=named, what="JSON")
    else:
        what = "an archive" if suffix in ARCHIVES else "a workbook"
        found = unpacked("packed", path, folder, *words, named=named, what=what)
    if _hash(path, named) != sha256:
        raise SourceRefused(
            f"{named} changed while it was read.", hint="Take it in again once it is whole."
        )
    return sha256, found


def _head(path: Path, named: Path) -> bytes:
    with _readable(named), path.open("rb") as file:
        return file.read(8)


def _hash(path: Path, named: Path) -> str:
    with _readable(named), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SourceRefused(
            f"{path} cannot be read ({error.strerror or type(error).__name__}).",
            hint="Check that the file is there and may be read.",
        ) from error


def _sheet(path: Path, name: str) -> Path:
    return path.with_name(f"{path.name}#{name.replace('/', '_')}")


def _member(path: Path, name: str) -> Path:
    return Path(f"{path}!{name}")
