"""What the name of a drill-down export of the statistics subsystem says (统计子系统反查表).

Such a file is named after the cell of the report that it opens, as in
`审查逮捕案件010101表1行4列受理合计（人）.xlsx`: report, table, row, column, what is counted.
The same person stands in the files of several cells.
"""

import re
from dataclasses import dataclass

_COUNTS = "人次|人|件次|件|次|个"
_COPY = r"(?:[\s_\-－—]*(?:[(（]\d{1,3}[)）]|副本|复件|\d{6,14}))*"
_NAME = re.compile(
    r"(?P<report>\D*[^\W\d])\s*(?P<table>\d{4,8})\s*表\s*(?P<row>\d{1,4})\s*行"
    r"\s*(?P<column>\d{1,4})\s*列\s*(?P<title>.*?)\s*"
    rf"(?:[(（](?P<counts>{_COUNTS})[)）])?{_COPY}\s*"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DrillDown:
    """The cell of a report that a file opens.

    title: what the report calls the column; empty where the name does not say it.
    counts: what the cell counts (人, 件); None where the name does not say it.
    """

    report: str
    table: str
    row: int
    column: int
    title: str
    counts: str | None

    def __str__(self) -> str:
        """The name as the subsystem spells it."""
        counts = f"（{self.counts}）" if self.counts else ""
        return f"{self.report}{self.table}表{self.row}行{self.column}列{self.title}{counts}"


def drill_down(stem: str) -> DrillDown | None:
    """What a file's name without its suffix says; None for a file that is not named so.

    What people and browsers add at the end, as (1), 副本 or a day, is left out.
    """
    found = _NAME.fullmatch(stem.strip())
    if found is None:
        return None
    return DrillDown(
        report=found["report"].strip(),
        table=found["table"],
        row=int(found["row"]),
        column=int(found["column"]),
        title=found["title"],
        counts=found["counts"],
    )
