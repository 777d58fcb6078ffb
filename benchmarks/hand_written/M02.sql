WITH debtors AS MATERIALIZED (
    SELECT bankruptcy_no, max(unit_code) AS unit_code, max(debtor_uscc) AS firm,
        min(accepted_on) AS bankrupt_on, min(stopped_on) AS stopped_on,
        max(asset_yuan) AS asset_yuan
    FROM lake.bankruptcy_case GROUP BY ALL
),
families AS MATERIALIZED (
    SELECT person_id, max(family_no) AS family_no, max(spouse_id) AS spouse_id,
        max(father_id) AS father_id, max(mother_id) AS mother_id
    FROM lake.household
    WHERE person_id IN (SELECT creditor_id FROM lake.bankruptcy_claim)
        OR person_id IN (SELECT person_id FROM lake.entity_role
            WHERE firm_uscc IN (SELECT firm FROM debtors))
    GROUP BY ALL
),
roles AS MATERIALIZED (
    SELECT person_id, firm_uscc IN (SELECT firm FROM debtors) AS p, firm_uscc AS firm
    FROM lake.entity_role
),
insiders AS MATERIALIZED (
    SELECT roles.person_id, firm, family_no, father_id, mother_id
    FROM roles LEFT JOIN families USING (person_id) WHERE p
),
claimed AS MATERIALIZED (
    SELECT row_number() OVER () AS place, debtors.*, creditor_id, basis_doc_no, declared_yuan,
        wage_from_on, wage_to_on, claim_class = 'wage' AS is_wage,
        coalesce(declared_yuan > 300000, TRUE) AS is_high
    FROM lake.bankruptcy_claim JOIN debtors USING (bankruptcy_no)
),
wages AS MATERIALIZED (SELECT * FROM claimed WHERE is_wage AND is_high),
cases AS (
    SELECT case_no, min(filed_on) AS filed_on, bool_or(is_disputed) AS is_disputed
    FROM lake.civil_case WHERE case_no IN (SELECT basis_doc_no FROM wages) GROUP BY ALL
),
awards AS (
    SELECT award_no, worker_id, min(applied_on) AS applied_on, bool_or(is_disputed) AS is_disputed
    FROM lake.labor_arbitration WHERE award_no IN (SELECT basis_doc_no FROM wages) GROUP BY ALL
),
agents AS (
    SELECT case_no, min(coalesce(licence_no, agent_id)) FILTER (for_role = 'plaintiff') AS agent
    FROM lake.civil_agent WHERE case_no IN (SELECT basis_doc_no FROM wages) GROUP BY ALL
),
proofs AS (
    SELECT case_no, count(*) AS n, count(*) FILTER (has_bank_proof) AS proven,
        count(*) FILTER (NOT has_bank_proof) AS unproven,
        count(*) FILTER (is_handwritten) AS handwritten,
        count(*) FILTER (NOT is_handwritten) AS printed
    FROM lake.case_evidence WHERE case_no IN (SELECT basis_doc_no FROM wages) GROUP BY ALL
),
insured AS MATERIALIZED (
    SELECT place, count(*) FILTER (firm_uscc = firm AND within) AS months,
        max(base_yuan) FILTER (firm_uscc = firm AND within) AS base_yuan,
        count(*) FILTER (firm_uscc = firm AND within IS NULL) AS unknown,
        count(*) FILTER (firm_uscc <> firm AND within) AS elsewhere
    FROM (
        SELECT place, firm, firm_uscc, base_yuan,
            month_on >= wage_from_on AND month_on <= wage_to_on AS within
        FROM wages JOIN lake.social_insurance AS months ON months.person_id = creditor_id
    ) GROUP BY place
),
related AS MATERIALIZED (
    SELECT DISTINCT place FROM wages LEFT JOIN families ON person_id = creditor_id
        JOIN insiders ON insiders.firm = wages.firm
    WHERE insiders.person_id = creditor_id OR insiders.family_no = families.family_no
        OR insiders.person_id = spouse_id OR insiders.person_id = families.father_id
        OR insiders.person_id = families.mother_id OR insiders.father_id = creditor_id
        OR insiders.mother_id = creditor_id
),
told AS (
    SELECT wages.*, agent, related.place IS NOT NULL AS is_related, elsewhere,
        coalesce(filed_on, applied_on) AS sued_on,
        (bankrupt_on - INTERVAL 12 MONTH)::DATE AS since_on,
        coalesce(cases.is_disputed, awards.is_disputed) AS is_disputed,
        CASE WHEN proven > 0 THEN FALSE WHEN handwritten > 0 AND unproven = n THEN TRUE
            WHEN n > 0 AND printed = n THEN FALSE END AS is_thin,
        round(declared_yuan / nullif(date_diff('month', wage_from_on, wage_to_on) + 1, 0), 2)
            AS monthly_yuan,
        CASE WHEN months > 0 THEN monthly_yuan >= 3 * base_yuan WHEN unknown > 0 THEN NULL
            WHEN creditor_id IS NOT NULL AND wages.firm IS NOT NULL THEN TRUE END AS is_unsupported
    FROM wages LEFT JOIN cases ON cases.case_no = basis_doc_no
        LEFT JOIN awards ON award_no = basis_doc_no AND worker_id = creditor_id
        LEFT JOIN agents ON agents.case_no = basis_doc_no
        LEFT JOIN proofs ON proofs.case_no = basis_doc_no
        LEFT JOIN insured USING (place) LEFT JOIN related USING (place)
),
claimants AS MATERIALIZED (
    SELECT *, sued_on >= since_on AND sued_on <= bankrupt_on AS is_shortly,
        is_thin IS NOT FALSE AND is_unsupported IS NOT FALSE AND is_disputed IS NOT TRUE AS others,
        is_shortly IS NOT FALSE AND others AS p,
        declared_yuan > 300000 AND is_shortly AND is_thin AND is_unsupported AND NOT is_disputed
            AS is_sure
    FROM told
),
counted AS (
    SELECT *, count(*) OVER (PARTITION BY bankruptcy_no, sued_on) AS same_day,
        CASE WHEN agent IS NOT NULL THEN count(*) OVER (PARTITION BY bankruptcy_no, agent) END
            AS same_agent
    FROM claimants WHERE p
),
judged AS MATERIALIZED (
    SELECT bankruptcy_no, max(firm) AS firm, max(bankrupt_on) AS bankrupt_on,
        count(DISTINCT creditor_id) FILTER (is_sure) AS claimants,
        count(DISTINCT creditor_id) AS possible, sum(declared_yuan) FILTER (is_sure) AS yuan,
        max(unit_code) AS unit_code, max(asset_yuan) AS asset_yuan,
        count(DISTINCT creditor_id) FILTER (is_sure AND wage_to_on > stopped_on) AS after_stop,
        count(DISTINCT creditor_id) FILTER (is_sure AND is_related) AS related,
        count(DISTINCT creditor_id) FILTER (is_sure AND elsewhere > 0) AS elsewhere,
        max(same_day) FILTER (is_sure) AS same_day, max(same_agent) FILTER (is_sure) AS same_agent,
        CASE WHEN claimants >= 5 THEN TRUE WHEN possible < 5 THEN FALSE END AS p
    FROM counted GROUP BY bankruptcy_no
)
SELECT 'layer' AS kind, 'debtors' AS id, '' AS period, count(*) AS rows_in, count(*) AS kept,
    0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss FROM debtors
UNION ALL SELECT 'layer', 'insiders', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p), 0,
    count(*) FILTER (p IS NULL), 0 FROM roles
UNION ALL SELECT 'layer', 'wage_claims', '', n, (SELECT count(*) FROM wages),
    n - (SELECT count(*) FILTER (is_wage IS NOT FALSE AND is_high) FROM claimed), 0,
    (SELECT count(*) FILTER (is_wage IS NULL AND is_high) FROM claimed),
    (SELECT count(*) FILTER (is_wage AND NOT is_high AND declared_yuan >= 280000) FROM claimed)
FROM (SELECT count(*) AS n FROM lake.bankruptcy_claim)
UNION ALL SELECT 'layer', 'claimants', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p), 0,
    0, count(*) FILTER (others AND NOT is_shortly
        AND abs((bankrupt_on - sued_on) - (bankrupt_on - since_on)) <= 60) FROM claimants
UNION ALL SELECT 'layer', 'firms', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p), 0,
    count(*) FILTER (p IS NULL), count(*) FILTER (NOT p AND abs(claimants - 5) <= 1) FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, firm AS id, bankrupt_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: yuan, event_on: bankrupt_on, due_on: NULL,
        score: least(3 * claimants, 25) + round(20 * after_stop / claimants)::BIGINT
            + least(10 * related, 20) + CASE WHEN same_day >= 5 THEN 8 ELSE 0 END
            + CASE WHEN same_agent >= 5 THEN 7 ELSE 0 END
            + round(10 * elsewhere / claimants)::BIGINT
            + round(least(coalesce(10 * yuan / nullif(asset_yuan, 0), 0), 10))::BIGINT,
        claimant_count: claimants, declared_yuan: yuan, bankrupt_on: bankrupt_on,
        after_stop_count: after_stop, related_count: related
    })::VARCHAR AS facts
FROM judged WHERE p
