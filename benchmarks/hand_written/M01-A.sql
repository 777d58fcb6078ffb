WITH suits_filed AS MATERIALIZED (
    SELECT case_no, max(unit_code) AS unit_code, max(cause) AS cause, min(filed_on) AS filed_on,
        max(award_yuan) AS award_yuan
    FROM lake.civil_case GROUP BY ALL
),
parties AS MATERIALIZED (
    SELECT case_no,
        min(coalesce('firm:' || firm_uscc, 'person:' || person_id)) FILTER (role = 'plaintiff')
            AS plaintiff,
        substring(min(coalesce('0' || firm_uscc, '1' || person_id)) FILTER (role = 'plaintiff'), 2)
            AS plaintiff_id,
        min(party_kind) FILTER (role = 'plaintiff') AS plaintiff_kind,
        count(*) FILTER (role = 'defendant' AND party_kind = 'insurer') AS insurers,
        count(*) FILTER (role = 'defendant' AND party_kind IS NULL) AS unknown
    FROM lake.civil_party GROUP BY ALL
),
damages AS MATERIALIZED (
    SELECT case_no,
        min(institution) FILTER ((kind IN ('vehicle_damage', 'price')
            AND commissioned_by = 'one_party') IS NOT FALSE) AS institution,
        count(*) FILTER (kind IN ('vehicle_damage', 'price') AND commissioned_by = 'one_party')
            AS one_sided,
        count(*) FILTER ((kind IN ('vehicle_damage', 'price') AND commissioned_by = 'one_party')
            IS NULL) AS doubtful,
        count(*) FILTER (kind IN ('vehicle_damage', 'price')
            AND commissioned_by IN ('court', 'both_parties')) AS joint,
        bool_or(is_objected) AS is_objected
    FROM lake.appraisal GROUP BY ALL
),
claims AS MATERIALIZED (
    SELECT case_no, count(*) AS n, count(*) FILTER (is_loss_assessed) AS assessed,
        count(*) FILTER (NOT is_loss_assessed) AS unassessed, min(plate_no) AS plate_no,
        min(policy_no) AS policy_no, min(repair_shop_uscc) AS shop, sum(repair_yuan) AS repair_yuan
    FROM lake.insurance_claim GROUP BY ALL
),
agents AS MATERIALIZED (
    SELECT case_no, for_role, coalesce(licence_no, agent_id) AS agent, max(agent_name) AS agent_name
    FROM lake.civil_agent GROUP BY ALL
),
represented AS MATERIALIZED (
    SELECT * FROM (SELECT * FROM agents WHERE for_role = 'plaintiff') JOIN suits_filed USING (case_no)
),
bars AS MATERIALIZED (
    SELECT unit_code, count(DISTINCT agent) AS agents FROM represented GROUP BY ALL
),
insured AS MATERIALIZED (
    SELECT represented.*, plaintiff, plaintiff_id, insurers, one_sided, institution, is_objected,
        coalesce(plaintiff_kind = 'insurer', FALSE) AS x,
        cause IN ('保险合同纠纷', '财产保险合同纠纷', '机动车交通事故责任纠纷')
            AND filed_on >= (DATE '$as_of' - INTERVAL 60 MONTH)::DATE
            AND (insurers > 0 OR unknown > 0 OR insurers IS NULL)
            AND coalesce(joint, 0) = 0 AND coalesce(one_sided + doubtful, 0) > 0 AS p
    FROM represented LEFT JOIN parties USING (case_no) LEFT JOIN damages USING (case_no)
),
owners AS (
    SELECT plate_no, max(owner_id) AS owner_id, max(use_kind) AS use_kind
    FROM lake.vehicle_registry WHERE plate_no IN (SELECT plate_no FROM claims) GROUP BY ALL
),
holders AS (
    SELECT policy_no, max(insured_id) AS insured_id FROM lake.insurance_policy
    WHERE policy_no IN (SELECT policy_no FROM claims) GROUP BY ALL
),
listed AS (
    SELECT subject_key AS plaintiff_id FROM lake.subject_list
    WHERE list_kind IN ('exempt', 'leasing')
        AND (removed_on IS NULL OR removed_on > DATE '$as_of') GROUP BY ALL
),
shops AS (
    SELECT firm_uscc AS shop, person_id AS plaintiff_id FROM lake.entity_role
    WHERE firm_uscc IN (SELECT shop FROM claims) GROUP BY ALL
),
told AS (
    SELECT insured.*, n, repair_yuan, coalesce(use_kind IN ('rental', 'taxi', 'ride_hailing'), FALSE)
            OR listed.plaintiff_id IS NOT NULL AS is_out,
        insured.plaintiff_id <> owner_id AND insured.plaintiff_id <> insured_id AS is_assigned,
        CASE WHEN assessed > 0 THEN FALSE WHEN unassessed = n THEN TRUE END AS is_unassessed,
        coalesce(insured.plaintiff_id = claims.shop, FALSE) OR shops.shop IS NOT NULL AS is_of_shop
    FROM insured LEFT JOIN (SELECT * FROM claims WHERE case_no IS NOT NULL) AS claims USING (case_no)
        LEFT JOIN owners USING (plate_no) LEFT JOIN holders USING (policy_no)
        LEFT JOIN listed ON listed.plaintiff_id = insured.plaintiff_id
        LEFT JOIN shops ON shops.shop = claims.shop AND shops.plaintiff_id = insured.plaintiff_id
    WHERE p AND NOT x
),
suits AS MATERIALIZED (
    SELECT *, is_assigned IS NOT FALSE AND is_unassessed IS NOT FALSE AS stays,
        is_assigned AND is_unassessed AND CASE WHEN insurers > 0 THEN TRUE END
            AND CASE WHEN one_sided > 0 THEN TRUE END AS is_sure
    FROM told
),
windows AS MATERIALIZED (
    SELECT *, count(*) FILTER (is_sure) OVER span AS sure, count(*) OVER span AS every
    FROM suits WHERE stays AND NOT is_out
    WINDOW span AS (PARTITION BY unit_code, plaintiff, institution, agent ORDER BY filed_on
        RANGE BETWEEN INTERVAL 24 MONTH PRECEDING AND CURRENT ROW)
),
triples AS MATERIALIZED (
    SELECT unit_code, plaintiff, institution, agent, agent_name, CASE
            WHEN plaintiff LIKE 'firm:%'
                THEN plaintiff || '+office:' || institution || '+person:' || agent_name
            ELSE 'office:' || institution || '+' || least(plaintiff, 'person:' || agent_name)
                || '+' || greatest(plaintiff, 'person:' || agent_name) END AS cluster,
        max(sure) AS suits, max(every) AS possible,
        count(*) FILTER (is_sure) AS n, min(filed_on) FILTER (is_sure) AS first_on,
        max(filed_on) FILTER (is_sure) AS last_on, sum(award_yuan) FILTER (is_sure) AS yuan,
        sum(award_yuan) FILTER (is_sure AND repair_yuan > 0) AS compared_yuan,
        sum(repair_yuan) FILTER (is_sure AND award_yuan IS NOT NULL) AS repair_yuan,
        count(*) FILTER (is_sure AND is_of_shop) AS of_shop,
        count(*) FILTER (is_sure AND is_objected) AS objected
    FROM windows GROUP BY unit_code, plaintiff, institution, agent, agent_name, cluster
),
judged AS MATERIALIZED (
    SELECT triples.*, round(compared_yuan / nullif(repair_yuan, 0), 2) AS excess,
        coalesce(agents < 5, FALSE) AS x,
        plaintiff IS NOT NULL AND agent IS NOT NULL AS is_known,
        CASE WHEN suits >= 3 THEN TRUE WHEN possible < 3 THEN FALSE END AS is_enough,
        CASE WHEN is_known THEN TRUE END AND is_enough AS p
    FROM triples LEFT JOIN bars USING (unit_code)
)
SELECT 'layer' AS kind, 'cases' AS id, '' AS period, count(*) AS rows_in, count(*) AS kept,
    0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss FROM suits_filed
UNION ALL SELECT 'layer', 'parties', '', count(*), count(*), 0, 0, 0, 0 FROM parties
UNION ALL SELECT 'layer', 'damages', '', count(*), count(*), 0, 0, 0, 0 FROM damages
UNION ALL SELECT 'layer', 'claims', '', count(*), count(case_no), count(*) - count(case_no), 0, 0, 0
FROM claims
UNION ALL SELECT 'layer', 'agents', '', count(*), count(*) FILTER (for_role = 'plaintiff'),
    count(*) FILTER (for_role <> 'plaintiff'), 0, count(*) FILTER (for_role IS NULL), 0 FROM agents
UNION ALL SELECT 'layer', 'represented', '', count(*) FILTER (for_role = 'plaintiff'),
    (SELECT count(*) FROM represented),
    count(*) FILTER (for_role = 'plaintiff') - (SELECT count(*) FROM represented), 0, 0, 0 FROM agents
UNION ALL SELECT 'layer', 'bars', '', count(*), count(*), 0, 0, 0, 0 FROM bars
UNION ALL SELECT 'layer', 'insurer_suits', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), count(*) FILTER (p IS NULL AND NOT x), 0
FROM insured
UNION ALL SELECT 'layer', 'suits', '', count(*), count(*) FILTER (stays AND NOT is_out),
    count(*) FILTER (NOT stays AND NOT is_out), count(*) FILTER (is_out), 0, 0 FROM suits
UNION ALL SELECT 'layer', 'windows', '', count(*), count(*), 0, 0, 0, 0 FROM windows
UNION ALL SELECT 'layer', 'triples', '', count(*), count(*), 0, 0, 0, 0 FROM triples
UNION ALL SELECT 'layer', 'clusters', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), count(*) FILTER (p IS NULL AND NOT x),
    count(*) FILTER (NOT x AND is_known AND NOT is_enough AND abs(suits - 3) <= 1) FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, cluster AS id, first_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: yuan, event_on: last_on, due_on: NULL,
        score: least(5 * n, 40) + round(20 * of_shop / n)::BIGINT
            + CASE WHEN excess >= 1.5 THEN round(least(10 * excess, 25))::BIGINT ELSE 0 END
            + round(15 * objected / n)::BIGINT,
        sure_suits: n, first_filed_on: first_on, last_filed_on: last_on, award_yuan: yuan,
        suit_count: suits
    })::VARCHAR AS facts
FROM judged WHERE p AND NOT x
