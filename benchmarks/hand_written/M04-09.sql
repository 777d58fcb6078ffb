WITH lots AS MATERIALIZED (
    SELECT unit_code, lot_code, started_at::DATE AS starts_on, tax_burden_text, status, start_yuan,
        deal_yuan,
        coalesce(status = 'withdrawn', FALSE) OR coalesce(exec_no LIKE '%破%', FALSE) AS is_out
    FROM lake.auction_lot
),
texts AS (
    SELECT * EXCLUDE (is_out),
        regexp_matches(tax_burden_text, '(各自|依法|按照?(税收|税法|法律|国家|有关)[^，。；]{0,12}规定?)[^，。；]{0,12}(承担|负担|缴纳)')
            AS each_own,
        regexp_matches(tax_burden_text, '(一切|全部|所有|各项|任何)[^，。；]{0,12}税[^，。；]{0,16}(买受人|竞买人|竞得人|买方)[^，。；]{0,6}(承担|负担|缴纳|支付)|(买受人|竞买人|竞得人|买方)[^，。；]{0,6}(承担|负担|缴纳|支付)[^，。；]{0,12}(一切|全部|所有|各项|任何)[^，。；]{0,12}税')
            AS all_taxes,
        regexp_matches(tax_burden_text, '税[^，。；]{0,16}(买受人|竞买人|竞得人|买方)[^，。；]{0,6}(承担|负担|缴纳|支付)|(买受人|竞买人|竞得人|买方)[^，。；]{0,6}(承担|负担|缴纳|支付)[^，。；]{0,12}税')
            AS some_taxes
    FROM lots WHERE NOT is_out
),
judged AS MATERIALIZED (
    SELECT * EXCLUDE (each_own, all_taxes, some_taxes), NOT (all_taxes AND each_own) AS is_clear,
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
UNION ALL BY NAME SELECT 'lead' AS kind, lot_code AS id, starts_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: coalesce(deal_yuan, start_yuan), event_on: starts_on, due_on: NULL,
        score: 30 * burden + CASE WHEN status = 'sold' THEN 20 ELSE 0 END
            + round(least(greatest(coalesce(start_yuan / 50000, 0), 0), 20))::BIGINT,
        tax_burden_text: tax_burden_text, burden_level: burden
    })::VARCHAR AS facts
FROM cleared WHERE burden >= 2
