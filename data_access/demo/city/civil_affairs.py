"""What civil affairs and health know: deaths, marriages, allowances, homes, visits."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import LAST_DAY, later, month_starts, until_last_day

DISEASES = ("高血压", "上呼吸道感染", "糖尿病", "冠心病", "腰椎间盘突出", "胃炎", "肺炎")
"""What ordinary visits and settlements name."""

BEFORE_CUSTODY = date(2019, 12, 31)
"""The last ordinary marriage: a day before the first of whom the city tells who was in custody."""
GROWN_YEARS = 14
"""Up to this age an unusual injury has to be reported; no ordinary visit is of one."""


def household(city: City) -> pl.DataFrame:
    """Everybody, the reserve too."""
    kinds = {0: "户主", 1: "配偶", 2: "子女", 3: "父母"}
    died = pl.col("died_on")
    return city.everyone.with_columns(
        relation_to_head=pl.col("place").replace_strict(kinds, return_dtype=pl.String),
        cancelled_on=until_last_day(later(died, 20)),
        cancel_reason=pl.when(later(died, 20) <= LAST_DAY).then(pl.lit("death")),
        household_kind=pl.lit("resident"),
        division_code="county",
        unit="county",
    )


def death_record(city: City) -> pl.DataFrame:
    """The dead of ten years."""
    dead = city.people.filter(pl.col("died_on").is_not_null())
    draw = city.draw("death_record", dead.height)
    return dead.with_columns(
        certificate_no=numbered("演死证{}号", dead.height),
        cremated_on=later("died_on", draw.whole(1, 5)),
        registered_on=later("died_on", draw.whole(1, 15)),
        source=draw.pick({"health": 6, "civil_affairs": 3, "police": 1}),
    )


def marriage_reg(city: City) -> pl.DataFrame:
    """The marriages of the heads of families."""
    heads = city.people.filter(pl.col("place") == 0)
    draw = city.draw("marriage_reg", heads.height)
    spouses = city.people.select(spouse_id="person_id", party_b_name="person_name")
    return (
        heads.with_columns(
            registration_no=numbered("J990100-{}", heads.height),
            kind=pl.lit("marriage"),
            registered_on=pl.min_horizontal(
                later("born_on", draw.whole(8_400, 10_500)), pl.lit(BEFORE_CUSTODY)
            ),
            agency=pl.lit("演示市民政局婚姻登记处"),
            division_code="county",
            party_a_residence="county",
            party_b_residence="county",
            is_photo_matching=pl.lit(value=True),
            status=pl.lit("valid"),
            unit="county",
        )
        .join(spouses, on="spouse_id", how="left")
        .rename({"person_id": "party_a_id", "person_name": "party_a_name"})
        .with_columns(party_b_id="spouse_id", photo_ref="registration_no")
        .filter(pl.col("registered_on") <= LAST_DAY)
    )


def allowance_pay(city: City) -> pl.DataFrame:
    """Allowances by month to the old and the poor, none after a death."""
    old = city.people.filter(pl.col("place") == 3, pl.col("born_on") < date(1945, 1, 1))
    paid = city.draw("allowance_pay", city.rows(2_500)).some(old)
    draw = city.draw("allowance_pay.kind", paid.height)
    programs = {"old_age": 60, "subsistence": 15, "disability": 12, "elder_service": 8}
    chosen = paid.with_columns(
        program=draw.pick(programs),
        amount_yuan=draw.pick([50.0, 100.0, 200.0, 480.0]),
        account_no="9999" + draw.digits(12),
    )
    rows = chosen.join(month_starts(), how="cross").filter(
        pl.col("died_on").is_null() | (pl.col("month_on") <= pl.col("died_on"))
    )
    return rows.with_columns(
        paid_on=later("month_on", 14),
        status=pl.lit("paid"),
        unit="county",
    )


def elder_home(city: City) -> pl.DataFrame:
    """The residents of homes by month over two years."""
    homes = city.firms_of("养老")
    old = city.living.filter(pl.col("place") == 3, pl.col("born_on") < date(1960, 1, 1))
    residents = city.draw("elder_home", city.rows(1_200)).some(old)
    home = city.draw("elder_home.home", residents.height).rows(homes)
    residents = residents.with_columns(
        firm_uscc=home["firm_uscc"], firm_name=home["firm_name"], beds=pl.lit(80)
    )
    rows = residents.join(month_starts(date(2024, 1, 1)), how="cross")
    draw = city.draw("elder_home.stay", rows.height)
    return rows.with_columns(
        resident_id="person_id",
        resident_name="person_name",
        is_registered=pl.lit(value=True),
        stay_days=draw.whole(20, 28),
        subsidy_yuan=pl.lit(200.0),
        prepaid_balance_yuan=draw.yuan(3_000),
        is_disabled=pl.lit(value=False),
        unit="county",
    )


def hospital_visit(city: City) -> pl.DataFrame:
    """Visits to hospitals, of all ages."""
    count = city.rows(150_000)
    draw = city.draw("hospital_visit", count)
    visitor = draw.rows(city.living)
    hospital = city.draw("hospital_visit.org", count).rows(city.firms_of("医院"))
    day = draw.day(date(2021, 1, 1))
    age = day.dt.year() - visitor["born_on"].dt.year()
    return visitor.with_columns(
        visit_no=draw.numbers("V{}", digits=9),
        org_code=hospital["firm_uscc"].str.slice(8, 9),
        org_name=hospital["firm_name"],
        visited_at=draw.instant(day),
        age_years=age,
        diagnosis=draw.pick(DISEASES),
        is_pregnancy=pl.lit(value=False),
        is_injury=draw.flag(0.03) & (age > GROWN_YEARS),
    )


TABLES = {
    "household": household,
    "death_record": death_record,
    "marriage_reg": marriage_reg,
    "allowance_pay": allowance_pay,
    "elder_home": elder_home,
    "hospital_visit": hospital_visit,
}
