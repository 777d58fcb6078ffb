WITH $calendar,
cases AS MATERIALIZED (
    SELECT sender_no, suspect_id, accepted_on,
        case_kind IN ('prosecution_review', 'juvenile_prosecution_review')
            AND NOT coalesce(is_deleted, FALSE) AS p
    FROM lake.proc_case
),
reviews AS MATERIALIZED (SELECT * FROM cases WHERE p),
measured AS MATERIALIZED (
    SELECT unit_code, filing_no, suspect_id, measure, started_on, ended_on, measure IN
        ('criminal_detention', 'arrest', 'bail', 'residential_surveillance', 'designated_surveillance')
        AS p
    FROM lake.coercive_measure
),
sent AS MATERIALIZED (
    SELECT sender_no AS filing_no, min(accepted_on) AS sent_on, count(*) AS reviews
    FROM reviews GROUP BY ALL
),
restraints AS (
    SELECT unit_code, filing_no, suspect_id, measure, started_on, ended_on,
        lead(started_on) OVER (PARTITION BY unit_code, filing_no, suspect_id
            ORDER BY started_on, measure) AS next_start_on,
        CASE WHEN sent_on >= started_on THEN sent_on END AS sent_on
    FROM measured LEFT JOIN sent USING (filing_no) WHERE p
),
held AS (
    SELECT unit_code, filing_no, suspect_id, measure, started_on,
        least(coalesce(ended_on, next_start_on, sent_on, DATE '$as_of'), sent_on, DATE '$as_of')
            AS held_to_on,
        CASE WHEN started_on >= DATE '2013-01-01' THEN started_on + 37 END AS detention_due_on,
        CASE WHEN started_on >= DATE '2013-01-01' THEN CASE
            WHEN measure = 'bail' THEN (started_on + INTERVAL 12 MONTH)::DATE
            WHEN measure IN ('residential_surveillance', 'designated_surveillance')
                THEN (started_on + INTERVAL 6 MONTH)::DATE END END AS plain_on
    FROM restraints
),
measures AS MATERIALIZED (
    SELECT unit_code, filing_no, suspect_id, started_on, held_to_on,
        coalesce(measure = 'criminal_detention', FALSE) AS is_detention, detention_due_on,
        CASE WHEN measure = 'criminal_detention' THEN held_to_on > detention_due_on ELSE FALSE END
            AS is_long,
        CASE WHEN measure IN ('bail', 'residential_surveillance', 'designated_surveillance')
            THEN held_to_on > plain_on AND (held_to_on > plain_on + 15 OR held_to_on > next_on)
            ELSE FALSE END AS is_over,
        coalesce(next_on, plain_on) AS release_due_on
    FROM held LEFT JOIN calendar ON day_on = plain_on
),
detained AS MATERIALIZED (
    SELECT unit_code, filing_no, suspect_id,
        min(started_on) FILTER (is_detention) AS first_on,
        max(held_to_on - started_on) FILTER (is_detention) AS days,
        max(detention_due_on - started_on) FILTER (is_detention) AS limit_days,
        max(held_to_on - release_due_on) AS over_days,
        min(detention_due_on) FILTER (is_long) AS detention_due_on,
        min(release_due_on) FILTER (is_over) AS release_due_on,
        count(*) FILTER (is_long) AS long, count(*) FILTER (is_long IS NULL) AS long_unknown,
        count(*) FILTER (is_over) AS over, count(*) FILTER (is_over IS NULL) AS over_unknown,
        first_on IS NOT NULL AND coalesce(
            first_on >= (DATE '$as_of' - INTERVAL 5 YEAR)::DATE, FALSE) AS p
    FROM measures GROUP BY unit_code, filing_no, suspect_id
),
filings AS MATERIALIZED (
    SELECT unit_code, filing_no, suspect_id, max(status) AS status,
        max(injury_level) AS injury_level
    FROM lake.criminal_filing GROUP BY ALL
),
doubtful AS (
    SELECT unit_code, filing_no, suspect_id, count(*) AS doubtful
    FROM detained JOIN reviews USING (suspect_id)
    WHERE detained.p AND sender_no IS NULL AND accepted_on >= first_on GROUP BY ALL
),
wanted AS (
    SELECT person_id AS suspect_id FROM lake.wanted_person
    WHERE (caught_on IS NULL OR caught_on > DATE '$as_of')
        AND (withdrawn_on IS NULL OR withdrawn_on > DATE '$as_of') GROUP BY ALL
),
dead AS (
    SELECT person_id AS suspect_id FROM lake.death_record
    WHERE person_id IN (SELECT suspect_id FROM detained) GROUP BY ALL
),
told AS (
    SELECT unit_code, filing_no, first_on, days, limit_days, over_days, detention_due_on,
        release_due_on, status,
        wanted.suspect_id IS NOT NULL AS is_wanted, dead.suspect_id IS NOT NULL AS is_dead,
        CASE WHEN long > 0 THEN TRUE WHEN long_unknown > 0 THEN NULL ELSE FALSE END AS is_long,
        CASE WHEN over > 0 THEN TRUE WHEN over_unknown > 0 THEN NULL ELSE FALSE END AS is_over,
        (first_on + INTERVAL 24 MONTH)::DATE AS stalled_on,
        CASE WHEN reviews > 0 THEN TRUE WHEN doubtful > 0 THEN NULL
            WHEN status IN ('withdrawn', 'ended', 'turned_administrative', 'transferred') THEN TRUE
            WHEN status IN ('investigating', 'shelved') THEN FALSE END AS is_ended,
        reviews IS NULL AND status IN ('withdrawn', 'ended', 'turned_administrative')
            AND injury_level IN ('minor', 'serious', 'death') AS is_stopped
    FROM detained LEFT JOIN filings USING (unit_code, filing_no, suspect_id)
        LEFT JOIN sent USING (filing_no) LEFT JOIN doubtful USING (unit_code, filing_no, suspect_id)
        LEFT JOIN wanted USING (suspect_id) LEFT JOIN dead USING (suspect_id)
    WHERE p
),
persons AS MATERIALIZED (
    SELECT *, stalled_on < DATE '$as_of' AND NOT is_ended AS is_stalled,
        CASE WHEN NOT is_ended THEN DATE '$as_of' - stalled_on END AS stalled_days,
        (is_wanted AND NOT coalesce(is_long, FALSE) AND NOT coalesce(is_stopped, FALSE))
            OR (is_dead AND NOT coalesce(is_long, FALSE))
            OR coalesce(status = 'transferred' AND NOT coalesce(is_long, FALSE)
                AND NOT coalesce(is_over, FALSE), FALSE) AS x
    FROM told
),
judged AS MATERIALIZED (
    SELECT unit_code, filing_no, min(first_on) AS first_on, max(days) AS days,
        max(limit_days) AS limit_days, max(over_days) AS over_days, max(stalled_days) AS stalled_days,
        min(detention_due_on) AS detention_due_on, min(release_due_on) AS release_due_on,
        min(stalled_on) AS stalled_on, max(status) AS status, count(*) FILTER (is_long) AS long,
        count(*) FILTER (is_over) AS over, count(*) FILTER (is_stalled) AS stalled,
        count(*) FILTER (is_stopped) AS stopped,
        CASE WHEN long + over + stalled + stopped > 0 THEN TRUE
            WHEN bool_or(is_long IS NULL) OR bool_or(is_over IS NULL)
            OR bool_or(is_stalled IS NULL) OR bool_or(is_stopped IS NULL) THEN NULL
            ELSE FALSE END AS p
    FROM persons WHERE NOT x GROUP BY unit_code, filing_no
)
SELECT 'layer' AS kind, 'reviews' AS id, '' AS period, count(*) AS rows_in,
    count(*) FILTER (p) AS kept, count(*) FILTER (NOT p) AS dropped, 0 AS excluded,
    count(*) FILTER (p IS NULL) AS cannot_judge, 0 AS near_miss FROM cases
UNION ALL SELECT 'layer', 'restraints', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p),
    0, count(*) FILTER (p IS NULL), 0 FROM measured
UNION ALL SELECT 'layer', 'measures', '', count(*), count(*), 0, 0, 0, 0 FROM measures
UNION ALL SELECT 'layer', 'detained', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p),
    0, 0, 0 FROM detained
UNION ALL SELECT 'layer', 'filings', '', count(*), count(*), 0, 0, 0, 0 FROM filings
UNION ALL SELECT 'layer', 'persons', '', count(*), count(*) FILTER (NOT x), 0, count(*) FILTER (x),
    0, 0 FROM persons
UNION ALL SELECT 'layer', 'cases', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p), 0,
    count(*) FILTER (p IS NULL), count(*) FILTER (NOT p AND (abs(days - limit_days) <= 3
        OR abs(over_days) <= 3 OR abs(stalled_days) <= 3)) FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, filing_no AS id, first_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: NULL, event_on: first_on,
        due_on: CASE WHEN long > 0 THEN detention_due_on WHEN over > 0 THEN release_due_on
            WHEN stalled > 0 THEN stalled_on END,
        score: CASE WHEN long > 0 OR stopped > 0 THEN 40 WHEN stalled > 0 THEN 35 ELSE 30 END
            + round(least(greatest(CASE WHEN long > 0 THEN 2 * (days - limit_days) ELSE 0 END,
                CASE WHEN over > 0 THEN over_days / 10 ELSE 0 END,
                CASE WHEN stalled > 0 THEN stalled_days / 30 ELSE 0 END), 40))::BIGINT
            + least(10 * (sign(long) + sign(over) + sign(stalled) + sign(stopped) - 1), 20),
        long_count: long, over_count: over, stalled_count: stalled, stopped_count: stopped,
        status: status, detention_due_on: detention_due_on, release_due_on: release_due_on,
        detention_days: days, over_days: over_days, stalled_days: stalled_days
    })::VARCHAR AS facts
FROM judged WHERE p
