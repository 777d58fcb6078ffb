"""Writes `docs/datasets.md` from the dataset contracts.

`make docs` runs it; `tests/supervision/test_contracts.py` fails while the page is not what it would
write.
"""

from pathlib import Path

from supervision.contracts import NOT_KNOWN, Column, DatasetContract, load_contracts

PAGE = Path(__file__).resolve().parent / "datasets.md"
HEAD = """# Datasets

Written by `make docs` from `supervision/datasets/*.toml`; do not edit. One contract a dataset: what
a table must look like before it may enter the pool. A column is recognised by its name, its title
or one of the further headers; cells are compared without white space, case or full-width forms.
What cannot be recognised is named by hand with `--map HEADER=column` or `--set column=value`.
Contracts may declare the mode `merge`; the intake refuses it for now with a sentence.

A further dataset is a further file and no code. Its keys are those of `DatasetContract`, `Column`,
`Split`, `Layout` and `Check` in `supervision/contract_format.py`; every mistake of a file is
reported at once.
"""


def datasets_page() -> str:
    """The page as the contracts are now."""
    contracts = load_contracts().values()
    open_points = [f"- `{one.id}`: {one.basis}\n" for one in contracts if NOT_KNOWN in one.basis]
    unknown = f"\n## Basis not yet known ({NOT_KNOWN})\n\n" + "".join(open_points)
    return HEAD + "".join(_section(one) for one in contracts) + unknown


def _section(one: DatasetContract) -> str:
    facts = (
        f"\n## `{one.id}` {one.title} ({one.title_en})\n\n{one.note}\n\n"
        f"- Owner: {one.owner} ({one.owner_en})\n- Basis: {one.basis}\n"
        f"- Sensitivity: {one.sensitivity.value}; mode: {one.mode.value}{_holds_below(one)}\n"
        f"- Key: {', '.join(f'`{name}`' for name in one.key)}\n"
        f"- Dated by: {_dated(one)}\n"
        f"{_agreed(one)}\n"
        "| column | title | type | required | further headers | codes | note |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    layouts = "".join(
        f"\nLayout {layout.title}: {_pairs(layout.headers)}; then {_pairs(layout.set)}.\n"
        for layout in one.layouts
    )
    rows = "".join(_row(column) for column in one.columns)
    return facts + rows + layouts + _of_their_own(one) + _checks(one)


def _holds_below(one: DatasetContract) -> str:
    return "; a reference table, which holds for the units below" if one.is_reference else ""


def _of_their_own(one: DatasetContract) -> str:
    """The reports that the dataset takes in, and the fields that are rows of their own."""
    said = "".join(
        f"\nReport {report.title} ({report.counts})"
        + (f"; then {_pairs(report.set)}" if report.set else "")
        + ".\n"
        for report in one.reports
    )
    if one.unpivot is None:
        return said
    fields = f"`{one.unpivot.headers}` is a row: `{one.unpivot.name}`, `{one.unpivot.value}`"
    return f"{said}\nEach field whose header fits {fields}.\n"


def _dated(one: DatasetContract) -> str:
    if one.dated_by is None:
        return "nothing"
    first = f", from `{one.dated_from}`" if one.dated_from else ""
    return f"`{one.dated_by}`{first}"


def _agreed(one: DatasetContract) -> str:
    rhythm = f"- Supplied: {one.rhythm.value}\n" if one.rhythm else ""
    missing = f"- No value: {'、'.join(one.missing)}\n" if one.missing else ""
    return rhythm + missing


def _checks(one: DatasetContract) -> str:
    if not one.checks:
        return ""
    rows = (
        f"| `{check.id}` | {check.level.value} | {check.title} ({check.title_en}) |"
        f" `{check.holds}` |\n"
        for check in one.checks
    )
    return "\n| check | level | title | holds |\n|---|---|---|---|\n" + "".join(rows)


def _row(column: Column) -> str:
    kind = column.type.value + (f" ({column.unit})" if column.unit else "")
    notes = [column.note] if column.note else []
    if column.from_file_name:
        notes.append("else the file's name without its last suffix")
    if column.day_order:
        notes.append(f"with the year last {column.day_order.replace('_', ' ')}")
    if column.month_is:
        notes.append(f"a month stands for its {column.month_is.replace('_', ' ')}")
    if column.rounded_to is not None:
        notes.append(f"rounded to {column.rounded_to} decimals")
    if column.drawn:
        notes.append("drawn from " + " / ".join((*column.drawn.headers, "a line above the header")))
    if column.split:
        named = " / ".join(column.split.headers)
        notes.append(f"part {column.split.part} of {named} at `{column.split.separator}`")
    if column.identifier:
        notes.append(f"a {column.identifier.value.replace('_', ' ')}")
    if column.refers:
        notes.append(f"refers to `{column.refers}`")
    if column.missing:
        notes.append(f"no value: {'、'.join(column.missing)}")
    cells = (
        f"`{column.name}`",
        f"{column.title} ({column.title_en})",
        kind,
        "yes" if column.required else "",
        "、".join(column.headers),
        _pairs(column.codes),
        "; ".join(notes),
    )
    return "| " + " | ".join(cells) + " |\n"


def _pairs(words: object) -> str:
    return "、".join(f"{word} = `{code}`" for word, code in dict(words).items())  # type: ignore[call-overload]


if __name__ == "__main__":
    PAGE.write_text(datasets_page(), encoding="utf-8")
