"""The two models as an analyst would write them by hand: one DuckDB statement each.

A row is a layer (`layer`: id, rows_in, kept, dropped, excluded, cannot_judge, near_miss) or a lead
(`lead`: subject, period). Thresholds are the models' defaults. Nothing here is shared with the
engine but the datasets' columns.
"""

VOIDING = """
WITH source AS (
    SELECT unit_code, seller_code, buyer_code, issued_on, amount_yuan, total_yuan, status, direction
    FROM lake.vat_invoice AT (VERSION => {snapshot})
    WHERE unit_code IN ({units}) AND issued_on <= DATE '{as_of}'
),
all_rows AS (
    SELECT count(*) AS n, count(*) FILTER (direction = 'sales') AS sales FROM source
),
firm_years AS MATERIALIZED (
    SELECT unit_code, seller_code, year(issued_on) AS y, count(*) AS n,
        count(*) FILTER (status = 'void') AS voided,
        count(*) FILTER (status = 'void' OR amount_yuan < 0) AS marked,
        sum(abs(total_yuan)) FILTER (status = 'void' OR amount_yuan < 0) AS yuan,
        max(issued_on) FILTER (status = 'void' OR amount_yuan < 0) AS last_on
    FROM source WHERE direction = 'sales' GROUP BY ALL
),
sized AS (
    SELECT *, marked / n AS share, ln((marked + 0.5) / (n - marked + 0.5)) AS odds,
        rank() OVER (PARTITION BY y ORDER BY n) AS place,
        count(*) OVER (PARTITION BY y) AS firms
    FROM firm_years WHERE n >= 30
),
grouped AS (
    SELECT *, floor((place - 1) * greatest(1, least(4, floor(firms / 25))) / firms) AS band
    FROM sized
),
compared AS MATERIALIZED (
    SELECT *, count(*) OVER peers AS peers, median(share) OVER peers AS middle,
        quantile_cont(share, 0.25) OVER peers AS low, quantile_cont(share, 0.75) OVER peers AS high,
        quantile_cont(odds, 0.25) OVER peers AS low_odds,
        quantile_cont(odds, 0.75) OVER peers AS high_odds
    FROM grouped WINDOW peers AS (PARTITION BY y, band)
),
fenced AS MATERIALIZED (
    SELECT *, round(((n + 1) / (1 + exp(-(high_odds + 1.5 * (high_odds - low_odds)))) - 0.5) / n, 9)
            AS fence,
        round(share - middle, 9) AS distance
    FROM compared WHERE peers >= 8 AND high > low
),
outliers AS MATERIALIZED (
    SELECT * FROM fenced WHERE share > fence AND marked >= 10 AND distance >= 0.1
),
followed AS (
    SELECT unit_code, seller_code, buyer_code, year(issued_on) AS y, abs(total_yuan) AS face,
        issued_on, status = 'void' OR amount_yuan < 0 AS is_marked,
        status = 'valid' AND amount_yuan < 0 AS is_red,
        CASE WHEN status = 'valid' AND amount_yuan >= 0 THEN issued_on END AS valid_on,
        min(valid_on) OVER (
            PARTITION BY unit_code, seller_code, buyer_code, abs(total_yuan)
            ORDER BY issued_on DESC, valid_on IS NULL ROWS UNBOUNDED PRECEDING
        ) AS next_on
    FROM source SEMI JOIN outliers USING (seller_code) WHERE direction = 'sales'
),
amounts AS MATERIALIZED (
    SELECT unit_code, seller_code, y, buyer_code, face,
        count(*) FILTER (is_marked AND next_on - issued_on <= 30) AS followed,
        count(valid_on) - count(*) FILTER (is_red) AS spare
    FROM followed GROUP BY ALL
),
reissues AS MATERIALIZED (
    SELECT unit_code, seller_code, y, sum(least(followed, greatest(spare, 0))) AS reissued
    FROM amounts GROUP BY ALL
),
judged AS MATERIALIZED (
    SELECT outliers.*, reissued, reissued / marked >= 0.5 AS is_reissued
    FROM outliers LEFT JOIN reissues USING (unit_code, seller_code, y)
),
near AS (
    SELECT count(*) AS n FROM fenced
    WHERE (share > fence)::INT + (marked >= 10)::INT + (distance >= 0.1)::INT = 2
        AND ((NOT share > fence AND abs(share - fence) <= 0.05)
            OR (NOT marked >= 10 AND abs(marked - 10) <= 2)
            OR (NOT distance >= 0.1 AND abs(distance - 0.1) <= 0.05))
)
SELECT 'layer' AS kind, 'sales' AS id, '' AS period, n AS rows_in, sales AS kept,
    n - sales AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss
FROM all_rows
UNION ALL SELECT 'layer', 'firm_years', '', count(*), count(*) FILTER (n >= 30), 0, 0,
    count(*) FILTER (n < 30), 0 FROM firm_years
UNION ALL SELECT 'layer', 'comparable', '', count(*), count(*) FILTER (peers >= 8 AND high > low),
    0, 0, count(*) FILTER (NOT (peers >= 8 AND high > low)), 0 FROM compared
UNION ALL SELECT 'layer', 'outliers', '', count(*), (SELECT count(*) FROM outliers),
    count(*) - (SELECT count(*) FROM outliers), 0, 0, (SELECT n FROM near) FROM fenced
UNION ALL SELECT 'layer', 'same_amounts', '', count(*), count(*), 0, 0, 0, 0 FROM amounts
UNION ALL SELECT 'layer', 'reissues', '', count(*), count(*), 0, 0, 0, 0 FROM reissues
UNION ALL SELECT 'layer', 'unexplained', '', count(*), count(*) FILTER (NOT is_reissued), 0,
    count(*) FILTER (is_reissued), 0, 0 FROM judged
UNION ALL SELECT 'lead', seller_code, y::VARCHAR, n, marked, voided, reissued::BIGINT,
    (100 * share)::BIGINT, yuan::BIGINT FROM judged WHERE NOT is_reissued
"""

BIDDING = """
WITH bids AS MATERIALIZED (
    SELECT unit_code, lot_code, bidder_code, bid_yuan, bid_at, status, start_yuan,
        row_number() OVER bidding AS place, lag(bid_at) OVER bidding AS at_before,
        lag(bidder_code) OVER bidding AS before, lag(bidder_code, 2) OVER bidding AS two_before,
        bid_yuan - lag(bid_yuan) OVER bidding AS raise
    FROM lake.auction_bid AT (VERSION => {snapshot})
    WHERE unit_code IN ({units})
        AND bid_at < TIMESTAMPTZ '{as_of} 00:00:00+08:00' + INTERVAL 1 DAY
    WINDOW bidding AS (
        PARTITION BY unit_code, lot_code ORDER BY bid_yuan, bid_at, bidder_code
    )
),
entries AS MATERIALIZED (
    SELECT unit_code, lot_code, bidder_code, min(place) AS first_place FROM bids GROUP BY ALL
),
entered AS (
    SELECT unit_code, lot_code, count(*) AS bidders, max(first_place) AS entry
    FROM entries GROUP BY ALL
),
lots AS MATERIALIZED (
    SELECT *, won > 0 AND winner = other_winner AND backward = 0
            AND (start IS NULL OR first_yuan <= start OR first_yuan <= start + least)
            AS can_judge
    FROM (
        SELECT unit_code, lot_code, count(*) AS n, min(raise) FILTER (raise > 0) AS least,
            min(bid_yuan) AS first_yuan, max(start_yuan) AS start,
            count(*) FILTER (bid_at < at_before) AS backward,
            count(*) FILTER (status = 'won') AS won,
            min(bidder_code) FILTER (status = 'won') AS winner,
            max(bidder_code) FILTER (status = 'won') AS other_winner,
            max(bid_yuan) FILTER (status = 'won') AS final_yuan,
            (max(bid_at) FILTER (status = 'won'))::DATE AS won_on
        FROM bids GROUP BY ALL
    ) JOIN entered USING (unit_code, lot_code)
),
joined AS (
    SELECT unit_code, lot_code, place, entry, (raise = least)::INT AS is_least,
        count(*) FILTER (raise = least) OVER upto AS least_count,
        greatest(entry + 1, max(CASE WHEN bidder_code = before THEN place
            WHEN bidder_code <> two_before THEN place - 1 ELSE 0 END) OVER upto) AS run_start
    FROM bids JOIN lots USING (unit_code, lot_code) WHERE can_judge
    WINDOW upto AS (
        PARTITION BY unit_code, lot_code ORDER BY place ROWS UNBOUNDED PRECEDING
    )
),
late AS MATERIALIZED (SELECT * FROM joined WHERE place > entry),
runs AS MATERIALIZED (
    SELECT unit_code, lot_code, run_start, max(place) - run_start + 1 AS length
    FROM late GROUP BY unit_code, lot_code, run_start
),
longest AS MATERIALIZED (
    SELECT unit_code, lot_code, max(length) AS length FROM runs GROUP BY ALL
),
long_runs AS MATERIALIZED (SELECT * FROM runs WHERE length >= 10),
counted AS (
    SELECT *, least_count - is_least - CASE WHEN place > run_start THEN coalesce(
            lag(is_least) OVER (PARTITION BY unit_code, lot_code ORDER BY place), 0) ELSE 0 END
            AS earlier
    FROM late SEMI JOIN long_runs USING (unit_code, lot_code, run_start)
),
found AS (
    SELECT *, 1000 * least_count - 500 * place > min(
            CASE WHEN place > run_start THEN 1000 * earlier - 500 * (place - 2) END
        ) OVER (
            PARTITION BY unit_code, lot_code, run_start ORDER BY place
            ROWS BETWEEN UNBOUNDED PRECEDING AND 8 PRECEDING
        ) AS meets
    FROM counted
),
stretches AS MATERIALIZED (
    SELECT unit_code, lot_code, run_start, max(place) - run_start + 1 AS length,
        max(least_count) - min(earlier) AS least_raises, bool_or(meets) AS meets
    FROM found GROUP BY unit_code, lot_code, run_start
),
alternations AS MATERIALIZED (
    SELECT unit_code, lot_code,
        arg_max((length, least_raises), (length, -run_start)) AS run
    FROM stretches WHERE meets GROUP BY ALL
),
judged AS MATERIALIZED (
    SELECT lots.*, run IS NOT NULL AS alternates, coalesce(run[1], length, 0) AS length,
        run[2] AS least_raises
    FROM lots LEFT JOIN longest USING (unit_code, lot_code)
        LEFT JOIN alternations USING (unit_code, lot_code)
    WHERE can_judge
)
SELECT 'layer' AS kind, 'bids' AS id, '' AS period, count(*) AS rows_in, count(*) AS kept,
    0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss FROM bids
UNION ALL SELECT 'layer', 'bidders', '', count(*), count(*), 0, 0, 0, 0 FROM entries
UNION ALL SELECT 'layer', 'lots', '', count(*), count(*) FILTER (can_judge IS TRUE), 0, 0,
    count(*) FILTER (can_judge IS NOT TRUE), 0 FROM lots
UNION ALL SELECT 'layer', 'late_bids', '', (SELECT count(*) FROM bids), count(*),
    (SELECT count(*) FROM bids) - count(*), 0, 0, 0 FROM late
UNION ALL SELECT 'layer', 'runs', '', count(*), count(*), 0, 0, 0, 0 FROM runs
UNION ALL SELECT 'layer', 'longest', '', count(*), count(*), 0, 0, 0, 0 FROM longest
UNION ALL SELECT 'layer', 'long_runs', '', count(*), count(*) FILTER (length >= 10),
    count(*) FILTER (length < 10), 0, 0, count(*) FILTER (length BETWEEN 7 AND 9) FROM runs
UNION ALL SELECT 'layer', 'least_raises', '', count(*), count(*) FILTER (meets),
    count(*) FILTER (NOT meets), 0, 0, 0 FROM stretches
UNION ALL SELECT 'layer', 'alternations', '', count(*), count(*), 0, 0, 0, 0 FROM alternations
UNION ALL SELECT 'layer', 'verdict', '', count(*), count(*) FILTER (alternates OR bidders = 1),
    count(*) FILTER (NOT (alternates OR bidders = 1)), 0, 0,
    count(*) FILTER (NOT (alternates OR bidders = 1) AND abs(length - 10) <= 3) FROM judged
UNION ALL SELECT 'lead', lot_code, won_on::VARCHAR, n, bidders, final_yuan::BIGINT,
    least_raises, length, least::BIGINT FROM judged WHERE alternates OR bidders = 1
"""
