WITH bids AS MATERIALIZED (
    SELECT unit_code, lot_code, bidder_code, bid_yuan, bid_at, status, start_yuan,
        row_number() OVER bidding AS place, lag(bid_at) OVER bidding AS at_before,
        lag(bidder_code) OVER bidding AS before, lag(bidder_code, 2) OVER bidding AS two_before,
        bid_yuan - lag(bid_yuan) OVER bidding AS raise
    FROM lake.auction_bid
    WINDOW bidding AS (
        PARTITION BY unit_code, lot_code ORDER BY bid_yuan, bid_at, bidder_code
    )
),
entries AS MATERIALIZED (
    SELECT unit_code, lot_code, bidder_code, count(*) AS n, min(place) AS first_place,
        min(raise) FILTER (raise > 0) AS least, min(bid_yuan) AS first_yuan,
        max(start_yuan) AS start, count(*) FILTER (bid_at < at_before) AS backward,
        max(bid_yuan) FILTER (status = 'won') AS won_yuan,
        max(bid_at) FILTER (status = 'won') AS won_at
    FROM bids GROUP BY ALL
),
lots AS MATERIALIZED (
    SELECT row_number() OVER () AS lot, *, winner = other_winner AND backward = 0
            AND (start IS NULL OR first_yuan <= start OR first_yuan <= start + least)
            AS can_judge
    FROM (
        SELECT unit_code, lot_code, sum(n)::BIGINT AS n, count(*) AS bidders,
            max(first_place) AS entry, min(least) AS least, min(first_yuan) AS first_yuan,
            max(start) AS start, sum(backward) AS backward,
            min(bidder_code) FILTER (won_at IS NOT NULL) AS winner,
            max(bidder_code) FILTER (won_at IS NOT NULL) AS other_winner,
            max(won_yuan) AS final_yuan, max(won_at)::DATE AS won_on
        FROM entries GROUP BY ALL
    )
),
joined AS (
    SELECT lot, place, entry, (raise = least)::INT AS is_least,
        coalesce((lag(raise) OVER upto = least)::INT, 0) AS least_before,
        count(*) FILTER (raise = least) OVER upto AS least_count,
        greatest(entry + 1, max(CASE WHEN bidder_code = before THEN place
            WHEN bidder_code <> two_before THEN place - 1 ELSE 0 END) OVER upto) AS run_start
    FROM bids JOIN lots USING (unit_code, lot_code) WHERE can_judge
    WINDOW upto AS (PARTITION BY lot ORDER BY place ROWS UNBOUNDED PRECEDING)
),
late AS MATERIALIZED (SELECT * FROM joined WHERE place > entry),
runs AS MATERIALIZED (
    SELECT lot, run_start, max(place) - run_start + 1 AS length
    FROM late GROUP BY lot, run_start
),
longest AS MATERIALIZED (SELECT lot, max(length) AS length FROM runs GROUP BY ALL),
long_runs AS MATERIALIZED (SELECT * FROM runs WHERE length >= 10),
counted AS (
    SELECT *, least_count - is_least - CASE WHEN place > run_start THEN least_before ELSE 0 END
            AS earlier
    FROM late SEMI JOIN long_runs USING (lot, run_start)
),
found AS (
    SELECT *, 1000 * least_count - 500 * place > min(
            CASE WHEN place > run_start THEN 1000 * earlier - 500 * (place - 2) END
        ) OVER (
            PARTITION BY lot, run_start ORDER BY place
            ROWS BETWEEN UNBOUNDED PRECEDING AND 8 PRECEDING
        ) AS meets
    FROM counted
),
stretches AS MATERIALIZED (
    SELECT lot, run_start, max(place) - run_start + 1 AS length,
        max(least_count) - min(earlier) AS least_raises, bool_or(meets) AS meets
    FROM found GROUP BY lot, run_start
),
alternations AS MATERIALIZED (
    SELECT lot, arg_max((length, least_raises), (length, -run_start)) AS run
    FROM stretches WHERE meets GROUP BY ALL
),
judged AS MATERIALIZED (
    SELECT lots.*, run IS NOT NULL AS alternates, coalesce(run[1], length, 0) AS length,
        run[2] AS least_raises, final_yuan / nullif(first_yuan, 0) - 1 AS premium
    FROM lots LEFT JOIN longest USING (lot) LEFT JOIN alternations USING (lot) WHERE can_judge
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
UNION ALL BY NAME SELECT 'lead' AS kind, lot_code AS id, won_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: final_yuan, event_on: won_on, due_on: NULL,
        score: CASE WHEN alternates THEN 50 + least(2 * (length - 10), 20)
                + round(15 * least_raises / length)::BIGINT ELSE 40 END
            + round(least(greatest(coalesce(15 - 30 * premium, 0), 0), 15))::BIGINT,
        bid_count: n, bidder_count: bidders, winner_code: winner, final_yuan: final_yuan,
        run_bids: length, least_raises: least_raises
    })::VARCHAR AS facts
FROM judged WHERE alternates OR bidders = 1
