"""A million invoices and a million bids, made inside the lake by arithmetic on row numbers.

No chance is used: the same numbers every time. Shares of voided invoices differ by firm; some firms
void most of what they issue, some of these issue it again; in some lots two bidders alternate.
"""

import sqlalchemy as sa

UNITS = ("990101", "990102", "990103")

INVOICES = """
INSERT INTO lake.vat_invoice BY NAME
WITH numbered AS (
    SELECT i, CASE WHEN hash(i // 2 + 11) % 2000 = 0 THEN {firms} + hash(i // 2 + 12) % 900
        ELSE CAST(floor(power(hash(i // 2 + 3) % 1000000 / 1e6, 1.6) * {firms}) AS BIGINT)
        END AS firm
    FROM range({rows}) AS numbers(i)
),
named AS (
    SELECT *, hash(firm * 13 + 1) % 1000 AS trait, hash(firm * 17 + 5) % 100 AS habit
    FROM numbered
),
traits AS (
    SELECT *, hash(CASE WHEN trait < 6 THEN i // 2 ELSE i END) AS h,
        hash(CASE WHEN trait < 6 THEN i // 2 ELSE i END + 7) AS g,
        DATE '2023-01-01' + CAST(h % 1095 AS INTEGER) + CAST(i % 2 AS INTEGER) AS issued_on
    FROM named
)
SELECT 'F' || firm AS seller_code, 'B' || ((h // 1000) % 97 + firm * 31) AS buyer_code,
    CAST(i AS VARCHAR) AS invoice_number, issued_on,
    CAST((100 + (g % 90000)) * CASE WHEN (g // 100000) % 400 = 0 THEN -1 ELSE 1 END
        AS DECIMAL(18, 2)) AS amount_yuan,
    CAST((100 + (g % 90000)) * 0.13 * CASE WHEN (g // 100000) % 400 = 0 THEN -1 ELSE 1 END
        AS DECIMAL(18, 2)) AS tax_yuan,
    CAST((100 + (g % 90000)) * 1.13 * CASE WHEN (g // 100000) % 400 = 0 THEN -1 ELSE 1 END
        AS DECIMAL(18, 2)) AS total_yuan,
    CASE WHEN trait < 6 AND i % 2 = 1 THEN 'valid'
        WHEN h // 7 % 100 < (CASE WHEN trait < 15 THEN 80 ELSE 2 + habit % 14 END)
        THEN 'void' ELSE 'valid' END AS status,
    CASE WHEN firm % 5 < 3 THEN 'sales' ELSE 'purchases' END AS direction,
    {units}[CAST(firm // 5 % 3 AS INTEGER) + 1] AS unit_code, 'generated' AS batch_id,
    'generated' AS file_sha256, CAST(i AS INTEGER) AS source_line, uuid() AS row_id
FROM traits
"""

BIDS = """
INSERT INTO lake.auction_bid BY NAME
WITH numbered AS (
    SELECT lot, bid, CAST(hash(lot * 1000 + bid) % 1000000007 AS BIGINT) AS h,
        CAST(hash(lot) % 1000000007 AS BIGINT) AS l, 2 + CAST(hash(lot) % 7 AS BIGINT) AS bidders
    FROM range({lots}) AS lots(lot), range({bids}) AS bids(bid)
),
placed AS (
    SELECT *, l // 100 % 20 = 0 AND bid >= {bids} - 8 - l // 1000 % 16
            AS is_duel,
        l // 100 % 97 = 1 AS is_alone
    FROM numbered
),
raised AS (
    SELECT *, sum(CASE WHEN bid = 0 THEN 0 WHEN is_duel OR h // 100 % 4 > 0 THEN 1 ELSE 3 END)
        OVER (PARTITION BY lot ORDER BY bid) AS steps
    FROM placed
)
SELECT 'L' || lot AS lot_code,
    'Z' || CASE WHEN is_alone THEN 0 WHEN is_duel THEN bid % 2 ELSE h % bidders END AS bidder_code,
    CAST(1000000 + steps * (500 + l % 5 * 500) AS DECIMAL(18, 2)) AS bid_yuan,
    TIMESTAMPTZ '2026-01-05 10:00:00+08:00' + to_days(CAST(lot % 300 AS INTEGER))
        + to_seconds(bid * 60 + CASE WHEN l % 50 = 3 THEN -120 * (bid % 2) ELSE h % 50 END)
        AS bid_at,
    CASE WHEN bid = {bids} - 1 AND l % 40 > 0 THEN 'won' ELSE 'outbid' END AS status,
    CAST(CASE WHEN l % 3 = 0 THEN 1000000 WHEN l % 60 = 1 THEN 900000 END AS DECIMAL(18, 2))
        AS start_yuan,
    {units}[CAST(lot % 3 AS INTEGER) + 1] AS unit_code, 'generated' AS batch_id,
    'generated' AS file_sha256, CAST(lot * {bids} + bid AS INTEGER) AS source_line, uuid() AS row_id
FROM raised
"""


def fill_invoices(connection: sa.Connection, *, rows: int, firms: int) -> None:
    """So many invoices of so many firms, in the caller's transaction on the lake."""
    connection.exec_driver_sql(INVOICES.format(rows=rows, firms=firms, units=list(UNITS)))


def fill_bids(connection: sa.Connection, *, lots: int, bids: int) -> None:
    """So many lots of so many bids each, in the caller's transaction on the lake."""
    connection.exec_driver_sql(BIDS.format(lots=lots, bids=bids, units=list(UNITS)))
