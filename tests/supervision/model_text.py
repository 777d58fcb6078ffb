"""The text of a small correct model and its fixtures, for tests that spoil one thing in it."""

MODEL = """
id = "small"
version = 1
title = "小模型"
supervision_point = "测试"
line = "civil"
business = "civil"
kinds = ["pattern"]
maturity = "experimental"
origin_case = "待核对"
owner = "测试"
created_on = 2026-01-01
changed_on = 2026-01-01
summary = "只用于测试"

[[basis]]
law = "某法"
article = "待核对"
in_force_from = "待核对"
says = "某条"

[[requires]]
dataset = "auction_bid"
required = { lot_code = 1.0, bidder_code = 1.0, bid_yuan = 1.0, bid_at = 1.0 }
optional = { start_yuan = 0.5 }

[[parameters]]
name = "least_bids"
title = "最少次数"
type = "integer"
unit = "count"
default = 3
least = 1
most = 10
tag = "D"
source = "默认参数，可调"

[[layers]]
id = "lots"
title = "标的"
from = "auction_bid"
group_by = ["unit_code", "lot_code"]
measures = [
  { name = "bid_count", title = "次数", unit = "count", as = "COUNT(*)" },
  { name = "start_yuan", title = "起拍价", unit = "yuan", as = "MAX(start_yuan)" },
  { name = "last_on", title = "末日", as = "CAST(MAX(bid_at) AS DATE)" },
]

[[layers]]
id = "busy"
title = "出价多的标的"
from = "lots"
warn_above = 0.9

[[layers.exclusions]]
id = "cheap"
says = "起拍价为零，属于赠送"
when = "start_yuan = 0"

[[layers.conditions]]
id = "many"
says = "出价次数不少于下限"
when = "bid_count >= :least_bids"
actual = "bid_count"
limit = ":least_bids"
margin = "1"
unit = "count"

[[layers.conditions]]
id = "started"
says = "起拍价高于一百"
when = "start_yuan > 100"

[lead]
subject_kind = "lot"
subject = "lot_code"
period = "last_on"
amount = "start_yuan"
event_on = "last_on"
confidence = "C1"
facts = ["bid_count"]

[[lead.titles]]
text = "{lot_code}：出价 {bid_count:count} 次，待核查"

[[lead.score]]
id = "count"
title = "次数"
points = "10 * bid_count"
most = 100

[[lead.behind]]
from = "auction_bid"
where = "unit_code = lead.unit_code AND lot_code = lead.lot_code"

[[lead.evidence]]
id = "rows"
title = "出价"
from = "auction_bid"
where = "unit_code = lead.unit_code AND lot_code = lead.lot_code"
columns = ["bidder_code", "bid_yuan"]
order_by = ["bid_yuan"]

[triage]
steps = ["核对"]
benign_causes = ["正常"]
disposals = ["排除"]
document = "检察建议书"
"""

FIXTURES = '''
[[fixtures]]
id = "all"
says = "各一"
as_of = 2026-01-31

[fixtures.given]
auction_bid = """
lot_code,bidder_code,bid_yuan,bid_at,status,start_yuan,times
MANY,A,500.00,2026-01-02 10:00:00+08:00,outbid,200.00,4
NEAR,A,500.00,2026-01-02 10:00:00+08:00,outbid,200.00,2
FREE,A,500.00,2026-01-02 10:00:00+08:00,outbid,0.00,5
UNKNOWN,A,500.00,2026-01-02 10:00:00+08:00,outbid,,5
BOTH,A,500.00,2026-01-02 10:00:00+08:00,outbid,50.00,2
LATER,A,500.00,2026-02-01 00:00:00+08:00,outbid,200.00,4
"""

[fixtures.verdicts]
"lot:MANY" = "flagged"
"lot:NEAR" = "dropped"
"lot:FREE" = "excluded"
"lot:UNKNOWN" = "cannot_judge"
"lot:LATER" = "absent"

[[fixtures.layers]]
id = "lots"
rows_in = 5
kept = 5

[[fixtures.layers]]
id = "busy"
rows_in = 5
kept = 1
dropped = 2
excluded = 1
cannot_judge = 1
near_miss = 1
exclusions = { cheap = 1 }

[[fixtures.leads]]
subject = "lot:MANY"
period = "2026-01-02"
title = "MANY：出价 4 次，待核查"
score = 40
reasons = ["many", "started"]
'''
