WITH decisions AS MATERIALIZED (
    SELECT unit_code, decision_no, max(suit_deadline_on) AS suit_ends_on,
        max(fine_yuan) AS fine_yuan
    FROM lake.admin_penalty GROUP BY ALL
),
judged AS MATERIALIZED (
    SELECT unit_code, decision_no, applied_on, ruling,
        coalesce(principal_yuan, fine_yuan) AS yuan,
        coalesce(decisions.suit_ends_on, suit_deadline_on) AS ends_on,
        ends_on - applied_on AS early_days
    FROM lake.nonlit_exec LEFT JOIN decisions USING (unit_code, decision_no)
)
SELECT 'layer' AS kind, 'decisions' AS id, '' AS period, count(*) AS rows_in, count(*) AS kept,
    0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss FROM decisions
UNION ALL SELECT 'layer', 'applications', '', count(*), count(*), 0, 0, 0, 0 FROM judged
UNION ALL SELECT 'layer', 'early', '', count(*), count(*) FILTER (early_days > 0),
    count(*) FILTER (early_days <= 0), 0, count(*) FILTER (early_days IS NULL),
    count(*) FILTER (early_days BETWEEN -3 AND 0) FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, decision_no AS id, applied_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: yuan, event_on: applied_on, due_on: NULL,
        score: least(40 + early_days, 70)
            + CASE WHEN ruling IN ('granted', 'partly_granted') THEN 30 ELSE 0 END,
        applied_on: applied_on, suit_ends_on: ends_on, early_days: early_days
    })::VARCHAR AS facts
FROM judged WHERE early_days > 0
