"""Dataset contracts: what a table from an agency must look like before it may enter the pool.

A contract is one TOML file under `datasets/`; a further dataset is a further file and no code. A
source column is recognised by its header (the column's name, its Chinese title, or one of
`headers`); what a header cannot say is declared as data: a layout (which headers mean which side,
and what then holds for every row), a split (one source column that fills two of ours), or the
file's name.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from supervision.errors import ContractMistakes, Mistake, UnknownName
from supervision.vocabulary import Sensitivity

NOT_KNOWN = "待核对"
"""Stands where a legal basis is not yet known: never guessed, listed by `docs/datasets.md`."""

RESERVED = ("unit_code", "batch_id", "file_sha256", "source_line", "row_id")
"""Columns that the pool adds to every dataset, in this order."""

_STRICT = ConfigDict(extra="forbid")

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]


class ColumnType(StrEnum):
    """What a column holds; decides how its text is read and how the pool stores it."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    INSTANT = "instant"
    CODE = "code"
    BOOLEAN = "boolean"


_DAYS = (ColumnType.DATE, ColumnType.INSTANT)


class Mode(StrEnum):
    """How a batch meets what stands in the pool: added to it, or replacing rows of the same key."""

    APPEND = "append"
    MERGE = "merge"


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """One part of a source column; `part` counts from 1; without a separator it is the whole."""

    __pydantic_config__ = _STRICT

    headers: tuple[Words, ...]
    separator: Words
    part: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column of a dataset.

    headers: further spellings of its header, besides `name` and `title`.
    codes: source word -> code (type code only); the codes themselves are accepted as well.
    unit: what its numbers count (yuan, 件); None where it has none.
    sensitivity: None means the dataset's.
    month_is: which day a value stands for that names only a month (type date only).
    split: the source column it is a part of, where it has none of its own.
    from_file_name: the file's name without its suffix fills it where no header does.
    """

    __pydantic_config__ = _STRICT

    name: Name
    title: Words
    title_en: Words
    type: ColumnType
    required: bool = False
    headers: tuple[Words, ...] = ()
    codes: Mapping[str, Name] = field(default_factory=dict)
    unit: Words | None = None
    sensitivity: Sensitivity | None = None
    mask: Literal["person_name", "identifier", "phone"] | None = None
    month_is: Literal["first_day", "last_day"] | None = None
    split: Split | None = None
    from_file_name: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """One form in which a source supplies the dataset: these headers, and what they imply.

    It applies to a table that has all of `headers` (header -> column); `set` (column -> code or
    text) then holds for every row.
    """

    __pydantic_config__ = _STRICT

    title: Words
    headers: Mapping[str, Name]
    set: Mapping[Name, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class DatasetContract:
    """What one dataset consists of, whose it is and on what basis it is supplied.

    key: the columns that name a record; under `merge` the last row with a key wins, under `append`
        it is information.
    dated_by: the date or instant column whose day is the row's date; None for a timeless dataset.
    """

    __pydantic_config__ = _STRICT

    id: Name
    title: Words
    title_en: Words
    owner: Words
    owner_en: Words
    basis: Words
    sensitivity: Sensitivity
    mode: Mode
    key: tuple[Name, ...]
    columns: tuple[Column, ...]
    dated_by: Name | None = None
    layouts: tuple[Layout, ...] = ()
    note: str = ""

    def column(self, name: str) -> Column:
        """The column of this name; raises UnknownName."""
        for column in self.columns:
            if column.name == name:
                return column
        raise UnknownName(
            f"The dataset {self.id} has no column {name}.",
            hint="Its columns are " + ", ".join(column.name for column in self.columns) + ".",
        )


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
    if mistakes:
        raise ContractMistakes(mistakes)
    return found


def contract(dataset: str) -> DatasetContract:
    """The packaged contract of a dataset; raises UnknownName."""
    found = load_contracts().get(dataset)
    if found is None:
        raise UnknownName(
            f"There is no dataset {dataset}.",
            hint="The datasets are " + ", ".join(load_contracts()) + ".",
        )
    return found


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
        Mistake(file=file, where=where, says=says) for where, says in _inner_mistakes(read, file)
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
    """Where a mistake stands, a column or layout by its name instead of its number."""
    words: list[str] = []
    here: Any = declared
    for step in location:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        named = isinstance(here, dict) and (here.get("name") or here.get("title"))
        words.append(str(named) if isinstance(step, int) and named else str(step))
    return ".".join(words)


def _inner_mistakes(read: DatasetContract, file: str) -> Iterator[tuple[str, str]]:
    names = {column.name for column in read.columns}
    if file != f"{read.id}.toml":
        yield "id", f"{read.id} does not match the file's name"
    if not read.columns:
        yield "columns", "no column is declared"
    yield from _twice("columns", (column.name for column in read.columns))
    for name in read.key:
        if name not in names:
            yield "key", f"{name} is no column"
    if read.mode is Mode.MERGE and not read.key:
        yield "key", "a dataset that merges needs a key"
    if read.dated_by is not None and read.dated_by not in names:
        yield "dated_by", f"{read.dated_by} is no column"
    for column in read.columns:
        if column.name == read.dated_by and column.type not in _DAYS:
            yield "dated_by", f"{column.name} is no date and no instant"
        yield from _column_mistakes(column)
    yield from _twice("headers", _headers(read))
    for layout in read.layouts:
        yield from _layout_mistakes(layout, read)


def _column_mistakes(column: Column) -> Iterator[tuple[str, str]]:
    where = f"columns.{column.name}"
    if column.name in RESERVED or column.name.startswith("source_"):
        yield where, "this name belongs to the pool"
    if (column.type is ColumnType.CODE) != bool(column.codes):
        yield where, "codes belong to the type code, and it needs them"
    if column.month_is is not None and column.type is not ColumnType.DATE:
        yield where, "month_is belongs to the type date"
    if column.type is ColumnType.MONEY and not column.name.endswith("_yuan"):
        yield where, "a column of money ends in _yuan"
    if column.from_file_name and column.type is not ColumnType.TEXT:
        yield where, "from_file_name belongs to the type text"


def _layout_mistakes(layout: Layout, read: DatasetContract) -> Iterator[tuple[str, str]]:
    columns = {column.name: column for column in read.columns}
    where = f"layouts.{layout.title}"
    if not layout.headers:
        yield where, "a layout needs headers"
    for name in [*layout.headers.values(), *layout.set]:
        if name not in columns:
            yield where, f"{name} is no column"
    yield from _twice(where, layout.headers.values())
    for name, value in layout.set.items():
        codes = columns[name].codes if name in columns else {}
        if codes and value not in codes.values():
            yield where, f"{value} is no code of {name}"


def _headers(read: DatasetContract) -> Iterator[str]:
    for column in read.columns:
        yield from {column.name, column.title, *column.headers}


def _twice(where: str, words: Iterator[str] | Any) -> Iterator[tuple[str, str]]:
    for word, count in Counter(words).items():
        if count > 1:
            yield where, f"{word} is declared twice"
