"""Which dataset a table is, and from where each of its columns is filled: judged by its header.

The header is the first line of which every required column of some contract can be filled; lines
above it are titles. Cells are compared after folding (full-width forms, white space, case), so that
a form that an agency re-typed is still recognised; what is not recognised is ignored and named.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from pathlib import Path

from data_access.errors import SourceRefused
from supervision.contracts import Column, DatasetContract, Layout

HEADER_WITHIN = 100
"""A header stands among so many first records."""

HEAD_BYTES = 256 * 1024
DELIMITERS = (",", "\t")


class How(StrEnum):
    """From where a column is filled."""

    HEADER = "header"
    LAYOUT = "layout"
    MAP = "map"
    SET = "set"
    SPLIT = "split"
    FILE_NAME = "file_name"


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnSource:
    """From where one column is filled: the field at `index` (0 first) or, without one, `value`.

    header: the source's own spelling; None where no header fills the column.
    value: None for FILE_NAME, where it differs from file to file.
    """

    column: str
    how: How
    header: str | None = None
    index: int | None = None
    value: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The form of a table: two files of one form are read together."""

    contract: DatasetContract = field(compare=False)
    dataset: str
    delimiter: str
    header: tuple[str, ...]
    sources: tuple[ColumnSource, ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers that fill no column."""
        used = {source.index for source in self.sources}
        return tuple(
            name for index, name in enumerate(self.header) if index not in used and name.strip()
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognised:
    """A table's form and where its header stands.

    header_row: physical line of the header, from 1; `first_row` is the line after it.
    titles: the lines above the header that are not blank.
    """

    form: Form
    header_row: int
    first_row: int
    titles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What the viewer said about the table: its dataset, header -> column, column -> value."""

    dataset: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    set_values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fit:
    form: Form
    missing: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def matched(self) -> int:
        return sum(source.index is not None for source in self.form.sources)


class Recogniser:
    """Recognises tables; a header once judged is not judged again."""

    def __init__(self, contracts: Sequence[DatasetContract], wishes: Wishes) -> None:
        self._contracts = [(contract, _words(contract)) for contract in contracts]
        self._wishes = wishes
        self._judged: dict[tuple[tuple[str, ...], str], list[_Fit]] = {}

    def recognise(self, path: Path, head: bytes) -> Recognised:
        """The form of the table that begins with `head` (UTF-8, whole lines), and its header's row.

        Raises SourceRefused where no header among the first records fits, or two fit alike.
        """
        text = head[:HEAD_BYTES].decode(errors="ignore")
        nearest: _Fit | None = None
        for delimiter in DELIMITERS:
            if delimiter not in text and delimiter != DELIMITERS[0]:
                continue
            titles: list[str] = []
            for first, last, cells in _records(text, delimiter):
                fits = self._fits(cells, delimiter)
                whole = [fit for fit in fits if not fit.missing]
                if whole:
                    form = _chosen(path, whole).form
                    return Recognised(
                        form=form, header_row=first, first_row=last + 1, titles=tuple(titles)
                    )
                nearest = max([*fits, *([nearest] if nearest else [])], key=_nearness, default=None)
                titles.append(delimiter.join(cells))
        raise _fits_nothing(path, nearest, self._wishes)

    def _fits(self, cells: tuple[str, ...], delimiter: str) -> list[_Fit]:
        key = (cells, delimiter)
        if key not in self._judged:
            self._judged[key] = _fits(cells, delimiter, self._near(cells), self._wishes)
        return self._judged[key]

    def _near(self, cells: tuple[str, ...]) -> list[DatasetContract]:
        """The contracts that know one of the cells: the others cannot fit, and there are many."""
        here = {folded(cell) for cell in cells}
        named = bool(self._wishes.mapping)
        return [one for one, words in self._contracts if named or not words.isdisjoint(here)]


@lru_cache(maxsize=65536)
def folded(cell: str) -> str:
    """A header cell as it is compared: full-width forms folded, without white space or case."""
    plain = unicodedata.normalize("NFKC", cell).replace("\ufeff", "").replace("\u200b", "")
    return "".join(plain.split()).strip("*").casefold()


def _words(contract: DatasetContract) -> frozenset[str]:
    """Every header that fills a column of the contract, folded."""
    columns, layouts = contract.columns, contract.layouts
    own = (word for one in columns for word in (one.name, one.title, *one.headers))
    split = (word for one in columns if one.split for word in one.split.headers)
    laid = (word for layout in layouts for word in layout.headers)
    return frozenset(folded(word) for word in (*own, *split, *laid))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The first records that are not blank, each with its first and last physical line."""
    reader = csv.reader((line + "\n" for line in text.split("\n")), delimiter=delimiter)
    last = 0
    try:
        for cells in islice(reader, HEADER_WITHIN):
            first, last = last + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield first, last, tuple(cells)
    except csv.Error:  # a cell beyond the csv module's limit: no header stands below it
        return


def _fits(
    cells: tuple[str, ...],
    delimiter: str,
    contracts: Iterable[DatasetContract],
    wishes: Wishes,
) -> list[_Fit]:
    places: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        if name := folded(cell):
            places.setdefault(name, []).append(index)
    if any(folded(header) not in places for header in wishes.mapping):
        return []
    found = []
    for contract in contracts:
        for layout in (None, *contract.layouts):
            if layout and any(folded(header) not in places for header in layout.headers):
                continue
            fit = _fit(contract, layout, cells, places, delimiter, wishes)
            if fit.matched:
                found.append(fit)
    return found


def _fit(  # noqa: PLR0913, PLR0917 - one argument a thing that is matched against another
    contract: DatasetContract,
    layout: Layout | None,
    cells: tuple[str, ...],
    places: Mapping[str, list[int]],
    delimiter: str,
    wishes: Wishes,
) -> _Fit:
    sources, missing, doubled = [], [], []
    taken = {folded(header) for header in (*wishes.mapping, *(layout.headers if layout else ()))}
    for column in contract.columns:
        indices, how = _places_of(column, layout, places, taken, wishes)
        value = wishes.set_values.get(column.name)
        if value is not None:
            sources.append(ColumnSource(column=column.name, how=How.SET, value=value))
        elif indices:
            header = cells[indices[0]].strip()
            sources.append(
                ColumnSource(column=column.name, how=how, header=header, index=indices[0])
            )
            if len(indices) > 1:
                doubled.append(column.name)
        elif layout and column.name in layout.set:
            value = layout.set[column.name]
            sources.append(ColumnSource(column=column.name, how=How.LAYOUT, value=value))
        elif column.from_file_name:
            sources.append(ColumnSource(column=column.name, how=How.FILE_NAME))
        elif column.required:
            missing.append(column.title)
    form = Form(
        contract=contract,
        dataset=contract.id,
        delimiter=delimiter,
        header=tuple(cell.strip() for cell in cells),
        sources=tuple(sources),
    )
    return _Fit(form=form, missing=tuple(missing), doubled=tuple(doubled))


def _places_of(
    column: Column,
    layout: Layout | None,
    places: Mapping[str, list[int]],
    taken: set[str],
    wishes: Wishes,
) -> tuple[list[int], How]:
    """Where the column's field stands, the viewer's word before the layout's before its own."""
    mapped = [header for header, name in wishes.mapping.items() if name == column.name]
    laid = [header for header, name in (layout.headers if layout else {}).items()]
    laid = [header for header in laid if layout and layout.headers[header] == column.name]
    own = [column.name, column.title, *column.headers]
    split = column.split.headers if column.split else ()
    for how, headers in (
        (How.MAP, mapped),
        (How.LAYOUT, laid),
        (How.HEADER, own),
        (How.SPLIT, split),
    ):
        names = {folded(header) for header in headers}
        if how in {How.HEADER, How.SPLIT}:
            names -= taken
        if found := sorted(index for name in names for index in places.get(name, ())):
            return found, how
    return [], How.HEADER


def _nearness(fit: _Fit) -> tuple[int, int]:
    return fit.matched, -len(fit.missing)


def _chosen(path: Path, fits: list[_Fit]) -> _Fit:
    best = max(fits, key=_nearness)
    rivals = {fit.form.dataset for fit in fits if _nearness(fit) == _nearness(best)}
    if len(rivals) > 1:
        raise SourceRefused(
            f"{path} fits more than one dataset: {', '.join(sorted(rivals))}.",
            hint="Name the dataset with --dataset.",
        )
    if best.doubled:
        raise SourceRefused(
            f"{path} has more than one column for {', '.join(best.doubled)}.",
            hint="Say which one with --map HEADER=column.",
        )
    return best


def _fits_nothing(path: Path, nearest: _Fit | None, wishes: Wishes) -> SourceRefused:
    hint = "`sijian datasets` lists the columns; --map HEADER=column names one that is not known."
    if nearest is None or nearest.matched < 2:
        what = f"the dataset {wishes.dataset}" if wishes.dataset else "any dataset"
        return SourceRefused(f"{path} has no header line that fits {what}.", hint=hint)
    return SourceRefused(
        f"The header of {path} fits no dataset; for {nearest.form.dataset} it lacks "
        f"{'、'.join(nearest.missing)}.",
        hint=hint,
    )
