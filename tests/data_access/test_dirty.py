"""Dirty tables, each with all that is to come of it: loaded, rejected with reasons, set aside.

A table stands in `dirty/` beside a TOML file of its name, which holds what is expected: either
`refused`, or the dataset, the header's row, the rows set aside (the header and what stands above it
included), `[[loaded]]` with every value of each row, and `[[rejected]]` with each fault.
"""

import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.collecting import from_line
from data_access.datasets import dataset_rows
from data_access.errors import SourceRefused
from data_access.intake import IntakeOptions, intake
from data_access.reading import read_source
from data_access.recognition import HEAD_BYTES, Recogniser, Wishes
from data_access.records import Segment, read_records
from data_access.typed_rows import typed_rows
from supervision.contracts import load_contracts

FOLDER = Path(__file__).parent / "dirty"
TABLES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".toml")


@pytest.fixture(scope="module")
def judge() -> Recogniser:
    return Recogniser(list(load_contracts().values()), Wishes())


def outcome(path: Path, judge: Recogniser) -> dict[str, object]:
    """What becomes of a table, in the words of the TOML file."""
    try:
        source = read_source(path)
        table = judge.recognise(path, next(source.blocks())[:HEAD_BYTES])
    except SourceRefused as error:
        return {"refused": str(error).replace(str(path), path.name)}
    text = b"".join(from_line(source.blocks(), table.first_row))
    segment = Segment(file=0, first_line=table.first_row, text=text)
    records = read_records([segment], table.form.delimiter, len(table.form.header))
    found = typed_rows(records, table.form, table.titles, {0: path.stem})
    [(_, read, rejected, aside)] = found.counts.rows() or [(0, 0, 0, 0)]
    assert read == found.rows.height + rejected
    assert rejected == found.faults["source_line"].n_unique()
    return {
        "dataset": table.form.dataset,
        "header_row": table.header_row,
        "set_aside": table.header_row + aside,
        "loaded": [
            {name: said(value) for name, value in row.items() if value is not None}
            for row in found.rows.drop("source_file").sort("source_line").iter_rows(named=True)
        ],
        "rejected": [
            {"line": line, "column": column or "", "value": value or "", "reason": reason}
            for _, line, column, value, reason in found.faults.sort(
                "source_line", "column_name"
            ).iter_rows()
        ],
    }


def said(value: object) -> object:
    if isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_dirty_table_becomes_exactly_what_is_expected(path, judge):
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    if "refused" not in expected:
        expected = {"loaded": [], "rejected": [], **expected}
    assert outcome(path, judge) == expected


def test_tables_enter_the_pool_with_the_counts_expected(stores, scope):
    names = ("12_total_that_types_well", "20_bilingual_template", "26_notes_without_commas")
    paths = [FOLDER / f"{name}.csv" for name in names]
    report = intake(stores, scope, paths, IntakeOptions(dataset="social_insurance"))
    assert report.rows_read == report.rows_loaded + report.rows_rejected + report.rows_repeated
    for path, file in zip(paths, report.files, strict=True):
        expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        assert file.rows_set_aside == expected["set_aside"]
        assert file.rows_loaded + file.rows_repeated == len(expected["loaded"])
        assert file.rows_rejected == len({entry["line"] for entry in expected.get("rejected", [])})
    assert dataset_rows(stores, scope, "social_insurance", limit=10).height == report.rows_loaded


def test_there_are_tables_enough():
    assert len(TABLES) >= 20


CELLS = st.one_of(
    st.sampled_from(
        [
            "合计",
            "小计",
            "注：",
            "账号",
            "金额",
            "交易时间",
            "收付标志",
            "收",
            "出",
            "",
            " ",
            "-",
            "6222000000000000123",
            "6.22E+18",
            "\ue0006222000000000000123",
            "3***1234",
            "2025-01-01 10:00:00",
            "46000.5",
            "二〇二五年一月一日",
            "100",
            "1.5万",
            "（万元）",
            "１２",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters='\n\r",\x00'), max_size=8),
)
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=6).map(",".join), max_size=12)
FUZZED = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZED
@given(above=LINES, below=LINES, header=st.sampled_from(["金额", "金额（万元）", "发 生 额(角)"]))
def test_whatever_the_cells_every_line_is_counted_once(tmp_path, judge, above, below, header):
    lines = [*above, f"账号,交易时间,收付标志,{header},摘要", *below]
    path = tmp_path / "甲.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = outcome(path, judge)
    if "refused" not in found:
        rejected = {entry["line"] for entry in found["rejected"]}
        counted = found["set_aside"] + len(found["loaded"]) + len(rejected)
        assert counted == path.read_text(encoding="utf-8").count("\n")


@FUZZED
@given(st.one_of(st.binary(max_size=200), st.text(max_size=80).map(str.encode)))
def test_whatever_the_bytes_a_table_is_read_or_refused(tmp_path, judge, content):
    path = tmp_path / "甲.csv"
    for before in (b"", "账号,交易时间,收付标志,金额\n".encode()):
        path.write_bytes(before + content)
        assert outcome(path, judge)
