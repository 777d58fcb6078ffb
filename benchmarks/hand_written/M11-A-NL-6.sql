WITH $calendar,
decisions AS MATERIALIZED (
    SELECT unit_code, decision_no, max(fine_yuan) AS fine_yuan
    FROM lake.admin_penalty GROUP BY ALL
),
applications AS MATERIALIZED (
    SELECT unit_code, decision_no, applied_on, accepted_on, ruled_on, has_hearing, ruling,
        coalesce(principal_yuan, fine_yuan) AS yuan,
        coalesce(accepted_on, CASE WHEN ruling = 'not_accepted' THEN ruled_on END) AS answered_on,
        CASE WHEN applied_on >= DATE '2012-01-01' THEN applied_on + 5 END AS answer_by_on,
        CASE WHEN accepted_on >= DATE '2012-01-01' THEN accepted_on + 7 END AS plain_by_on,
        CASE WHEN accepted_on >= DATE '2012-01-01' THEN accepted_on + 30 END AS hearing_by_on
    FROM lake.nonlit_exec LEFT JOIN decisions USING (unit_code, decision_no)
),
due AS (
    SELECT unit_code, decision_no, applied_on, accepted_on, ruled_on, has_hearing, yuan,
        answered_on, coalesce(answer.next_on, answer_by_on) AS answer_by_on,
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
    SELECT unit_code, decision_no, applied_on, accepted_on, ruled_on, has_hearing, yuan,
        answered_on, answered_on - answer_by_on AS answer_late,
        ruled_on - rule_by_on AS rule_late,
        answer_late > 0 OR CASE WHEN has_ruling THEN rule_late > 0 ELSE FALSE END AS p
    FROM ruled
),
late AS (
    SELECT judged.*, coalesce(answer_late > 0
            AND (answered_on > fifth.day_on OR answered_on > applied_on + 25), FALSE)
        OR coalesce(rule_late > 0 AND (has_hearing OR ruled_on > seventh.day_on
            OR ruled_on > accepted_on + 29), FALSE) AS in_working_days
    FROM judged LEFT JOIN calendar AS applied ON applied.day_on = applied_on
        LEFT JOIN calendar AS fifth ON fifth.block = applied.block AND fifth.works
            AND fifth.place = applied.place + 5
        LEFT JOIN calendar AS accepted ON accepted.day_on = accepted_on
        LEFT JOIN calendar AS seventh ON seventh.block = accepted.block AND seventh.works
            AND seventh.place = accepted.place + 7
    WHERE p
)
SELECT 'layer' AS kind, 'decisions' AS id, '' AS period, count(*) AS rows_in, count(*) AS kept,
    0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss FROM decisions
UNION ALL SELECT 'layer', 'applications', '', count(*), count(*), 0, 0, 0, 0 FROM applications
UNION ALL SELECT 'layer', 'court_late', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p),
    0, count(*) FILTER (p IS NULL),
    count(*) FILTER (NOT p AND (abs(answer_late) <= 1 OR abs(rule_late) <= 1)) FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, decision_no AS id, applied_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: yuan, event_on: coalesce(ruled_on, answered_on), due_on: NULL,
        score: least(greatest(coalesce(2 * answer_late, 0), 0), 30)
            + least(greatest(coalesce(2 * rule_late, 0), 0), 30)
            + CASE WHEN in_working_days THEN 40 ELSE 0 END,
        applied_on: applied_on, accepted_on: accepted_on, ruled_on: ruled_on,
        has_hearing: has_hearing, answered_on: answered_on
    })::VARCHAR AS facts
FROM late
