"""Planted bank loans in the names of others: M06-B, borrowers who cannot have wanted them.

On the day of the contract on a roll of those in need or under 18 (内乡), and never served in person
or nine tenths of the money with a third party within three days [D].
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_civil import person_parties
from data_access.demo.city.draw import later
from data_access.demo.plants.courses import decided_suits
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import ADULT, subjects, tell, with_people

MODEL = "M06-B"
EACH = 3
SIGNED = date(2023, 5, 15)
YUAN = 50_000.0
YOUNG = (pl.col("place") == 2) & pl.col("born_on").is_between(date(2003, 1, 1), date(2005, 12, 31))


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Suits of one kind: who borrowed, where the money went, how the papers were served.

    listed says how many days before the contract the borrower came on the roll, left how many
    days before it he left it; age_days how many days the contract is before his 18th birthday.
    """

    kind: Kind
    why: str
    listed: int | None = 900
    left: int | None = None
    age_days: int | None = None
    out_days: int | None = 1
    is_own: bool = False
    is_notice: bool = False
    is_dated: bool = True
    is_known: bool = True
    has_flow: bool = True


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
UNSURE = Kind.CANNOT_JUDGE
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="低保对象，款项次日转给第三人，公告送达", is_notice=True),
    Variant(
        kind=Kind.POSITIVE, why="低保对象，款项留在账上，公告送达", is_notice=True, is_own=True
    ),
    Variant(kind=IN, why="低保对象，款项第三日转出", out_days=3),
    Variant(kind=OUT, why="低保对象，款项第四日转出", out_days=4),
    Variant(kind=IN, why="签约当日列入低保", listed=0),
    Variant(kind=OUT, why="签约次日列入低保", listed=-1),
    Variant(kind=IN, why="签约时差一日满十八岁", listed=None, age_days=1),
    Variant(kind=OUT, why="十八岁生日当日签约", listed=None, age_days=0),
    Variant(kind=LIKE, why="低保对象，小额信贷本人使用，直接送达", is_own=True),
    Variant(kind=LIKE, why="签约前一年已退出低保", left=365),
    Variant(kind=LIKE, why="普通借款人，款项付给供货人", listed=None),
    Variant(kind=UNSURE, why="没有合同日期", is_dated=False),
    Variant(kind=UNSURE, why="低保对象，没有账户流水和送达方式", has_flow=False),
    Variant(kind=UNSURE, why="被告只有姓名，没有身份号码", is_known=False, is_notice=True),
)


def false_loans(city: City) -> Plants:
    """The planted suits with contracts, accounts, payments and rolls."""
    plants = Plants()
    frame = subjects(city, VARIANTS, EACH)
    is_young = pl.col("age_days").is_not_null()
    who = pl.concat(
        [
            with_people(city, frame.filter(~is_young), ADULT),
            with_people(city, frame.filter(is_young), YOUNG),
        ]
    )
    birthday = pl.col("born_on").dt.offset_by("18y")
    who = who.with_columns(
        signed_on=pl.when(is_young)
        .then(later(birthday, -pl.col("age_days")))
        .otherwise(pl.lit(SIGNED)),
        case_no=numbered("（2025）演23民初{}号", who.height),
        account_no=numbered("9999{}", who.height, first=8_000_000, digits=15),
        unit="county",
    )
    tell(plants, MODEL, "case", who, "case_no")
    made = _heard(city, who)
    plants.add("civil_case", made)
    known = made.with_columns(person_id=pl.when("is_known").then("person_id"))
    plants.add("civil_party", person_parties(made, known, "defendant"), _banks(made))
    plants.add("case_evidence", _contracts(made))
    plants.add("special_group", _listed(who.filter(pl.col("listed").is_not_null())))
    flowing = who.filter("has_flow")
    plants.add("bank_account", _accounts(flowing))
    plants.add("bank_txn", *_payments(flowing))
    return plants


def _heard(city: City, who: pl.DataFrame) -> pl.DataFrame:
    cases = who.with_columns(cause=pl.lit("金融借款合同纠纷"), filed_on=later("signed_on", 420))
    made = decided_suits(city, "plants.false_loans", cases, YUAN, (40, 80))
    return made.with_columns(
        is_default="is_notice",
        is_notice_service=pl.when("has_flow").then("is_notice"),
        is_disputed=pl.lit(value=False),
    )


def _banks(made: pl.DataFrame) -> pl.DataFrame:
    return made.select(
        "case_no",
        "unit",
        role=pl.lit("plaintiff"),
        party_name=pl.lit("演示农村商业银行"),
        party_kind=pl.lit("firm"),
        is_present=pl.lit(value=True),
    )


def _contracts(made: pl.DataFrame) -> pl.DataFrame:
    return made.with_columns(
        kind=pl.lit("contract"),
        amount_yuan=pl.lit(YUAN),
        made_on=pl.when("is_dated").then("signed_on"),
        is_handwritten=pl.lit(value=False),
        has_bank_proof=pl.lit(value=True),
        annual_rate_percent=pl.lit(7.2),
        is_original=pl.lit(value=True),
    )


def _listed(who: pl.DataFrame) -> pl.DataFrame:
    return who.with_columns(
        group_kind=pl.lit("subsistence"),
        from_on=later("signed_on", -pl.col("listed")),
        to_on=later("signed_on", -pl.col("left")),
    )


def _accounts(who: pl.DataFrame) -> pl.DataFrame:
    return who.with_columns(
        bank_name=pl.lit("演示农村商业银行"),
        owner_id="person_id",
        owner_name="person_name",
        account_kind=pl.lit("personal"),
        opened_on=date(2016, 4, 11),
        branch_name=pl.lit("支行1"),
        opener_staff=pl.format("柜员{}", 1 + pl.col("number") % 40),
        status=pl.lit("active"),
    )


def _payments(who: pl.DataFrame) -> list[pl.DataFrame]:
    """The loan as it came, and what left the account."""
    day = pl.col("signed_on").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    common = who.with_columns(
        counter_bank=pl.lit("演示农村商业银行"),
        channel=pl.lit("柜面"),
    )
    paid_in = common.with_columns(
        txn_no=numbered("TXD{}", who.height, digits=9),
        traded_at=day + pl.duration(hours=3),
        direction=pl.lit("in"),
        amount_yuan=pl.lit(YUAN),
        balance_yuan=pl.lit(YUAN),
        counter_account_no=pl.lit("999900000000001"),
        counter_name=pl.lit("演示农村商业银行"),
    )
    share = pl.when("is_own").then(0.1).otherwise(0.98)
    paid_out = common.with_columns(
        txn_no=numbered("TXE{}", who.height, digits=9),
        traded_at=day + pl.duration(days="out_days", hours=4),
        direction=pl.lit("out"),
        amount_yuan=(share * YUAN).round(2),
        balance_yuan=(YUAN - share * YUAN).round(2),
        counter_account_no=numbered("9999{}", who.height, first=8_500_000, digits=15),
        counter_name=pl.lit("他人"),
    )
    return [paid_in, paid_out]
