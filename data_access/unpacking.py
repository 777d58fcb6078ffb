"""Unpacking in a child process: what the unpacker wrote, or the sentence with which it refused.

A file from outside may abort or exhaust whoever reads it; so that is a process that serves nobody.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_access.errors import DataAccessError, SourceRefused, StoreUnusable
from data_access.unpackers.running import Refusal

WALL_SECONDS = 600
_ROOT = Path(__file__).resolve().parents[1]
_START = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1));"
    " runpy.run_module(sys.argv.pop(1), run_name='__main__')"
)
_ENVIRONMENT = {"POLARS_MAX_THREADS": "2", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
_SAVE_AS_TEXT = "Save the table as CSV and take that in; a file from a stranger is best not opened."


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpacked:
    """What an unpacker made of one file.

    tables: name (empty where the file is one table) and text of each table.
    merged: by the name of a table's text, the cells that are merged downwards in it.
    members: name and file of each member of an archive.
    empty: the names of sheets without any cell; passed_over: of members that are no data.
    """

    tables: tuple[tuple[str, Path], ...]
    members: tuple[tuple[str, Path], ...]
    empty: tuple[str, ...]
    passed_over: tuple[str, ...]
    merged: Mapping[str, Path]


def unpacked(
    program: str, source: Path, target: Path, *words: str, named: Path, what: str
) -> Unpacked:
    """What the program made of the source, written into the target folder.

    named: the path as the viewer knows it; what: what the file should be, for the sentence.
    Raises SourceRefused for a file that cannot be unpacked, StoreUnusable where there is no room.
    """
    command = [
        *(sys.executable, "-I", "-c", _START, str(_ROOT), f"data_access.unpackers.{program}"),
        *(str(source.resolve()), str(target), *words),
    ]
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, and paths that are only opened
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            env=_ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal(Refusal.BEYOND, named, what, "") from error
    if ended.returncode != 0:
        why = Refusal.DAMAGED if ended.returncode == 1 else Refusal.BEYOND
        raise refusal(why, named, what, "")
    said = [json.loads(line) for line in ended.stdout.splitlines()]
    for line in said:
        if "refused" in line:
            raise refusal(Refusal(line["refused"]), named, what, line["named"])
    return Unpacked(
        tables=tuple((line["table"], target / line["file"]) for line in said if "table" in line),
        members=tuple((line["member"], target / line["file"]) for line in said if "member" in line),
        empty=_named(said, "empty"),
        passed_over=_named(said, "passed_over"),
        merged={line["file"]: target / line["merged"] for line in said if "merged" in line},
    )


def no_room(named: Path) -> StoreUnusable:
    """What is said where the disk of the home is full."""
    return StoreUnusable(
        f"The disk has no room to unpack {named}.", hint="Make room in the home and try again."
    )


def refusal(why: Refusal, path: Path, what: str, named: str) -> DataAccessError:
    """What is said where a file was not unpacked; `named` is the member that is meant."""
    says, hint = {
        Refusal.DAMAGED: (
            f"{path} cannot be read as {what}: it is damaged or something else.",
            "Ask the supplier for the file once more.",
        ),
        Refusal.BEYOND: (f"{path} is beyond the limits of what is unpacked here.", _SAVE_AS_TEXT),
        Refusal.LOCKED: (f"{path} is protected by a password.", "Take it in without one."),
        Refusal.MACROS: (f"{path} holds macros.", "Save it as a workbook without macros (.xlsx)."),
        Refusal.NESTED: (f"{path} is an archive within an archive.", "Unpack the outer one first."),
        Refusal.CLIMBS: (
            f"{path} holds a member whose path leads out of it ({named}).",
            "Do not unpack it elsewhere; ask the supplier who made it.",
        ),
        Refusal.NO_LIST: (
            f"{path} holds no list of objects.",
            "Sijian reads a list of JSON objects, an object with one such list, or JSON lines.",
        ),
        Refusal.OTHER: (f"{path} is an Office document without sheets.", _SAVE_AS_TEXT),
        Refusal.NO_ROOM: ("", ""),
    }[why]
    return no_room(path) if why is Refusal.NO_ROOM else SourceRefused(says, hint=hint)


def _named(said: Sequence[dict[str, str]], kind: str) -> tuple[str, ...]:
    return tuple(line[kind] for line in said if kind in line)
