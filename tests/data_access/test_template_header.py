"""A filled data template is known by its second line alone, and read from its third."""

from pathlib import Path

import pytest

from data_access.collecting import from_line
from data_access.forms import Wishes
from data_access.recognition import Recogniser
from data_access.records import Segment, read_records
from data_access.typed_rows import typed_rows
from supervision.contracts import load_contracts
from supervision.data_template import template_columns

CONTRACTS = load_contracts()
JUDGE = Recogniser(list(CONTRACTS.values()), Wishes())


def text_of(dataset: str, *rows: list[str], above: str = "") -> bytes:
    columns = template_columns(CONTRACTS[dataset])
    lines = [[one.title for one in columns], [one.machine for one in columns], *rows]
    body = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return f"{above}{body}\n".encode()


def examples(dataset: str) -> list[str]:
    return [one.example for one in template_columns(CONTRACTS[dataset])]


def typed(text: bytes):
    table = JUDGE.recognise(Path("表.csv"), text)
    below = next(from_line(iter([text]), table.first_row), b"")
    form = table.form
    records = read_records(
        [Segment(file=0, first_line=table.first_row, text=below)], ",", len(form.header)
    )
    return table, typed_rows(records, form, table.titles, {0: "表"})


@pytest.mark.parametrize("dataset", CONTRACTS)
def test_a_template_with_the_example_values_comes_in_whole(dataset):
    table, found = typed(text_of(dataset, examples(dataset)))
    assert (table.form.dataset, table.header_row, table.first_row) == (dataset, 2, 3)
    assert found.faults.rows() == []
    assert found.counts.rows() == [(0, 1, 0, 0)]
    assert found.rows["source_line"].to_list() == [3]
    assert not [name for name in found.rows.columns if found.rows[name].null_count()]


def test_titles_above_and_headers_of_ones_own_do_no_harm():
    text = text_of("bank_account", examples("bank_account"), above="某行报送,,\n")
    table, found = typed(text)
    assert (table.form.dataset, table.header_row, found.rows.height) == ("bank_account", 3, 1)


def test_a_template_without_its_optional_columns_is_still_its_dataset():
    columns = [one for one in template_columns(CONTRACTS["inmate"]) if one.column.required]
    lines = [[one.title for one in columns], [one.machine for one in columns]]
    text = "\n".join(",".join(line) for line in lines).encode() + b"\n"
    assert JUDGE.recognise(Path("表.csv"), text).form.dataset == "inmate"


def test_a_row_that_calls_itself_an_example_is_set_aside():
    example = ["示例：" + examples("bank_account")[0], *examples("bank_account")[1:]]
    _, found = typed(text_of("bank_account", example, examples("bank_account")))
    assert found.counts.rows() == [(0, 1, 0, 1)]
    assert found.rows["source_line"].to_list() == [4]
