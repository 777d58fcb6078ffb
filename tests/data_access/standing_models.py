"""Models of this installation made standing, for tests of what batches make due."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from supervision import declaration

FAMILIES = ("auctions", "invoices")
"""The models that a small world feeds: a library of seventy would only be told what is missing."""


def standing(folder: Path, *model_ids: str) -> Callable[[], list[Path]]:
    """What stands for `declaration._model_files`: few models, these with `is_standing = true`."""
    found = []
    every = (files("supervision") / "models").glob("*/*.toml")
    for file in sorted(every, key=lambda file: file.name):
        if file.name.endswith(declaration.FIXTURES) or file.parent.name not in FAMILIES:
            continue
        path = folder / file.name
        text = file.read_text("utf-8")
        if file.stem in model_ids:
            text = text.replace("[[basis]]", "is_standing = true\n\n[[basis]]", 1)
        path.write_text(text, encoding="utf-8")
        found.append(path)
    return lambda: found


def forget_models() -> None:
    """Lets the models be read again."""
    declaration.load_models.cache_clear()
    declaration._subscriptions.cache_clear()
