"""The sources of the demo world: ugly on purpose, the same bytes for the same seed."""

import csv
import hashlib

import pytest

from data_access.demo.auctions import lots
from data_access.demo.files import write_invoices, write_lots
from data_access.demo.firms import COUNTIES, firms
from data_access.demo.invoices import invoices

SCALE = 0.05


def written(folder, seed):
    roster, catalogue = firms(SCALE, seed), lots(SCALE, seed)
    for unit in COUNTIES:
        own = [one for firm in roster if firm.unit == unit for one in invoices(firm, seed)]
        write_invoices(folder, unit, own)
        write_lots(folder, unit, [lot for lot in catalogue if lot.unit == unit])
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    return folder, written(folder, 7)


def test_the_same_seed_gives_the_same_bytes(world, tmp_path):
    assert written(tmp_path, 7) == world[1]


def test_another_seed_gives_another_world(world, tmp_path):
    assert written(tmp_path, 8) != world[1]


def test_the_first_county_sends_a_file_a_firm_with_a_byte_order_mark(world):
    paths = sorted((world[0] / "invoices" / "990101" / "sales").glob("*.csv"))
    assert len(paths) > 10
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    assert any(" 作废发票" in path.read_text(encoding="utf-8-sig") for path in paths)


def test_the_second_county_puts_titles_before_and_a_total_after(world):
    path = world[0] / "invoices" / "990102" / "销项2024.csv"
    rows = list(csv.reader(path.read_text(encoding="gb18030").splitlines()))
    header = rows[2]
    assert [len(row) for row in rows[:2]] == [1, 1]
    assert header[0] == "企业代号"
    assert rows.count(header) >= 1
    assert rows[-1][0] == "合计"


def test_the_third_county_separates_thousands(world):
    path = world[0] / "invoices" / "990103" / "销项发票.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert any("," in row["金额"] for row in rows)
    assert rows[0]["开票日期"].endswith("日")
    assert all(row["货物或应税劳务名称"] for row in rows)


def test_what_was_sold_has_a_quantity_in_its_own_measure(world):
    path = world[0] / "invoices" / "990103" / "销项发票.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    steel = next(row for row in rows if row["货物或应税劳务名称"] == "*钢材*螺纹钢")
    assert steel["单位"] == "吨"
    amount = float(steel["金额"].replace(",", ""))
    assert float(steel["数量"]) == pytest.approx(amount / 3_650, abs=0.001)


def test_bid_logs_are_newest_first_and_repeat_their_header(world):
    logs = [
        list(csv.reader(path.read_text(encoding="gb18030").splitlines()))
        for path in sorted((world[0] / "auctions").rglob("*.csv"))
    ]
    assert {rows[0][0] for rows in logs} == {"状态"}
    assert any(rows[0] in rows[1:] for rows in logs)
    winners = [[row[0] for row in rows if row[0] != "状态"] for rows in logs]
    assert sum(statuses[0] == "成交" for statuses in winners) > len(logs) / 2


def test_the_amounts_of_every_invoice_add_up(world):
    path = world[0] / "invoices" / "990102" / "销项2024.csv"
    rows = list(csv.reader(path.read_text(encoding="gb18030").splitlines()))[3:-1]
    fen = [
        [round(float(amount) * 100) for amount in row[7:10]] for row in rows if row[0] != "企业代号"
    ]
    assert all(amount + tax == total for amount, tax, total in fen)
