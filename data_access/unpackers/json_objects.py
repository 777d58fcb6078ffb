"""A list of JSON objects, or one object a line, as text with one object a line.

Run as a program: SOURCE TARGET CODEC. Numbers keep their digits; an object within an object gives
columns named `outer.inner`, a list within one is kept as JSON.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data_access.unpackers.fields import plain_text, written_out
from data_access.unpackers.running import NotUnpacked, Refusal, run, say

_DEEPEST = 20


class _Number(str):
    """The digits of a number as they stood."""

    __slots__ = ()


def unpack(arguments: list[str]) -> None:
    """Unpacks the file that the arguments name."""
    source, target, codec = Path(arguments[0]), Path(arguments[1]), arguments[2]
    try:
        objects = _listed(source, codec)
        headers = list(dict.fromkeys(name for found in objects() for name in _fields(found)))
        with (target / "0.csv").open("w", encoding="utf-8", errors="replace", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(plain_text(name) for name in headers)
            for found in objects():
                fields = _fields(found)
                writer.writerow([fields.get(name, "") for name in headers])
    except (ValueError, UnicodeError) as error:
        raise NotUnpacked(Refusal.DAMAGED) from error
    say(table="", file="0.csv")


class _Objects:
    """The objects of a file, which can be gone through more than once."""

    def __init__(self, source: Path, codec: str, whole: list[Any] | None) -> None:
        self._source, self._codec, self._whole = source, codec, whole

    def __call__(self) -> Iterator[dict[str, Any]]:
        found: Any
        for found in self._lines() if self._whole is None else self._whole:
            if not isinstance(found, dict):
                raise NotUnpacked(Refusal.NO_LIST)
            yield found

    def _lines(self) -> Iterator[Any]:
        with self._source.open(encoding=self._codec) as file:
            for line in file:
                if line.strip():
                    yield _parsed(line)


def _listed(source: Path, codec: str) -> _Objects:
    """The file's objects; one that is no single document is read line by line."""
    if _is_an_object_a_line(source, codec):
        return _Objects(source, codec, None)
    found = _parsed(source.read_text(encoding=codec))
    if isinstance(found, dict):
        lists = [value for value in found.values() if _is_list_of_objects(value)]
        found = lists[0] if len(lists) == 1 else [found] if not lists else None
    if not isinstance(found, list) or not found:
        raise NotUnpacked(Refusal.NO_LIST)
    return _Objects(source, codec, found)


def _is_an_object_a_line(source: Path, codec: str) -> bool:
    with source.open(encoding=codec) as file:
        lines = (line for line in file if line.strip())
        first = next(lines, "")
        if not first.lstrip().startswith("{") or not next(lines, ""):
            return False
    try:
        return isinstance(_parsed(first), dict)
    except ValueError:
        return False


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _parsed(text: str) -> Any:
    return json.loads(text, parse_int=_Number, parse_float=_Number, parse_constant=lambda _: None)


def _fields(found: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in found.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            fields.update(_fields(value, f"{prefix}{name}.", depth + 1))
        else:
            fields[f"{prefix}{name}"] = _field(value)
    return fields


def _field(value: object) -> str:
    if isinstance(value, _Number):
        return written_out(value)
    if isinstance(value, str):
        return plain_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain_text(json.dumps(_numbered(value), ensure_ascii=False))


def _numbered(value: object) -> object:
    if isinstance(value, _Number):
        return json.loads(value)
    if isinstance(value, list):
        return [_numbered(each) for each in value]
    if isinstance(value, dict):
        return {name: _numbered(each) for name, each in value.items()}
    return value


if __name__ == "__main__":
    sys.exit(run(unpack))
