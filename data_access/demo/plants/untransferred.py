"""Planted decisions with the value of a crime: M03-C, tobacco, goods and tax, not handed over.

From which value each is a crime stands in `transfer_standard`: tobacco 50,000 yuan (烟草解释 3),
inferior goods 50,000 (刑法 140), tax 100,000 (涉税解释 2); who paid the tax, surcharge and fine in
full is not pursued (刑法 201).
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import later
from data_access.demo.plants.courses import paid_decisions
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import subjects, tell, with_people

MODEL = "M03-C"
EACH = 3
TOBACCO, GOODS, TAX = "无证经营烟草制品", "销售伪劣产品", "偷税"
AGENCIES = {TOBACCO: "演示市烟草专卖局", GOODS: "演示市市场监督管理局", TAX: "演示市税务局"}
CHARGES = {TOBACCO: "非法经营案", GOODS: "销售伪劣产品案", TAX: "逃税案"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Decisions of one kind: what was done, its value, and how it reached the police, if at all."""

    kind: Kind
    why: str
    behaviour: str = TOBACCO
    value: float | None = 160_000.0
    marked: bool | None = False
    transfer: str | None = None
    is_filed: bool = False
    is_paid: bool = True
    is_known: bool = True


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="无证经营卷烟十六万元，仅作罚款"),
    Variant(kind=IN, why="无证经营卷烟恰为五万元", value=50_000.0),
    Variant(kind=OUT, why="无证经营卷烟四万九千元", value=49_000.0),
    Variant(kind=Kind.POSITIVE, why="销售伪劣产品十六万元，仅作罚款", behaviour=GOODS),
    Variant(kind=IN, why="销售伪劣产品恰为五万元", behaviour=GOODS, value=50_000.0),
    Variant(kind=OUT, why="销售伪劣产品四万九千元", behaviour=GOODS, value=49_000.0),
    Variant(kind=Kind.POSITIVE, why="偷税十六万元，未补缴", behaviour=TAX, is_paid=False),
    Variant(kind=IN, why="偷税恰为十万元", behaviour=TAX, value=100_000.0, is_paid=False),
    Variant(kind=OUT, why="偷税九万九千元", behaviour=TAX, value=99_000.0, is_paid=False),
    Variant(kind=LIKE, why="偷税已补缴并缴清罚款，依法不予追究", behaviour=TAX),
    Variant(kind=LIKE, why="决定书记明已移送公安", marked=True),
    Variant(kind=LIKE, why="另有移送台账，公安已立案", transfer="filed"),
    Variant(kind=LIKE, why="公安已自行立案", is_filed=True),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有涉案金额", value=None),
    Variant(kind=Kind.CANNOT_JUDGE, why="未记移送，当事人只有姓名", marked=None, is_known=False),
)


def untransferred(city: City) -> Plants:
    """The planted decisions with transfers and filings."""
    plants = Plants()
    frame = with_people(city, subjects(city, VARIANTS, EACH)).with_columns(
        party_id=pl.when("is_known").then("person_id"),
        party_name="person_name",
        is_firm=pl.lit(value=False),
        agency_name=pl.col("behaviour").replace_strict(AGENCIES),
    )
    days = city.draw("plants.untransferred", frame.height).day(date(2025, 8, 4), date(2025, 11, 14))
    made = paid_decisions(city, "移", frame.with_columns(decided_on=days))
    made = made.with_columns(
        involved_yuan="value",
        is_transferred_to_police="marked",
        transferred_on=pl.when("marked").then(later("decided_on", 3)),
        paid_on=pl.when("is_paid").then("paid_on"),
        paid_yuan=pl.when("is_paid").then("paid_yuan").otherwise(0.0),
        status=pl.when("is_paid").then("status").otherwise(pl.lit("unperformed")),
    )
    plants.add("admin_penalty", made)
    plants.add("case_transfer", _transfers(made.filter(pl.col("transfer").is_not_null())))
    plants.add("criminal_filing", _filings(made.filter("is_filed")))
    tell(plants, MODEL, "case", made, "decision_no")
    return plants


def _transfers(made: pl.DataFrame) -> pl.DataFrame:
    return made.with_columns(
        transfer_no=numbered("演烟移送{}号", made.height),
        from_agency="agency_name",
        to_agency=pl.lit("演示市公安局"),
        charge=made["behaviour"].replace_strict(CHARGES),
        amount_yuan="value",
        transferred_on=later("decided_on", 4),
        accepted_on=later("decided_on", 4),
        filed_on=later("decided_on", 6),
        reply="transfer",
    )


def _filings(made: pl.DataFrame) -> pl.DataFrame:
    sent = later("decided_on", 40)
    return made.with_columns(
        filing_no=numbered("演公移立字〔2025〕{}号", made.height),
        filed_on=later("decided_on", 2),
        cause=made["behaviour"].replace_strict(CHARGES),
        suspect_id="person_id",
        suspect_name="person_name",
        filing_basis=pl.lit("person"),
        status=pl.lit("sent_to_prosecution"),
        status_on=sent,
        last_action_on=sent,
        crime_on="acted_on",
        filing_source=pl.lit("own_work"),
    )
