WITH deaths AS MATERIALIZED (
    SELECT person_id,
        coalesce(max(died_on) FILTER (certificate_no IS NOT NULL), max(died_on)) AS from_on
    FROM lake.death_record GROUP BY ALL
),
stays AS MATERIALIZED (
    SELECT person_id, entered_on, coalesce(left_on, DATE '$as_of') AS to_on,
        place_kind IN ('detention_house', 'juvenile_house')
            AND enter_reason IN ('criminal_detention', 'arrest', 'sentenced', 'recalled') AS counts,
        coalesce(leave_reason = 'not_prosecuted', FALSE) AS x
    FROM lake.detention_in_out
),
prison AS MATERIALIZED (
    SELECT person_id, coalesce(entered_on, term_from_on) AS from_on, coalesce(left_on, term_to_on,
        CASE WHEN original_penalty IN ('life', 'suspended_death') THEN DATE '$as_of' END) AS to_on
    FROM lake.inmate
),
corrected AS MATERIALIZED (
    SELECT person_id, coalesce(term_from_on, effective_on) AS from_on,
        coalesce(ended_on, term_to_on) AS to_on,
        kind IN ('public_control', 'probation', 'medical_parole') AS counts
    FROM lake.cc_subject
),
spans AS MATERIALIZED (
    SELECT person_id, 'dead' AS kind, from_on, DATE '$as_of' AS to_on, TRUE AS counts FROM deaths
    UNION ALL SELECT person_id, 'prison', from_on, to_on, TRUE FROM prison
    UNION ALL SELECT person_id, 'held', entered_on, to_on, counts FROM stays WHERE NOT x
    UNION ALL SELECT person_id, 'corrected', from_on, to_on, counts FROM corrected
),
listed AS MATERIALIZED (
    SELECT row_number() OVER () AS place, unit_code, person_id, month_on, amount_yuan,
        payment_status, is_adjusted,
        CASE WHEN amount_yuan <= 0 OR payment_status IN ('stopped', 'suspended', 'recovered')
            THEN FALSE WHEN payment_status IN ('paid', 'paid_later') THEN TRUE END AS is_paid
    FROM lake.pension_payment SEMI JOIN spans USING (person_id)
),
touched AS (
    SELECT place, kind, from_on, month_on, counts AND month_on > from_on AND month_on <= to_on
            AND (kind <> 'corrected' OR is_adjusted) AS is_inside,
        counts AND kind <> 'corrected' AND from_on >= month_on AS is_ahead
    FROM listed JOIN spans USING (person_id)
),
within AS (
    SELECT place, count(*) FILTER (is_inside) AS n, count(*) FILTER (is_inside IS NULL) AS unknown,
        count(*) FILTER (is_inside AND kind = 'dead') AS dead,
        count(*) FILTER (is_inside AND kind = 'prison') AS prison,
        count(*) FILTER (is_inside AND kind = 'held') AS held,
        count(*) FILTER (is_inside AND kind = 'corrected') AS raised,
        max(from_on) FILTER (is_inside) AS began_on, min(from_on) FILTER (is_ahead) AS next_on
    FROM touched GROUP BY ALL
),
outside AS (
    SELECT DISTINCT place FROM listed JOIN lake.medical_parole AS parole USING (person_id)
    WHERE decided_on < month_on
        AND month_on <= coalesce(recalled_on, expires_on, DATE '$as_of')
),
months AS MATERIALIZED (
    SELECT unit_code, person_id, month_on, amount_yuan, is_paid, n, dead, prison, held, raised,
        outside.place IS NOT NULL AND prison > 0 AND n = prison AS x,
        CASE WHEN n > 0 THEN TRUE WHEN unknown > 0 THEN NULL ELSE FALSE END AS is_within,
        month_on - coalesce(began_on, next_on) AS days, is_within AND is_paid AS p
    FROM listed JOIN within USING (place) LEFT JOIN outside USING (place)
),
returned AS MATERIALIZED (
    SELECT unit_code, person_id, sum(CASE WHEN amount_yuan < 0 OR payment_status = 'recovered'
        THEN abs(amount_yuan) ELSE 0 END) AS yuan
    FROM listed GROUP BY ALL
),
persons AS MATERIALIZED (
    SELECT unit_code, person_id, min(month_on) AS first_on, max(month_on) AS last_on,
        count(*) AS months, count(*) FILTER (dead > 0) AS dead_months,
        count(*) FILTER (prison > 0) AS prison_months, count(*) FILTER (held > 0) AS held_months,
        count(*) FILTER (raised > 0) AS raised_months,
        sum(amount_yuan) FILTER (n > raised) AS paid_yuan
    FROM months WHERE p AND NOT x GROUP BY ALL
),
judged AS MATERIALIZED (
    SELECT persons.*, yuan AS returned_yuan, coalesce(yuan >= paid_yuan, FALSE) AS x
    FROM persons LEFT JOIN returned USING (unit_code, person_id)
),
all_payments AS (SELECT count(*) AS n FROM lake.pension_payment)
SELECT 'layer' AS kind, 'deaths' AS id, '' AS period, count(*) AS rows_in, count(*) AS kept,
    0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss FROM deaths
UNION ALL SELECT 'layer', 'prison_terms', '', count(*), count(*), 0, 0, 0, 0 FROM prison
UNION ALL SELECT 'layer', 'custody_stays', '', count(*), count(*) FILTER (NOT x), 0,
    count(*) FILTER (x), 0, 0 FROM stays
UNION ALL SELECT 'layer', 'corrections', '', count(*), count(*), 0, 0, 0, 0 FROM corrected
UNION ALL SELECT 'layer', 'spans', '', count(*), count(*), 0, 0, 0, 0 FROM spans
UNION ALL SELECT 'layer', 'payments', '', n, (SELECT count(*) FROM listed),
    n - (SELECT count(*) FROM listed), 0, 0, 0 FROM all_payments
UNION ALL SELECT 'layer', 'paid_within', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), count(*) FILTER (p IS NULL AND NOT x),
    count(*) FILTER (NOT x AND NOT is_within AND is_paid AND abs(days) <= 15) FROM months
UNION ALL SELECT 'layer', 'returns', '', count(*), count(*), 0, 0, 0, 0 FROM returned
UNION ALL SELECT 'layer', 'persons', '', count(*), count(*), 0, 0, 0, 0 FROM persons
UNION ALL SELECT 'layer', 'verdict', '', count(*), count(*) FILTER (NOT x), 0, count(*) FILTER (x),
    0, 0 FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, person_id AS id, first_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: paid_yuan, event_on: last_on, due_on: NULL,
        score: CASE WHEN dead_months > 0 THEN 40 WHEN prison_months > 0 THEN 35
                WHEN held_months > 0 THEN 25 ELSE 15 END
            + least(3 * months, 30)
            + CASE WHEN last_on >= DATE '$as_of' - INTERVAL 3 MONTH THEN 30 ELSE 0 END,
        month_count: months, paid_yuan: paid_yuan, last_month_on: last_on,
        returned_yuan: returned_yuan, dead_months: dead_months, imprisoned_months: prison_months,
        held_months: held_months, raised_months: raised_months
    })::VARCHAR AS facts
FROM judged WHERE NOT x
