"""How well a header fits a contract: what fills each column, what is missing, what is doubled."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from data_access.forms import MOST_PARTS, ColumnSource, Form, How, Wishes
from data_access.headers import Header, bare, folded
from data_access.units_of_measure import NUMBERS, shift_to
from supervision.contracts import Column, ColumnType, DatasetContract, Layout

_CELLS = re.compile(r"[,\t|;]")
LEAST_UNPIVOTED = 2
"""So many fields at the least make a table whose fields are rows of their own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """A form, and the titles of required columns it lacks and of columns it has more than once.

    is_joined: some column's name is made of both lines of the header.
    """

    form: Form
    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    is_joined: bool

    @property
    def matched(self) -> int:
        """How many columns a field fills, and how many fields are rows of their own."""
        return self.form.matched

    @property
    def nearness(self) -> tuple[int, int]:
        """The more, the better it fits."""
        return self.matched, -len(self.missing)


class Known:
    """A contract with the names that its columns go by, folded once."""

    def __init__(self, contract: DatasetContract) -> None:
        self.contract = contract
        self.own = {
            column.name: _folded((column.name, column.title, *column.headers))
            for column in contract.columns
        }
        self.split = {
            column.name: _folded(column.split.headers if column.split else ())
            for column in contract.columns
        }
        self.drawn = {
            column.name: _folded(column.drawn.headers if column.drawn else ())
            for column in contract.columns
        }
        self.names = frozenset().union(*self.own.values(), *self.split.values())
        self.words = self.names | {bare(name).name for name in self.names}


def fits(header: Header, delimiter: str, contracts: Sequence[Known], wishes: Wishes) -> list[Fit]:
    """How the header fits each contract and each of its layouts of which it has some column."""
    every = [()] * len(header.claims(()))
    if any(not header.places({folded(name)}, every) for name in wishes.mapping):
        return []
    words = header.words
    found = []
    for known in contracts:
        if not (wishes.mapping or known.contract.layouts) and known.words.isdisjoint(words):
            continue
        for layout in (None, *known.contract.layouts):
            if layout and any(not header.places({folded(n)}, every) for n in layout.headers):
                continue
            fit = _Fitting(known, layout, header, wishes).fit(delimiter)
            if fit.matched:
                found.append(fit)
    return found


def in_units(fit: Fit, units: Sequence[str]) -> Fit:
    """The fit with what a title says of the table's units, where a header says none itself."""
    if not units:
        return fit
    sources = []
    for source in fit.form.sources:
        column = fit.form.contract.column(source.column)
        counts = column.type is ColumnType.MONEY or column.unit is not None
        if source.index is not None and source.unit is None and counts:
            said = ((unit, shift_to(column, unit)) for unit in units)
            unit, shift = next(((u, s) for u, s in said if s is not None), (None, 0))
            source = replace(source, unit=unit, shift=shift)  # noqa: PLW2901
        sources.append(source)
    return replace(fit, form=replace(fit.form, sources=tuple(sources)))


def with_titles(fit: Fit, titles: Sequence[str]) -> Fit:
    """The fit with what the lines above the header say of its columns.

    A column of which they say nothing is filled by the file's name where the contract lets it, else
    it is empty, and missing where it is required.
    """
    sources, missing = [], list(fit.missing)
    for source in fit.form.sources:
        column = fit.form.contract.column(source.column)
        if source.how is not How.TITLE:
            sources.append(source)
        elif (value := _said(titles, column)) is not None:
            sources.append(replace(source, value=value))
        elif column.from_file_name:
            sources.append(ColumnSource(column=column.name, how=How.FILE_NAME))
        elif column.required:
            missing.append(column.title)
    form = replace(fit.form, sources=tuple(sources))
    return replace(fit, form=form, missing=tuple(missing))


def drawn_from(texts: pl.Series, patterns: Sequence[str]) -> pl.Series:
    """What the first pattern that fits says of each text; null where none does."""
    found = [texts.str.strip_chars().str.extract(pattern, 1) for pattern in patterns]
    return pl.select(pl.coalesce(found)).to_series()


def _said(titles: Sequence[str], column: Column) -> str | None:
    cells = [part.strip(' "') for title in titles for part in (*_CELLS.split(title), title)]
    patterns = column.drawn.titles if column.drawn else ()
    found = drawn_from(pl.Series(cells, dtype=pl.String), patterns).drop_nulls()
    return None if found.is_empty() else str(found[0])


class _Fitting:
    """One header against one contract in one layout."""

    def __init__(self, known: Known, layout: Layout | None, header: Header, wishes: Wishes) -> None:
        self._known = known
        self._layout = layout
        self._header = header
        self._wishes = wishes
        self._laid: Mapping[str, str] = layout.headers if layout else {}
        self._taken = _folded((*wishes.mapping, *self._laid))
        self._claimed = header.claims(known.names)
        self._unpivoted = self._rows_of_their_own()

    def fit(self, delimiter: str) -> Fit:
        sources: list[ColumnSource] = []
        missing: list[str] = []
        doubled: list[str] = []
        for column in self._known.contract.columns:
            source, count = self._source(column)
            if source is not None:
                sources.append(source)
            elif column.required:
                missing.append(_counted(column))
            if count > 1:
                doubled.append(column.name)
        said = [name for _, name in self._unpivoted]
        doubled += sorted({name for name in said if said.count(name) > 1})
        form = Form(
            contract=self._known.contract,
            dataset=self._known.contract.id,
            delimiter=delimiter,
            header=tuple(cell.strip() for cell in self._header.cells),
            sources=tuple(sources),
            lines=self._header.lines,
            unpivoted=self._unpivoted,
        )
        return Fit(
            form=form,
            missing=tuple(missing),
            doubled=tuple(doubled),
            is_joined=any(self._is_joined(source) for source in sources),
        )

    def _is_joined(self, source: ColumnSource) -> bool:
        names = self._known.own[source.column]
        return source.index is not None and self._header.is_joined(source.index, names)

    def _source(self, column: Column) -> tuple[ColumnSource | None, int]:
        """What fills the column, None where nothing does, and how many fields could."""
        name = column.name
        if (value := self._wishes.set_values.get(name)) is not None:
            return ColumnSource(column=name, how=How.SET, value=value), 0
        places, how = self._places(column)
        if places:
            return self._field(column, how, places[0]), len(places)
        if self._unpivoted and self._is_unpivoted(name):
            cells = [self._header.cells[place].strip() for place, _ in self._unpivoted]
            said = f"{cells[0]} … {cells[-1]}"
            return ColumnSource(column=name, how=How.UNPIVOT, header=said), 0
        if self._layout and name in self._layout.set:
            value = self._layout.set[name]
            return ColumnSource(column=name, how=How.LAYOUT, value=value), 0
        if column.drawn is not None and column.drawn.titles:
            return ColumnSource(column=name, how=How.TITLE), 0
        if column.from_file_name:
            return ColumnSource(column=name, how=How.FILE_NAME), 0
        return None, 0

    def _is_unpivoted(self, name: str) -> bool:
        unpivot = self._known.contract.unpivot
        return unpivot is not None and name in {unpivot.name, unpivot.value}

    def _rows_of_their_own(self) -> tuple[tuple[int, str], ...]:
        """The fields that the contract unpivots; none where one field alone is such a field."""
        unpivot = self._known.contract.unpivot
        if unpivot is None or any(
            self._places(self._known.contract.column(name))[0]
            for name in (unpivot.name, unpivot.value)
        ):
            return ()
        fits_all = re.compile(unpivot.headers)
        cells = enumerate(self._header.cells)
        said = ((place, fits_all.fullmatch(folded(cell))) for place, cell in cells)
        found = tuple(
            (place, one[1]) for place, one in said if one is not None and place < MOST_PARTS
        )
        return found if len(found) >= LEAST_UNPIVOTED else ()

    def _field(self, column: Column, how: How, place: int) -> ColumnSource:
        unit = self._header.unit(place)
        shift = shift_to(column, unit) if unit is not None else None
        return ColumnSource(
            column=column.name,
            how=how,
            header=self._header.cells[place].strip(),
            index=place,
            unit=unit if column.type in NUMBERS else None,
            shift=shift or 0,
        )

    def _places(self, column: Column) -> tuple[list[int], How]:
        """Where the column's field stands, the viewer's word before the layout's before its own."""
        name = column.name
        for how, names in (
            (How.MAP, _folded(h for h, to in self._wishes.mapping.items() if to == name)),
            (How.LAYOUT, _folded(h for h, to in self._laid.items() if to == name)),
            (How.HEADER, self._known.own[name] - self._taken),
            (How.SPLIT, self._known.split[name] - self._taken),
            (How.DRAWN, self._known.drawn[name] - self._taken),
        ):
            claimed = self._claimed if how in {How.HEADER, How.SPLIT} else _none(self._claimed)
            found = self._header.places(names, claimed) if names else []
            if how in {How.HEADER, How.SPLIT}:
                found = [place for place in found if self._counts_alike(column, place)]
            if found:
                return found, how
        return [], How.HEADER

    def _counts_alike(self, column: Column, place: int) -> bool:
        """Whether the field's numbers can be had in the column's unit."""
        unit = self._header.unit(place)
        if unit is None or column.type not in NUMBERS:
            return True
        return shift_to(column, unit) is not None or self._is_declared(column, place)

    def _is_declared(self, column: Column, place: int) -> bool:
        own = {bare(name) for name in self._known.own[column.name]}
        return bare(self._header.cells[place]) in own


def _counted(column: Column) -> str:
    """The column's title with the unit it counts in, which another unit may have kept away."""
    is_number = column.type in NUMBERS and column.unit is not None
    return f"{column.title}（{column.unit}）" if is_number else column.title


def _folded(headers: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(header) for header in headers)


def _none(claimed: Sequence[object]) -> list[tuple[int, ...]]:
    return [()] * len(claimed)
