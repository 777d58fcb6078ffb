WITH $calendar,
applied AS (SELECT unit_code, decision_no, count(*) AS n FROM lake.nonlit_exec GROUP BY ALL),
penalties AS (
    SELECT unit_code, decision_no, decided_on, fine_yuan, paid_yuan, paid_on, urged_on, status,
        coalesce(status IN ('revoked', 'ended'), FALSE) OR coalesce(is_contested
            AND (contest_to_on IS NULL OR contest_to_on > DATE '$as_of'), FALSE) AS x,
        CASE WHEN n > 0 THEN TRUE WHEN status <> 'applied_to_court' OR status IS NULL THEN FALSE END
            AS has_applied,
        CASE WHEN suit_deadline_on IS NOT NULL THEN greatest(suit_deadline_on, installment_to_on,
            CASE WHEN is_contested THEN contest_to_on END) END AS start_on
    FROM lake.admin_penalty LEFT JOIN applied USING (unit_code, decision_no)
),
due AS (
    SELECT *, CASE
            WHEN start_on BETWEEN DATE '2000-03-10' AND DATE '2011-12-31' THEN start_on + 180
            WHEN start_on >= DATE '2012-01-01' THEN (start_on + INTERVAL 3 MONTH)::DATE
        END AS plain_on,
        CASE
            WHEN fine_yuan = 0 OR paid_yuan >= fine_yuan THEN FALSE
            WHEN status = 'performed' AND paid_yuan < fine_yuan THEN NULL
            WHEN status = 'performed' THEN FALSE
            WHEN paid_yuan < fine_yuan THEN TRUE
            WHEN fine_yuan > 0 AND paid_on IS NULL
                AND status IN ('unperformed', 'partly_performed', 'applied_to_court') THEN TRUE
        END AS is_unpaid
    FROM penalties
),
judged AS MATERIALIZED (
    SELECT unit_code, decision_no, decided_on, fine_yuan - coalesce(paid_yuan, 0) AS unpaid_yuan,
        urged_on, x, is_unpaid, has_applied, coalesce(next_on, plain_on) AS due_on,
        due_on - DATE '$as_of' AS left_days,
        is_unpaid AND NOT has_applied AND left_days <= 30 AS p
    FROM due LEFT JOIN calendar ON day_on = plain_on
)
SELECT 'layer' AS kind, 'penalties' AS id, '' AS period, count(*) AS rows_in, count(*) AS kept,
    0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss FROM judged
UNION ALL SELECT 'layer', 'unenforced', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), count(*) FILTER (p IS NULL AND NOT x),
    count(*) FILTER (NOT x AND is_unpaid AND NOT has_applied AND left_days BETWEEN 31 AND 40)
FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, decision_no AS id, decided_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: unpaid_yuan, event_on: decided_on, due_on: due_on,
        score: round(CASE WHEN left_days < 0 THEN least(30 - left_days / 10, 50)
                ELSE 50 - left_days END)::BIGINT
            + round(least(unpaid_yuan / 1000, 30))::BIGINT
            + CASE WHEN urged_on IS NULL THEN 20 ELSE 0 END,
        apply_ends_on: due_on, unpaid_yuan: unpaid_yuan, left_days: left_days
    })::VARCHAR AS facts
FROM judged WHERE p AND NOT x
