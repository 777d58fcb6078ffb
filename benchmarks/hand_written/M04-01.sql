WITH lots AS MATERIALIZED (
    SELECT unit_code, lot_code, announced_on, started_at::DATE AS starts_on, asset_kind, round,
        status, start_yuan, deal_yuan, coalesce(round = 'sale', FALSE) AS x,
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
UNION ALL BY NAME SELECT 'lead' AS kind, lot_code AS id, starts_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: coalesce(deal_yuan, start_yuan), event_on: starts_on, due_on: NULL,
        score: least(30 + 2 * (least - days), 60) + CASE WHEN status = 'sold' THEN 20 ELSE 0 END
            + round(least(greatest(coalesce(start_yuan / 50000, 0), 0), 20))::BIGINT,
        announced_on: announced_on, starts_on: starts_on, asset_kind: asset_kind, round: round,
        notice_days: days
    })::VARCHAR AS facts
FROM judged WHERE p AND NOT x
