"""Dataset contracts: what a table from an agency must look like before it may enter the pool.

A contract is one TOML file under `datasets/`; a further dataset is a further file and no code.
"""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import TypeAdapter, ValidationError

from supervision.contract_checks import inner_mistakes, reference_mistakes
from supervision.contract_format import (
    NOT_KNOWN,
    RESERVED,
    Check,
    CheckLevel,
    Column,
    ColumnType,
    DatasetContract,
    Drawn,
    Identifier,
    Layout,
    Mode,
    Report,
    Rhythm,
    Split,
    Unpivot,
)
from supervision.errors import ContractMistakes, Mistake, UnknownName

__all__ = [
    "NOT_KNOWN",
    "RESERVED",
    "Check",
    "CheckLevel",
    "Column",
    "ColumnType",
    "DatasetContract",
    "Drawn",
    "Identifier",
    "Layout",
    "Mode",
    "Report",
    "Rhythm",
    "Split",
    "Unpivot",
    "contract",
    "load_contracts",
    "read_contract",
]


@cache
def load_contracts() -> Mapping[str, DatasetContract]:
    """All packaged contracts by id; raises ContractMistakes with the mistakes of all files."""
    found: dict[str, DatasetContract] = {}
    mistakes: list[Mistake] = []
    folder = files("supervision") / "datasets"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".toml"):
            continue
        try:
            read = read_contract(entry.read_text(encoding="utf-8"), entry.name)
        except ContractMistakes as error:
            mistakes.extend(error.mistakes)
            continue
        found[read.id] = read
    if not mistakes:
        mistakes = [
            Mistake(file=f"{dataset}.toml", where=where, says=says)
            for dataset, where, says in reference_mistakes(found)
        ]
    if mistakes:
        raise ContractMistakes(mistakes)
    return found


def contract(dataset: str) -> DatasetContract:
    """The packaged contract of a dataset; raises UnknownName."""
    found = load_contracts().get(dataset)
    if found is None:
        raise UnknownName(
            f"There is no dataset {dataset}.",
            hint=_nearest(dataset),
        )
    return found


def _nearest(dataset: str) -> str:
    """What to do where there is no such dataset; there are too many to name them all."""
    near = get_close_matches(dataset, load_contracts(), n=3, cutoff=0.8)
    meant = f"Is {' or '.join(near)} meant? " if near else ""
    return f"{meant}`sijian datasets` lists all {len(load_contracts())}."


def read_contract(text: str, file: str) -> DatasetContract:
    """The contract that a TOML text declares; `file` names it and must be `<id>.toml`.

    Raises ContractMistakes with every mistake of the text.
    """
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContractMistakes([Mistake(file=file, where="TOML", says=str(error))]) from error
    try:
        read = _ADAPTER.validate_python(declared)
    except ValidationError as error:
        raise ContractMistakes(list(_shape_mistakes(error, declared, file))) from error
    mistakes = [
        Mistake(file=file, where=where, says=says) for where, says in inner_mistakes(read, file)
    ]
    if mistakes:
        raise ContractMistakes(mistakes)
    return read


_ADAPTER: TypeAdapter[DatasetContract] = TypeAdapter(DatasetContract)


def _shape_mistakes(
    error: ValidationError, declared: Mapping[str, Any], file: str
) -> Iterator[Mistake]:
    for found in error.errors():
        yield Mistake(file=file, where=_place(found["loc"], declared), says=found["msg"])


def _place(location: tuple[int | str, ...], declared: Mapping[str, Any]) -> str:
    """Where a mistake stands, a column, layout or check by its name instead of its number."""
    words: list[str] = []
    here: Any = declared
    for step in location:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        named = isinstance(here, dict) and (here.get("name") or here.get("id") or here.get("title"))
        words.append(str(named) if isinstance(step, int) and named else str(step))
    return ".".join(words)
