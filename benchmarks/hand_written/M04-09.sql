WITH lots AS MATERIALIZED (
    SELECT lot_code, started_at::DATE AS starts_on, tax_burden_text,
        coalesce(status = 'withdrawn', FALSE) OR coalesce(exec_no LIKE '%破%', FALSE) AS is_out
    FROM lake.auction_lot
),
texts AS (
    SELECT lot_code, starts_on, tax_burden_text,
        regexp_matches(tax_burden_text, '(各自|依法|按照?(税收|税法|法律|国家|有关)[^，。；]{0,12}规定?)[^，。；]{0,12}(承担|负担|缴纳)')
            AS each_own,
        regexp_matches(tax_burden_text, '(一切|全部|所有|各项|任何)[^，。；]{0,12}税[^，。；]{0,16}(买受人|竞买人|竞得人|买方)[^，。；]{0,6}(承担|负担|缴纳|支付)|(买受人|竞买人|竞得人|买方)[^，。；]{0,6}(承担|负担|缴纳|支付)[^，。；]{0,12}(一切|全部|所有|各项|任何)[^，。；]{0,12}税')
            AS all_taxes,
        regexp_matches(tax_burden_text, '税[^，。；]{0,16}(买受人|竞买人|竞得人|买方)[^，。；]{0,6}(承担|负担|缴纳|支付)|(买受人|竞买人|竞得人|买方)[^，。；]{0,6}(承担|负担|缴纳|支付)[^，。；]{0,12}税')
            AS some_taxes
    FROM lots WHERE NOT is_out
),
judged AS MATERIALIZED (
    SELECT lot_code, starts_on, NOT (all_taxes AND each_own) AS is_clear,
        CASE WHEN all_taxes THEN 2 WHEN some_taxes AND NOT each_own THEN 1
            WHEN tax_burden_text IS NOT NULL THEN 0 END AS burden
    FROM texts
),
cleared AS (SELECT * FROM judged WHERE is_clear)
SELECT 'layer' AS kind, 'lots' AS id, '' AS period, count(*) AS rows_in,
    count(*) FILTER (NOT is_out) AS kept, 0 AS dropped, count(*) FILTER (is_out) AS excluded,
    0 AS cannot_judge, 0 AS near_miss FROM lots
UNION ALL SELECT 'layer', 'burden_texts', '', count(*), count(*) FILTER (is_clear), 0, 0,
    count(*) FILTER (is_clear IS NOT TRUE), 0 FROM judged
UNION ALL SELECT 'layer', 'shifted_taxes', '', count(*), count(*) FILTER (burden >= 2),
    count(*) FILTER (burden < 2), 0, count(*) FILTER (burden IS NULL), count(*) FILTER (burden = 1)
FROM cleared
UNION ALL SELECT 'lead', lot_code, starts_on::VARCHAR, 0, 0, 0, 0, 0, 0
FROM cleared WHERE burden >= 2
