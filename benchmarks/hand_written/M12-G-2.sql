WITH RECURSIVE settled AS MATERIALIZED (
    SELECT unit_code, settlement_no, person_id AS card, org_code, settled_at,
        settled_at::DATE AS day_on, doctor_code, fund_yuan,
        total_yuan > 0 AND NOT is_inpatient AS p
    FROM lake.mi_settlement
),
times AS MATERIALIZED (
    SELECT DISTINCT unit_code, org_code, day_on, card, settled_at FROM settled
    WHERE p AND org_code IS NOT NULL AND card IS NOT NULL
),
roomy AS (
    SELECT * FROM times ANTI JOIN (
        SELECT unit_code, org_code, day_on FROM times GROUP BY ALL HAVING count(*) > 300
    ) AS crowded USING (unit_code, org_code, day_on)
),
frequent AS MATERIALIZED (
    SELECT * FROM roomy SEMI JOIN (
        SELECT unit_code, card FROM times GROUP BY ALL HAVING count(DISTINCT day_on) >= 4
    ) AS often USING (unit_code, card)
),
pairs AS MATERIALIZED (
    SELECT a.unit_code, a.card AS first, b.card AS second
    FROM frequent AS a JOIN frequent AS b ON a.unit_code = b.unit_code AND a.org_code = b.org_code
        AND a.day_on = b.day_on AND a.card < b.card
        AND abs(epoch(a.settled_at) - epoch(b.settled_at)) <= 600
    GROUP BY ALL HAVING count(DISTINCT a.day_on) >= 4
),
candidates AS MATERIALIZED (
    SELECT unit_code, first AS card FROM pairs UNION SELECT unit_code, second FROM pairs
),
candidate_visits AS MATERIALIZED (
    SELECT * FROM settled SEMI JOIN candidates USING (unit_code, card) WHERE p
),
near_times AS (
    SELECT DISTINCT unit_code, org_code, day_on, card, settled_at FROM candidate_visits
    QUALIFY count(*) OVER (PARTITION BY unit_code, org_code, day_on) <= 300
),
pair_days AS MATERIALIZED (
    SELECT a.unit_code, a.card AS first, b.card AS second, a.day_on
    FROM near_times AS a JOIN near_times AS b ON a.unit_code = b.unit_code
        AND a.org_code = b.org_code AND a.day_on = b.day_on AND a.card < b.card
        AND abs(epoch(a.settled_at) - epoch(b.settled_at)) <= 600
    GROUP BY ALL
),
windows AS (
    SELECT *, coalesce(day_on - lag(day_on, 4) OVER pair < 90, FALSE) AS is_often,
        coalesce(day_on - lag(day_on, 3) OVER pair < 90, FALSE) AS is_nearly
    FROM pair_days WINDOW pair AS (PARTITION BY unit_code, first, second ORDER BY day_on)
),
edges AS MATERIALIZED (
    SELECT unit_code, first, second, count(*) AS n, bool_or(is_often) AS p,
        NOT p AND bool_or(is_nearly) AS is_near, min(day_on) AS first_on, max(day_on) AS last_on
    FROM windows GROUP BY ALL
),
ways AS (
    SELECT unit_code, first AS a, second AS b FROM edges WHERE p
    UNION SELECT unit_code, second, first FROM edges WHERE p
),
reach AS (
    SELECT unit_code, a, a AS b FROM ways
    UNION SELECT reach.unit_code, reach.a, ways.b
    FROM reach JOIN ways ON reach.unit_code = ways.unit_code AND reach.b = ways.a
),
members AS MATERIALIZED (
    SELECT unit_code, a AS card, min(b) AS circle FROM reach GROUP BY ALL
),
families AS MATERIALIZED (
    SELECT person_id, max(family_no) AS family_no FROM lake.household
    WHERE person_id IN (SELECT card FROM members) GROUP BY ALL
),
circle_visits AS MATERIALIZED (
    SELECT * FROM candidate_visits JOIN members USING (unit_code, card)
),
sums AS MATERIALIZED (
    SELECT unit_code, circle, count(DISTINCT org_code) AS offices,
        count(DISTINCT doctor_code) AS doctors, sum(fund_yuan) AS yuan
    FROM circle_visits GROUP BY ALL
),
receipts AS MATERIALIZED (
    SELECT unit_code, settlement_no, min(circle) AS circle, min(card) AS taker
    FROM circle_visits GROUP BY ALL
),
drugs AS MATERIALIZED (
    SELECT unit_code, circle, drug_code, count(DISTINCT taker) AS takers
    FROM lake.mi_item JOIN receipts USING (unit_code, settlement_no) GROUP BY ALL
),
baskets AS MATERIALIZED (
    SELECT unit_code, circle, round(count(*) FILTER (takers >= 2) / count(*), 4) AS shared
    FROM drugs GROUP BY ALL
),
ties AS MATERIALIZED (
    SELECT unit_code, circle, count(*) AS edges, max(n) AS most, min(first_on) AS first_on,
        max(last_on) AS last_on
    FROM (SELECT * FROM edges WHERE p) AS held
        JOIN members USING (unit_code) WHERE held.first = members.card
    GROUP BY ALL
),
groups AS MATERIALIZED (
    SELECT unit_code, circle, count(*) AS n,
        string_agg('person:' || card, '+' ORDER BY card) AS members,
        count(DISTINCT family_no) AS families, count(family_no) AS known
    FROM members LEFT JOIN families ON card = person_id GROUP BY ALL
),
judged AS MATERIALIZED (
    SELECT unit_code, members, n, families, edges, most, first_on, last_on, offices, doctors, yuan,
        shared, families = 1 AND known = n AS x,
        n >= 3 AND CASE WHEN families > 1 THEN TRUE WHEN known = n THEN FALSE END AS p
    FROM groups LEFT JOIN sums USING (unit_code, circle) LEFT JOIN baskets USING (unit_code, circle)
        LEFT JOIN ties USING (unit_code, circle)
)
SELECT 'layer' AS kind, 'visits' AS id, '' AS period, count(*) AS rows_in, count(*) FILTER (p)
    AS kept, count(*) FILTER (NOT p) AS dropped, 0 AS excluded, count(*) FILTER (p IS NULL)
    AS cannot_judge, 0 AS near_miss FROM settled
UNION ALL SELECT 'layer', 'pairs_ever', '', count(*), count(*), 0, 0, 0, 0 FROM pairs
UNION ALL SELECT 'layer', 'candidates', '', count(*), count(*), 0, 0, 0, 0 FROM candidates
UNION ALL SELECT 'layer', 'candidate_visits', '', count(*),
    (SELECT count(*) FROM candidate_visits), count(*) - (SELECT count(*) FROM candidate_visits),
    0, 0, 0 FROM settled WHERE p
UNION ALL SELECT 'layer', 'pair_days', '', count(*), count(*), 0, 0, 0, 0 FROM pair_days
UNION ALL SELECT 'layer', 'edges', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p), 0, 0,
    count(*) FILTER (is_near) FROM edges
UNION ALL SELECT 'layer', 'circles', '', count(*), count(*), 0, 0, 0, 0 FROM members
UNION ALL SELECT 'layer', 'members', '', count(*), count(*), 0, 0, 0, 0 FROM members
UNION ALL SELECT 'layer', 'families', '', count(*), count(*), 0, 0, 0, 0 FROM families
UNION ALL SELECT 'layer', 'circle_visits', '', n, (SELECT count(*) FROM circle_visits),
    n - (SELECT count(*) FROM circle_visits), 0, 0, 0 FROM (SELECT count(*) AS n FROM candidate_visits)
UNION ALL SELECT 'layer', 'circle_sums', '', count(*), count(*), 0, 0, 0, 0 FROM sums
UNION ALL SELECT 'layer', 'receipts', '', count(*), count(*), 0, 0, 0, 0 FROM receipts
UNION ALL SELECT 'layer', 'drugs', '', count(*), count(*), 0, 0, 0, 0 FROM drugs
UNION ALL SELECT 'layer', 'baskets', '', count(*), count(*), 0, 0, 0, 0 FROM baskets
UNION ALL SELECT 'layer', 'ties', '', count(*), count(*), 0, 0, 0, 0 FROM ties
UNION ALL SELECT 'layer', 'people', '', count(*), count(*), 0, 0, 0, 0 FROM members
UNION ALL SELECT 'layer', 'groups', '', count(*), count(*), 0, 0, 0, 0 FROM groups
UNION ALL SELECT 'layer', 'verdict', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), count(*) FILTER (p IS NULL AND NOT x), 0
FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, members AS id, first_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: yuan, event_on: last_on, due_on: NULL,
        score: least(10 * n, 35) + least(3 * most, 30)
            + round(coalesce(20 * shared, 0))::BIGINT
            + CASE WHEN doctors = 1 THEN 15 WHEN offices = 1 THEN 8 ELSE 0 END,
        member_count: n, edge_count: edges, most_days: most, last_on: last_on,
        family_count: families
    })::VARCHAR AS facts
FROM judged WHERE p AND NOT x
