"""The cells of an .xlsx that a reader answers with nothing, though they are not empty.

An error (`#DIV/0!`) and a formula that was never calculated would otherwise come in as blank.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

NOT_CALCULATED = "#NOT_CALCULATED"

_CHUNK = 4 * 1024 * 1024
_LONGEST_CELL = 16 * 1024
_MOST_MARKS = 200_000
_FORMULA = rb"<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>"
_CELL = rb'<c r="([A-Z]{1,3})(\d{1,7})"'
_ERROR = re.compile(
    _CELL + rb'[^>]*\bt="e"[^>]*>(?:' + _FORMULA + rb")?<v>([^<]{1,30})</v>", re.DOTALL
)
_UNKNOWN = re.compile(
    _CELL + rb'(?![^>]*\bt="str")[^>]*>(?:' + _FORMULA + rb")(?:<v></v>|<v/>)?</c>", re.DOTALL
)
_HINTS = (b't="e"', b"</f></c>", b"</f><v></v>", b"<v/></c>", b'"/></c>')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


@dataclass(slots=True)
class Marks:
    """What stands in such cells, by sheet, then by row and column, both from 0."""

    _by_sheet: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)

    def of_sheet(self, name: str) -> dict[tuple[int, int], str]:
        """The marks of one sheet."""
        return self._by_sheet.get(name, {})


def cell_marks(archive: zipfile.ZipFile) -> Marks:
    """The marks of all sheets of an .xlsx."""
    marks: dict[str, dict[tuple[int, int], str]] = {}
    names = set(archive.namelist())
    for sheet, part in _parts(archive, names).items():
        if part in names:
            found = dict(_of_part(archive, part))
            if found:
                marks[sheet] = found
    return Marks(marks)


def _parts(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Which part of the archive holds which sheet."""
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in names or relations not in names:
        return {}
    targets = {}
    for tag in _RELATION.findall(archive.read(relations)):
        values = _attributes(tag)
        target = values.get("Target", "")
        targets[values.get("Id")] = target[1:] if target.startswith("/") else f"xl/{target}"
    sheets = {}
    for tag in _SHEET.findall(archive.read(book)):
        values = _attributes(tag)
        related = next((value for name, value in values.items() if name.endswith(":id")), None)
        if related in targets and "name" in values:
            sheets[values["name"]] = targets[related]
    return sheets


def _attributes(tag: bytes) -> dict[str, str]:
    found = _ATTRIBUTE.findall(tag)
    return {name.decode(): unescape(value.decode("utf-8", "replace")) for name, value in found}


def _of_part(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[tuple[int, int], str]]:
    kept, count = b"", 0
    with archive.open(part) as content:
        while (chunk := content.read(_CHUNK)) and count < _MOST_MARKS:
            window = kept + chunk
            kept = window[-_LONGEST_CELL:]
            if not any(hint in window for hint in _HINTS):
                continue
            for letters, row, *shown in (
                found.groups()
                for pattern in (_ERROR, _UNKNOWN)
                for found in pattern.finditer(window)
            ):
                count += 1
                yield _place(letters, row), shown[0].decode() if shown else NOT_CALCULATED


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row) - 1, column - 1
