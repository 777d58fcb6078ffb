"""The real files: invoices of 302 firms, bids of two auctions, published figures."""

import hashlib
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_access.accounts import initialise_demo, scope_of
from data_access.batches import batches
from data_access.datasets import dataset_rows
from data_access.errors import SourceRefused
from data_access.intake import intake
from data_access.stores import initialise

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def taken(real_data: Path, tmp_path_factory):
    """Stores into which the three sets were taken, the scope, and the three reports."""
    stores = initialise(tmp_path_factory.mktemp("real") / "home")
    initialise_demo(stores)
    scope = scope_of(stores, "demo")
    names = ("vat_invoices", "auction_bids", "spp_published_stats.csv")
    yield stores, scope, {name: intake(stores, scope, [real_data / name]) for name in names}
    stores.close()


@pytest.fixture
def stores(tmp_path):
    """Stores into which nothing was taken yet."""
    found = initialise(tmp_path / "home")
    initialise_demo(found)
    yield found
    found.close()


def counted(stores, sql: str) -> list[tuple]:
    with stores.pool.reading() as connection:
        return [tuple(row) for row in connection.execute(sa.text(sql))]


def test_every_invoice_is_read_and_repeats_are_kept_apart(taken):
    report = taken[2]["vat_invoices"]
    assert report.dataset == "vat_invoice"
    assert (report.rows_read, report.rows_loaded) == (726_010, 719_584)
    assert (report.rows_rejected, report.rows_repeated) == (0, 1_745 + 4_681)
    assert report.rows_set_aside == len(report.files) == 604
    assert {file.encoding for file in report.files} == {"utf-8-sig"}
    sales = [file for file in report.files if "/sales/" in file.path]
    assert sum(file.rows_read for file in sales) == 330_835
    assert sum(file.rows_repeated for file in sales) == 1_745


def test_the_direction_follows_from_the_header_and_every_row_knows_its_line(taken):
    found = counted(
        taken[0],
        "SELECT direction, count(*), min(issued_on), max(issued_on), min(source_line) FROM vat_invoice"
        " GROUP BY direction ORDER BY direction",
    )
    assert [row[:2] for row in found] == [("purchases", 390_494), ("sales", 329_090)]
    assert all(date(2016, 10, 1) <= row[2] <= row[3] <= date(2020, 2, 29) for row in found)
    assert all(row[4] == 2 for row in found)


def test_the_status_is_trimmed_and_totals_are_kept_as_supplied(taken):
    void = counted(
        taken[0],
        "SELECT count(*) FILTER (status = 'void'), count(*) FILTER (direction = 'purchases'"
        " AND total_yuan <> amount_yuan + tax_yuan) FROM vat_invoice",
    )
    assert void[0][0] > 44_000
    assert void[0][1] == 2


def test_bids_of_both_auctions_come_in_with_the_instants_of_their_place(taken):
    stores, scope, reports = taken
    report = reports["auction_bids"]
    assert sorted(file.rows_read for file in report.files) == [44, 74]
    assert sorted(file.rows_set_aside for file in report.files) == [3, 4]
    assert {file.encoding for file in report.files} == {"gb18030"}
    rows = dataset_rows(stores, scope, "auction_bid", limit=1_000)
    assert rows.height == 118
    assert rows["lot_code"].n_unique() == 2
    assert "竞买成交记录_2026.05.26" in rows["lot_code"].to_list()
    last = rows.sort("bid_at").group_by("lot_code").last()
    assert set(last["status"]) == {"won"}
    assert str(rows["bid_yuan"].max()) == "14534399.94"


def test_published_figures_keep_their_periods_to_the_last_day(taken):
    found = counted(
        taken[0],
        "SELECT count(*), count(*) FILTER (place = '全国'), min(period_from_on), max(period_to_on),"
        " count(*) FILTER (period_to_on <> last_day(period_to_on)) FROM published_figure",
    )
    assert found == [(486, 405, date(2014, 1, 1), date(2025, 12, 31), 0)]


def test_taking_the_invoices_in_again_adds_nothing(taken, real_data):
    stores, scope, reports = taken
    snapshot, before = stores.pool.snapshot(), len(batches(stores, scope))
    again = intake(stores, scope, [real_data / "vat_invoices" / "sales"])
    assert again.batch_id is None
    assert (again.rows_loaded, again.rows_repeated) == (0, 330_835)
    assert (stores.pool.snapshot(), len(batches(stores, scope))) == (snapshot, before)
    assert reports["vat_invoices"].batch_id is not None


def test_claims_come_in_with_their_days_and_without_their_question_marks(stores, real_data):
    report = intake(stores, scope_of(stores, "demo"), [real_data / "insurance_claims"])
    assert report.dataset == "labelled_claim"
    assert (report.rows_read, report.rows_loaded) == (1_000, 1_000)
    found = counted(
        stores,
        "SELECT min(incident_on), max(incident_on), count(*) FILTER (collision_kind IS NULL),"
        " count(*) FILTER (has_property_damage IS NULL), count(*) FILTER (is_labelled)"
        " FROM labelled_claim",
    )
    assert found == [(date(2015, 1, 1), date(2015, 3, 1), 178, 360, 247)]


YEARLY = {"": 589, " (1)": 527, " (2)": 527, " (3)": 527, " (4)": 434, " (5)": 217, " (6)": 186}
"""How many cells of each export hold a figure, counted apart from our reader."""


def test_statistics_come_in_by_region_and_year(stores, real_data):
    scope, folder = scope_of(stores, "demo"), real_data / "statistics_exports"
    wide = [folder / f"renjiyi_分省年度数据{number}.csv" for number in YEARLY]
    report = intake(stores, scope, wide)
    assert report.dataset == "regional_statistic"
    assert [file.rows_read for file in report.files] == list(YEARLY.values())
    assert (report.rows_loaded, report.rows_rejected) == (sum(YEARLY.values()), 0)
    assert [file.rows_set_aside for file in report.files] == [6, 7, 6, 8, 8, 5, 7]
    panel = intake(stores, scope, [folder / "renjiyi_分省年度数据_整合.csv"])
    assert (panel.dataset, panel.rows_loaded, panel.rows_rejected) == ("regional_panel", 620, 0)
    found = counted(
        stores,
        "SELECT indicator, unit_name, value FROM regional_statistic"
        " WHERE region = '北京市' AND year = 2006 ORDER BY 1",
    )
    assert ("人口数(人口抽样调查)(人)", "人", Decimal(14294)) in found
    assert ("地区生产总值(亿元)", "亿元", Decimal("8618.9")) in found


def test_listings_come_in_from_their_json(stores, real_data):
    report = intake(stores, scope_of(stores, "demo"), [real_data / "auction_listings"])
    assert (report.dataset, report.rows_loaded, report.rows_rejected) == ("auction_listing", 64, 0)
    [file] = report.files
    assert file.path.endswith("tb.json")
    assert hashlib.sha256(Path(file.path).read_bytes()).hexdigest() == file.sha256


def test_the_real_files_come_in_out_of_one_archive(stores, real_data, tmp_path):
    path = tmp_path / "竞买记录.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for file in sorted((real_data / "auction_bids").iterdir()):
            packed.write(file, f"竞买/{file.name}")
    report = intake(stores, scope_of(stores, "demo"), [path])
    assert sorted(file.rows_read for file in report.files) == [44, 74]
    assert {file.encoding for file in report.files} == {"gb18030"}


@pytest.mark.parametrize("name", ["statistics_exports", "reference", ""])
def test_what_fits_no_contract_is_refused_with_one_sentence(taken, real_data, name):
    stores, scope, _ = taken
    snapshot = stores.pool.snapshot()
    with pytest.raises(SourceRefused) as raised:
        intake(stores, scope, [real_data / name])
    assert str(raised.value).endswith(".")
    assert stores.pool.snapshot() == snapshot
