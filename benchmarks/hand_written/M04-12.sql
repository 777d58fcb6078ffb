WITH bids AS (
    SELECT unit_code, lot_code, bidder_identifier, bid_at, bid_yuan, deposit_payer_id, ip_address,
        phone, coalesce(bidder_identifier, bidder_code) AS bidder
    FROM lake.auction_bid
),
shared AS (
    SELECT *, CASE WHEN deposit_payer_id IS NOT NULL
            THEN min(bidder) OVER payers <> max(bidder) OVER payers END AS by_payer,
        CASE WHEN ip_address IS NOT NULL
            THEN min(bidder) OVER addresses <> max(bidder) OVER addresses END AS by_address,
        CASE WHEN phone IS NOT NULL
            THEN min(bidder) OVER phones <> max(bidder) OVER phones END AS by_phone
    FROM bids
    WINDOW payers AS (PARTITION BY unit_code, lot_code, deposit_payer_id),
        addresses AS (PARTITION BY unit_code, lot_code, ip_address),
        phones AS (PARTITION BY unit_code, lot_code, phone)
),
bidders AS MATERIALIZED (
    SELECT unit_code, lot_code, bidder, count(*) AS n, max(bidder_identifier) AS identifier,
        max(bid_at)::DATE AS bid_on, max(bid_yuan) AS highest_yuan, bool_or(by_payer) AS by_payer,
        bool_or(by_address) AS by_address, bool_or(by_phone) AS by_phone,
        count(deposit_payer_id) > 0 AS has_payer, count(ip_address) > 0 AS has_address,
        count(phone) > 0 AS has_phone
    FROM shared GROUP BY ALL
),
counted AS MATERIALIZED (
    SELECT unit_code, lot_code, bidder, n, identifier, count(*) OVER (PARTITION BY identifier) AS lots
    FROM bidders
),
regulars AS MATERIALIZED (SELECT * FROM counted WHERE identifier IS NOT NULL AND lots >= 2),
meetings AS MATERIALIZED (
    SELECT quiet.unit_code, quiet.lot_code, quiet.identifier, other.bidder
    FROM regulars AS quiet JOIN regulars AS other USING (unit_code, lot_code)
    WHERE quiet.n = 1 AND quiet.bidder <> other.bidder
),
met AS MATERIALIZED (SELECT identifier, bidder, count(*) AS n FROM meetings GROUP BY ALL),
met_lots AS MATERIALIZED (
    SELECT unit_code, lot_code, max(n) AS met
    FROM meetings JOIN (SELECT * FROM met WHERE n >= 3) USING (identifier, bidder) GROUP BY ALL
),
lots AS MATERIALIZED (
    SELECT unit_code, lot_code, count(*) AS bidders, count(identifier) AS identified,
        max(bid_on) AS auction_on, max(highest_yuan) AS highest_yuan,
        CASE WHEN bool_or(by_payer) THEN TRUE WHEN count(*) < 2 OR bool_and(has_payer) THEN FALSE END
            AS by_payer,
        CASE WHEN bool_or(by_address) THEN TRUE
            WHEN count(*) < 2 OR bool_and(has_address) THEN FALSE END AS by_address,
        CASE WHEN bool_or(by_phone) THEN TRUE WHEN count(*) < 2 OR bool_and(has_phone) THEN FALSE END
            AS by_phone
    FROM bidders GROUP BY ALL
),
judged AS MATERIALIZED (
    SELECT lots.*, met, by_payer OR by_address OR by_phone OR CASE
            WHEN met_lots.lot_code IS NOT NULL THEN TRUE
            WHEN bidders < 2 OR identified = bidders THEN FALSE END AS p
    FROM lots LEFT JOIN met_lots USING (unit_code, lot_code)
)
SELECT 'layer' AS kind, 'bids' AS id, '' AS period, sum(n)::BIGINT AS rows_in,
    sum(n)::BIGINT AS kept, 0 AS dropped, 0 AS excluded, 0 AS cannot_judge, 0 AS near_miss
FROM bidders
UNION ALL SELECT 'layer', 'bidders', '', count(*), count(*), 0, 0, 0, 0 FROM bidders
UNION ALL SELECT 'layer', 'regulars', '', count(*),
    count(*) FILTER (identifier IS NOT NULL AND lots >= 2), count(*) FILTER (lots < 2), 0,
    count(*) FILTER (identifier IS NULL AND lots >= 2), 0 FROM counted
UNION ALL SELECT 'layer', 'meetings', '', count(*), count(*), 0, 0, 0, 0 FROM meetings
UNION ALL SELECT 'layer', 'often_met', '', count(*), count(*) FILTER (n >= 3),
    count(*) FILTER (n < 3), 0, 0, count(*) FILTER (n = 2) FROM met
UNION ALL SELECT 'layer', 'lots_met', '', count(*), count(*), 0, 0, 0, 0 FROM met_lots
UNION ALL SELECT 'layer', 'lot_bidders', '', count(*), count(*), 0, 0, 0, 0 FROM lots
UNION ALL SELECT 'layer', 'linked_lots', '', count(*), count(*) FILTER (p), count(*) FILTER (NOT p),
    0, count(*) FILTER (p IS NULL), 0 FROM judged
UNION ALL BY NAME SELECT 'lead' AS kind, lot_code AS id, auction_on::VARCHAR AS period,
    to_json({
        unit: unit_code, amount: highest_yuan, event_on: auction_on, due_on: NULL,
        score: CASE WHEN by_payer THEN 50 ELSE 0 END
            + CASE WHEN by_address OR by_phone THEN 25 ELSE 0 END
            + least(coalesce(8 * met, 0), 25),
        shares_payer: by_payer, shares_address: by_address, shares_phone: by_phone, met_count: met,
        bidder_count: bidders
    })::VARCHAR AS facts
FROM judged WHERE p
