"""Recognising drill-down exports of the statistics subsystem: by their name, then by their header.

The name says the report, and so the dataset; the header must agree. Where it is plainly that of
another dataset the file is refused: one of the two is wrong.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from data_access.errors import SourceRefused
from data_access.forms import Form, How, Recognised, Wishes
from data_access.recognition import FAR_NEARER, Recogniser
from supervision.contracts import DatasetContract, Layout, Report
from supervision.drill_down import DrillDown


class DrillDownRecogniser:
    """Recognises the exports of the reports that the contracts declare."""

    def __init__(self, contracts: Sequence[DatasetContract], wishes: Wishes) -> None:
        self._contracts = contracts
        self._wishes = wishes
        self._judges: dict[tuple[str, str | None], list[tuple[Recogniser, Report]]] = {}

    def recognise(
        self, path: Path, head: bytes, named: DrillDown, plain: Recogniser
    ) -> Recognised | None:
        """The table as an export of the report its name says; None where no contract has that.

        plain: what recognises a table by its header alone. Raises SourceRefused where the header
        is none of the report's dataset.
        """
        found, refused = self._by_name(path, head, named)
        if found is None and refused is None:
            return None
        other = _recognised(plain, path, head)
        if other is not None and _is_another(other, found):
            raise _disagree(path, named, other.form)
        if refused is not None:
            raise refused
        return None if found is None else replace(found, drill_down=named)

    def _by_name(
        self, path: Path, head: bytes, named: DrillDown
    ) -> tuple[Recognised | None, SourceRefused | None]:
        """The nearest of the datasets that the name says; where none fits, why not."""
        nearest, refused = None, None
        for judge, report in self._named(named):
            try:
                found = judge.recognise(path, head)
            except SourceRefused as error:
                refused = refused or error
                continue
            if nearest is None or found.form.matched > nearest.form.matched:
                nearest = replace(found, form=_told_by_name(found.form, report))
        return nearest, None if nearest is not None else refused

    def _named(self, named: DrillDown) -> list[tuple[Recogniser, Report]]:
        """The contracts that declare the report, each with what recognises it alone."""
        key = (named.report, named.counts)
        if key not in self._judges:
            self._judges[key] = [
                (Recogniser([_with_set(contract, report)], self._wishes), report)
                for contract in self._contracts
                for report in contract.reports
                if report.title == named.report and named.counts in {None, report.counts}
            ]
        return self._judges[key]


def _recognised(plain: Recogniser, path: Path, head: bytes) -> Recognised | None:
    try:
        return plain.recognise(path, head)
    except SourceRefused:
        return None


def _is_another(other: Recognised, found: Recognised | None) -> bool:
    """Whether the header alone speaks for another dataset, and plainly so."""
    if found is None:
        return True
    return other.form.matched >= found.form.matched + FAR_NEARER


def _with_set(contract: DatasetContract, report: Report) -> DatasetContract:
    """The contract in which what the report says holds for rows that do not say it themselves."""
    if not report.set:
        return contract
    layout = Layout(title=report.title, headers={}, set=report.set)
    return replace(contract, layouts=(*contract.layouts, layout))


def _told_by_name(form: Form, report: Report) -> Form:
    sources = tuple(
        replace(source, how=How.REPORT)
        if source.how is How.LAYOUT and source.column in report.set and source.index is None
        else source
        for source in form.sources
    )
    return replace(form, sources=sources)


def _disagree(path: Path, named: DrillDown, other: Form) -> SourceRefused:
    return SourceRefused(
        f"{path} is named as a drill-down of {named.report}, but its header is that of"
        f" {other.dataset}.",
        hint="Ask which of the two is right, or name the dataset with --dataset.",
    )
