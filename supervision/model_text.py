"""A model or its fixtures as the text of their file: what `declaration.py` reads, written.

Read back, the text is the same model. The office reads and argues about this text, so its keys
stand in the order of the format, plain values before tables, and long text in lines.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

from supervision.fixtures import FixtureFile
from supervision.model_format import Model

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_LINE = 100


def model_text(model: Model) -> str:
    """The text of a model's file."""
    return _text(model.model_dump(by_alias=True, exclude_defaults=True))


def fixtures_text(fixtures: FixtureFile) -> str:
    """The text of the fixtures beside a model."""
    return _text(fixtures.model_dump(by_alias=True, exclude_defaults=True))


def _text(declared: Mapping[str, object]) -> str:
    return "\n".join(_lines(declared, ())).strip() + "\n"


def _lines(table: Mapping[str, object], path: tuple[str, ...]) -> Iterator[str]:
    """The lines of one table: its plain values, then its tables and lists of tables."""
    nested = {key: value for key, value in table.items() if _is_nested(value)}
    yield from (f"{_key(key)} = {_value(one)}" for key, one in table.items() if key not in nested)
    for key, value in nested.items():
        here = (*path, key)
        if isinstance(value, Mapping):
            yield from ("", f"[{_path(here)}]", *_lines(value, here))
        elif isinstance(value, Sequence):
            for one in value:
                yield from ("", f"[[{_path(here)}]]", *_lines(one, here))


def _is_nested(value: object) -> bool:
    """Whether a value stands in a table of its own; one that fits a line does not."""
    if isinstance(value, Mapping):
        return any(_is_nested(one) for one in value.values()) or not _fits(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(isinstance(one, Mapping) for one in value)
    return False


def _fits(table: Mapping[str, object]) -> bool:
    return "\n" not in (line := _value(table)) and len(line) <= _LONGEST_LINE


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return _value(value.value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (int, Decimal)):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(one) for one in value)}]"
    raise TypeError("expected a value of a model's file")


def _string(text: str) -> str:
    if "\n" not in text:
        return f'"{_escaped(text)}"'
    lines = "\n".join(_escaped(line) for line in text.split("\n"))
    return f'"""\n{lines}"""'


def _escaped(text: str) -> str:
    """The text as it stands between quotes; a control character is escaped."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _path(keys: tuple[str, ...]) -> str:
    return ".".join(_key(key) for key in keys)
