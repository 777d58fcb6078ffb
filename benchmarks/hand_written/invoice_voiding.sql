WITH source AS (
    SELECT unit_code, seller_code, buyer_code, issued_on, abs(total_yuan) AS face, status,
        amount_yuan < 0 AS is_negative, status = 'void' OR is_negative AS is_marked
    FROM lake.vat_invoice WHERE direction = 'sales'
),
firm_years AS MATERIALIZED (
    SELECT unit_code, seller_code, year(issued_on) AS y, count(*) AS n,
        count(*) FILTER (status = 'void') AS voided, count(*) FILTER (is_marked) AS marked,
        sum(face) FILTER (is_marked) AS yuan, max(issued_on) FILTER (is_marked) AS last_on
    FROM source GROUP BY ALL
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
    SELECT unit_code, seller_code, buyer_code, year(issued_on) AS y, face, issued_on, is_marked,
        status = 'valid' AND is_negative AS is_red,
        CASE WHEN status = 'valid' AND NOT is_negative THEN issued_on END AS valid_on,
        min(valid_on) OVER (
            PARTITION BY unit_code, seller_code, buyer_code, face
            ORDER BY issued_on DESC, valid_on IS NULL ROWS UNBOUNDED PRECEDING
        ) AS next_on
    FROM source SEMI JOIN outliers USING (seller_code)
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
SELECT 'layer' AS kind, 'sales' AS id, '' AS period, n AS rows_in, sold AS kept,
    n - sold AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss
FROM (SELECT count(*) AS n FROM lake.vat_invoice),
    (SELECT coalesce(sum(n), 0)::BIGINT AS sold FROM firm_years)
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
UNION ALL BY NAME SELECT 'lead' AS kind, seller_code AS id, y::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: yuan, event_on: last_on, due_on: NULL,
        score: round(50 * distance / (1 - middle))::BIGINT
            + round(least(30 * ln(marked) / ln(1000), 30))::BIGINT
            + round(20 * (1 - reissued / marked))::BIGINT,
        invoice_count: n, void_count: voided, marked_count: marked, marked_yuan: yuan,
        reissued_count: reissued
    })::VARCHAR AS facts
FROM judged WHERE NOT is_reissued
