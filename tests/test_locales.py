"""Both locale files say the same things, everything the screens ask for is there, nothing more."""

import ast
import inspect
import re
import string
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from supervision import vocabulary

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "dashboard" / "locales"
LANGUAGES = ("zh_CN", "en")
CHINESE = re.compile(r"[\u3400-\u9fff]")
ASKS = {"text", "has"}
"""Functions whose first argument is a key."""


def flat(table: dict, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def locale(language: str) -> dict[str, str]:
    return dict(flat(tomllib.loads((LOCALES / f"{language}.toml").read_text(encoding="utf-8"))))


def sources() -> list[ast.Module]:
    paths = [path for package in ("dashboard", "pages") for path in (ROOT / package).rglob("*.py")]
    # progress of long work is reported below the dashboard as a key
    paths += (ROOT / "data_access").rglob("*.py")
    return [ast.parse(path.read_text(encoding="utf-8"), filename=str(path)) for path in paths]


def constants(trees: list[ast.Module]) -> set[str]:
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def patterns(trees: list[ast.Module]) -> list[re.Pattern[str]]:
    """Keys built in place, such as f"code.{enum}.{value}", as patterns."""
    found = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.]+"
                    for part in node.values
                ]
                if "\\." in "".join(parts) and len("".join(parts)) > 8:
                    found.add("".join(parts))
    return [re.compile(pattern) for pattern in sorted(found)]


def asked(trees: list[ast.Module]) -> set[str]:
    """Keys that are asked for as they stand."""
    found = set()
    for tree in trees:
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else None
            owner = getattr(getattr(node.func, "value", None), "id", None)
            first = node.args[0]
            if name in ASKS and owner == "messages" and isinstance(first, ast.Constant):
                found.add(first.value)
    return found


def test_both_languages_have_the_same_keys():
    chinese, english = (set(locale(language)) for language in LANGUAGES)
    assert chinese == english, chinese ^ english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language):
    assert [key for key, text in locale(language).items() if not str(text).strip()] == []


def test_both_languages_fill_in_the_same_values():
    chinese, english = (locale(language) for language in LANGUAGES)

    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    differing = [key for key in chinese if names(chinese[key]) != names(english.get(key, ""))]
    assert differing == []


def test_every_key_that_is_asked_for_exists():
    assert asked(sources()) - set(locale("zh_CN")) == set()


def test_no_key_is_left_over():
    trees = sources()
    said, built = constants(trees), patterns(trees)
    unused = [
        key
        for key in locale("zh_CN")
        if key not in said and not any(pattern.fullmatch(key) for pattern in built)
    ]
    assert unused == []


def test_an_enum_that_has_labels_has_one_for_every_code():
    keys = set(locale("zh_CN"))
    enums = [
        kind
        for _, kind in inspect.getmembers(vocabulary, inspect.isclass)
        if issubclass(kind, StrEnum) and kind is not StrEnum
    ]
    lacking = []
    for kind in enums:
        prefix = f"code.{re.sub(r'(?<!^)(?=[A-Z])', '_', kind.__name__).lower()}."
        if any(key.startswith(prefix) for key in keys):
            lacking += [prefix + code.value for code in kind if prefix + code.value not in keys]
    assert lacking == []


def test_english_texts_are_english():
    own_name = "中文"  # a language is called by its own name
    texts = locale("en").items()
    assert [key for key, text in texts if CHINESE.search(text) and text != own_name] == []
