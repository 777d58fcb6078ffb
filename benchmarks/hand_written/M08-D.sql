WITH $calendar,
listed AS MATERIALIZED (
    SELECT unit_code, person_id, case_no, effective_on, reported_on, home_city,
        kind IN ('public_control', 'probation', 'parole') AS is_to_report,
        coalesce(term_from_on, effective_on) AS from_on, coalesce(ended_on, term_to_on) AS to_on,
        coalesce(end_reason IN ('recalled', 'probation_revoked', 'parole_revoked'), FALSE)
            AS is_recalled,
        to_on IS NULL OR DATE '$as_of' - to_on <= 365 AS p
    FROM lake.cc_subject
),
judgments AS MATERIALIZED (
    SELECT row_number() OVER () AS place, unit_code, case_no, defendant_id AS person_id,
        effective_on, judged_on, residence_code, CASE WHEN probation_months > 0
            THEN (effective_on + to_months(probation_months::INT))::DATE ELSE term_to_on END AS to_on,
        (main_penalty = 'public_control' OR coalesce(probation_months, 0) > 0)
            AND (to_on IS NULL OR DATE '$as_of' - to_on <= 365) AS p
    FROM lake.criminal_judgment
),
known AS (
    SELECT place, CASE WHEN bool_or(is_it) THEN TRUE WHEN bool_or(is_it IS NULL) THEN NULL
        ELSE FALSE END AS is_registered
    FROM (
        SELECT place, coalesce(listed.case_no = judgments.case_no, FALSE)
            OR listed.effective_on >= coalesce(judged_on, judgments.effective_on) AS is_it
        FROM (SELECT * FROM judgments WHERE p) AS judgments
            JOIN listed ON listed.person_id = judgments.person_id
    ) GROUP BY place
),
free AS MATERIALIZED (
    SELECT judgments.*,
        CASE WHEN known.place IS NOT NULL THEN is_registered ELSE FALSE END AS is_registered
    FROM judgments LEFT JOIN known USING (place) WHERE p
),
unregistered AS MATERIALIZED (
    SELECT unit_code, person_id, effective_on,
        CASE WHEN count(is_registered) = count(*) THEN FALSE END AS is_registered,
        max(to_on) AS to_on, min(residence_code) AS residence_code
    FROM free WHERE is_registered IS NOT TRUE GROUP BY unit_code, person_id, effective_on
),
people AS MATERIALIZED (
    SELECT row_number() OVER () AS place, * FROM (
        SELECT unit_code, person_id, effective_on, TRUE AS is_registered, is_to_report, reported_on,
            from_on, to_on, home_city, NULL AS residence_code, is_recalled FROM listed WHERE p
        UNION ALL SELECT unit_code, person_id, effective_on, is_registered, TRUE, NULL, effective_on,
            to_on, NULL, residence_code, FALSE FROM unregistered
    )
),
journeys AS MATERIALIZED (
    SELECT person_id, departed_at AS seen_at, from_city, to_city, NULL AS code
    FROM lake.travel_record SEMI JOIN people USING (person_id)
),
stays AS MATERIALIZED (
    SELECT person_id, checked_in_at, NULL, NULL, substring(division_code, 1, 4) AS code
    FROM lake.hotel_stay SEMI JOIN people USING (person_id)
),
drives AS MATERIALIZED (
    SELECT driver_id, happened_at, city, city, NULL
    FROM lake.traffic_violation AS driven SEMI JOIN people ON people.person_id = driver_id
),
traces AS MATERIALIZED (
    SELECT row_number() OVER () AS trace, *
    FROM (SELECT FALSE AS is_stay, * FROM journeys UNION ALL SELECT TRUE, * FROM stays
        UNION ALL SELECT FALSE, * FROM drives)
),
leaves AS (
    SELECT trace, CASE WHEN bool_or(is_on) THEN TRUE WHEN bool_or(is_on IS NULL) THEN NULL
        ELSE FALSE END AS is_covered
    FROM (
        SELECT trace, leave_from_at <= seen_at AND seen_at <= least(leave_to_at, cancelled_at)
            AND is_approved AS is_on
        FROM traces JOIN lake.cc_leave AS leave USING (person_id)
    ) GROUP BY trace
),
seen AS MATERIALIZED (
    SELECT traces.*, seen_at::DATE AS seen_on,
        CASE WHEN leaves.trace IS NOT NULL THEN is_covered ELSE FALSE END AS is_covered
    FROM traces LEFT JOIN leaves USING (trace)
),
away AS (
    SELECT place, count(*) FILTER (is_away) AS away, max(seen_on) FILTER (is_away) AS away_on,
        count(*) FILTER (is_away IS NULL) AS away_unknown
    FROM (
        SELECT place, seen_on, seen_on >= from_on AND seen_on <= coalesce(to_on, DATE '$as_of')
            AND NOT is_covered AND CASE WHEN is_stay THEN code <> substring(unit_code, 1, 4)
                ELSE from_city <> home_city OR to_city <> home_city END AS is_away
        FROM people JOIN (SELECT * FROM seen WHERE is_covered IS NOT TRUE) AS seen USING (person_id)
    ) GROUP BY place
),
checked AS (
    SELECT person_id, checked_at::DATE AS day_on, checked_at,
        strftime(checked_at, '%H:%M') LIKE '00:0%'
            AND check_kind IN ('face', 'fingerprint', 'voice') AS is_night,
        12742016 * asin(round(sqrt(power(sin(radians(latitude - lag(latitude) OVER own) / 2), 2)
            + cos(radians(lag(latitude) OVER own)) * cos(radians(latitude))
            * power(sin(radians(longitude - lag(longitude) OVER own) / 2), 2)), 12)) AS metres,
        epoch(checked_at) - epoch(lag(checked_at) OVER own) AS seconds
    FROM lake.cc_checkin
    WINDOW own AS (PARTITION BY unit_code, person_id ORDER BY checked_at, device_id)
),
checkins AS MATERIALIZED (
    SELECT person_id, day_on, is_night, metres >= 50000 AND 3.6 * metres > 300 * seconds AS is_jump
    FROM checked
),
watched AS (
    SELECT place, count(*) FILTER (within) AS checkins,
        count(DISTINCT day_on) FILTER (within AND is_night) AS nights,
        count(DISTINCT day_on) FILTER (within AND is_night IS NULL) AS nights_unknown,
        count(*) FILTER (within AND is_jump) AS jumps, count(*) FILTER (within IS NULL) AS unknown
    FROM (
        SELECT place, day_on, is_night, is_jump,
            day_on >= from_on AND day_on <= coalesce(to_on, DATE '$as_of') AS within
        FROM people JOIN checkins USING (person_id)
    ) GROUP BY place
),
due AS MATERIALIZED (
    SELECT people.*, coalesce(to_on, DATE '$as_of') AS free_to_on,
        CASE WHEN effective_on >= DATE '2020-07-01' THEN effective_on + 10 END AS plain_on,
        coalesce(reported_on, DATE '$as_of') AS told_on,
        CASE WHEN is_to_report THEN coalesce(next_on, plain_on) END AS due_on,
        CASE WHEN NOT is_to_report THEN FALSE ELSE told_on > plain_on
            AND (told_on > plain_on + 15 OR told_on > next_on) END AS is_past
    FROM people LEFT JOIN calendar ON day_on
        = CASE WHEN effective_on >= DATE '2020-07-01' THEN effective_on + 10 END
),
held AS (
    SELECT place, count(*) FILTER (is_held) AS held, min(entered_on) FILTER (is_held) AS held_on,
        count(*) FILTER (is_held IS NULL) AS held_unknown, count(*) FILTER (is_inside) AS inside
    FROM (
        SELECT due.place, entered_on, entered_on > from_on AND entered_on <= free_to_on
            AND enter_reason IN ('administrative_detention', 'criminal_detention', 'arrest')
                AS is_held,
            entered_on <= due_on AND (left_on IS NULL OR left_on > due_on)
                AND told_on - coalesce(left_on, DATE '$as_of') <= 10 AS is_inside
        FROM due JOIN lake.detention_in_out AS stay USING (person_id)
    ) GROUP BY place
),
sanctioned AS (
    SELECT place, count(*) FILTER (sanction = 'warning') AS warnings,
        max(coalesce(proposed_on, decided_on)) FILTER (sanction IN ('probation_revocation',
            'probation_revocation_proposed', 'parole_revocation', 'parole_revocation_proposed',
            'recall', 'recall_proposed')) AS proposed_on
    FROM people JOIN lake.cc_sanction AS sanctions USING (person_id) WHERE decided_on >= from_on
    GROUP BY place
),
dead AS (
    SELECT person_id, max(died_on) AS died_on FROM lake.death_record
    WHERE person_id IN (SELECT person_id FROM people) GROUP BY ALL
),
told AS (
    SELECT due.*, inside, died_on, away_on, held_on, proposed_on, coalesce(away, 0) AS away,
        coalesce(nights, 0) AS nights, coalesce(jumps, 0) AS jumps, coalesce(held, 0) AS held,
        coalesce(warnings, 0) AS warnings,
        CASE WHEN is_registered OR NOT is_past THEN FALSE WHEN residence_code IS NULL THEN NULL
            ELSE NOT is_registered AND is_past END AS is_missing,
        CASE WHEN NOT is_registered OR NOT is_past THEN FALSE
            WHEN reported_on IS NULL AND checkins > 0 THEN NULL
            ELSE is_registered AND is_past END AS is_late,
        CASE WHEN away > 0 THEN TRUE WHEN away_unknown > 0 THEN NULL ELSE FALSE END AS is_away,
        CASE WHEN nights >= 10 THEN TRUE WHEN nights + nights_unknown >= 10 OR unknown > 0 THEN NULL
            ELSE FALSE END AS is_by_night,
        CASE WHEN jumps > 0 THEN TRUE WHEN unknown > 0 THEN NULL ELSE FALSE END AS is_leaping,
        NOT is_recalled AND NOT coalesce(proposed_on >= held_on, FALSE) AS is_unproposed,
        CASE WHEN held > 0 THEN is_unproposed AND DATE '$as_of' - held_on > 30
            WHEN held_unknown > 0 THEN NULL ELSE FALSE END AS is_to_recall,
        CASE WHEN warnings >= 3 THEN NOT is_recalled AND proposed_on IS NULL ELSE FALSE END
            AS is_warned
    FROM due LEFT JOIN away USING (place) LEFT JOIN watched USING (place) LEFT JOIN held USING (place)
        LEFT JOIN sanctioned USING (place) LEFT JOIN dead USING (person_id)
),
judged AS MATERIALIZED (
    SELECT unit_code, person_id, coalesce(effective_on, from_on) AS period, told_on, due_on,
        coalesce(away_on, held_on, effective_on) AS event_on, to_on, reported_on, is_missing,
        is_missing OR is_late AS is_unreported, is_to_recall, is_away, is_warned, away, nights,
        jumps, held, warnings, told_on - effective_on AS report_days,
        CASE WHEN is_unproposed THEN DATE '$as_of' - held_on END AS held_days,
        is_missing OR is_late OR is_away OR is_by_night OR is_leaping OR is_to_recall OR is_warned
            AS p,
        coalesce(is_away, FALSE) OR coalesce(is_by_night, FALSE) OR coalesce(is_leaping, FALSE)
            OR coalesce(is_to_recall, FALSE) OR is_warned AS has_more,
        NOT has_more AND (coalesce(NOT is_registered
                AND substring(residence_code, 1, 4) <> substring(unit_code, 1, 4), FALSE)
            OR coalesce(died_on <= due_on, FALSE) OR coalesce(inside > 0 AND is_past, FALSE)) AS x
    FROM told
)
SELECT 'layer' AS kind, 'registered' AS id, '' AS period, count(*) AS rows_in, count(*) FILTER (p)
    AS kept, count(*) FILTER (NOT p) AS dropped, 0 AS excluded, count(*) FILTER (p IS NULL)
    AS cannot_judge, 0 AS near_miss FROM listed
UNION ALL SELECT 'layer', 'free_judgments', '', count(*), count(*) FILTER (p),
    count(*) FILTER (NOT p), 0, count(*) FILTER (p IS NULL), 0 FROM judgments
UNION ALL SELECT 'layer', 'unregistered', '', count(*), count(*) FILTER (is_registered IS NOT TRUE),
    count(*) FILTER (is_registered), 0, 0, 0 FROM free
UNION ALL SELECT 'layer', 'unregistered_terms', '', count(*), count(*), 0, 0, 0, 0 FROM unregistered
UNION ALL SELECT 'layer', 'people', '', count(*), count(*), 0, 0, 0, 0 FROM people
UNION ALL SELECT 'layer', 'journeys', '', n, (SELECT count(*) FROM journeys),
    n - (SELECT count(*) FROM journeys), 0, 0, 0 FROM (SELECT count(*) AS n FROM lake.travel_record)
UNION ALL SELECT 'layer', 'stays', '', n, (SELECT count(*) FROM stays),
    n - (SELECT count(*) FROM stays), 0, 0, 0 FROM (SELECT count(*) AS n FROM lake.hotel_stay)
UNION ALL SELECT 'layer', 'drives', '', n, (SELECT count(*) FROM drives),
    known - (SELECT count(*) FROM drives), 0, n - known, 0
FROM (SELECT count(*) AS n, count(driver_id) AS known FROM lake.traffic_violation)
UNION ALL SELECT 'layer', 'traces', '', count(*), count(*), 0, 0, 0, 0 FROM traces
UNION ALL SELECT 'layer', 'without_leave', '', count(*), count(*) FILTER (is_covered IS NOT TRUE), 0,
    count(*) FILTER (is_covered), 0, 0 FROM seen
UNION ALL SELECT 'layer', 'checkins', '', count(*), count(*), 0, 0, 0, 0 FROM checkins
UNION ALL SELECT 'layer', 'terms', '', count(*), count(*), 0, 0, 0, 0 FROM people
UNION ALL SELECT 'layer', 'verdict', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), count(*) FILTER (p IS NULL AND NOT x),
    count(*) FILTER (NOT p AND NOT x AND (abs(told_on - due_on) <= 1 OR abs(nights - 10) <= 2
        OR abs(held_days - 30) <= 1)) FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, person_id AS id, period::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: NULL, event_on: event_on,
        due_on: CASE WHEN is_unreported THEN due_on ELSE to_on END,
        score: CASE WHEN is_missing THEN 50 WHEN is_to_recall THEN 45 WHEN is_away THEN 40
                WHEN is_warned THEN 35 ELSE 30 END
            + round(least(5 * away + nights + 10 * jumps + 5 * held
                + CASE WHEN is_unreported THEN report_days / 10 ELSE 0 END, 30))::BIGINT
            + CASE WHEN is_unreported AND has_more THEN 20 ELSE 0 END,
        is_missing: is_missing, reported_on: reported_on, away_count: away, night_count: nights,
        jump_count: jumps, held_count: held, warning_count: warnings,
        held_days: held_days
    })::VARCHAR AS facts
FROM judged WHERE p AND NOT x
