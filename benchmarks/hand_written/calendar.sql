given AS (
    SELECT day_on, bool_and(is_workday) AS works FROM lake.holiday
    WHERE day_on IS NOT NULL GROUP BY day_on
),
years AS (
    SELECT y, y - row_number() OVER (ORDER BY y) AS block
    FROM (SELECT DISTINCT year(day_on) AS y FROM given)
),
days AS (
    SELECT day::DATE AS day_on, block, coalesce(works, isodow(day) < 6) AS works
    FROM (
        SELECT block, unnest(generate_series(make_date(y, 1, 1), make_date(y, 12, 31),
            INTERVAL 1 DAY)) AS day FROM years
    ) LEFT JOIN given ON given.day_on = day::DATE
),
calendar AS MATERIALIZED (
    SELECT day_on, block, works,
        min(CASE WHEN works THEN day_on END) OVER (
            PARTITION BY block ORDER BY day_on
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next_on,
        count(*) FILTER (works) OVER (PARTITION BY block ORDER BY day_on) AS place
    FROM days
)
