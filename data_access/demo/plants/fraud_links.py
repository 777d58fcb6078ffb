"""Planted identifiers: M10-E-2, one account or phone in several cases; M10-E-3, who brings sellers.

An identifier of suspects that stands in two cases or more links them (昌平) [S]; who introduced
three sellers of cards or more may be their head [S].
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.records import filing
from data_access.demo.plants.variants import changed, serial

LINKED, HEAD = "M10-E-2", "M10-E-3"
EACH = 3
OWNERS = pl.col("place") == 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Identifiers of one kind: in so many cases, in which part, and as whose."""

    kind: Kind
    why: str
    cases: int = 2
    role: str | None = "suspect"
    value: str = "9995{}"
    what: str = "bank_account"


LINKS = (
    Link(kind=Kind.POSITIVE, why="同一账户出现在三起案件", cases=3),
    Link(kind=Kind.BORDERLINE_IN, why="同一手机号恰出现在两起案件", what="phone", value="1009{}"),
    Link(kind=Kind.LOOKALIKE, why="被害人的账户出现在两起案件", role="victim"),
    Link(kind=Kind.LOOKALIKE, why="支付平台备付金账户，为众人共用", role="other"),
    Link(kind=Kind.CANNOT_JUDGE, why="没有账户在案件中的角色", role=None),
    Link(kind=Kind.CANNOT_JUDGE, why="账号有遮掩，不能确认是同一账户", value="9995****{}"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Introducer:
    """Introducers of one kind: of so many sellers, with so many cards each."""

    kind: Kind
    why: str
    sellers: int
    cards: int = 1
    is_known: bool = True


INTRODUCERS = (
    Introducer(kind=Kind.POSITIVE, why="介绍六人出售银行卡", sellers=6),
    Introducer(kind=Kind.BORDERLINE_IN, why="恰介绍三人出售银行卡", sellers=3),
    Introducer(kind=Kind.BORDERLINE_OUT, why="介绍两人出售银行卡", sellers=2),
    Introducer(kind=Kind.LOOKALIKE, why="只介绍一人，其出售四张卡", sellers=1, cards=4),
    Introducer(kind=Kind.CANNOT_JUDGE, why="四张卡没有供卡人身份", sellers=4, is_known=False),
)


def fraud_links(city: City) -> Plants:
    """The planted identifiers with the filings in which they stand."""
    plants = Plants()
    first = 0
    for link in LINKS:
        count = city.planted(EACH)
        _linked(city, plants, link, count, first)
        first += count
    for introducer in INTRODUCERS:
        count = city.planted(EACH)
        _introduced(city, plants, introducer, count, first)
        first += count
    return plants


def _filings(suspects: pl.DataFrame, cause: str) -> pl.DataFrame:
    """A filing against each suspect."""
    number = serial("演公刑立字〔2025〕2{}号")
    case = filing(number, cause, date(2025, 9, 2), crime_on=date(2025, 7, 1))
    return changed(suspects.with_columns(unit="county"), case)


def _linked(city: City, plants: Plants, link: Link, count: int, first: int) -> None:
    """One identifier in several cases, each with a suspect and a holder of its own."""
    suspects = city.take_people(count * link.cases, OWNERS)
    filings = _filings(suspects, "诈骗案")
    plants.add("criminal_filing", filings)
    digits = 7 if link.what == "phone" else 12
    values = numbered(link.value, count, first=first, digits=digits)
    rows = filings.with_columns(
        identifier_kind=pl.lit(link.what),
        identifier_value=pl.concat([values] * link.cases),
        holder_id="person_id" if link.role == "victim" else pl.lit(None, dtype=pl.String),
        role=pl.lit(link.role, dtype=pl.String),
        amount_yuan=pl.lit(60_000.0),
        recorded_on=date(2025, 9, 20),
    )
    plants.add("case_identifier", rows)
    cases = rows.group_by("identifier_value").agg(
        pl.concat_str(pl.lit("case:"), "filing_no").sort().str.join("+").alias("filing_no"),
        pl.col("county").first(),
    )
    cases = cases.sort("identifier_value")
    plants.say(LINKED, "cluster", cases["filing_no"], cases["county"], link.kind, link.why)


def _introduced(city: City, plants: Plants, of: Introducer, count: int, first: int) -> None:
    """The cards that sellers gave away, in one case for each introducer."""
    heads = city.take_people(count, OWNERS)
    filings = _filings(heads, "帮助信息网络犯罪活动案")
    plants.add("criminal_filing", filings)
    times = pl.DataFrame({"time": range(of.sellers * of.cards)})
    rows = filings.join(times, how="cross")
    seller = (pl.int_range(pl.len()) // of.cards).cast(pl.Int64)
    people = city.draw(f"plants.links.{first}", count * of.sellers).some(city.table("_free"))
    holder = people["person_id"].gather(rows.select(seller).to_series())
    rows = rows.with_columns(
        identifier_kind=pl.lit("bank_account"),
        identifier_value=numbered("9994{}", rows.height, first=first * 100, digits=12),
        holder_id=holder if of.is_known else pl.lit(None, dtype=pl.String),
        role=pl.lit("card_seller"),
        introducer_id="person_id",
        amount_yuan=pl.lit(20_000.0),
        recorded_on=date(2025, 9, 20),
    )
    plants.add("case_identifier", rows)
    plants.say(HEAD, "person", heads["person_id"], heads["county"], of.kind, of.why)
