WITH $calendar,
decisions AS MATERIALIZED (
    SELECT unit_code, decision_no, max(decided_on) AS decided_on
    FROM lake.admin_penalty GROUP BY ALL
),
applications AS MATERIALIZED (
    SELECT decision_no, applied_on, ruled_on, has_hearing, ruling,
        coalesce(accepted_on, CASE WHEN ruling = 'not_accepted' THEN ruled_on END) AS answered_on,
        CASE WHEN applied_on >= DATE '2012-01-01' THEN applied_on + 5 END AS answer_by_on,
        CASE WHEN accepted_on >= DATE '2012-01-01' THEN accepted_on + 7 END AS plain_by_on,
        CASE WHEN accepted_on >= DATE '2012-01-01' THEN accepted_on + 30 END AS hearing_by_on
    FROM lake.nonlit_exec LEFT JOIN decisions USING (unit_code, decision_no)
),
due AS (
    SELECT decision_no, applied_on, ruled_on, has_hearing, answered_on,
        coalesce(answer.next_on, answer_by_on) AS answer_by_on,
        coalesce(plain.next_on, plain_by_on) AS plain_by_on,
        coalesce(hearing.next_on, hearing_by_on) AS hearing_by_on,
        coalesce(ruling, '') NOT IN ('not_accepted', 'withdrawn') AS has_ruling
    FROM applications LEFT JOIN calendar AS answer ON answer.day_on = answer_by_on
        LEFT JOIN calendar AS plain ON plain.day_on = plain_by_on
        LEFT JOIN calendar AS hearing ON hearing.day_on = hearing_by_on
),
ruled AS (
    SELECT *, CASE WHEN NOT has_ruling THEN NULL WHEN has_hearing THEN hearing_by_on
            WHEN NOT has_hearing OR ruled_on <= plain_by_on THEN plain_by_on
            WHEN ruled_on > hearing_by_on THEN hearing_by_on END AS rule_by_on
    FROM due
),
judged AS MATERIALIZED (
    SELECT decision_no, applied_on, answered_on - answer_by_on AS answer_late,
        ruled_on - rule_by_on AS rule_late,
        answer_late > 0 OR CASE WHEN has_ruling THEN rule_late > 0 ELSE FALSE END AS p
    FROM ruled
)
SELECT 'layer' AS kind, 'decisions' AS id, '' AS period, count(*) AS rows_in, count(*) AS kept,
    0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss FROM decisions
UNION ALL SELECT 'layer', 'applications', '', count(*), count(*), 0, 0, 0, 0 FROM applications
UNION ALL SELECT 'layer', 'court_late', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p),
    0, count(*) FILTER (p IS NULL),
    count(*) FILTER (NOT p AND (abs(answer_late) <= 1 OR abs(rule_late) <= 1)) FROM judged
UNION ALL SELECT 'lead', decision_no, applied_on::VARCHAR, 0, 0, 0, 0, 0, 0 FROM judged WHERE p
