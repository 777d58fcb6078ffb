"""Verifying a file: intact, altered and where, or unknown; and what no reader survives."""

import csv
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data_access import returned_files, review_lists
from data_access.errors import Refused
from data_access.leads import LeadFilter
from supervision.vocabulary import Line
from tests.data_access.lead_builder import add_leads, audit_lines, lead_values
from tests.data_access.list_writing import exported, hostile_leads

FORMATS = ("xlsx", "csv")


@pytest.fixture
def some_leads(stores):
    add_leads(
        stores,
        lead_values(1, due_on=date(2026, 7, 1)),
        lead_values(2, amount_yuan=None),
        lead_values(3, subject="firm:00012"),
    )


def verified(stores, scope, file):
    return review_lists.verify(stores, scope, file)


def saved_again(file, change=None):
    """The workbook as another program saves it, after a change."""
    book = openpyxl.load_workbook(file)
    if change:
        change(book)
    again = file.with_name("again.xlsx")
    book.save(again)
    return again


def csv_rows(file):
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def csv_saved_again(file, rows, *, encoding="utf-8", line_end="\n", quoting=csv.QUOTE_ALL):
    again = file.with_name("again.csv")
    with again.open("w", encoding=encoding, newline="") as text:
        csv.writer(text, lineterminator=line_end, quoting=quoting).writerows(rows)
    return again


@pytest.mark.parametrize("kind", FORMATS)
def test_the_file_as_it_was_written_is_intact(stores, scope, some_leads, tmp_path, kind):
    out = tmp_path / f"list.{kind}"
    report = exported(stores, scope, kind, LeadFilter(line="criminal"), out=out)
    found = verified(stores, scope, out)
    assert found.verdict == "intact"
    assert (found.export_id, found.exported_by, found.rows) == (report.export_id, "demo", 3)
    assert found.filters == {"line": "criminal"}
    assert found.exported_at is not None
    assert found.differences == ()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_list_without_leads_is_intact(stores, scope, tmp_path, kind):
    out = tmp_path / f"list.{kind}"
    exported(stores, scope, kind, out=out)
    assert verified(stores, scope, out).verdict == "intact"


def test_a_workbook_saved_again_is_intact_if_its_cells_are(stores, scope, some_leads, tmp_path):
    out = tmp_path / "list.xlsx"
    exported(stores, scope, out=out)
    again = saved_again(out)
    assert again.read_bytes() != out.read_bytes()
    assert verified(stores, scope, again).verdict == "intact"


def test_hostile_text_comes_back_intact_and_never_as_a_formula(stores, scope, tmp_path):
    add_leads(stores, *hostile_leads())
    out = tmp_path / "list.xlsx"
    exported(stores, scope, out=out)
    assert verified(stores, scope, saved_again(out)).verdict == "intact"
    for sheet in openpyxl.load_workbook(out):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    with zipfile.ZipFile(out) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/" in name]
        assert all(b"<f>" not in archive.read(name) for name in sheets)
        assert not [name for name in archive.namelist() if "rels" in name and "sheet" in name]


def test_hostile_text_comes_back_intact_through_csv(stores, scope, tmp_path):
    add_leads(stores, *hostile_leads())
    out = tmp_path / "list.csv"
    exported(stores, scope, "csv", out=out)
    rows = csv_rows(out)
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+@|\t\r\n＝－")]
    assert verified(stores, scope, csv_saved_again(out, rows)).verdict == "intact"


def test_a_csv_saved_again_is_intact_in_any_of_the_usual_spellings(
    stores, scope, some_leads, tmp_path
):
    out = tmp_path / "list.csv"
    exported(stores, scope, "csv", out=out)
    rows = [[cell.replace("1234.50", "1234.5") for cell in row] for row in csv_rows(out)]
    rows = [[cell.replace("2018-03-01", "2018/3/1") for cell in row] for row in rows]
    for encoding, line_end in (("utf-8-sig", "\r\n"), ("utf-8", "\n"), ("gb18030", "\r\n")):
        again = csv_saved_again(out, rows, encoding=encoding, line_end=line_end)
        assert verified(stores, scope, again).verdict == "intact"


def test_a_csv_opened_and_saved_as_a_workbook_is_intact(stores, scope, some_leads, tmp_path):
    out = tmp_path / "list.csv"
    exported(stores, scope, "csv", out=out)
    book = openpyxl.Workbook()
    for row in csv_rows(out):
        book.active.append(row)
    book.save(tmp_path / "opened.xlsx")
    assert verified(stores, scope, tmp_path / "opened.xlsx").verdict == "intact"


CHANGES = {
    "a cell": lambda book: book["清单"].__setitem__("C3", "已查清"),
    "an amount": lambda book: book["清单"].__setitem__("O2", 1),
    "a day": lambda book: book["清单"].__setitem__("N2", date(2026, 7, 2)),
    "an emptied cell": lambda book: book["清单"].__setitem__("C3", None),
    "a limit": lambda book: book["依据明细"].__setitem__("E2", 0.5),
    "a header": lambda book: book["清单"].__setitem__("C1", "结论"),
    "the count on the cover": lambda book: book["说明"].__setitem__("B4", 2),
    "a row taken out": lambda book: book["清单"].delete_rows(3),
    "a row put in": lambda book: book["清单"].append(["x"]),
    "a sheet taken out": lambda book: book.remove(book["依据明细"]),
    "a sheet put in": lambda book: book.create_sheet("结论"),
    "a formula of the same value": lambda book: book["清单"].__setitem__("B2", "=0+1"),
    "the number on the cover": lambda book: book["说明"].__setitem__("B3", "X00000000000"),
}


def test_every_alteration_of_a_workbook_is_found(stores, scope, some_leads, tmp_path):
    out = tmp_path / "list.xlsx"
    report = exported(stores, scope, out=out)
    for name, change in CHANGES.items():
        found = verified(stores, scope, saved_again(out, change))
        assert (found.verdict, found.export_id) == ("altered", report.export_id), name
        assert found.differences, name


def test_an_alteration_is_told_with_its_place_and_both_texts(stores, scope, some_leads, tmp_path):
    out = tmp_path / "list.xlsx"
    exported(stores, scope, out=out)
    (one,) = verified(stores, scope, saved_again(out, CHANGES["a cell"])).differences
    assert (one.change, one.sheet, one.row, one.column) == ("cell", "清单", 3, "疑点")
    assert (one.exported, one.found) == ("作废占比异常（待核查）", "已查清")
    (gone,) = verified(stores, scope, saved_again(out, CHANGES["a row taken out"])).differences
    assert (gone.change, gone.row, gone.column) == ("row_missing", 3, None)
    (sheet,) = verified(stores, scope, saved_again(out, CHANGES["a sheet put in"])).differences
    assert (sheet.change, sheet.sheet) == ("sheet_added", "结论")
    (fact,) = verified(
        stores, scope, saved_again(out, CHANGES["the count on the cover"])
    ).differences
    assert (fact.column, fact.exported, fact.found) == ("B", "3", "2")


def test_an_altered_csv_is_told_with_its_place(stores, scope, some_leads, tmp_path):
    out = tmp_path / "list.csv"
    exported(stores, scope, "csv", out=out)
    rows = csv_rows(out)
    rows[2][2] = "已查清"
    (one,) = verified(stores, scope, csv_saved_again(out, rows)).differences
    assert (one.row, one.column, one.found) == (3, "疑点", "已查清")
    del rows[1]
    rows[1][2] = "作废占比异常（待核查）"
    (gone,) = verified(stores, scope, csv_saved_again(out, rows)).differences
    assert (gone.change, gone.row) == ("row_missing", 2)


def test_a_csv_whose_number_was_taken_out_is_known_by_its_manifest(
    stores, scope, some_leads, tmp_path
):
    out = tmp_path / "list.csv"
    report = exported(stores, scope, "csv", out=out)
    rows = [row[1:] for row in csv_rows(out)]
    again = csv_saved_again(out, rows)
    assert verified(stores, scope, again).verdict == "unknown"
    shutil.copy(f"{out}.manifest.json", f"{again}.manifest.json")
    found = verified(stores, scope, again)
    assert (found.verdict, found.export_id) == ("altered", report.export_id)


def test_an_altered_manifest_is_an_altered_list(stores, scope, some_leads, tmp_path):
    out = tmp_path / "list.csv"
    exported(stores, scope, "csv", out=out)
    beside = Path(f"{out}.manifest.json")
    manifest = json.loads(beside.read_text("utf-8"))
    beside.write_text(json.dumps(manifest | {"rows": 2}), "utf-8")
    (one,) = verified(stores, scope, out).differences
    assert (one.change, one.column, one.exported, one.found) == ("manifest", "rows", "3", "2")
    beside.write_text("not json", "utf-8")
    assert verified(stores, scope, out).verdict == "altered"


def zipped(folder, **parts):
    """An archive of these files, each by its name and its content."""
    path = folder / "came back.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_list_as_the_browser_got_it_is_intact(stores, scope, some_leads):
    report = exported(stores, scope, "csv")
    handed = review_lists.export_file(stores, scope, report.export_id)
    found = verified(stores, scope, handed.path)
    assert (found.verdict, found.export_id, found.rows) == ("intact", report.export_id, 3)


def test_a_list_packed_again_is_compared_with_the_manifest_beside_it(
    stores, scope, some_leads, tmp_path
):
    out = tmp_path / "list.csv"
    report = exported(stores, scope, "csv", out=out)
    table, manifest = out.read_bytes(), Path(f"{out}.manifest.json").read_bytes()
    saved = csv_saved_again(out, csv_rows(out), encoding="gb18030").read_bytes()
    number = table.replace(report.export_id.encode(), b"X")
    altered = manifest.replace(b'"rows": 3', b'"rows": 2')
    said = {
        "whole": ({"a/": b"", "a/x.csv": table, "a/x.csv.manifest.json": manifest}, "intact"),
        "from a Mac": ({"x.csv": table, "__MACOSX/._x.csv": b"x"}, "intact"),
        "alone": ({"X.CSV": table}, "intact"),
        "saved": ({"x.csv.manifest.json": manifest, "x.csv": saved}, "intact"),
        "renumbered": ({"x.csv": number, "x.csv.manifest.json": manifest}, "altered"),
        "another manifest": ({"x.csv": table, "x.csv.manifest.json": altered}, "altered"),
        "two lists": ({"x.csv": table, "y.csv": table}, "unknown"),
        "a stranger beside it": ({"x.csv": table, "x.exe": b"MZ"}, "unknown"),
        "no list": ({"x.csv.manifest.json": manifest}, "unknown"),
    }
    for name, (parts, verdict) in said.items():
        assert verified(stores, scope, zipped(tmp_path, **parts)).verdict == verdict, name


def test_a_list_that_unpacks_beyond_its_size_is_refused(stores, scope, tmp_path):
    bomb = zipped(tmp_path, **{"x.csv": b"a,b\n" * (60 * 1024 * 1024)})
    assert bomb.stat().st_size < 1024 * 1024
    with pytest.raises(Refused, match="beyond the limits"):
        verified(stores, scope, bomb)
    assert not list(stores.folder("exports").iterdir())


def test_a_damaged_archive_is_unknown(stores, scope, some_leads, tmp_path):
    for kind in FORMATS:
        out = tmp_path / f"list.{kind}"
        report = exported(stores, scope, kind, out=out)
        file = review_lists.export_file(stores, scope, report.export_id).path
        content = bytearray(file.read_bytes())
        content[200:400] = bytes(200)
        (tmp_path / file.name).write_bytes(content)
        assert verified(stores, scope, tmp_path / file.name).verdict == "unknown"


def test_what_was_exported_is_told_within_the_askers_scope_only(
    stores, scope, some_leads, tmp_path
):
    out = tmp_path / "list.xlsx"
    exported(stores, scope, chosen=LeadFilter(line="criminal"), out=out, unmask=True)
    altered = saved_again(out, CHANGES["a cell"])
    colleague = replace(scope, viewer="li")
    assert verified(stores, colleague, altered).differences[0].exported is not None
    for stranger in (
        replace(colleague, units=frozenset({"990102"})),
        replace(colleague, lines=frozenset({Line.CIVIL})),
        replace(colleague, may_unmask=False),
    ):
        found = verified(stores, stranger, altered)
        assert (found.verdict, found.exported_by, found.filters) == ("altered", "demo", None)
        (one,) = found.differences
        assert (one.row, one.exported, one.found) == (3, None, "已查清")


def test_many_differences_are_counted_beyond_those_listed(stores, scope, tmp_path):
    add_leads(stores, *(lead_values(number) for number in range(1, 301)))
    out = tmp_path / "list.csv"
    exported(stores, scope, "csv", out=out)
    rows = csv_rows(out)
    for row in rows[1:]:
        row[2] = "改"
    found = verified(stores, scope, csv_saved_again(out, rows))
    assert len(found.differences) == 201
    assert (found.differences[-1].change, found.differences[-1].found) == ("more", "100")


def test_each_verification_is_audited(stores, scope, some_leads, tmp_path):
    out = tmp_path / "list.csv"
    report = exported(stores, scope, "csv", out=out)
    verified(stores, scope, out)
    out.write_text("a,b\n1,2\n", "utf-8")
    Path(f"{out}.manifest.json").unlink()
    verified(stores, scope, out)
    lines = audit_lines(stores, "export_verified")
    assert [(line.object_id, line.result) for line in lines] == [
        (report.export_id, "intact"),
        (None, "unknown"),
    ]


def strange_files(folder):
    """Files that are not ours, by what they are."""
    files = {
        "empty": b"",
        "one byte": b"\x00",
        "random": bytes(range(256)) * 40,
        "text": "没有表格".encode(),
        "another csv": b"a,b\n1,2\n",
        "unclosed quote": b'a,"b\n1,2\n',
        "cut archive": b"PK\x03\x04" + b"\x00" * 40,
        "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512,
    }
    for name, content in files.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    with zipfile.ZipFile(folder / "letter.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    book = openpyxl.Workbook()
    book.active["A1"] = "X00000000000"
    book.save(folder / "foreign.xlsx")
    return sorted(folder.iterdir())


def test_a_file_that_is_not_ours_is_unknown(stores, scope, tmp_path):
    for file in strange_files(tmp_path / "."):
        if file.is_file():
            found = verified(stores, scope, file)
            assert (found.verdict, found.export_id, found.differences) == ("unknown", None, ()), (
                file
            )


def test_what_is_no_file_is_refused_in_one_sentence(stores, scope, tmp_path):
    for path in (tmp_path / "missing.xlsx", tmp_path):
        with pytest.raises(Refused, match=r"^[^\n]+\.$"):
            verified(stores, scope, path)


def workbook_with(folder, sheet_xml, **parts):
    """A workbook of one sheet with this content, written by hand."""
    book = openpyxl.Workbook()
    plain, path = folder / "plain.xlsx", folder / "bomb.xlsx"
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            if name == "xl/worksheets/sheet1.xml":
                bomb.writestr(name, sheet_xml)
            else:
                bomb.writestr(name, source.read(name))
        for name, content in parts.items():
            bomb.writestr(name, content)
    return path


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def test_a_sheet_that_spans_everything_is_refused_and_kills_nobody(stores, scope, tmp_path):
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    bomb = workbook_with(tmp_path, SHEET.format(corners))
    assert bomb.stat().st_size < 10_000
    with pytest.raises(Refused, match="beyond the limits"):
        verified(stores, scope, bomb)


def test_a_workbook_that_unpacks_beyond_its_size_is_refused(stores, scope, tmp_path):
    filler = " " * (300 * 1024 * 1024)
    bomb = workbook_with(tmp_path, SHEET.format(filler))
    with pytest.raises(Refused, match="beyond the limits"):
        verified(stores, scope, bomb)


def test_a_workbook_of_too_many_parts_or_with_macros_is_refused(stores, scope, tmp_path):
    many = workbook_with(tmp_path, SHEET.format(""), **{f"xl/x{n}": "" for n in range(2001)})
    with pytest.raises(Refused):
        verified(stores, scope, many)
    macros = workbook_with(tmp_path, SHEET.format(""), **{"xl/vbaProject.bin": "x"})
    with pytest.raises(Refused):
        verified(stores, scope, macros)


def test_entities_are_not_expanded(stores, scope, tmp_path):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + SHEET.format(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    )
    assert verified(stores, scope, workbook_with(tmp_path, laughs)).verdict == "unknown"


def test_a_file_too_large_to_be_a_list_is_refused_unread(stores, scope, tmp_path):
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate(returned_files.MOST_BYTES + 1)
    with pytest.raises(Refused, match="beyond the limits"):
        verified(stores, scope, large)


def test_verifying_leaves_no_copy_behind(stores, scope, some_leads, tmp_path):
    out = tmp_path / "list.xlsx"
    exported(stores, scope, out=out)
    before = sorted(stores.folder("exports").iterdir())
    verified(stores, scope, saved_again(out))
    assert sorted(stores.folder("exports").iterdir()) == before
