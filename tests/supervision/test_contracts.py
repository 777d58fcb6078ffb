"""Contracts: what the packaged ones say, and what a wrong one is told."""

import importlib.util
from pathlib import Path

import pytest

from supervision.contracts import (
    RESERVED,
    ColumnType,
    Mode,
    contract,
    load_contracts,
    read_contract,
)
from supervision.errors import ContractMistakes, UnknownName
from supervision.vocabulary import Line

SMALL = """
id = "toll_gate"
title = "卡口记录"
title_en = "Toll gates"
owner = "公安机关"
owner_en = "Police"
basis = "待核对"
sensitivity = "personal"
mode = "append"
key = ["plate_code"]
dated_by = "seen_at"

[[columns]]
name = "plate_code"
title = "号牌"
title_en = "Plate"
type = "text"
required = true

[[columns]]
name = "seen_at"
title = "经过时间"
title_en = "Seen at"
type = "instant"
"""


def mistakes_of(text: str, file: str = "toll_gate.toml") -> list[str]:
    with pytest.raises(ContractMistakes) as raised:
        read_contract(text, file)
    return [str(mistake) for mistake in raised.value.mistakes]


def test_a_further_dataset_is_only_a_further_file():
    read = read_contract(SMALL, "toll_gate.toml")
    assert read.id == "toll_gate"
    assert read.mode is Mode.APPEND
    assert read.column("plate_code").required
    assert read.column("seen_at").type is ColumnType.INSTANT


def test_the_packaged_contracts_are_the_three_of_the_issue():
    assert list(load_contracts()) == ["auction_bid", "published_figure", "vat_invoice"]


@pytest.mark.parametrize(
    ("dataset", "columns"),
    [
        (
            "vat_invoice",
            (
                "seller_code buyer_code invoice_number issued_on amount_yuan tax_yuan total_yuan"
                " status direction item_name quantity unit_name"
            ),
        ),
        ("auction_bid", "lot_code bidder_code bid_yuan bid_at status start_yuan"),
        (
            "published_figure",
            "place line period_from_on period_to_on indicator value unit precision",
        ),
    ],
)
def test_a_packaged_contract_has_the_columns_that_were_agreed(dataset, columns):
    assert [column.name for column in contract(dataset).columns] == columns.split()


def test_only_the_optional_columns_are_optional():
    optional = {
        f"{one.id}.{column.name}"
        for one in load_contracts().values()
        for column in one.columns
        if not column.required
    }
    assert optional == {
        "vat_invoice.item_name",
        "vat_invoice.quantity",
        "vat_invoice.unit_name",
        "auction_bid.start_yuan",
    }


def test_codes_are_those_that_scripts_rely_on():
    invoices, bids = contract("vat_invoice"), contract("auction_bid")
    assert set(invoices.column("status").codes.values()) == {"valid", "void"}
    assert set(invoices.column("direction").codes.values()) == {"sales", "purchases"}
    assert set(bids.column("status").codes.values()) == {"won", "outbid"}
    lines = set(contract("published_figure").column("line").codes.values())
    assert {line.value for line in Line} <= lines


def test_an_unknown_dataset_names_those_there_are():
    with pytest.raises(UnknownName) as raised:
        contract("bank_flow")
    assert "vat_invoice" in raised.value.hint


def test_all_mistakes_of_a_file_are_reported_together():
    wrong = SMALL.replace('title = "卡口记录"\n', "").replace('"text"', '"txt"') + "colour = 1\n"
    said = mistakes_of(wrong)
    assert len(said) == 3
    assert any(mistake.startswith("toll_gate.toml: title:") for mistake in said)
    assert any("columns.plate_code.type" in mistake for mistake in said)
    assert any("columns.seen_at.colour" in mistake for mistake in said)


def test_mistakes_between_columns_are_reported_together():
    wrong = (
        SMALL.replace('key = ["plate_code"]', 'key = ["number"]')
        .replace('dated_by = "seen_at"', 'dated_by = "plate_code"')
        .replace('title = "经过时间"', 'title = "号牌"')
    )
    said = mistakes_of(wrong, "gate.toml")
    assert [mistake.split(": ", 1)[1] for mistake in said] == [
        "id: toll_gate does not match the file's name",
        "key: number is no column",
        "dated_by: plate_code is no date and no instant",
        "headers: 号牌 is declared twice",
    ]


@pytest.mark.parametrize("name", [*RESERVED, "source_file"])
def test_a_column_cannot_take_a_name_of_the_pool(name):
    assert "belongs to the pool" in mistakes_of(SMALL.replace("plate_code", name))[0]


def test_a_layout_may_only_name_columns_and_codes_of_its_contract():
    layout = '[[layouts]]\ntitle = "甲"\nheaders = { "甲" = "nobody" }\nset = { seen_at = "x" }\n'
    assert mistakes_of(SMALL + layout) == ["toll_gate.toml: layouts.甲: nobody is no column"]


def test_money_says_so_in_its_name():
    wrong = SMALL + '[[columns]]\nname = "fee"\ntitle = "费"\ntitle_en = "Fee"\ntype = "money"\n'
    assert mistakes_of(wrong) == ["toll_gate.toml: columns.fee: a column of money ends in _yuan"]


def test_text_that_is_no_toml_is_one_mistake():
    assert mistakes_of("id = ")[0].startswith("toll_gate.toml: TOML:")


def test_the_page_of_datasets_is_current():
    """Run `make docs` when this fails."""
    docs = Path(__file__).parents[2] / "docs"
    spec = importlib.util.spec_from_file_location("write_datasets", docs / "write_datasets.py")
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    assert writer.datasets_page() == (docs / "datasets.md").read_text(encoding="utf-8")
