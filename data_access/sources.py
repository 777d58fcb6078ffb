"""Which files of what was named are data, and which are passed over and said so.

In a folder, files that are plainly no data (LICENSE, README, hidden files, pictures, programs) are
passed over; a file that may well be data but cannot be read here (a database, another archive) is
bad, because passing over it in silence would lose rows.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_access.database_queries import DatabaseQuery
from data_access.errors import SourceRefused
from data_access.file_names import OTHER_DATA, is_no_data
from data_access.reading import FORMATS

Origin = Path | DatabaseQuery
"""Where rows come from: a file, or a query on another database."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidates:
    """Files in the order in which they are read, each as it was given, and those passed over."""

    files: tuple[Origin, ...]
    passed_over: tuple[Path, ...]


def find_files(paths: Sequence[Origin]) -> Candidates:
    """The files to take in from these files and folders; a folder is searched to its depth.

    A query on a database stays as it is. Raises SourceRefused for a path that is not there and
    where no file is left.
    """
    files: list[Origin] = []
    passed_over: list[Path] = []
    for path in paths:
        if isinstance(path, DatabaseQuery):
            files.append(path)
            continue
        if not _is_folder(path):
            files.append(path)
            continue
        for found in _walk(path):
            is_none = is_no_data(found.relative_to(path))
            (passed_over if is_none else files).append(found)
    if not files:
        named = ", ".join(str(path) for path in paths)
        raise SourceRefused(f"There is no file to take in, in {named}.", hint=f"Give {FORMATS}.")
    return Candidates(files=tuple(files), passed_over=tuple(passed_over))


def refuse_other_formats(path: Path) -> None:
    """Raises SourceRefused for a file whose suffix says that it is data of another kind."""
    if path.suffix.lower() in OTHER_DATA:
        raise SourceRefused(
            f"{path} is of a kind that is not read here ({path.suffix.lower()}).",
            hint=f"Sijian reads {FORMATS}; save it as one of these.",
        )


def _is_folder(path: Path) -> bool:
    """Raises SourceRefused for what is not there or may not be looked at."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError as error:
        raise SourceRefused(f"{path} does not exist.", hint="Check the path.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise SourceRefused(
            f"{path} cannot be read ({why}).",
            hint="Check that the file is there and may be read.",
        ) from error


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(root) / name
