WITH arbitrated AS MATERIALIZED (
    SELECT row_number() OVER () AS place, unit_code, award_no, worker_id, employer_uscc,
        worker_agent_name, awarded_on, employment_from_on, employment_to_on, is_disputed,
        is_lumpsum_basis,
        (claim_kind = 'employment' OR coalesce(is_lumpsum_basis, FALSE))
            AND coalesce(close_manner IN ('award', 'mediation'), TRUE) AS p
    FROM lake.labor_arbitration
),
awards AS MATERIALIZED (SELECT * FROM arbitrated WHERE p),
payments AS (
    SELECT basis_doc_no AS award_no, person_id AS worker_id, count(*) AS n,
        count(*) FILTER (paid_on IS NULL) AS undated,
        count(*) FILTER (basis_kind IN ('policy', 'labour_inspection', 'audit')) AS by_policy,
        min(paid_on) AS paid_on, sum(amount_yuan) AS yuan
    FROM lake.si_lumpsum GROUP BY ALL
),
people AS (
    SELECT person_id AS worker_id, max(born_on) AS born_on, max(sex) AS sex FROM lake.household
    WHERE person_id IN (SELECT worker_id FROM awards) GROUP BY ALL
),
months AS (
    SELECT person_id AS worker_id, firm_uscc AS employer_uscc, month_on FROM lake.social_insurance
    UNION ALL SELECT person_id, firm_uscc, month_on FROM lake.wage_tax
),
traces AS (
    SELECT place, count(*) FILTER (within) AS n, count(*) FILTER (within IS NULL) AS unknown
    FROM (
        SELECT place, month_on >= employment_from_on AND month_on <= employment_to_on AS within
        FROM months JOIN awards USING (worker_id, employer_uscc)
    ) GROUP BY ALL
),
pensions AS (
    SELECT person_id AS worker_id, min(started_on) AS pension_on FROM lake.pension_payment
    WHERE person_id IN (SELECT worker_id FROM awards) GROUP BY ALL
),
employers AS (
    SELECT firm_uscc AS employer_uscc, max(unit_code) AS employer_unit, max(status) AS status
    FROM lake.market_entity GROUP BY ALL
),
told AS (
    SELECT awards.*, employer_unit, status, yuan, pension_on, paid_on,
        coalesce(by_policy > 0, FALSE) AS x,
        (awarded_on + INTERVAL 12 MONTH)::DATE AS paid_by_on,
        CASE WHEN paid_on >= awarded_on AND paid_on <= paid_by_on THEN TRUE
            WHEN payments.n IS NULL AND NOT coalesce(is_lumpsum_basis, FALSE) THEN FALSE
            WHEN undated > 0 THEN NULL
            WHEN paid_on < awarded_on OR paid_on > paid_by_on THEN FALSE END AS is_soon,
        born_on + INTERVAL 55 YEAR <= awarded_on AS at_55,
        born_on + INTERVAL 50 YEAR <= awarded_on AS at_50,
        CASE WHEN sex = 'male' THEN at_55 WHEN sex = 'female' THEN at_50 WHEN at_55 AND at_50
            THEN TRUE WHEN NOT at_55 AND NOT at_50 THEN FALSE END AS is_near,
        CASE WHEN traces.n > 0 THEN FALSE WHEN unknown > 0 THEN NULL
            WHEN worker_id IS NOT NULL AND employer_uscc IS NOT NULL THEN TRUE END AS is_traceless
    FROM awards LEFT JOIN payments USING (award_no, worker_id) LEFT JOIN people USING (worker_id)
        LEFT JOIN traces USING (place) LEFT JOIN pensions USING (worker_id)
        LEFT JOIN employers USING (employer_uscc)
),
claimed AS MATERIALIZED (
    SELECT *, is_near IS NOT FALSE AND is_traceless IS NOT FALSE AND is_disputed IS NOT TRUE
            AS others,
        is_soon IS NOT FALSE AND others AS p,
        is_soon AND is_near AND is_traceless AND NOT is_disputed AS is_sure
    FROM (SELECT * EXCLUDE (p) FROM told)
),
same_days AS (
    SELECT *, count(*) OVER (PARTITION BY employer_uscc, worker_agent_name, awarded_on) AS same_day
    FROM claimed WHERE p AND NOT x
),
judged AS MATERIALIZED (
    SELECT employer_uscc, worker_agent_name, coalesce(max(employer_unit), min(unit_code)) AS unit_code,
        count(DISTINCT worker_id) FILTER (is_sure) AS claimants,
        count(DISTINCT worker_id) AS possible, min(awarded_on) FILTER (is_sure) AS first_on,
        max(awarded_on) FILTER (is_sure) AS last_on, sum(yuan) FILTER (is_sure) AS yuan,
        max(same_day) AS same_day, max(status) AS status,
        round(max(date_diff('month', employment_from_on, employment_to_on) / 12.0)
            FILTER (is_sure), 1) AS years,
        count(DISTINCT worker_id) FILTER (is_sure AND pension_on >= awarded_on) AS pensioners,
        employer_uscc IS NOT NULL AND worker_agent_name IS NOT NULL AS is_known,
        CASE WHEN claimants >= 5 THEN TRUE WHEN possible < 5 THEN FALSE END AS is_enough,
        CASE WHEN is_known THEN TRUE END AND is_enough AS p
    FROM same_days GROUP BY employer_uscc, worker_agent_name
)
SELECT 'layer' AS kind, 'awards' AS id, '' AS period, count(*) AS rows_in, count(*) FILTER (p)
    AS kept, count(*) FILTER (NOT p) AS dropped, 0 AS excluded, count(*) FILTER (p IS NULL)
    AS cannot_judge, 0 AS near_miss FROM arbitrated
UNION ALL SELECT 'layer', 'claimants', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), 0,
    count(*) FILTER (NOT x AND NOT is_soon AND others
        AND abs((paid_on - awarded_on) - (paid_by_on - awarded_on)) <= 60) FROM claimed
UNION ALL SELECT 'layer', 'clusters', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p), 0,
    count(*) FILTER (p IS NULL),
    count(*) FILTER (is_known AND NOT is_enough AND abs(claimants - 5) <= 1) FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind,
    'firm:' || employer_uscc || '+person:' || worker_agent_name AS id, first_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: yuan, event_on: last_on, due_on: NULL,
        score: least(3 * claimants, 35) + CASE WHEN same_day >= 5 THEN 15 ELSE 0 END
            + CASE WHEN status <> 'active' THEN 15 ELSE 0 END
            + round(least(greatest(coalesce(years, 0), 0), 15))::BIGINT
            + round(20 * pensioners / claimants)::BIGINT,
        claimant_count: claimants, first_awarded_on: first_on, last_awarded_on: last_on,
        paid_yuan: yuan
    })::VARCHAR AS facts
FROM judged WHERE p
