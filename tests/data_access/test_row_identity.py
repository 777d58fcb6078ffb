"""The identity of a row: its content within a unit, the same in every version to come."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.conversion import VALUE_TYPES, convert
from data_access.row_identity import row_identities
from supervision.contracts import Column, ColumnType, contract

BID = {
    "lot_code": "甲",
    "bidder_code": "A1",
    "bid_yuan": Decimal("100.00"),
    "bid_at": datetime(2026, 5, 26, 2, tzinfo=UTC),
    "status": "won",
    "start_yuan": None,
}
SCHEMA = {
    "lot_code": pl.String,
    "bid_yuan": pl.Decimal(18, 2),
    "start_yuan": pl.Decimal(18, 2),
    "bid_at": pl.Datetime("us", "UTC"),
}


def identity(unit: str = "990101", columns=None, **changed) -> str:
    chosen = columns or contract("auction_bid").columns
    without = {column.name: None for column in chosen if column.name not in {**BID, **changed}}
    schema = {**dict.fromkeys(without, pl.String), **SCHEMA}
    frame = pl.DataFrame([{**without, **BID, **changed}], schema_overrides=schema)
    return row_identities(frame, chosen, unit).item().hex()


def test_the_identity_of_a_known_row_never_changes():
    assert identity() == "7b9eda37d590fc8c4434702da8bb88f1"


def test_any_other_value_and_any_other_unit_is_another_row():
    others = {
        identity(),
        identity("990102"),
        identity(lot_code="乙"),
        identity(bid_yuan=Decimal("100.01")),
        identity(bid_at=datetime(2026, 5, 26, 3, tzinfo=UTC)),
        identity(start_yuan=Decimal("100.00")),
        identity(lot_code=None),
    }
    assert len(others) == 7


def test_a_column_gained_later_changes_no_row_without_it():
    columns = contract("auction_bid").columns
    gained = Column(name="added_on", title="x", title_en="x", type=ColumnType.DATE)
    assert identity(columns=(gained, *columns)) == identity()
    assert identity(columns=(gained, *columns), added_on=date(2026, 1, 1)) != identity()


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.text("a|=1:，", max_size=6) | st.none()] * 2), unique=True))
def test_no_two_texts_run_into_each_other(pairs):
    columns = [
        Column(name=name, title=name, title_en=name, type=ColumnType.TEXT) for name in ("a", "b")
    ]
    frame = pl.DataFrame(pairs, schema={"a": pl.String, "b": pl.String}, orient="row")
    assert row_identities(frame, columns, "u").is_unique().all()


def test_rows_that_came_in_pieces_are_identified_as_the_same_rows():
    columns = [Column(name="a", title="a", title_en="a", type=ColumnType.TEXT)]
    piece = pl.DataFrame({"a": ["x"]})
    pieces = pl.concat([piece.clear(), piece, piece, piece.clear()], rechunk=False)
    found = row_identities(pieces, columns, "u")
    assert found.to_list() == [row_identities(piece, columns, "u").item()] * 2


MANY = [
    Column(name=f"{kind.value}_{place}", title="x", title_en="x", type=kind)
    for kind in ColumnType
    for place in range(2)
]
MICROSECOND = timedelta(microseconds=1)
TEXTS = st.sampled_from(["", "甲", "abc", "12345678", "x" * 1_001])
VALUES = {
    ColumnType.TEXT: TEXTS,
    ColumnType.CODE: TEXTS,
    ColumnType.MONEY: st.decimals(-99, 99, places=2),
    ColumnType.NUMBER: st.decimals(-99, 99, places=6),
    ColumnType.INTEGER: st.integers(-9, 9),
    ColumnType.DATE: st.dates(date(2023, 12, 30), date(2024, 1, 3)) | st.just(date(1900, 1, 1)),
    ColumnType.INSTANT: st.datetimes(datetime(2024, 1, 1), datetime(2024, 1, 2)).map(  # noqa: DTZ001
        lambda at: at.replace(tzinfo=UTC)
    ),
    ColumnType.BOOLEAN: st.booleans(),
}


def said(column: Column, value: object) -> str:
    """What a row says of one column: spelled out as it was from the first version on."""
    if value is None:
        return ""
    match column.type:
        case ColumnType.TEXT | ColumnType.CODE:
            return f"|{column.name}={len(value.encode())}:{value}"
        case ColumnType.INSTANT:
            return f"|{column.name}={(value - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND}"
        case ColumnType.MONEY | ColumnType.NUMBER:
            return f"|{column.name}={abs(value) if value == 0 else value}"
    return f"|{column.name}={str(value).lower()}"


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_rows_are_spelled_column_by_column_whatever_is_looked_up(data):
    """Columns alike in all rows, of one length, with gaps or without: always the same text."""
    height = data.draw(st.integers(1, 4))
    drawn = {}
    for column in MANY:
        value = VALUES[column.type]
        kinds = st.sampled_from([st.none(), value, value, value | st.none()])
        one, is_same = data.draw(kinds), data.draw(st.booleans())
        drawn[column.name] = (
            [data.draw(one)] * height if is_same else [data.draw(one) for _ in range(height)]
        )
    frame = pl.DataFrame(drawn, schema={one.name: VALUE_TYPES[one.type] for one in MANY})
    by_name = sorted(MANY, key=lambda column: column.name)
    expected = [
        hashlib.sha256(
            ("unit=u" + "".join(said(one, row[one.name]) for one in by_name)).encode()
        ).digest()[:16]
        for row in frame.iter_rows(named=True)
    ]
    assert row_identities(frame, MANY, "u").to_list() == expected


AMOUNTS = st.one_of(
    st.decimals(-2_000, 2_000, places=2).map(str),
    st.sampled_from(
        ["0.00", "-0.00", "+1.00", "01.00", "1", "1.5", "00.10", "-0.10", "9" * 16 + ".99"]
    ),
    st.none(),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(AMOUNTS, min_size=1, max_size=4))
def test_a_field_is_taken_as_spelled_only_where_its_value_is_spelled_so(fields):
    column = Column(name="a_yuan", title="x", title_en="x", type=ColumnType.MONEY)
    found = convert(pl.Series("f0", fields, dtype=pl.String), column)
    if found.spelled is None:
        return
    assert found.spelled.to_list() == found.values.cast(pl.String).to_list()
    rows = found.values.to_frame()
    spelled = row_identities(rows, [column], "u", found.spelled.to_frame())
    assert spelled.to_list() == row_identities(rows, [column], "u").to_list()


def test_plain_amounts_are_taken_as_spelled_and_rounded_ones_are_not():
    kinds = {"rounded": 0, "plain": None}
    text = pl.Series(["100.00", "-7.25", None])
    for name, places in kinds.items():
        column = Column(
            name=name, title="x", title_en="x", type=ColumnType.MONEY, rounded_to=places
        )
        spelled = convert(text, column).spelled
        assert (spelled is None) == (places == 0)
