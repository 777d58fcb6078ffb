"""The tables within a file: each format as text, one line a row, and what is refused."""

# ruff: noqa: DTZ001 - a workbook knows no zones

import hashlib
import json
import os
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from data_access.errors import SourceRefused
from data_access.source_tables import OpenedFile, opened_files
from tests.data_access.workbooks import FILES, archive, bids, workbook, written_by_hand

LOST = "\ue000"


def texts(path: Path, home: Path) -> dict[str, str]:
    """The text of each table of a file, by its name as the viewer knows it."""
    found = {}
    for opened in opened_files(path, home):
        if opened.refused:
            raise opened.refused
        for table in opened.tables:
            found[str(table.path.relative_to(path.parent))] = table.text.read_text("utf-8")
    assert not list((home / "unpacked").iterdir())
    return found


def refusal(path: Path, home: Path) -> str:
    with pytest.raises(SourceRefused) as raised:
        texts(path, home)
    return str(raised.value).removeprefix(str(path)).strip()


class NamedInGbk(zipfile.ZipInfo):
    """A member whose name stands as older programs wrote it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - overrides zipfile's
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_sheet_becomes_text_as_people_see_it(tmp_path, is_1904):
    rows = [
        ["标题"],
        [],
        ["名", "数", "日", "时"],
        ["001", 12.0, date(2026, 5, 26), datetime(2026, 5, 26)],
        ["甲\n乙,丙", 0.1 + 0.2, date(1904, 1, 5), datetime(2026, 5, 26, 10, 0, 1)],
        [True, 1e-7, time(10, 5), None],
        [None, 330106199001011234, "330106199001011234", 123456789012345],
    ]
    path = put(tmp_path, "a.xlsx", workbook({"甲": rows, "空": []}, is_1904=is_1904))
    assert texts(path, tmp_path) == {
        "a.xlsx#甲": (
            "标题,,,\n\n名,数,日,时\n"
            "001,12,2026-05-26,2026-05-26 00:00:00\n"
            '"甲 乙,丙",0.3,1904-01-05,2026-05-26 10:00:01\n'
            "TRUE,0.0000001,10:05:00,\n"
            f",{LOST}330106199001011328,330106199001011234,123456789012345\n"
        )
    }
    [opened] = list(opened_files(path, tmp_path))
    assert opened.passed_over == (tmp_path / "a.xlsx#空",)
    assert {table.sha256 for table in opened.tables} == {
        hashlib.sha256(path.read_bytes()).hexdigest()
    }


def test_a_row_keeps_its_number_and_rows_without_cells_at_the_end_are_none(tmp_path):
    rows = '<row r="3"><c r="B3" t="inlineStr"><is><t>甲</t></is></c></row>' + "".join(
        f'<row r="{row}"><c r="B{row}" s="0"/></row>' for row in range(4, 2_000)
    )
    path = put(tmp_path, "a.xlsx", written_by_hand(rows))
    assert texts(path, tmp_path) == {"a.xlsx#表": "\n\n甲\n"}


def test_an_error_and_a_formula_never_calculated_are_not_blank(tmp_path):
    rows = (
        '<row r="2"><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2"><f>A1+1</f></c>'
        '<c r="D2" t="str"><f>""</f><v></v></c><c r="E2"><f>1+1</f><v>2</v></c></row>'
    )
    path = put(tmp_path, "a.xlsx", written_by_hand(rows))
    assert texts(path, tmp_path)["a.xlsx#表"] == "\n#DIV/0!,#NOT_CALCULATED,,2\n"


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_older_and_open_workbooks_are_read_alike(tmp_path, suffix):
    path = put(tmp_path, f"bids.{suffix}", (FILES / f"bids.{suffix}").read_bytes())
    assert texts(path, tmp_path) == {
        f"bids.{suffix}#竞买记录": (
            "某平台 2026,,,\n状态,竞买号,价格,时间\n出局,A1,1000.5,2026-05-26 10:00:01\n"
            "成交,A2,2000,2026-05-27 00:00:00\n"
        )
    }


def test_text_that_is_called_xls_is_read_as_text(tmp_path):
    path = put(tmp_path, "a.xls", "甲\t乙\n1\t2\n".encode("gb18030"))
    [opened] = list(opened_files(path, tmp_path))
    assert (opened.tables[0].text, opened.tables[0].sha256) == (path, None)


@pytest.mark.parametrize("suffix", ["xls", "xlsx", "et"])
def test_a_workbook_is_told_by_its_content(tmp_path, suffix):
    path = put(tmp_path, f"a.{suffix}", bids("A1"))
    assert list(texts(path, tmp_path)) == [f"a.{suffix}#竞买记录"]


JSON_TEXTS = {
    "a list": '[{"a": 1.50, "b": "x\\ny"}, {"a": 18e2, "c": true}]',
    "a list within an object": '{"n": 2, "tb": [{"a": 1.50, "b": "x\\ny"}, {"a": 18e2, "c": true}]}',
    "lines": '{"a": 1.50, "b": "x\\ny"}\n\n{"a": 18e2, "c": true}\n',
}


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("text", JSON_TEXTS.values(), ids=JSON_TEXTS)
def test_json_keeps_its_digits(tmp_path, text, codec):
    path = put(tmp_path, "a.json", text.replace("x", "甲").encode(codec))
    assert texts(path, tmp_path) == {"a.json": "a,b,c\n1.50,甲 y,\n1800,,true\n"}


def test_objects_and_lists_within_objects_are_kept(tmp_path):
    found = [{"甲": {"名": "a", "数": 330106199001011234}, "乙": [1, {"c": 2.5}], "丙": None}]
    path = put(tmp_path, "a.json", json.dumps(found).encode())
    assert texts(path, tmp_path)["a.json"] == (
        '甲.名,甲.数,乙,丙\na,330106199001011234,"[1, {""c"": 2.5}]",\n'
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[1, 2]", "holds no list of objects."),
        ("{}x", "cannot be read as JSON: it is damaged or something else."),
        ('{"a": [{"x": 1}], "b": [{"y": 1}]}', "holds no list of objects."),
        ("[" * 100_000, "is beyond the limits of what is unpacked here."),
        ('{"a": 1}\n[1]\n', "holds no list of objects."),
    ],
)
def test_json_of_another_form_is_refused(tmp_path, text, says):
    assert refusal(put(tmp_path, "a.json", text.encode()), tmp_path) == says


def test_parquet_becomes_text_exactly(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "字": ["001", "甲\n乙"],
            "整": [330106199001011234, None],
            "浮": [1e17, 1.5e-7],
            "钱": [Decimal("1.50"), None],
            "日": [date(2026, 5, 26), None],
            "时": [datetime(2026, 5, 26, 1, 2, 3), None],
            "刻": [datetime(2026, 5, 26, 1, 2, 3, tzinfo=UTC), None],
            "是": [True, None],
            "列": [[1, 2], None],
        }
    ).write_parquet(path)
    assert texts(path, tmp_path) == {
        "a.parquet": (
            "字,整,浮,钱,日,时,刻,是,列\n"
            f"001,330106199001011234,{LOST}100000000000000000,1.50,2026-05-26,2026-05-26 01:02:03,"
            '2026-05-26 09:02:03,true,"[1,2]"\n'
            "甲 乙,,0.00000015,,,,,,\n"
        )
    }


def test_an_archive_hands_out_its_members_in_turn(tmp_path):
    members = {
        "内/甲.csv": "a,b\n1,2\n",
        "乙.xlsx": bids("A1"),
        "README.md": "x",
        "__MACOSX/._甲.csv": "x",
        "内/丙.zip": archive({"a.csv": "a"}),
        "丁.rar": "Rar!",
    }
    path = put(tmp_path, "全.zip", archive(members))
    found: list[OpenedFile] = list(opened_files(path, tmp_path))
    assert [str(each.path.relative_to(tmp_path)) for each in found] == [
        "全.zip",
        *(f"全.zip!{name}" for name in ("内/甲.csv", "乙.xlsx", "内/丙.zip", "丁.rar")),
    ]
    assert [path.name for path in found[0].passed_over] == ["全.zip!README.md", "._甲.csv"]
    assert [table.stem for each in found for table in each.tables] == ["甲", "乙"]
    assert [table.part for each in found for table in each.tables] == [
        *("!内/甲.csv", "!乙.xlsx#竞买记录"),
    ]
    assert "archive within an archive" in str(found[3].refused)
    assert "not read here" in str(found[4].refused)


def test_a_members_name_in_gbk_is_readable(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(NamedInGbk("竞买记录.csv"), "a,b\n")
    found = list(opened_files(path, tmp_path))
    assert found[1].path.name == "a.zip!竞买记录.csv"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"PK\x03\x04", "cannot be read as a workbook: it is damaged or something else."),
        ("a.zip", b"PK\x03\x04", "cannot be read as an archive: it is damaged or something else."),
        ("a.zip", archive({}), "is empty."),
        ("a.zip", archive({"LICENSE": "x"}), "is empty."),
        ("a.zip", b"a,b\n1,2\n", "is not what its name says (.zip)."),
        (
            "a.parquet",
            b"PAR1....PAR1",
            "cannot be read as a Parquet file: it is damaged or something else.",
        ),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99,
            "cannot be read as a workbook: it is damaged or something else.",
        ),
        ("a.xlsx", workbook({"空": []}), "is empty."),
        (
            "a.docx.xlsx",
            archive({"[Content_Types].xml": "", "word/document.xml": ""}),
            "is an Office document without sheets.",
        ),
        ("a.dbf", b"x", "is of a kind that is not read here (.dbf)."),
    ],
)
def test_what_cannot_be_unpacked_is_refused_in_one_sentence(tmp_path, name, content, says):
    assert refusal(put(tmp_path, name, content), tmp_path) == says


def test_what_a_killed_process_left_is_removed_after_a_day(tmp_path):
    left = tmp_path / "unpacked" / "old"
    left.mkdir(parents=True)
    (tmp_path / "unpacked" / "new").mkdir()
    os.utime(left, (0, 0))
    list(opened_files(put(tmp_path, "a.json", b'[{"a": 1}]'), tmp_path))
    assert [found.name for found in (tmp_path / "unpacked").iterdir()] == ["new"]
