"""Recognising tables with what was said of their headers before.

What a viewer says now goes before what is remembered, header by header and column by column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from data_access.drill_downs import DrillDownRecogniser
from data_access.errors import SourceRefused
from data_access.recognition import Form, Recognised, Recogniser, Wishes, folded
from data_access.remembered import RememberedMapping
from supervision.contracts import DatasetContract
from supervision.drill_down import drill_down


class RememberingRecogniser:
    """A recogniser that tries remembered mappings first, the newest first."""

    def __init__(
        self,
        contracts: Sequence[DatasetContract],
        wishes: Wishes,
        remembered: Sequence[RememberedMapping] = (),
    ) -> None:
        self._wishes = wishes
        self._plain = Recogniser(contracts, wishes)
        self._drill_downs = DrillDownRecogniser(contracts, wishes) if not wishes.dataset else None
        self._known = list(_judges(contracts, wishes, remembered))
        self._used: dict[tuple[str, tuple[str, ...]], Mapping[str, str]] = {}

    def recognise(self, path: Path, head: bytes, stem: str = "") -> Recognised:
        """As Recogniser does; a remembered mapping counts as what the viewer says.

        stem: the name of the table's file without suffix, which may say of what report it is.
        """
        for one, mapping, judge in self._known:
            try:
                table = judge.recognise(path, head)
            except SourceRefused:
                continue
            if one.fits(table.form.header):
                self._used[table.form.dataset, table.form.header] = mapping
                return table
        named = drill_down(stem)
        if named is not None and self._drill_downs is not None:
            found = self._drill_downs.recognise(path, head, named, self._plain)
            if found is not None:
                return found
        return self._plain.recognise(path, head)

    def mapping_of(self, form: Form) -> Mapping[str, str]:
        """header -> column for a form that was recognised: what was said now, and remembered."""
        return self._used.get((form.dataset, form.header), self._wishes.mapping)

    def is_remembered(self, form: Form, header: str) -> bool:
        """Whether a header of the form was mapped by what is remembered."""
        said = {folded(name) for name in self._wishes.mapping}
        known = {folded(name) for name in self.mapping_of(form)}
        return folded(header) in known - said


def _judges(
    contracts: Sequence[DatasetContract],
    wishes: Wishes,
    remembered: Sequence[RememberedMapping],
) -> list[tuple[RememberedMapping, Mapping[str, str], Recogniser]]:
    said = {folded(header) for header in wishes.mapping}
    found: list[tuple[RememberedMapping, Mapping[str, str], Recogniser]] = []
    for one in remembered:
        contract = next((c for c in contracts if c.id == one.dataset), None)
        columns = {column.name for column in contract.columns} if contract else set()
        columns -= set(wishes.mapping.values())
        kept = {
            header: column
            for header, column in one.mapping.items()
            if column in columns and folded(header) not in said
        }
        if contract is None or not kept:
            continue
        mapping = {**kept, **wishes.mapping}
        found.append((one, mapping, Recogniser([contract], replace(wishes, mapping=mapping))))
    return found
