"""The criminal cases of the city from filing to effect: one course, which every agency tells apart.

The shares of charges and decisions are those of 4,549 published decisions 2014-2026 with one
charge (see docs/decisions/0015), but for drunk driving: it has its published share of all cases
before December 2023 and after, when an opinion changed the practice.
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import Draw, later, until_last_day
from data_access.demo.city.people import leads_firms

CHARGES = {
    "危险驾驶罪": 1441,
    "盗窃罪": 627,
    "故意伤害罪": 346,
    "交通肇事罪": 279,
    "诈骗罪": 226,
    "帮助信息网络犯罪活动罪": 184,
    "贩卖毒品罪": 165,
    "掩饰、隐瞒犯罪所得罪": 122,
    "走私普通货物罪": 88,
    "寻衅滋事罪": 70,
    "非法占用农用地罪": 60,
    "开设赌场罪": 56,
    "妨害公务罪": 39,
    "故意杀人罪": 38,
    "非法经营罪": 35,
    "合同诈骗罪": 26,
    "虚开增值税专用发票罪": 23,
    "非法拘禁罪": 21,
    "抢劫罪": 20,
}
"""Charges with the number of published decisions on each."""

DECISIONS = {"prosecuted": 4008, "statutory": 41, "discretionary": 480, "doubt": 101}
"""Published decisions of each kind, of 4,630."""

DRUNK = "危险驾驶罪"
POLICY_CHANGE = date(2023, 12, 28)
"""Since this day the opinion of two courts and two ministries on drunk driving holds."""
DRUNK_SHARE = {"before": 0.319, "since": 0.156}
"""Drunk driving among the cases that reach the procuratorate: of 2022, and of the first half of
2024, when the opinion held (最高检, published)."""
MONTHS = (8, 5, 8, 9, 9, 8, 8, 8, 9, 8, 10, 10)
YEARS = (7, 8, 9, 10, 10, 10)


def course(city: City) -> pl.DataFrame:
    """One row a suspect with the days of every stage; days after the last one are none.

    Columns filing_no, person_id, person_name, county, charge, crime_on, filed_on, detained_on,
    second_measure, second_on, sent_on, decision, decided_on, case_no, judged_on, effective_on,
    main_penalty, prison_months, probation_months, fine_yuan.
    """
    count = city.rows(14_000)
    draw = city.draw("criminal", count)
    suspect = city.draw("criminal.suspect", count).some(city.adults.filter(~leads_firms()))
    count = suspect.height
    draw = city.draw("criminal", count)
    frame = suspect.select("person_id", "person_name", "county").with_columns(
        charge=draw.pick(CHARGES),
        filed_on=draw.season_day(MONTHS, YEARS),
        chance=draw.share(),
    )
    holds = pl.col("filed_on") >= POLICY_CHANGE
    kept = pl.when(holds).then(_kept(DRUNK_SHARE["since"])).otherwise(_kept(DRUNK_SHARE["before"]))
    is_left_out = (pl.col("charge") == DRUNK) & (pl.col("chance") > kept)
    frame = frame.filter(~is_left_out).sort("filed_on", "person_id")
    frame = frame.with_columns(filing_no=numbered("演公刑立字〔2025〕{}号", frame.height))
    return _judged(_measured(frame, city), city)


def _kept(share: float) -> float:
    """How many of the drawn cases of drunk driving are kept, that they are this share of all."""
    others = sum(CHARGES.values()) - CHARGES[DRUNK]
    return others * share / (1 - share) / CHARGES[DRUNK]


def _measured(frame: pl.DataFrame, city: City) -> pl.DataFrame:
    draw = city.draw("criminal.measures", frame.height)
    is_detained = (pl.col("charge") != DRUNK) & draw.flag(0.6)
    detained = later("filed_on", draw.whole(0, 10))
    is_arrested = is_detained & draw.flag(0.65)
    by_detention = later(detained, draw.whole(7, 34))
    second = pl.when(is_detained).then(by_detention).otherwise(later("filed_on", draw.whole(0, 8)))
    to_review = pl.when(is_arrested).then(draw.whole(20, 56)).otherwise(draw.whole(30, 180))
    return frame.with_columns(
        crime_on=later("filed_on", -draw.whole(1, 60)),
        detained_on=pl.when(is_detained).then(detained),
        second_measure=pl.when(is_arrested).then(pl.lit("arrest")).otherwise(pl.lit("bail")),
        second_on=second,
        sent_on=later(second, to_review),
    )


def _judged(frame: pl.DataFrame, city: City) -> pl.DataFrame:
    draw = city.draw("criminal.judgment", frame.height)
    is_prosecuted = pl.col("decision") == "prosecuted"
    frame = frame.with_columns(
        decision=draw.pick(DECISIONS),
        decided_on=later("sent_on", draw.whole(6, 40)),
        case_no=numbered("（2025）演01刑初{}号", frame.height),
    )
    frame = frame.with_columns(
        judged_on=pl.when(is_prosecuted).then(later("decided_on", draw.whole(20, 58)))
    )
    frame = frame.with_columns(effective_on=later("judged_on", draw.whole(11, 14)))
    ends = ("detained_on", "second_on", "sent_on", "decided_on", "judged_on", "effective_on")
    frame = frame.with_columns([until_last_day(pl.col(name)).alias(name) for name in ends])
    return _sentenced(frame, draw)


def _sentenced(frame: pl.DataFrame, draw: Draw) -> pl.DataFrame:
    is_drunk = pl.col("charge") == DRUNK
    is_light = draw.flag(0.4)
    months = pl.when(is_drunk).then(draw.whole(1, 5)).otherwise(draw.whole(6, 48))
    penalty = pl.when(is_drunk).then(pl.lit("detention")).otherwise(pl.lit("prison"))
    has_effect = pl.col("effective_on").is_not_null()
    return frame.with_columns(
        decision=pl.when(pl.col("decided_on").is_not_null()).then("decision"),
        main_penalty=pl.when(has_effect).then(penalty),
        prison_months=pl.when(has_effect).then(months),
        probation_months=pl.when(has_effect & is_light).then((months * 2).clip(2, 60)),
        fine_yuan=pl.when(has_effect).then(
            draw.pick([1_000.0, 2_000.0, 3_000.0, 5_000.0, 10_000.0])
        ),
    ).drop("chance")


TABLES = {"_criminal": course}
