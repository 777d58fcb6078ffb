"""Contracts: what the packaged ones say, and what a wrong one is told."""

import importlib.util
from pathlib import Path

import pytest

from supervision.contract_checks import reference_mistakes
from supervision.contracts import (
    RESERVED,
    CheckLevel,
    ColumnType,
    Identifier,
    Mode,
    Rhythm,
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


AGREED = """
rhythm = "daily"
missing = ["?", "无"]

[[checks]]
id = "long_plate"
level = "field"
title = "号牌长度"
title_en = "Length of the plate"
holds = "LENGTH(plate_code) BETWEEN 7 AND 8"
"""


def agreed(*, holds: str = "LENGTH(plate_code) BETWEEN 7 AND 8", level: str = "field") -> str:
    """The small contract with what an agency agreed to, its check as told."""
    head, first, columns = SMALL.partition("[[columns]]")
    beside = AGREED.replace("LENGTH(plate_code) BETWEEN 7 AND 8", holds)
    return head + beside.replace('"field"', f'"{level}"') + first + columns


def test_a_contract_says_its_rhythm_its_words_for_no_value_and_its_checks():
    read = read_contract(agreed(), "toll_gate.toml")
    assert read.rhythm is Rhythm.DAILY
    assert read.missing == ("?", "无")
    assert [(check.id, check.level) for check in read.checks] == [("long_plate", CheckLevel.FIELD)]


def test_a_column_says_what_it_identifies_and_where_its_counterpart_stands():
    more = 'identifier = "plate"\nrefers = "toll_gate.plate_code"\nmissing = ["无牌"]\n'
    read = read_contract(SMALL.replace('"text"\n', f'"text"\n{more}'), "toll_gate.toml")
    plate = read.column("plate_code")
    assert plate.identifier is Identifier.PLATE
    assert (plate.refers, plate.missing) == ("toll_gate.plate_code", ("无牌",))


@pytest.mark.parametrize(
    ("holds", "level", "says"),
    [
        ("LENGTH(plate_code) >", "field", "cannot be read as an expression: LENGTH(plate_code) >"),
        ("colour = 'x'", "field", "colour is no column"),
        ("LENGTH(plate_code) = :long", "field", "a check has no parameter, no table and no window"),
        (
            "legal_deadline('bail_max', seen_at) > seen_at",
            "field",
            "a check has no statutory period",
        ),
        (
            "plate_code = 'x' OR seen_at IS NULL",
            "field",
            "a check of the level field names one column",
        ),
        ("COUNT(*) > 0", "row", "aggregates belong to the level dataset, and it needs one"),
        (
            "seen_at IS NOT NULL",
            "dataset",
            "aggregates belong to the level dataset, and it needs one",
        ),
        (
            "now() > seen_at",
            "row",
            "now is not on the portable list: now() > seen_at",
        ),
    ],
)
def test_a_check_that_cannot_be_judged_is_a_mistake(holds, level, says):
    assert mistakes_of(agreed(holds=holds, level=level)) == [
        f"toll_gate.toml: checks.long_plate: {says}"
    ]


def test_a_check_over_all_rows_aggregates():
    read = read_contract(agreed(holds="COUNT(*) > 0", level="dataset"), "toll_gate.toml")
    assert read.checks[0].level is CheckLevel.DATASET


def test_a_reference_must_meet_a_column_of_its_own_type():
    named = 'type = "text"\nrefers = "{}"\n'
    one = SMALL.replace('type = "text"\n', named.format("owner.plate_code"))
    two = SMALL.replace('type = "text"\n', named.format("toll_gate.seen_at"))
    assert [
        list(reference_mistakes({"toll_gate": read_contract(text, "toll_gate.toml")}))
        for text in (one, two)
    ] == [
        [("toll_gate", "columns.plate_code", f"refers to {says}")]
        for says in (
            "owner.plate_code, which is no column of a dataset",
            "toll_gate.seen_at, which is of another type",
        )
    ]


def test_an_order_of_days_is_for_dates_alone():
    wrong = SMALL.replace('type = "instant"\n', 'type = "instant"\nday_order = "month_first"\n')
    assert mistakes_of(wrong) == [
        "toll_gate.toml: columns.seen_at: day_order belongs to the type date"
    ]


def test_an_identifier_is_text_and_a_code_is_a_value():
    wrong = SMALL.replace('type = "instant"\n', 'type = "instant"\nidentifier = "plate"\n')
    coded = 'type = "code"\ncodes = { "无" = "none" }\nmissing = ["无"]\n'
    wrong = wrong.replace('type = "text"\n', coded)
    assert [mistake.split(": ", 1)[1] for mistake in mistakes_of(wrong)] == [
        "columns.plate_code: 无 cannot be a code and stand for no value",
        "columns.seen_at: identifier belongs to the type text",
    ]


def test_every_packaged_contract_refers_to_what_there_is():
    assert not list(reference_mistakes(load_contracts()))


def test_the_first_three_contracts_stand():
    assert {"auction_bid", "published_figure", "vat_invoice"} <= set(load_contracts())


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("headers = '\\d{4}年'\nname = 'year'\nvalue = 'seen_at'", "needs one group"),
        ("headers = '(\\d{4}年'\nname = 'plate_code'\nvalue = 'seen_at'", "is no pattern"),
        ("headers = '(.*)'\nname = 'year'\nvalue = 'seen_at'", "unpivot: year is no column"),
        ("headers = '(.*)'\nname = 'seen_at'\nvalue = 'seen_at'", "are one column"),
    ],
)
def test_a_wrong_unpivot_is_a_mistake(more, says):
    assert any(says in one for one in mistakes_of(f"{SMALL}\n[unpivot]\n{more}\n"))


def test_only_measured_numbers_are_rounded():
    said = mistakes_of(f"{SMALL}rounded_to = 2\n")
    assert any("rounded_to belongs to the type number" in one for one in said)


def test_every_coordinate_is_rounded_to_what_the_pool_keeps():
    for one in load_contracts().values():
        for column in one.columns:
            if column.name in {"longitude", "latitude"}:
                assert column.rounded_to == 6, f"{one.id}.{column.name}"


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        ("headers = ['车辆']", "headers and patterns belong together"),
        ("titles = ['号牌：.*']", "needs one group"),
        ("", "it needs patterns, or titles"),
    ],
)
def test_a_column_drawn_from_nothing_is_a_mistake(drawn, says):
    said = mistakes_of(f"{SMALL}drawn = {{ {drawn} }}\n")
    assert any(says in one for one in said)


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
    agreed = columns.split()
    assert [column.name for column in contract(dataset).columns][: len(agreed)] == agreed


@pytest.mark.parametrize(
    ("dataset", "required"),
    [
        (
            "vat_invoice",
            (
                "seller_code buyer_code invoice_number issued_on amount_yuan tax_yuan total_yuan"
                " status direction"
            ),
        ),
        ("auction_bid", "lot_code bidder_code bid_yuan bid_at status"),
        (
            "published_figure",
            "place line period_from_on period_to_on indicator value unit precision",
        ),
    ],
)
def test_only_what_every_source_supplies_is_required(dataset, required):
    columns = contract(dataset).columns
    assert [column.name for column in columns if column.required] == required.split()


def test_codes_are_those_that_scripts_rely_on():
    invoices, bids = contract("vat_invoice"), contract("auction_bid")
    assert set(invoices.column("status").codes.values()) == {"valid", "void"}
    assert set(invoices.column("direction").codes.values()) == {"sales", "purchases"}
    assert set(bids.column("status").codes.values()) == {"won", "outbid"}
    lines = set(contract("published_figure").column("line").codes.values())
    assert {line.value for line in Line} <= lines


def test_an_unknown_dataset_names_those_that_are_near():
    with pytest.raises(UnknownName) as raised:
        contract("bank_acount")
    assert raised.value.hint.startswith("Is bank_account")


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


def test_the_first_day_of_a_period_needs_its_last():
    wrong = SMALL.replace('dated_by = "seen_at"', 'dated_from = "plate_code"')
    assert [mistake.split(": ", 1)[1] for mistake in mistakes_of(wrong)] == [
        "dated_from: a first day needs a last one, dated_by",
        "dated_from: plate_code is no date and no instant",
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
