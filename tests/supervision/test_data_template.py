"""The data template: what a contract says in two header lines, and the way back from them."""

import pytest

from supervision.contracts import ColumnType, contract, load_contracts
from supervision.data_template import machine_name, template_columns

CONTRACTS = load_contracts()


@pytest.mark.parametrize("dataset", CONTRACTS)
def test_the_second_line_names_every_column_of_the_contract(dataset):
    columns = CONTRACTS[dataset].columns
    found = [machine_name(one.machine) for one in template_columns(CONTRACTS[dataset])]
    assert found == [column.name for column in columns]


def test_no_two_contracts_have_the_same_columns_so_the_second_line_names_the_dataset():
    assert len({frozenset(c.name for c in one.columns) for one in CONTRACTS.values()}) == len(
        CONTRACTS
    )


def test_a_column_says_its_type_its_unit_and_whether_it_is_required():
    found = {one.column.name: one for one in template_columns(contract("vat_invoice"))}
    assert found["amount_yuan"].machine == "amount_yuan（金额，单位：元，必填）"
    assert (found["amount_yuan"].title, found["amount_yuan"].type) == ("金额", "金额")


@pytest.mark.parametrize(
    "cell", ["case_no（文本，必填）", " case_no( 文本 , 必填 ) ", "case_no（文本，\n选填）"]
)
def test_a_cell_of_the_second_line_is_known_whatever_width_it_came_back_in(cell):
    assert machine_name(cell) == "case_no"


@pytest.mark.parametrize("cell", ["", "case_no", "案号（文本，必填）", "case_no（必填）", "必填"])
def test_other_cells_name_no_column(cell):
    assert machine_name(cell) is None


def test_of_several_words_for_a_code_the_first_is_offered():
    [kind] = [
        one for one in template_columns(contract("arrest_review")) if one.column.name == "sex"
    ]
    assert kind.column.type is ColumnType.CODE
    assert kind.choices == ("男", "女")
    assert kind.example == "男"
