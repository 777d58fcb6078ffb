WITH lots AS MATERIALIZED (
    SELECT lot_code, started_at::DATE AS starts_on, coalesce(round = 'sale', FALSE) AS x,
        coalesce(status = 'withdrawn', FALSE) OR coalesce(exec_no LIKE '%破%', FALSE) AS is_out,
        started_at::DATE - announced_on AS days,
        CASE
            WHEN announced_on < DATE '2017-01-01' OR asset_kind IS NULL OR round IS NULL THEN NULL
            WHEN asset_kind = 'movable' AND round = 'second' THEN 7
            WHEN asset_kind = 'movable' OR round = 'second' THEN 15
            ELSE 30
        END AS least
    FROM lake.auction_lot
),
judged AS MATERIALIZED (SELECT *, days < least AS p FROM lots WHERE NOT is_out)
SELECT 'layer' AS kind, 'lots' AS id, '' AS period, count(*) AS rows_in,
    count(*) FILTER (NOT is_out) AS kept, 0 AS dropped, count(*) FILTER (is_out) AS excluded,
    0 AS cannot_judge, 0 AS near_miss FROM lots
UNION ALL SELECT 'layer', 'short_notice', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), count(*) FILTER (p IS NULL AND NOT x),
    count(*) FILTER (NOT p AND NOT x AND abs(days - least) <= 3) FROM judged
UNION ALL SELECT 'lead', lot_code, starts_on::VARCHAR, 0, 0, 0, 0, 0, 0 FROM judged WHERE p AND NOT x
