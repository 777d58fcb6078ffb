"""How the checks of a dataset are shown: what each is, its verdict and why, the way to its rows."""

from collections.abc import Sequence

import polars as pl
from streamlit.column_config import Column

from dashboard import figures, grids
from dashboard.messages import CHINESE, label, language, text
from dashboard.views import pool_views
from supervision.contracts import DatasetContract, contract
from supervision.quality import CheckResult
from supervision.quality_sql import EMPTY, failing_condition
from supervision.vocabulary import CheckKind, CheckVerdict

ANY = "any"
_SHARES = frozenset({CheckKind.KEYS_MEET, CheckKind.COVERAGE_KEPT, CheckKind.SHARES_KEPT})


def verdicts(found: Sequence[CheckResult]) -> dict[str, str]:
    """The verdicts to choose from, each with its number; those that fail first."""
    order = (CheckVerdict.FAIL, CheckVerdict.NOT_APPLICABLE, CheckVerdict.PASS)
    counted = {one: sum(each.verdict is one for each in found) for one in order}
    return {ANY: f"{text('dataset.any_verdict')} {len(found)}"} | {
        one.value: f"{label(one)} {count}" for one, count in counted.items()
    }


def named(one: CheckResult, declared: DatasetContract) -> str:
    """What a check is called."""
    if one.kind is CheckKind.DECLARED:
        return one.title if language() == CHINESE else one.title_en
    if one.column is None:
        return label(one.kind)
    column = pool_views.column_title(declared, one.column)
    if one.counterpart is None:
        return text("dataset.of_column", check=label(one.kind), column=column)
    other = contract(one.counterpart.split(".")[0])
    return text(
        "dataset.in_counterpart",
        check=label(one.kind),
        column=column,
        counterpart=pool_views.title(other),
    )


def opens_rows(one: CheckResult, declared: DatasetContract) -> bool:
    """Whether the rows that fail can be shown."""
    return one.failed > 0 and failing_condition(declared, one.id) is not None


def is_said(check: str, found: Sequence[CheckResult], declared: DatasetContract) -> str | None:
    """What the rows are narrowed to, in words; None for what narrows nothing."""
    kind, _, column = check.partition(":")
    if kind == EMPTY and failing_condition(declared, check) is not None:
        return text("dataset.is_empty", column=pool_views.column_title(declared, column))
    for one in found:
        if one.id == check and failing_condition(declared, check) is not None:
            return text("dataset.is_check", check=named(one, declared))
    return None


def check_frame(found: Sequence[CheckResult], declared: DatasetContract) -> pl.DataFrame:
    """The checks for a grid, by level."""
    return pl.DataFrame(
        [
            {
                "level": label(one.level),
                "check": named(one, declared),
                "verdict": label(one.verdict),
                "reason": label(one.reason) if one.reason else figures.ABSENT,
                "failed": one.failed,
                "judged": one.judged,
                "not_judged": one.not_judged,
                "measured": _measured(one, declared),
            }
            for one in found
        ],
        schema=_CHECK,
    )


def check_columns() -> dict[str, Column]:
    """The columns of the checks."""
    return {
        "level": grids.words(text("dataset.level"), 76),
        "check": grids.words(text("dataset.check"), 262),
        "verdict": grids.words(text("dataset.verdict"), 102),
        "reason": grids.words(text("dataset.reason"), 150),
        "failed": grids.number(text("dataset.failed"), 62),
        "judged": grids.number(text("dataset.judged"), 66),
        "not_judged": grids.number(text("dataset.not_judged"), 74),
        "measured": grids.words(text("dataset.measured")),
    }


def _measured(one: CheckResult, declared: DatasetContract) -> str:
    """What was found, beside what it is compared with; a dash where nothing is compared."""
    if one.kind is CheckKind.FRESH and one.found:
        return text("dataset.overdue", days=figures.count(one.found))
    if one.kind is CheckKind.MONTHS_COMPLETE:
        return one.value or figures.ABSENT
    if one.found is None or one.expected is None or one.kind is CheckKind.FRESH:
        return figures.ABSENT
    written = figures.percent if one.kind in _SHARES else figures.count
    says = text("dataset.against", found=written(one.found), expected=written(one.expected))
    return says if one.value is None else f"{_word(one, declared)} {says}"


def _word(one: CheckResult, declared: DatasetContract) -> str:
    """The value in the words of the sources; a code is an English word already."""
    codes = declared.column(one.column or "").codes if language() == CHINESE else {}
    words = {code: word for word, code in codes.items()}
    return words.get(one.value or "", one.value or "")


_CHECK = {
    "level": pl.String,
    "check": pl.String,
    "verdict": pl.String,
    "reason": pl.String,
    "failed": pl.Int64,
    "judged": pl.Int64,
    "not_judged": pl.Int64,
    "measured": pl.String,
}
