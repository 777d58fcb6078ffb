"""Every text of the screens, looked up at the time of use in the viewer's language.

Keys are `page.element`; labels of codes are `code.<enum>.<value>`. Chinese is the default and what
a process without a screen speaks. A missing key raises: an empty label would hide the mistake.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from supervision.contracts import load_contracts

CHINESE, ENGLISH = "zh_CN", "en"
LANGUAGES = (CHINESE, ENGLISH)

LANGUAGE_KEY = "lang"
"""Key of the language switch in the session's state and in the address."""

_OWN_NAMES = {CHINESE: "menu.chinese", ENGLISH: "menu.english"}

_SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)
"""The language of this run of a page: the session's state takes as long to ask as a text to fill.

A run has a thread of its own; what draws without one, a fragment or a callback, asks the state.
"""

_GLUE = ("sentence.joint", "sentence.several")
"""What joins sentences; not sentences themselves."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of one language by key; read once a process."""
    source = files("dashboard") / "locales" / f"{language}.toml"
    return dict(_flat(tomllib.loads(source.read_text(encoding="utf-8"))))


def speak() -> None:
    """Settles the language of the page that is about to be drawn, for all its texts."""
    _SPOKEN.set(_chosen())


@contextmanager
def spoken(chosen: str) -> Iterator[None]:
    """All texts within in this language; for what is written outside of a page."""
    token = _SPOKEN.set(chosen if chosen in LANGUAGES else CHINESE)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def language() -> str:
    """The viewer's language; Chinese where no screen is being drawn."""
    return _SPOKEN.get() or _chosen()


def _chosen() -> str:
    if "streamlit" not in sys.modules:  # a command: loading Streamlit would take most of its start
        return CHINESE
    import streamlit as st  # noqa: PLC0415
    from streamlit.runtime.scriptrunner import get_script_run_ctx  # noqa: PLC0415

    if get_script_run_ctx(suppress_warning=True) is None:
        return CHINESE
    chosen = st.session_state.get(LANGUAGE_KEY)
    if chosen is None:  # before the switch is drawn, the address has what was chosen earlier
        named = st.query_params.get(LANGUAGE_KEY)
        chosen = next((code for code in LANGUAGES if own_name(code) == named), None)
    return chosen if chosen in LANGUAGES else CHINESE


def own_name(language: str) -> str:
    """What a language calls itself; in the address it stands by this name."""
    return catalogue(language)[_OWN_NAMES[language]]


def text(key: str, **values: object) -> str:
    """The text of this key with its values filled in."""
    found = catalogue(language())[key]
    return found.format(**values) if values else found


def has(key: str) -> bool:
    """Whether this is the key of a text: progress of a job may be a key or a plain sentence."""
    return key in catalogue(language())


def in_words(says: str) -> str:
    """A sentence of the layers below in the viewer's language; an unknown one stays as it is.

    Those layers speak English, to logs and commands; `sentence` in the English file has their
    templates. A path is cut to the file's name: where a home lies is no viewer's business.
    """
    for key, pattern in _sentences():
        if found := pattern.fullmatch(says):
            parts = found.groupdict()
            parts |= _column_named(parts.get("dataset"), parts.get("column"))
            return text(key, **{name: _part(name, part) for name, part in parts.items()})
    several = says.removesuffix(".").split("; ")
    if len(several) > 1 or several[0] != says:
        told = [in_words(each) for each in several]
        if told != several:
            return text("sentence.several", said=text("sentence.joint").join(told))
    return says


def _part(name: str, part: str) -> str:
    if name == "path":
        return PurePath(part).name
    if name == "dataset" and part in load_contracts() and language() == CHINESE:
        return load_contracts()[part].title
    return in_words(part)


def _column_named(dataset: str | None, column: str | None) -> dict[str, str]:
    """The column of a dataset by its heading, in Chinese; nothing where either is not known."""
    if language() != CHINESE or dataset not in load_contracts():
        return {}
    titles = {each.name: each.title for each in load_contracts()[dataset].columns}
    return {"column": titles[column]} if column in titles else {}


@cache
def _sentences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    templates = {
        key: template
        for key, template in catalogue(ENGLISH).items()
        if key.startswith("sentence.") and key not in _GLUE
    }
    return tuple(
        (key, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(template)), re.DOTALL))
        for key, template in templates.items()
    )


def label(code: StrEnum) -> str:
    """What a code is called on screen."""
    return text(f"code.{_snake(type(code).__name__)}.{code.value}")


def label_of(enum: type[StrEnum], value: str) -> str:
    """What the code with this value is called; the value itself where the enum lacks it."""
    try:
        return label(enum(value))
    except ValueError:
        return value


def escaped(imported: object) -> str:
    """Imported text made inert where Streamlit would read it as Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(str(imported).split()))


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _flat(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        found += _flat(value, f"{key}.") if isinstance(value, dict) else [(key, str(value))]
    return found
