"""The words of documents: every key that a list needs, neutral, Chinese."""

import pytest

from dashboard.exports.words import word
from dashboard.exports.writers import WRITERS, writer
from data_access.lead_filter import LeadFilter
from supervision.review_list import LIST_COLUMNS, REASON_COLUMNS, ExportFormat
from supervision.vocabulary import (
    Business,
    DismissalReason,
    LeadState,
    Line,
    MoveReason,
)
from supervision.wording import accusing_words

FILTERS = {name.replace("states", "state") for name in LeadFilter.__dataclass_fields__}
KEYS = [
    *(f"review_list.column.{column.id}" for column in LIST_COLUMNS),
    *(f"review_list.reason_column.{column.id}" for column in REASON_COLUMNS),
    *(f"review_list.filter.{name}" for name in FILTERS),
    *(f"code.line.{code.value}" for code in Line),
    *(f"code.business.{code.value}" for code in Business),
    *(f"code.lead_state.{code.value}" for code in LeadState),
    *(f"code.move_reason.{code.value}" for code in MoveReason),
    *(f"code.dismissal_reason.{code.value}" for code in DismissalReason),
]


def test_every_word_a_list_needs_is_there_and_neutral():
    for key in KEYS:
        assert word(key), key
        assert accusing_words(word(key)) == (), key


def test_the_titles_of_the_columns_differ():
    titles = [word(f"review_list.column.{column.id}") for column in LIST_COLUMNS]
    assert len(titles) == len(set(titles))


def test_a_missing_word_is_an_error_and_not_an_empty_cell():
    with pytest.raises(KeyError):
        word("review_list.column.no_such_column")


def test_each_format_has_the_writer_of_its_own():
    assert set(WRITERS) == set(ExportFormat)
    for kind in ExportFormat:
        assert writer(kind.value).format is kind
