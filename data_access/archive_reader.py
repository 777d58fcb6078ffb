"""Reads one archive that came back: a workbook, or a zipped list; runs as a process of its own.

An archive from outside can kill its reader (a sheet of 5 KB may span seventeen billion cells), so
it is read here, under limits the kernel keeps, and by nothing that serves anybody. Imports nothing
of ours: it must start fast and hold little.

With one argument, a workbook's cells go to standard output, one JSON value a line: {"sheet": name},
then its rows as arrays; a day as {"on": ISO}, an instant as {"at": ISO}; at the end {"formulas":
[parts]}. With a folder as the second, the .csv of a zipped list goes there, its manifest beside it.
Exit status: 0 read, 3 not such an archive, 4 beyond the limits.
"""

import json
import resource
import shutil
import sys
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path

import python_calamine

MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 60
OUTPUT_BYTES = 2 * 1024**3
MOST_PARTS = 2_000
MOST_UNPACKED = 1024**3
MOST_RATIO = 200
SMALL = 10 * 1024**2
"""Below this unpacked size no ratio is suspicious."""

NOT_SUCH, BEYOND_LIMITS = 3, 4
CHUNK = 1024 * 1024

TABLE, MANIFEST = "list.csv", "list.csv.manifest.json"
"""The names under which a zipped list is unpacked, whatever it was called."""
MOST_LIST = 200 * 1024**2
ASIDE = "__MACOSX/"
"""What a Mac puts beside the files when it packs them."""


def main(path: Path, folder: Path | None = None) -> int:
    """Reads the workbook at this path, or unpacks the list; the exit status says how it went."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    try:
        if folder is not None:
            return _unpacked(path, folder)
        formulas = _guarded(path)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        return NOT_SUCH
    except MemoryError:
        return BEYOND_LIMITS
    if formulas is None:
        return BEYOND_LIMITS
    return _written(path, formulas)


def _unpacked(path: Path, folder: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        parts = [part for part in archive.infolist() if not part.is_dir()]
        parts = [part for part in parts if not part.filename.startswith(ASIDE)]
        manifests = [part for part in parts if part.filename.endswith(".csv.manifest.json")]
        lists = [part for part in parts if part.filename.lower().endswith(".csv")]
        if len(lists) != 1 or len(manifests) > 1 or len(parts) != len(lists) + len(manifests):
            return NOT_SUCH
        if sum(part.file_size for part in parts) > MOST_LIST:
            return BEYOND_LIMITS
        for part in parts:
            name = TABLE if part in lists else MANIFEST
            with archive.open(part) as packed, (folder / name).open("xb") as unpacked:
                shutil.copyfileobj(packed, unpacked, CHUNK)
    return 0


def _guarded(path: Path) -> list[str] | None:
    """The parts that hold formulas; None where the archive is beyond the limits."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = max(sum(part.compress_size for part in parts), 1)
        if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
            return None
        if unpacked > SMALL and unpacked / packed > MOST_RATIO:
            return None
        sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
        if any(part.filename.endswith("vbaProject.bin") for part in parts):
            return None
        return [part.filename for part in sheets if _has_formula(archive, part)]


def _has_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    kept = b""
    with archive.open(part) as content:
        while chunk := content.read(CHUNK):
            window = kept + chunk
            if b"<f>" in window or b"<f " in window or b"<f/>" in window:
                return True
            kept = window[-3:]
    return False


def _written(path: Path, formulas: list[str]) -> int:
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                _line({"sheet": name})
                for row in book.get_sheet_by_name(name).iter_rows():
                    _line([_cell(value) for value in row])
    except (python_calamine.CalamineError, OSError, ValueError):
        return NOT_SUCH
    except MemoryError:
        return BEYOND_LIMITS
    _line({"formulas": formulas})
    return 0


def _cell(value: object) -> object:
    if isinstance(value, (str, bool)) or value is None:
        return value
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return str(value)


def _line(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    sys.exit(main(*(Path(argument) for argument in sys.argv[1:])))
