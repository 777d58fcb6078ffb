"""The words of files that leave the house: Chinese whatever language the screen speaks."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from dashboard import messages


def word(key: str) -> str:
    """The text of a key: of the documents' own, else of the screens' (the labels of codes)."""
    found = _documents()
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found if isinstance(found, str) else messages.catalogue(messages.CHINESE)[key]


@cache
def _documents() -> Any:
    source = files("dashboard") / "locales" / "documents.zh_CN.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
