"""What public security knows of everyday life: calls, penalties, stays, journeys, cards."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import LAST_DAY, later
from data_access.demo.city.people import CITY_NAME, leads_firms
from data_access.demo.city.police_cases import POLICE

FAR = ("外市甲", "外市乙", "外市丙")
"""Fictional cities outside the demo city."""


def _free(city: City) -> pl.DataFrame:
    """Adults against whom no criminal case ever stood: they may go where they like."""
    return city.adults.join(city.table("_criminal"), on="person_id", how="anti")


def police_call(city: City) -> pl.DataFrame:
    """Calls, most settled on the spot."""
    count = city.rows(120_000)
    draw = city.draw("police_call", count)
    caller = draw.rows(city.adults)
    return caller.with_columns(
        call_no=draw.numbers("演警情{}", digits=9),
        called_at=draw.instant(draw.day(), 0, 23),
        place="address",
        longitude=draw.share() * 0.4 + 110.0,
        latitude=draw.share() * 0.4 + 30.0,
        caller_id="person_id",
        caller_name="person_name",
        caller_phone="phone",
        call_kind=draw.pick({"纠纷": 5, "交通": 4, "求助": 4, "噪音": 2, "盗窃": 1}),
        brief=pl.lit("现场处置完毕"),
        injury_level=pl.lit("none"),
        outcome=draw.pick({"settled_on_site": 7, "mediated": 2, "void": 1}),
        unit="county",
    )


def police_admin_penalty(city: City) -> pl.DataFrame:
    """Penalties below a crime: drinking below 80 mg, quarrels without injury, gambling."""
    count = city.rows(18_000)
    draw = city.draw("police_admin_penalty", count)
    person = draw.rows(city.table("_free"))
    behaviour = draw.pick({"饮酒后驾驶机动车": 5, "殴打他人": 3, "赌博": 2})
    is_drink = pl.lit(behaviour) == "饮酒后驾驶机动车"
    decided = draw.day()
    return person.with_columns(
        penalty_no=numbered("演公行罚决字〔2025〕{}号", count),
        behaviour=behaviour,
        behaved_on=later(decided, -draw.whole(0, 15)),
        injury_level=pl.lit("none"),
        has_injury_exam=draw.flag(0.5),
        alcohol_mg_per_100ml=pl.when(is_drink).then(draw.whole(20, 76)),
        penalty=pl.lit("罚款"),
        fine_yuan=draw.pick([500.0, 1_000.0, 1_500.0]),
        decided_on=decided,
        agency_name=pl.col("county").replace_strict(POLICE),
        officer_name=city.draw("police_admin_penalty.officer", count).pick(
            [f"治安民警{number}" for number in range(1, 80)]
        ),
        is_mediated=pl.lit(value=False),
        unit="county",
    )


def hotel_stay(city: City) -> pl.DataFrame:
    """Nights in the city's hotels."""
    count = city.rows(200_000)
    draw = city.draw("hotel_stay", count)
    guest = draw.rows(city.table("_free"))
    hotel = city.draw("hotel_stay.hotel", count).rows(city.firms_of("旅馆"))
    night = draw.day(date(2022, 1, 1), date(2025, 12, 29))
    return guest.with_columns(
        hotel_code=hotel["firm_uscc"].str.slice(8, 9),
        hotel_name=hotel["firm_name"],
        division_code=hotel["county"],
        checked_in_at=draw.instant(night, 14, 22),
        checked_out_at=draw.instant(night, 31, 35),
        room=draw.digits(3),
        is_minor=pl.lit(value=False),
    )


def travel_record(city: City) -> pl.DataFrame:
    """Journeys by air and rail."""
    count = city.rows(220_000)
    draw = city.draw("travel_record", count)
    night = draw.day(date(2022, 1, 1), date(2025, 12, 29))
    start = draw.instant(night, 6, 20)
    is_out = draw.flag(0.5)
    far = draw.pick(FAR)
    return draw.rows(city.table("_free")).with_columns(
        from_city=pl.when(is_out).then(pl.lit(CITY_NAME)).otherwise(far),
        to_city=pl.when(is_out).then(far).otherwise(pl.lit(CITY_NAME)),
        departed_at=start,
        arrived_at=pl.lit(start) + pl.duration(minutes=pl.lit(draw.whole(60, 400))),
        carrier_kind=draw.pick({"rail": 8, "air": 2}),
        service_no="G" + draw.digits(4),
        crosses_border=pl.lit(value=False),
    )


def id_card_loss(city: City) -> pl.DataFrame:
    """Lost identity cards of persons who lead no firm."""
    others = city.adults.filter(~leads_firms())
    person = city.draw("id_card_loss", city.rows(4_000)).some(others)
    draw = city.draw("id_card_loss.days", person.height)
    lost = draw.day(last=date(2025, 11, 1))
    return person.with_columns(
        lost_on=lost,
        reported_on=later(lost, draw.whole(0, 6)),
        reissued_on=later(lost, draw.whole(20, 50)),
        reported_to=pl.col("county").replace_strict(POLICE),
        unit="county",
    )


def phone_card(city: City) -> pl.DataFrame:
    """The phone cards of the adults."""
    owner = (
        city.draw("phone_card", city.rows(30_000))
        .some(city.adults)
        .unique("phone", maintain_order=True)
    )
    draw = city.draw("phone_card.opened", owner.height)
    return owner.with_columns(
        owner_id="person_id",
        owner_name="person_name",
        operator=draw.pick(["演示电信甲", "演示电信乙"]),
        opened_on=draw.day(date(2012, 1, 1)),
        opened_city=pl.lit(CITY_NAME),
        status=pl.lit("active"),
        is_case_related=pl.lit(value=False),
    )


def second_hand_purchase(city: City) -> pl.DataFrame:
    """What the shops for used goods bought, near its market price."""
    count = city.rows(20_000)
    draw = city.draw("second_hand_purchase", count)
    shop = city.draw("second_hand_purchase.shop", count).rows(city.firms_of("旧货回收"))
    seller = draw.rows(city.table("_free"))
    worth = draw.yuan(600)
    return seller.with_columns(
        shop_uscc=shop["firm_uscc"],
        shop_name=shop["firm_name"],
        shop_owner_id=shop["legal_rep_id"],
        seller_id="person_id",
        seller_name="person_name",
        purchased_at=draw.instant(draw.day(date(2021, 1, 1))),
        item_name=draw.pick(["旧手机", "旧家电", "废铜", "旧电动自行车", "废铁"]),
        quantity=pl.lit(1.0),
        quantity_unit=pl.lit("件"),
        price_yuan=(worth * (draw.share() * 0.3 + 0.65)).round(2),
        market_yuan=worth,
    )


def rehab_order(city: City) -> pl.DataFrame:
    """Orders of compulsory isolation for two years, served to the end."""
    person = city.draw("rehab_order", city.rows(500)).some(city.table("_free"))
    draw = city.draw("rehab_order.days", person.height)
    decided = draw.day(last=date(2025, 6, 30))
    start = later(decided, draw.whole(0, 5))
    end = later(start, 730)
    return person.with_columns(
        decision_no=numbered("演公强戒决字〔2025〕{}号", person.height),
        decided_on=decided,
        exec_from_on=start,
        exec_to_on=end,
        rehab_place=pl.lit("演示市强制隔离戒毒所"),
        released_on=pl.when(end <= LAST_DAY).then(end),
        drug=draw.pick(["冰毒", "海洛因"]),
        unit="county",
    )


TABLES = {
    "_free": _free,
    "police_call": police_call,
    "police_admin_penalty": police_admin_penalty,
    "hotel_stay": hotel_stay,
    "travel_record": travel_record,
    "id_card_loss": id_card_loss,
    "phone_card": phone_card,
    "second_hand_purchase": second_hand_purchase,
    "rehab_order": rehab_order,
}
