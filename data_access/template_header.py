"""The header lines of a filled data template: row 2 names the columns, so the dataset is sure."""

from collections.abc import Sequence
from dataclasses import replace

from data_access.fitting import Fit, Known, fits
from data_access.forms import Wishes
from data_access.headers import Header
from supervision.data_template import machine_name

Cells = tuple[str, ...]


def template_fit(
    upper: Cells, lower: Cells, delimiter: str, contracts: Sequence[Known], wishes: Wishes
) -> Fit | None:
    """How the two lines fit the contract whose columns the lower one names; None for other tables.

    Of several contracts with these columns it is the one that has the fewest others.
    """
    names = [machine_name(cell) for cell in lower]
    if not any(names) or any(cell.strip() and not name for cell, name in _pairs(lower, names)):
        return None
    said = {name for name in names if name}
    whose = [
        known for known in contracts if said <= {column.name for column in known.contract.columns}
    ]
    if not whose:
        return None
    width = max(len(upper), len(lower))
    titles = tuple(cell.strip() for cell in upper) + ("",) * (width - len(upper))
    names += [None] * (width - len(lower))
    header = Header(tuple(name or title for name, title in zip(names, titles, strict=True)))
    nearest = min(whose, key=lambda known: len(known.contract.columns))
    found = fits(header, delimiter, [nearest], wishes)
    return _as_template(found[0], titles, lower) if found else None


def _pairs(lower: Cells, names: Sequence[str | None]) -> list[tuple[str, str | None]]:
    return list(zip(lower, names, strict=True))


def _as_template(fit: Fit, titles: Cells, lower: Cells) -> Fit:
    """The fit with the headers that people read."""
    padded = lower + ("",) * (len(titles) - len(lower))
    sources = tuple(
        source if source.index is None else replace(source, header=titles[source.index] or None)
        for source in fit.form.sources
    )
    form = replace(
        fit.form, header=titles, lines=(titles, padded), sources=sources, is_template=True
    )
    return replace(fit, form=form)
