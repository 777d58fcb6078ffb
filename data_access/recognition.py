"""Which dataset a table is, and from where each of its columns is filled: judged by its header.

The header is the first line of which every required column of some contract can be filled, or the
first two lines together where that fills more columns than either alone; lines above it are titles.
What is not recognised is ignored and named.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from data_access.errors import SourceRefused
from data_access.fitting import Fit, Known, fits, in_units, with_titles
from data_access.forms import ColumnSource, Form, How, Recognised, Wishes
from data_access.headers import Header, folded
from data_access.template_header import template_fit
from data_access.units_of_measure import units_of_titles
from supervision.contracts import DatasetContract
from supervision.data_template import REQUIRED_WORDS

__all__ = [
    "DELIMITERS",
    "HEAD_BYTES",
    "ColumnSource",
    "Form",
    "How",
    "Recognised",
    "Recogniser",
    "Wishes",
    "folded",
]

HEADER_WITHIN = 100
"""A header stands among so many first records."""

FAR_NEARER = 3
"""So many columns more, and at least twice as many, make an incomplete fit the likelier one."""

HEAD_BYTES = 256 * 1024
DELIMITERS = (",", "\t", "|", ";")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Record:
    """Cells with their first and last physical line."""

    first: int
    last: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """The best of several fits of one header, and whether it names units alone in a line."""

    fits: list[Fit]
    is_of_units: bool = False

    @property
    def best(self) -> Fit:
        return max(self.fits, key=_nearness)

    def beats(self, other: "_Found") -> bool:
        """Whether it fills more columns, or none of them twice where the other does."""
        mine, its = self.best, other.best
        if mine.matched == its.matched:
            return self.is_of_units or mine.is_joined or bool(its.doubled and not mine.doubled)
        return mine.matched > its.matched


class Recogniser:
    """Recognises tables; a header once judged is not judged again."""

    def __init__(self, contracts: Sequence[DatasetContract], wishes: Wishes) -> None:
        self._known = [Known(contract) for contract in contracts]
        self._words = frozenset().union(*(known.words for known in self._known))
        self._wishes = wishes
        self._judged: dict[tuple[object, ...], list[Fit]] = {}

    def recognise(self, path: Path, head: bytes) -> Recognised:
        """The form of the table that begins with `head` (UTF-8, whole lines), and its header's row.

        Raises SourceRefused where no header among the first records fits, or two fit alike.
        """
        text = head[:HEAD_BYTES].decode(errors="ignore")
        nearest: list[Fit] = []
        for delimiter in DELIMITERS:
            if delimiter not in text and delimiter != DELIMITERS[0]:
                continue
            titles: tuple[str, ...] = ()
            if (template := self._template(path, text, delimiter)) is not None:
                return template
            for record, following in _with_following(_records(text, delimiter)):
                alone = self._fits(Header(record.cells), delimiter)
                found = self._header(record, following, alone, delimiter)
                if found is not None:
                    row, whole = found
                    return _recognised(path, whole, row, titles)
                nearest = [max([*nearest, *alone], key=_nearness)] if alone else nearest
                titles = (*titles, delimiter.join(record.cells))
        raise _fits_nothing(path, next(iter(nearest), None), self._wishes)

    def _template(self, path: Path, text: str, delimiter: str) -> Recognised | None:
        """The table as a filled data template; None where it is none."""
        if not any(word in text for word in REQUIRED_WORDS):
            return None
        titles: tuple[str, ...] = ()
        for upper, lower in pairwise(_records(text, delimiter)):
            fit = template_fit(upper.cells, lower.cells, delimiter, self._known, self._wishes)
            if fit is not None:
                return _recognised(path, [fit], lower, titles)
            titles = (*titles, delimiter.join(upper.cells))
        return None

    def _header(
        self, record: _Record, following: _Record | None, alone: list[Fit], delimiter: str
    ) -> tuple[_Record, list[Fit]] | None:
        """The last line of the header that begins with this record, and its fits; None if none."""
        one = _whole(alone)
        if following is None:
            return (record, one.fits) if one else None
        header = Header(following.cells, record.cells)
        if one and not header.says(self._words):
            return record, one.fits
        two = _whole(self._fits(header, delimiter), is_of_units=header.names_units)
        if two is not None:
            rival = one or _whole(self._fits(Header(following.cells), delimiter))
            if rival is None or two.beats(rival):
                return following, two.fits
        return (record, one.fits) if one else None

    def _fits(self, header: Header, delimiter: str) -> list[Fit]:
        key = (*header.key, delimiter)
        if key not in self._judged:
            self._judged[key] = fits(header, delimiter, self._known, self._wishes)
        return self._judged[key]


def _recognised(path: Path, fits: list[Fit], row: _Record, titles: tuple[str, ...]) -> Recognised:
    """The form that fits best; `row` is the last line of its header."""
    chosen = with_titles(_chosen(path, fits), titles)
    if chosen.missing:
        raise _fits_nothing(path, chosen, Wishes())
    form = in_units(chosen, units_of_titles(titles)).form
    return Recognised(form=form, header_row=row.first, first_row=row.last + 1, titles=titles)


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    """The first records that are not blank."""
    reader = csv.reader((line + "\n" for line in text.split("\n")), delimiter=delimiter)
    last = 0
    try:
        for cells in islice(reader, HEADER_WITHIN):
            first, last = last + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield _Record(first=first, last=last, cells=tuple(cells))
    except csv.Error:  # a cell beyond the csv module's limit: no header stands below it
        return


def _with_following(records: Iterator[_Record]) -> Iterator[tuple[_Record, _Record | None]]:
    """Each record with the one after it, None after the last."""
    record = next(records, None)
    while record is not None:
        following = next(records, None)
        yield record, following
        record = following


def _whole(found: list[Fit], *, is_of_units: bool = False) -> _Found | None:
    """The fits that lack nothing; None where there is none, or another dataset is far nearer.

    A dataset that needs one column alone would otherwise take tables of every other in.
    """
    whole = [fit for fit in found if not fit.missing]
    most = max((fit.matched for fit in whole), default=0)
    if not whole or any(fit.matched >= max(2 * most, most + FAR_NEARER) for fit in found):
        return None
    return _Found(fits=whole, is_of_units=is_of_units)


def _nearness(fit: Fit) -> tuple[int, int]:
    return fit.nearness


def _chosen(path: Path, whole: list[Fit]) -> Fit:
    best = max(whole, key=_nearness)
    rivals = {fit.form.dataset for fit in whole if fit.nearness == best.nearness}
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


def _fits_nothing(path: Path, nearest: Fit | None, wishes: Wishes) -> SourceRefused:
    hint = "`sijian datasets` lists the columns; --map HEADER=column names one that is not known."
    if nearest is None or nearest.matched < 2:
        what = f"the dataset {wishes.dataset}" if wishes.dataset else "any dataset"
        return SourceRefused(f"{path} has no header line that fits {what}.", hint=hint)
    return SourceRefused(
        f"The header of {path} fits no dataset; for {nearest.form.dataset} it lacks "
        f"{'、'.join(nearest.missing)}.",
        hint=hint,
    )
