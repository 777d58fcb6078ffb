WITH accidents AS MATERIALIZED (
    SELECT accident_no, driver_id, counter_driver_id, happened_at::DATE AS day_on, liability,
        has_injury, counter_plate_no IS NOT NULL OR counter_driver_id IS NOT NULL AS has_other
    FROM lake.traffic_accident
),
sides AS MATERIALIZED (
    SELECT driver_id AS person_id, accident_no, day_on, liability AS part, has_other, has_injury
    FROM accidents WHERE driver_id IS NOT NULL
    UNION ALL
    SELECT counter_driver_id, accident_no, day_on, CASE liability WHEN 'full' THEN 'none'
            WHEN 'main' THEN 'minor' WHEN 'minor' THEN 'main' WHEN 'none' THEN 'full'
            ELSE liability END, TRUE, has_injury
    FROM accidents WHERE counter_driver_id IS NOT NULL
),
settled AS MATERIALIZED (
    SELECT unit_code, person_id, org_code, settled_at, admitted_on, fund_yuan, is_injury,
        is_inpatient AND fund_yuan > 0 AS is_stay, fund_yuan < 0 AS is_refund
    FROM lake.mi_settlement
),
stays AS (SELECT row_number() OVER () AS place, * FROM settled WHERE is_stay),
hurt AS (
    SELECT DISTINCT ON (place) place, accident_no, stays.admitted_on - day_on AS gap, part,
        has_other, has_injury
    FROM stays JOIN sides USING (person_id) WHERE stays.admitted_on - day_on BETWEEN 0 AND 1
    ORDER BY place, gap, accident_no, day_on, part, has_other, has_injury
),
refunded AS (
    SELECT DISTINCT place FROM stays
        JOIN (SELECT * FROM settled WHERE is_refund) AS back USING (unit_code, person_id, org_code)
    WHERE back.fund_yuan + stays.fund_yuan = 0 AND back.settled_at >= stays.settled_at
),
judged AS MATERIALIZED (
    SELECT unit_code, person_id, admitted_on, fund_yuan, accident_no, part, gap, is_injury,
        coalesce(NOT has_injury, FALSE) OR refunded.place IS NOT NULL AS x,
        CASE WHEN admitted_on IS NOT NULL THEN coalesce(gap <= 0, FALSE) END AS is_same_day,
        CASE WHEN NOT has_other OR part = 'full' THEN FALSE
            WHEN part IN ('none', 'minor', 'equal', 'main') THEN TRUE END AS other_pays,
        is_same_day AND is_injury AND other_pays AS p
    FROM stays LEFT JOIN hurt USING (place) LEFT JOIN refunded USING (place)
)
SELECT 'layer' AS kind, 'own_sides' AS id, '' AS period, count(*) AS rows_in,
    count(driver_id) AS kept, 0 AS dropped, 0 AS excluded, count(*) - count(driver_id)
    AS cannot_judge, 0 AS near_miss FROM accidents
UNION ALL SELECT 'layer', 'other_sides', '', count(*), count(counter_driver_id),
    count(*) - count(counter_driver_id), 0, 0, 0 FROM accidents
UNION ALL SELECT 'layer', 'sides', '', count(*), count(*), 0, 0, 0, 0 FROM sides
UNION ALL SELECT 'layer', 'stays', '', count(*), count(*) FILTER (is_stay),
    count(*) FILTER (NOT is_stay), 0, count(*) FILTER (is_stay IS NULL), 0 FROM settled
UNION ALL SELECT 'layer', 'refunds', '', count(*), count(*) FILTER (is_refund),
    count(*) FILTER (NOT is_refund), 0, count(*) FILTER (is_refund IS NULL), 0 FROM settled
UNION ALL SELECT 'layer', 'verdict', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), count(*) FILTER (p IS NULL AND NOT x),
    count(*) FILTER (NOT x AND NOT is_same_day AND is_injury AND other_pays AND gap = 1) FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, person_id AS id, admitted_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: fund_yuan, event_on: admitted_on, due_on: NULL,
        score: CASE part WHEN 'none' THEN 50 WHEN 'minor' THEN 40 WHEN 'equal' THEN 30 ELSE 15 END
            + 30 + round(least(fund_yuan / 1000, 20))::BIGINT,
        accident_no: accident_no, own_part: part, fund_yuan: fund_yuan, is_injury: is_injury,
        gap_days: gap
    })::VARCHAR AS facts
FROM judged WHERE p AND NOT x
