WITH decisions AS MATERIALIZED (
    SELECT unit_code, decision_no, max(suit_deadline_on) AS suit_ends_on
    FROM lake.admin_penalty GROUP BY ALL
),
judged AS MATERIALIZED (
    SELECT decision_no, applied_on,
        coalesce(suit_ends_on, suit_deadline_on) - applied_on AS early_days
    FROM lake.nonlit_exec LEFT JOIN decisions USING (unit_code, decision_no)
)
SELECT 'layer' AS kind, 'decisions' AS id, '' AS period, count(*) AS rows_in, count(*) AS kept,
    0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss FROM decisions
UNION ALL SELECT 'layer', 'applications', '', count(*), count(*), 0, 0, 0, 0 FROM judged
UNION ALL SELECT 'layer', 'early', '', count(*), count(*) FILTER (early_days > 0),
    count(*) FILTER (early_days <= 0), 0, count(*) FILTER (early_days IS NULL),
    count(*) FILTER (early_days BETWEEN -3 AND 0) FROM judged
UNION ALL SELECT 'lead', decision_no, applied_on::VARCHAR, 0, 0, 0, 0, 0, 0
FROM judged WHERE early_days > 0
