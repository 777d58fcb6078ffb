"""Which files of what was named are data, and which are passed over and said so.

In a folder, files that are plainly no data (LICENSE, README, hidden files, pictures, programs) are
passed over; a file that may well be data but cannot be read here (a workbook, an archive) is bad,
because passing over it in silence would lose rows.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_access.errors import SourceRefused
from data_access.reading import FORMATS

_TEXT = frozenset({".csv", ".tsv", ".txt"})
_OTHER_DATA = frozenset(
    f".{suffix}"
    for suffix in (
        *("xlsx", "xls", "xlsm", "xlsb", "et", "ods", "dbf", "mdb", "accdb", "sqlite", "db"),
        *("gz", "zip", "rar", "7z", "parquet", "json", "jsonl", "ndjson", "xml", "sav", "dta"),
    )
)
_NO_DATA = re.compile(
    r"^(licen[cs]e|copying|notice|readme|changelog|authors|使用说明|说明|自述)([._\-（(].*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidates:
    """Files in the order in which they are read, each as it was given, and those passed over."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...]


def find_files(paths: Sequence[Path]) -> Candidates:
    """The files to take in from these files and folders; a folder is searched to its depth.

    Raises SourceRefused for a path that is not there and where no file is left.
    """
    files: list[Path] = []
    passed_over: list[Path] = []
    for path in paths:
        if not path.exists():
            raise SourceRefused(f"{path} does not exist.", hint="Check the path.")
        if not path.is_dir():
            files.append(path)
            continue
        for found in _walk(path):
            (passed_over if _is_no_data(found, path) else files).append(found)
    if not files:
        named = ", ".join(str(path) for path in paths)
        raise SourceRefused(f"There is no file to take in, in {named}.", hint=f"Give {FORMATS}.")
    return Candidates(files=tuple(files), passed_over=tuple(passed_over))


def refuse_other_formats(path: Path) -> None:
    """Raises SourceRefused for a file whose suffix says that it is data of another kind."""
    if path.suffix.lower() in _OTHER_DATA:
        raise SourceRefused(
            f"{path} is not a table of text ({path.suffix.lower()}).",
            hint=f"Sijian reads {FORMATS}; save it as one of these.",
        )


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(root) / name


def _is_no_data(path: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    suffix = path.suffix.lower()
    return is_hidden or bool(_NO_DATA.match(path.name)) or suffix not in _TEXT | _OTHER_DATA
