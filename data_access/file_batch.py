"""The files of one batch, read and staged: every table in them recognised, all of one dataset.

Nothing here writes to a store; what is staged is gone with the connection.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from data_access.claims import Counts, identity
from data_access.collecting import Collector
from data_access.errors import Refused, SourceRefused
from data_access.first_rows import FirstRows, first_rows
from data_access.intake_report import IntakeOptions, Progress, SkippedFile
from data_access.reading import SourceText
from data_access.recognition import HEAD_BYTES, Form, How, Recognised, Wishes
from data_access.reject_files import SourceForm, form_of
from data_access.remembered import RememberedMapping, remembered_mappings
from data_access.remembering import RememberingRecogniser
from data_access.scope import Scope
from data_access.source_tables import OpenedFile, SourceTable, opened_files
from data_access.sources import Origin
from data_access.staging import Staging
from data_access.stores import Stores
from data_access.typed_rows import check_value
from supervision.contracts import DatasetContract, contract, load_contracts


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenFile:
    """A table that was read.

    sha256: of the file as it came.
    digest: what its rows carry: sha256, and for each further table of one file that with its name,
        so that digest and line lead to one place.
    identity: what it is known by when it comes again.
    absent: the columns of the contract that it does not have.
    form: what its rejects need, to be read again as it was read.
    mapping: header -> column, as said now or remembered.
    is_template: it is a data template that was filled in.
    """

    path: Path
    sha256: str
    digest: str
    encoding: str
    header_row: int
    identity: str
    absent: tuple[str, ...]
    form: SourceForm
    mapping: Mapping[str, str]
    is_template: bool


class FileBatch:
    """The files of one batch on one connection; `read` first, then the rest is known."""

    def __init__(
        self,
        connection: sa.Connection,
        stores: Stores,
        unit: str,
        options: IntakeOptions,
        remembered: Sequence[RememberedMapping] = (),
    ) -> None:
        self.files: list[TakenFile] = []
        self.skipped: list[SkippedFile] = []
        self.passed_over: list[Path] = []
        self._stores = stores
        self._hashes: set[str] = set()
        self._connection = connection
        self._unit = unit
        self._options = options
        self.recogniser = recogniser(options, remembered)
        self._first: FirstRows | None = None
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
    def first(self) -> FirstRows:
        """The beginning of the first table; of a dry run only."""
        if self._first is None:
            raise Refused("No file was read.")
        return self._first

    @property
    def counts(self) -> dict[int, Counts]:
        """What was read, rejected and set aside, by file number."""
        return {} if self._collector is None else self._collector.counts

    def read(self, origins: Sequence[Origin], tell: Progress) -> None:
        """Reads and stages the files; raises SourceRefused where one of them cannot be taken in."""
        for share, origin in _shares(origins):
            tell(share, "intake.reading")
            with closing(opened_files(origin, self._stores.home)) as files:
                for opened in files:
                    self._take_or_skip(opened)
        self._refuse_mixture()
        if self._collector is not None:
            self._collector.finish()
        self._refuse_empty_templates()

    def close(self) -> None:
        """Waits for what is still being staged; nothing of the batch can be used after."""
        if self._collector is not None:
            self._collector.close()
        if self._staging is not None:
            self._staging.close()

    def _take_or_skip(self, opened: OpenedFile) -> None:
        self.passed_over.extend(opened.passed_over)
        try:
            self._take_file(opened)
        except SourceRefused as error:
            if not self._options.skip_bad:
                raise
            self.skipped.append(SkippedFile(path=str(opened.path), says=str(error)))

    def _take_file(self, opened: OpenedFile) -> None:
        """Takes the tables that fit; those that do not are left out, unless none does."""
        if opened.refused is not None:
            raise opened.refused
        left: list[tuple[SourceTable, SourceRefused]] = []
        for table in opened.tables:
            try:
                source, found = recognised(table, self.recogniser)
            except SourceRefused as error:
                left.append((table, error))
                continue
            self._found.setdefault(found.form.dataset, table.path)
            if len(self._found) == 1:
                self._take(table, source, found)
        if len(left) == len(opened.tables) and left:
            raise left[0][1]
        self.skipped.extend(
            SkippedFile(path=str(table.path), says=str(error)) for table, error in left
        )

    def _take(self, at: SourceTable, source: SourceText, table: Recognised) -> None:
        if self._staging is None or self._collector is None:
            self._staging = Staging(
                self._connection, table.form.contract, self._unit, self._stores.pool.folder
            )
            self._collector = Collector(self._staging)
        if self._options.dry_run and self._first is None:
            self._first = first_rows(at, source, table)
        number = len(self.files)
        digest = self._digest(at, source)
        self.files.append(
            TakenFile(
                path=at.path,
                sha256=source.sha256,
                digest=digest,
                encoding=source.encoding,
                header_row=table.header_row,
                identity=self._identity(at.stem, digest, table),
                absent=absent_columns(table.form),
                form=form_of(table, at.stem),
                mapping=self.recogniser.mapping_of(table.form),
                is_template=table.form.is_template,
            )
        )
        self._staging.add_file(number, digest)
        self._collector.take(number, source, table, at.stem, at.merged)

    def _digest(self, at: SourceTable, source: SourceText) -> str:
        if not at.part or source.sha256 not in self._hashes:
            self._hashes.add(source.sha256)
            return source.sha256
        return hashlib.sha256(f"{source.sha256}{at.part}".encode()).hexdigest()

    def _identity(self, stem: str, digest: str, table: Recognised) -> str:
        named = {s.column: stem for s in table.form.sources if s.how is How.FILE_NAME}
        told = {s.column: s.value or "" for s in table.form.sources if s.how is How.REPORT}
        values = {**named, **told, **self._options.set_values}
        mapping = self.recogniser.mapping_of(table.form)
        return identity(digest, table.form.dataset, self._unit, mapping, values)

    def _refuse_empty_templates(self) -> None:
        read = (self.counts[number].rows_read for number in range(len(self.files)))
        if all(file.is_template and not rows for file, rows in zip(self.files, read, strict=True)):
            raise no_rows(self.files[0].path)

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


def recognised(at: SourceTable, judge: RememberingRecogniser) -> tuple[SourceText, Recognised]:
    """A table's text and form; raises SourceRefused where it is no table of a known dataset."""
    source = at.read()
    return source, judge.recognise(at.path, next(source.blocks(), b"")[:HEAD_BYTES], at.stem)


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


def no_rows(path: Path) -> SourceRefused:
    """What is said of a data template that nobody filled in."""
    return SourceRefused(
        f"{path} is a data template without rows.", hint="Fill it in from row 3 and take it in."
    )


def _shares(origins: Sequence[Origin]) -> Iterator[tuple[float, Origin]]:
    """Each origin with the share of all bytes that comes before it."""
    sizes = [
        each.stat().st_size if isinstance(each, Path) and each.is_file() else 0 for each in origins
    ]
    whole, done = sum(sizes) or 1, 0
    for origin, size in zip(origins, sizes, strict=True):
        yield 0.7 * done / whole, origin
        done += size
