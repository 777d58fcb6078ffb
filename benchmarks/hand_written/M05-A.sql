WITH lines AS MATERIALIZED (
    SELECT unit_code, seller_code, buyer_code, invoice_number, issued_on, tax_yuan, quantity,
         unit_name, amount_yuan, status = 'valid' AS is_valid,
        regexp_matches(item_name, '非成品油|非标油|复合柴油|轻循环油|混合芳烃|轻质循环油|白油|溶剂油|工业燃料油|船用燃料油|生物柴油|调和油组分')
            AS is_odd,
        CASE WHEN is_odd THEN TRUE WHEN NOT regexp_matches(item_name, '柴油') THEN FALSE
            ELSE NOT regexp_matches(item_name, '柴油(机|发电|滤|车|添加)') END AS is_oil
    FROM lake.vat_invoice
),
oil AS (
    SELECT *, year(issued_on) AS y, abs(quantity)::DOUBLE * CASE
            WHEN lower(trim(unit_name)) IN ('吨', '公吨', 't') THEN 1.0
            WHEN lower(trim(unit_name)) IN ('千克', '公斤', 'kg') THEN 0.001
            WHEN lower(trim(unit_name)) IN ('升', '公升', 'l') THEN 1.0 / 1190 END
            * CASE WHEN amount_yuan < 0 THEN -1 ELSE 1 END AS tonnes
    FROM lines WHERE is_valid AND is_oil
),
invoices AS MATERIALIZED (
    SELECT unit_code, seller_code, buyer_code, invoice_number, issued_on, y, is_odd,
        max(tonnes) AS tonnes, max(tax_yuan) AS tax_yuan
    FROM oil GROUP BY ALL
),
diesel AS MATERIALIZED (
    SELECT unit_code, buyer_code, y, round(coalesce(sum(tonnes), 0), 3) AS diesel,
        count(*) FILTER (tonnes IS NULL) AS diesel_unknown
    FROM invoices WHERE NOT is_odd GROUP BY ALL
),
sold AS MATERIALIZED (
    SELECT unit_code, seller_code AS buyer_code, y, round(coalesce(sum(tonnes), 0), 3) AS sold
    FROM invoices WHERE is_odd GROUP BY ALL
),
bought AS MATERIALIZED (
    SELECT unit_code, buyer_code, y, round(coalesce(sum(tonnes), 0), 3) AS bought,
        count(*) FILTER (tonnes IS NULL) AS odd_unknown, sum(tax_yuan) AS tax_yuan,
        max(issued_on) AS last_on
    FROM invoices WHERE is_odd GROUP BY ALL
),
burners AS MATERIALIZED (
    SELECT firm_uscc, annual_fuel_tonnes, CASE
            WHEN equipment_kind IN ('oil_boiler', 'oil_heater', 'fuel_machine') THEN TRUE
            WHEN equipment_kind = 'boiler' THEN regexp_matches(fuel_kind, '油') ELSE FALSE END
            AND coalesce(status, 'in_use') IN ('in_use', 'overdue') AS burns
    FROM lake.special_equipment
),
capacities AS MATERIALIZED (
    SELECT firm_uscc AS buyer_code, coalesce(sum(annual_fuel_tonnes::DOUBLE) FILTER (burns), 0)
            AS burnt,
        count(*) FILTER (burns IS NULL OR annual_fuel_tonnes IS NULL) AS burnt_unknown
    FROM burners WHERE burns IS NOT FALSE GROUP BY ALL
),
vehicles AS MATERIALIZED (
    SELECT firm_uscc, fuel_kind = 'diesel' AND status = 'in_service' AS counts
    FROM lake.transport_vehicle
),
fleets AS MATERIALIZED (
    SELECT firm_uscc AS buyer_code, count(*) FILTER (counts) AS vehicles,
        count(*) FILTER (counts IS NULL) AS vehicles_unknown
    FROM vehicles WHERE counts IS NOT FALSE GROUP BY ALL
),
industries AS MATERIALIZED (
    SELECT firm_uscc AS buyer_code, max(industry) AS industry FROM lake.market_entity GROUP BY ALL
),
compared AS (
    SELECT unit_code, buyer_code, y, bought, coalesce(sold, 0) AS sold, odd_unknown, tax_yuan,
        last_on, vehicles,
        round(bought - coalesce(sold, 0), 3) AS own, coalesce(burnt, 0) AS burnt,
        coalesce(burnt_unknown, 0) AS burnt_unknown, coalesce(diesel, 0) AS fuel,
        coalesce(diesel_unknown, 0) AS diesel_unknown, industry,
        30 * least(1.0, round((least(DATE '$as_of', make_date(y, 12, 31)) - make_date(y, 1, 1) + 1)
            / 365.0, 4)) AS per_vehicle,
        round(coalesce(vehicles, 0) * per_vehicle, 3) AS need,
        round((coalesce(vehicles, 0) + coalesce(vehicles_unknown, 0)) * per_vehicle, 3) AS most_need,
        round(fuel / nullif(need, 0), 4) AS fuel_share
    FROM bought LEFT JOIN sold USING (unit_code, buyer_code, y)
        LEFT JOIN diesel USING (unit_code, buyer_code, y) LEFT JOIN capacities USING (buyer_code)
        LEFT JOIN fleets USING (buyer_code) LEFT JOIN industries USING (buyer_code)
),
judged AS MATERIALIZED (
    SELECT *,
        coalesce(sold >= 0.5 * bought AND bought > 0, FALSE)
            OR coalesce(regexp_matches(industry, '石油|石化|炼化|化工|油品|涂料|沥青|农业|农机|渔业|林业|种植|养殖'), FALSE)
            AS x,
        CASE WHEN own > burnt * 1.05 THEN CASE WHEN burnt_unknown = 0 THEN TRUE END
            WHEN odd_unknown = 0 THEN FALSE END AS is_over,
        CASE WHEN fuel < 0.5 * need THEN CASE WHEN diesel_unknown = 0 THEN TRUE END
            WHEN fuel >= 0.5 * most_need THEN FALSE END AS is_short,
        is_over AND is_short AS p
    FROM compared
)
SELECT 'layer' AS kind, 'oil_lines' AS id, '' AS period, count(*) AS rows_in,
    count(*) FILTER (is_oil AND is_valid) AS kept, count(*) FILTER (NOT (is_oil AND is_valid))
        AS dropped, 0 AS excluded, count(*) FILTER ((is_oil AND is_valid) IS NULL) AS cannot_judge,
    0 AS near_miss FROM lines
UNION ALL SELECT 'layer', 'oil_invoices', '', count(*), count(*), 0, 0, 0, 0 FROM invoices
UNION ALL SELECT 'layer', 'odd_invoices', '', count(*), count(*) FILTER (is_odd),
    count(*) FILTER (NOT is_odd), 0, 0, 0 FROM invoices
UNION ALL SELECT 'layer', 'diesel_invoices', '', count(*), count(*) FILTER (NOT is_odd),
    count(*) FILTER (is_odd), 0, 0, 0 FROM invoices
UNION ALL SELECT 'layer', 'diesel_years', '', count(*), count(*), 0, 0, 0, 0 FROM diesel
UNION ALL SELECT 'layer', 'sold_years', '', count(*), count(*), 0, 0, 0, 0 FROM sold
UNION ALL SELECT 'layer', 'burners', '', count(*), count(*) FILTER (burns IS NOT FALSE),
    count(*) FILTER (NOT burns), 0, 0, 0 FROM burners
UNION ALL SELECT 'layer', 'capacities', '', count(*), count(*), 0, 0, 0, 0 FROM capacities
UNION ALL SELECT 'layer', 'vehicles', '', count(*), count(*) FILTER (counts IS NOT FALSE),
    count(*) FILTER (NOT counts), 0, 0, 0 FROM vehicles
UNION ALL SELECT 'layer', 'fleets', '', count(*), count(*), 0, 0, 0, 0 FROM fleets
UNION ALL SELECT 'layer', 'industries', '', count(*), count(*), 0, 0, 0, 0 FROM industries
UNION ALL SELECT 'layer', 'buyers', '', count(*), count(*), 0, 0, 0, 0 FROM bought
UNION ALL SELECT 'layer', 'verdict', '', count(*), count(*) FILTER (p AND NOT x),
    count(*) FILTER (NOT p AND NOT x), count(*) FILTER (x), count(*) FILTER (p IS NULL AND NOT x),
    count(*) FILTER (NOT x AND ((NOT is_over AND is_short AND abs(own - round(burnt * 1.05, 3)) <= 10)
        OR (is_over AND NOT is_short AND abs(fuel_share - 0.5) <= 0.05)))
FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, buyer_code AS id, y::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: tax_yuan, event_on: last_on, due_on: NULL,
        score: round(least(20 + (own - burnt) / 10, 40))::BIGINT
            + round(least(coalesce(40 * (1 - fuel_share), 0), 40))::BIGINT
            + round(least(greatest(coalesce(tax_yuan / 10000, 0), 0), 20))::BIGINT,
        own_tonnes: own, burnt_tonnes: burnt, fuel_tonnes: fuel, vehicle_count: vehicles,
        fuel_share: fuel_share
    })::VARCHAR AS facts
FROM judged WHERE p AND NOT x
