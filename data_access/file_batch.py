"""The files of one batch, read and staged: every file recognised, all of one dataset.

Nothing here writes to a store; what is staged is gone with the connection.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from data_access.claims import Counts, identity
from data_access.collecting import Collector
from data_access.errors import Refused, SourceRefused
from data_access.intake_report import IntakeOptions, Progress, SkippedFile
from data_access.reading import SourceText, read_source
from data_access.recognition import HEAD_BYTES, Form, How, Recognised, Wishes
from data_access.reject_files import SourceForm, form_of
from data_access.remembered import RememberedMapping, remembered_mappings
from data_access.remembering import RememberingRecogniser
from data_access.scope import Scope
from data_access.sources import refuse_other_formats
from data_access.staging import Staging
from data_access.stores import Stores
from data_access.typed_rows import check_value
from supervision.contracts import DatasetContract, contract, load_contracts


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenFile:
    """A file that was read.

    identity: what it is known by when it comes again.
    absent: the columns of the contract that it does not have.
    form: what its rejects need, to be read again as it was read.
    mapping: header -> column, as said now or remembered.
    """

    path: Path
    sha256: str
    encoding: str
    header_row: int
    identity: str
    absent: tuple[str, ...]
    form: SourceForm
    mapping: Mapping[str, str]


class FileBatch:
    """The files of one batch on one connection; `read` first, then the rest is known."""

    def __init__(
        self,
        connection: sa.Connection,
        unit: str,
        options: IntakeOptions,
        remembered: Sequence[RememberedMapping] = (),
    ) -> None:
        self.files: list[TakenFile] = []
        self.skipped: list[SkippedFile] = []
        self._connection = connection
        self._unit = unit
        self._options = options
        self._recogniser = recogniser(options, remembered)
        self._found: dict[str, Path] = {}
        self._staging: Staging | None = None
        self._collector: Collector | None = None

    @property
    def contract(self) -> DatasetContract:
        """The contract of the batch's one dataset."""
        return contract(next(iter(self._found)))

    @property
    def staging(self) -> Staging:
        """What was staged."""
        if self._staging is None:
            raise Refused("No file was read.")
        return self._staging

    @property
    def counts(self) -> dict[int, Counts]:
        """What was read, rejected and set aside, by file number."""
        return {} if self._collector is None else self._collector.counts

    def read(self, paths: Sequence[Path], tell: Progress) -> None:
        """Reads and stages the files; raises SourceRefused where one of them cannot be taken in."""
        for share, path in _shares(paths):
            tell(share, "intake.reading")
            try:
                source, table = recognised(path, self._recogniser)
            except SourceRefused as error:
                if not self._options.skip_bad:
                    raise
                self.skipped.append(SkippedFile(path=str(path), says=str(error)))
                continue
            self._found.setdefault(table.form.dataset, path)
            if len(self._found) == 1:
                self._take(path, source, table)
        self._refuse_mixture()
        if self._collector is not None:
            self._collector.finish()

    def close(self) -> None:
        """Waits for what is still being staged; nothing of the batch can be used after."""
        if self._staging is not None:
            self._staging.close()

    def _take(self, path: Path, source: SourceText, table: Recognised) -> None:
        if self._staging is None or self._collector is None:
            self._staging = Staging(self._connection, table.form.contract, self._unit)
            self._collector = Collector(self._staging)
        number = len(self.files)
        self.files.append(
            TakenFile(
                path=path,
                sha256=source.sha256,
                encoding=source.encoding,
                header_row=table.header_row,
                identity=self._identity(path, source, table),
                absent=absent_columns(table.form),
                form=form_of(table, path.stem),
                mapping=self._recogniser.mapping_of(table.form),
            )
        )
        self._collector.take(number, source, table, path.stem)

    def _identity(self, path: Path, source: SourceText, table: Recognised) -> str:
        named = {s.column: path.stem for s in table.form.sources if s.how is How.FILE_NAME}
        values = {**named, **self._options.set_values}
        mapping = self._recogniser.mapping_of(table.form)
        return identity(source.sha256, table.form.dataset, self._unit, mapping, values)

    def _refuse_mixture(self) -> None:
        if not self._found:
            raise SourceRefused(self.skipped[0].says, hint="None of the files can be taken in.")
        if len(self._found) > 1:
            named = ", ".join(f"{name} ({path})" for name, path in sorted(self._found.items()))
            raise SourceRefused(
                f"The files belong to several datasets: {named}.",
                hint="Take in one dataset at a time.",
            )


def known_mappings(
    stores: Stores, scope: Scope, unit: str, options: IntakeOptions
) -> list[RememberedMapping]:
    """What is remembered for the unit and the supplier of a call, newest first."""
    return [
        one
        for one in remembered_mappings(stores, scope)
        if (one.unit, one.supplier) == (unit, options.supplier)
    ]


def recogniser(
    options: IntakeOptions, remembered: Sequence[RememberedMapping] = ()
) -> RememberingRecogniser:
    """What recognises the files of one call; raises as `candidates` does."""
    wishes = Wishes(dataset=options.dataset, mapping=options.mapping, set_values=options.set_values)
    return RememberingRecogniser(candidates(options), wishes, remembered)


def recognised(path: Path, judge: RememberingRecogniser) -> tuple[SourceText, Recognised]:
    """A file's text and form; raises SourceRefused where it is no table of a known dataset."""
    refuse_other_formats(path)
    source = read_source(path)
    return source, judge.recognise(path, next(source.blocks(), b"")[:HEAD_BYTES])


def candidates(options: IntakeOptions) -> list[DatasetContract]:
    """The contracts that a file may fit: they have every column named and take every value set.

    Raises UnknownName for a dataset that is none, Refused where no contract has the columns or a
    set value is none of any contract's column.
    """
    named = {*options.mapping.values(), *options.set_values}
    if options.dataset is not None:
        one = contract(options.dataset)
        for name in sorted(named):
            one.column(name)
        found = [one]
    else:
        found = [
            one
            for one in load_contracts().values()
            if named <= {column.name for column in one.columns}
        ]
    if not found:
        raise Refused(
            f"No dataset has the columns {', '.join(sorted(named))}.",
            hint="`sijian datasets` lists the columns.",
        )
    taking = [one for one in found if _takes(one, options.set_values)]
    if not taking:
        for name, value in options.set_values.items():
            check_value(found[0].column(name), value)
    return taking


def _takes(one: DatasetContract, values: Mapping[str, str]) -> bool:
    try:
        for name, value in values.items():
            check_value(one.column(name), value)
    except Refused:
        return False
    return True


def absent_columns(form: Form) -> tuple[str, ...]:
    """The columns of the contract that a table of this form does not have."""
    present = {source.column for source in form.sources}
    return tuple(one.name for one in form.contract.columns if one.name not in present)


def _shares(paths: Sequence[Path]) -> Iterator[tuple[float, Path]]:
    """Each path with the share of all bytes that comes before it."""
    sizes = [path.stat().st_size if path.is_file() else 0 for path in paths]
    whole, done = sum(sizes) or 1, 0
    for path, size in zip(paths, sizes, strict=True):
        yield 0.7 * done / whole, path
        done += size
