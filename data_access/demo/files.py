"""The source files of the demo world, in the shapes in which real agencies send theirs.

Same seed, same bytes: nothing here looks at the clock or at the machine.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from data_access.demo.auctions import Lot
from data_access.demo.invoices import Invoice

SALES = ("购方单位代号", "有效发票", "作废发票")
PURCHASES = ("销方单位代号", "有效发票", "作废发票")
SOLD = ("货物或应税劳务名称", "单位", "数量")
"""The headers of what was sold."""

GOODS = (
    ("*钢材*螺纹钢", "吨", 365_000),
    ("*水泥*硅酸盐水泥", "吨", 42_000),
    ("*纸制品*包装箱", "个", 650),
    ("*劳务*装卸费", "次", 80_000),
)
"""What there is: its name, what it is measured in, and the price of one in fen."""

BIDS = ("状态", "竞买号", "价格", "时间")
RETURNS_AFTER = 2_000
"""So many rows after which a header line returns, as where pages of an export were glued."""

Row = Sequence[str]


def write_invoices(folder: Path, unit: str, invoices: Iterable[Invoice]) -> Path:
    """Writes a county's invoices in the county's own shape; returns the folder."""
    found = list(invoices)
    shape = {"990101": _one_file_a_firm, "990102": _one_export_a_year}.get(unit, _one_file)
    target = folder / "invoices" / unit
    for name, encoding, rows in shape(found):
        _write(target / name, rows, encoding)
    return target


def write_lots(folder: Path, unit: str, lots: Iterable[Lot]) -> Path:
    """Writes a county's bid logs, one GB18030 file a lot, newest bid first; returns the folder."""
    target = folder / "auctions" / unit
    for number, lot in enumerate(lots):
        _write(target / f"{lot.code}.csv", _bid_log(lot, number), "gb18030")
    return target


File = tuple[str, str, list[Row]]
"""A file's name, its encoding and its lines."""


def _one_file_a_firm(invoices: list[Invoice]) -> Iterator[File]:
    """UTF-8 with a byte order mark, an unnamed first column, dates without zero padding."""
    by_firm: dict[tuple[bool, str], list[Invoice]] = {}
    for invoice in invoices:
        by_firm.setdefault((invoice.is_sale, invoice.firm), []).append(invoice)
    for (is_sale, firm), own in sorted(by_firm.items(), reverse=True):
        rows: list[Row] = [("", *_header(is_sale=is_sale))]
        for number, one in enumerate(own):
            day = f"{one.issued_on.year}/{one.issued_on.month}/{one.issued_on.day}"
            status = _status(one, is_spaced=number % 97 == 0)
            rows.append((str(number), *_fields(one, day, _plain, status)))
        yield f"{'sales' if is_sale else 'purchases'}/{firm}.csv", "utf-8-sig", rows


def _one_export_a_year(invoices: list[Invoice]) -> Iterator[File]:
    """GB18030, two title lines, headers that return, a total at the end."""
    for is_sale in (True, False):
        word = "销项" if is_sale else "进项"
        for year in sorted({one.issued_on.year for one in invoices}):
            own = [one for one in invoices if one.is_sale == is_sale and one.issued_on.year == year]
            header = _header(is_sale=is_sale)
            rows: list[Row] = [(f"演示市乙县{year}年{word}发票明细",), (f"共{len(own)}条",), header]
            for number, one in enumerate(own, 1):
                rows.append(_fields(one, one.issued_on.isoformat(), _plain, _status(one)))
                if number % RETURNS_AFTER == 0:
                    rows.append(header)
            total = sum(one.amount_fen for one in own)
            rows.append(("合计", *[""] * 6, _plain(total), "", "", ""))
            yield f"{word}{year}.csv", "gb18030", rows


def _one_file(invoices: list[Invoice]) -> Iterator[File]:
    """UTF-8, thousands separators inside quotes, Chinese dates."""
    for is_sale in (True, False):
        rows: list[Row] = [_header(is_sale=is_sale)]
        own = [one for one in invoices if one.is_sale == is_sale]
        rows += [_fields(one, _chinese(one.issued_on), _separated, _status(one)) for one in own]
        yield f"{'销项' if is_sale else '进项'}发票.csv", "utf-8", rows


def _header(*, is_sale: bool) -> Row:
    other = SALES[0] if is_sale else PURCHASES[0]
    amounts = ("金额", "税额", "价税合计")
    return ("企业代号", "发票号码", "开票日期", other, *SOLD, *amounts, "发票状态")


def _fields(one: Invoice, day: str, money: Callable[[int], str], status: str) -> Row:
    amounts = (one.amount_fen, one.tax_fen, one.amount_fen + one.tax_fen)
    name, measured_in, price_fen = GOODS[one.number % len(GOODS)]
    sold = (name, measured_in, f"{one.amount_fen / price_fen:.3f}")
    return (one.firm, str(one.number), day, one.other, *sold, *map(money, amounts), status)


def _status(one: Invoice, *, is_spaced: bool = False) -> str:
    valid, void = SALES[1:]
    return (" " if is_spaced and one.is_void else "") + (void if one.is_void else valid)


def _bid_log(lot: Lot, number: int) -> list[Row]:
    starts = lot.start_fen is not None
    header: Row = (*BIDS, "起拍价") if starts else BIDS
    rows: list[Row] = [header] * (1 + number % 4)
    for ordinal, bid in enumerate(reversed(lot.bids)):
        if ordinal and ordinal % 20 == 0:
            rows.append(header)
        at = f"{_chinese(bid.at)} {bid.at:%H:%M:%S}"
        row = ("成交" if bid.won else "出局", bid.bidder, _separated(bid.fen), at)
        rows.append((*row, _separated(lot.start_fen)) if lot.start_fen is not None else row)
    return rows


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"


def _plain(fen: int) -> str:
    """An amount as a spreadsheet writes it: no separators, no trailing zeros but one."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    text = f"{fen // 100}.{fen % 100:02d}".rstrip("0")
    return sign + (text + "0" if text.endswith(".") else text)


def _separated(fen: int) -> str:
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def _write(path: Path, rows: list[Row], encoding: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
