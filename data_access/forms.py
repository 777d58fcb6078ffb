"""What recognition says of a table: its form, where its header stands, what fills each column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from supervision.contracts import DatasetContract
from supervision.drill_down import DrillDown

MOST_PARTS = 1024
"""A line holds fewer rows than that, where its fields are rows of their own."""


class How(StrEnum):
    """From where a column is filled."""

    HEADER = "header"
    LAYOUT = "layout"
    MAP = "map"
    SET = "set"
    SPLIT = "split"
    DRAWN = "drawn"
    TITLE = "title"
    UNPIVOT = "unpivot"
    REPORT = "report"
    FILE_NAME = "file_name"


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnSource:
    """From where one column is filled: the field at `index` (0 first) or, without one, `value`.

    header: the source's own spelling; None where no header fills the column.
    value: None for FILE_NAME, where it differs from file to file, and for UNPIVOT, where it differs
        from field to field.
    unit: what the source counts in, where that is not the contract's unit (万元); else None.
    shift: by how many places that unit moves the decimal point of its numbers (万元: 4).
    """

    column: str
    how: How
    header: str | None = None
    index: int | None = None
    value: str | None = None
    unit: str | None = None
    shift: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The form of a table: two files of one form are read together.

    header: the name of each field; of a header in two lines, both names in one.
    lines: the two lines of such a header as they stand; empty for a header in one line.
    is_template: it is the dataset's own data template.
    unpivoted: the fields that are rows of their own, each with what its header says (2024).
    """

    contract: DatasetContract = field(compare=False)
    dataset: str
    delimiter: str
    header: tuple[str, ...]
    sources: tuple[ColumnSource, ...]
    lines: tuple[tuple[str, ...], ...] = ()
    is_template: bool = False
    unpivoted: tuple[tuple[int, str], ...] = ()

    @property
    def matched(self) -> int:
        """How many columns a field fills, and how many fields are rows of their own."""
        return sum(source.index is not None for source in self.sources) + len(self.unpivoted)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers that fill no column."""
        used = {source.index for source in self.sources} | {index for index, _ in self.unpivoted}
        return tuple(
            name for index, name in enumerate(self.header) if index not in used and name.strip()
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognised:
    """A table's form and where its header stands.

    header_row: physical line of the header, from 1, of its second line where it has two;
        `first_row` is the line after it.
    titles: the lines above the header that are not blank.
    drill_down: what its file's name said of it, where that chose the dataset.
    """

    form: Form
    header_row: int
    first_row: int
    titles: tuple[str, ...]
    drill_down: DrillDown | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What the viewer said about the table: its dataset, header -> column, column -> value."""

    dataset: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    set_values: Mapping[str, str] = field(default_factory=dict)
