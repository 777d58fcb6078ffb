WITH terms AS (
    SELECT DISTINCT ON (unit_code, person_id, term_from_on) unit_code, person_id, term_from_on,
        original_penalty, sentence_months, is_strict_category, property_payable_yuan,
        property_paid_yuan
    FROM lake.inmate WHERE term_from_on IS NOT NULL
    ORDER BY ALL
),
proposed AS MATERIALIZED (
    SELECT row_number() OVER () AS place, c.unit_code, c.person_id, sequence, kind, status, merit,
        reduced_months, proposed_on, ruled_on, officer_name, judge_name, terms.term_from_on,
        terms.original_penalty, terms.sentence_months, terms.is_strict_category,
        terms.property_payable_yuan, terms.property_paid_yuan, coalesce(kind = 'commutation', TRUE)
            AND coalesce(status = 'granted', TRUE) AS p,
        CASE WHEN terms.original_penalty IN ('life', 'suspended_death') THEN FALSE
            WHEN terms.sentence_months IS NOT NULL OR terms.original_penalty IS NOT NULL THEN TRUE END AS is_term,
        year(proposed_on) * 12 + month(proposed_on) AS month_no
    FROM lake.commutation AS c ASOF LEFT JOIN terms
        ON terms.unit_code = c.unit_code AND terms.person_id = c.person_id
        AND terms.term_from_on <= c.proposed_on
),
granted AS MATERIALIZED (SELECT * FROM proposed WHERE p),
scored AS (
    SELECT place, round(avg(score::DOUBLE) FILTER (back BETWEEN 1 AND 3), 4) AS late,
        round(avg(score::DOUBLE) FILTER (back BETWEEN 4 AND 12), 4) AS earlier
    FROM (
        SELECT place, score, month_no - year(month_on) * 12 - month(month_on) AS back
        FROM granted JOIN lake.inmate_score AS scores USING (unit_code, person_id)
    ) GROUP BY ALL
),
spent AS (
    SELECT place, count(DISTINCT back) AS months
    FROM (
        SELECT place, month_no - year(month_on) * 12 - month(month_on) AS back
        FROM granted JOIN lake.inmate_account AS accounts USING (unit_code, person_id)
        WHERE spent_yuan >= 0.9 * quota_yuan
    ) WHERE back BETWEEN 1 AND 12 GROUP BY ALL
),
followed AS (
    SELECT granted.*, late, earlier, coalesce(months, 0) AS months,
        lag(ruled_on) OVER own AS before_on, lag(reduced_months) OVER own AS before_months,
        lag(sequence) OVER own IS NOT NULL AS has_before
    FROM granted LEFT JOIN scored USING (place) LEFT JOIN spent USING (place)
    WINDOW own AS (PARTITION BY unit_code, person_id, term_from_on ORDER BY sequence)
),
limited AS (
    SELECT *,
        CASE WHEN ruled_on >= DATE '2017-01-01' THEN CASE
            WHEN merit IN ('repentance', 'merit') THEN 9 WHEN merit = 'repentance_and_merit' THEN 12
            WHEN merit = 'major_merit' THEN 18 WHEN merit = 'repentance_and_major_merit' THEN 24 END
            END AS cap,
        CASE WHEN ruled_on >= DATE '2017-01-01' THEN 12 END AS strict_cap,
        CASE WHEN term_from_on >= DATE '2017-01-01' THEN term_from_on END AS start_on,
        CASE WHEN before_on >= DATE '2017-01-01' THEN before_on END AS again_on,
        month_no - year(before_on) * 12 - month(before_on) - CASE
            WHEN day(proposed_on) < day(before_on) AND proposed_on <> last_day(proposed_on) THEN 1
            ELSE 0 END AS gap
    FROM followed
),
reductions AS MATERIALIZED (
    SELECT unit_code, person_id, officer_name, judge_name, ruled_on,
        status = 'granted' AND is_term AND (reduced_months > cap
            OR (is_strict_category AND reduced_months > strict_cap)) AS is_over,
        CASE WHEN sentence_months < 60 THEN proposed_on < start_on + INTERVAL 12 MONTH
            WHEN sentence_months < 120 THEN proposed_on < start_on + INTERVAL 18 MONTH
            WHEN sentence_months >= 120 THEN proposed_on < start_on + INTERVAL 24 MONTH END
            OR (is_strict_category AND proposed_on < start_on + INTERVAL 24 MONTH) AS early_start,
        gap < before_months OR CASE
            WHEN sentence_months < 120 THEN proposed_on < again_on + INTERVAL 12 MONTH
            WHEN sentence_months = 120 AND is_strict_category
                THEN proposed_on < again_on + INTERVAL 12 MONTH
            WHEN sentence_months >= 120 THEN proposed_on < again_on + INTERVAL 18 MONTH END
            AS early_again,
        status = 'granted' AND is_term AND merit NOT IN ('major_merit', 'repentance_and_major_merit')
            AND CASE WHEN has_before THEN early_again ELSE early_start END AS is_early,
        coalesce(late >= 1.5 * earlier, FALSE) AS is_jump,
        coalesce(property_paid_yuan < property_payable_yuan AND months >= 3, FALSE) AS is_spending
    FROM limited
),
handlings AS MATERIALIZED (
    SELECT officer_name AS post, * FROM reductions WHERE officer_name IS NOT NULL
    UNION ALL SELECT judge_name, * FROM reductions WHERE judge_name IS NOT NULL
),
accounts AS MATERIALIZED (
    SELECT unit_code, person_id, payer_id, payer_id IS NULL AND payer_name IS NOT NULL
        AND NOT coalesce(regexp_matches(payer_relation, '父|母|夫|妻|配偶|子|女|兄|弟|姐|妹|亲'), FALSE)
        AS is_name_only
    FROM lake.inmate_account
),
name_payers AS MATERIALIZED (
    SELECT unit_code, person_id, bool_or(is_name_only) AS is_name_only FROM accounts GROUP BY ALL
),
handled AS MATERIALIZED (
    SELECT unit_code, post, person_id, max(ruled_on) AS last_on,
        CASE WHEN bool_or(is_over) THEN TRUE WHEN count(*) = count(is_over) THEN FALSE END AS is_over,
        CASE WHEN bool_or(is_early) THEN TRUE WHEN count(*) = count(is_early) THEN FALSE END
            AS is_early,
        bool_or(is_jump) AS is_jump, bool_or(is_spending) AS is_spending,
        coalesce((CASE WHEN bool_or(is_over) THEN TRUE WHEN count(*) = count(is_over) THEN FALSE END)
            OR (CASE WHEN bool_or(is_early) THEN TRUE WHEN count(*) = count(is_early) THEN FALSE END)
            OR bool_or(is_jump) OR bool_or(is_spending), TRUE) AS p
    FROM handlings GROUP BY unit_code, post, person_id
),
payers AS MATERIALIZED (
    SELECT unit_code, payer_id, count(DISTINCT person_id) > 30 AS x
    FROM accounts WHERE payer_id IS NOT NULL GROUP BY ALL
),
paid AS MATERIALIZED (
    SELECT unit_code, person_id, payer_id FROM accounts
        SEMI JOIN (SELECT * FROM payers WHERE NOT x) AS payers USING (unit_code, payer_id)
),
parties AS MATERIALIZED (
    SELECT unit_code, person_id, 'post:' || post AS party FROM handled WHERE p
    UNION ALL SELECT unit_code, person_id, 'payer:' || payer_id FROM paid
),
items AS (
    SELECT * FROM (SELECT DISTINCT * FROM parties
        QUALIFY count(*) OVER (PARTITION BY unit_code, person_id) <= 50)
        SEMI JOIN (SELECT unit_code, party FROM parties GROUP BY ALL
            HAVING count(DISTINCT person_id) >= 2) AS often USING (unit_code, party)
),
meetings AS MATERIALIZED (
    SELECT a.unit_code, a.party AS first, b.party AS second, count(*) AS n,
        first LIKE 'payer:%' AND second LIKE 'post:%' AS p
    FROM items AS a JOIN items AS b ON a.unit_code = b.unit_code AND a.person_id = b.person_id
        AND a.party < b.party
    GROUP BY a.unit_code, a.party, b.party HAVING count(*) >= 2
),
traces AS MATERIALIZED (
    SELECT unit_code, second, max(n) AS n FROM meetings WHERE p GROUP BY ALL
),
posts AS MATERIALIZED (
    SELECT unit_code, post, max(last_on) AS last_on, count(*) FILTER (is_over) AS over,
        count(*) FILTER (is_over IS NOT FALSE) AS most_over, count(*) FILTER (is_early) AS early,
        count(*) FILTER (is_early IS NOT FALSE) AS most_early, count(*) FILTER (is_jump) AS jumps,
        count(*) FILTER (is_spending) AS spending, count(*) FILTER (is_name_only AND p) AS names
    FROM handled LEFT JOIN name_payers USING (unit_code, person_id) GROUP BY unit_code, post
),
told AS (
    SELECT posts.unit_code, post, last_on, over, early, jumps, spending, names,
        coalesce(n, 0) AS payer,
        greatest(least(over, early), least(over, jumps), least(over, spending), least(early, jumps),
            least(early, spending), least(jumps, spending)) AS second,
        greatest(least(most_over, most_early), least(most_over, jumps), least(most_over, spending),
            least(most_early, jumps), least(most_early, spending), least(jumps, spending)) AS most
    FROM posts LEFT JOIN traces ON traces.unit_code = posts.unit_code
        AND traces.second = 'post:' || post
),
judged AS MATERIALIZED (
    SELECT *, CASE WHEN second >= 3 THEN TRUE WHEN most < 3 THEN FALSE END AS two,
        CASE WHEN payer >= 3 THEN TRUE WHEN payer + names < 3 THEN FALSE END AS one, two AND one AS p
    FROM told
)
SELECT 'layer' AS kind, 'granted' AS id, '' AS period, count(*) AS rows_in, count(*) FILTER (p)
    AS kept, count(*) FILTER (NOT p) AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss
FROM proposed
UNION ALL SELECT 'layer', 'months', '', count(*), count(*), 0, 0, 0, 0 FROM lake.inmate_score AS s
UNION ALL SELECT 'layer', 'accounts', '', count(*), count(*), 0, 0, 0, 0 FROM accounts
UNION ALL SELECT 'layer', 'reductions', '', count(*), count(*), 0, 0, 0, 0 FROM reductions
UNION ALL SELECT 'layer', 'by_officer', '', count(*), count(officer_name), 0, 0,
    count(*) - count(officer_name), 0 FROM reductions
UNION ALL SELECT 'layer', 'by_judge', '', count(*), count(judge_name), 0, 0,
    count(*) - count(judge_name), 0 FROM reductions
UNION ALL SELECT 'layer', 'handlings', '', count(*), count(*), 0, 0, 0, 0 FROM handlings
UNION ALL SELECT 'layer', 'name_payers', '', count(*), count(*), 0, 0, 0, 0 FROM name_payers
UNION ALL SELECT 'layer', 'handled', '', count(*), count(*), 0, 0, 0, 0 FROM handled
UNION ALL SELECT 'layer', 'breaches', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p), 0,
    0, 0 FROM handled
UNION ALL SELECT 'layer', 'payments', '', count(*), count(payer_id), count(*) - count(payer_id), 0,
    0, 0 FROM accounts
UNION ALL SELECT 'layer', 'payers', '', count(*), count(*) FILTER (NOT x), 0, count(*) FILTER (x), 0,
    0 FROM payers
UNION ALL SELECT 'layer', 'paid_for', '', count(payer_id), (SELECT count(*) FROM paid),
    count(payer_id) - (SELECT count(*) FROM paid), 0, 0, 0 FROM accounts
UNION ALL SELECT 'layer', 'parties', '', count(*), count(*), 0, 0, 0, 0 FROM parties
UNION ALL SELECT 'layer', 'meetings', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p), 0,
    0, 0 FROM meetings
UNION ALL SELECT 'layer', 'traces', '', count(*), count(*), 0, 0, 0, 0 FROM traces
UNION ALL SELECT 'layer', 'people', '', count(*), count(*), 0, 0, 0, 0 FROM handled
UNION ALL SELECT 'layer', 'posts', '', count(*), count(*), 0, 0, 0, 0 FROM posts
UNION ALL SELECT 'layer', 'verdict', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p), 0,
    count(*) FILTER (p IS NULL), count(*) FILTER ((NOT two AND one AND abs(second - 3) <= 1)
        OR (two AND NOT one AND abs(payer - 3) <= 1)) FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, post AS id, year(last_on)::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: NULL, event_on: last_on, due_on: NULL,
        score: least(15 * ((over >= 3)::INT + (early >= 3)::INT + (jumps >= 3)::INT
                + (spending >= 3)::INT), 45)
            + least(5 * second, 30) + least(5 * payer, 25),
        over_count: over, early_count: early, jump_count: jumps, spending_count: spending,
        payer_count: payer, second_count: second
    })::VARCHAR AS facts
FROM judged WHERE p
