"""A withdrawal marks the leads that rest on rows which left with it, and no others."""

from datetime import date

import sqlalchemy as sa

from data_access import tables
from data_access.batches import withdraw
from data_access.intake import intake
from data_access.scope import scoped, system_scope
from data_access.screening import screen
from tests.data_access.bid_files import HEADER, SCOPE, bid, put

AS_OF = date(2026, 6, 1)


def taken_in(stores, folder, delivery: str, **lots: str) -> str:
    """The id of a batch of one file a lot; a lot with one bidder is a lead."""
    for lot, text in lots.items():
        put(folder, f"{delivery}/{lot}.csv", HEADER + text)
    return intake(stores, SCOPE, [folder / delivery]).batch_id


def screened(stores) -> int:
    return screen(stores, SCOPE, "auction_bidding", as_of=AS_OF).leads_found


def marked(stores) -> list[str]:
    lead = tables.leads.c
    statement = sa.select(lead.subject).where(lead.is_withdrawn).order_by(lead.subject)
    with stores.reading() as connection:
        return list(connection.scalars(scoped(statement, system_scope("test"))))


def test_of_two_leads_in_one_batch_the_one_whose_rows_still_stand_is_not_marked(stores, folder):
    first = taken_in(stores, folder, "1", kept=bid("A1"), lost=bid("A1"))
    second = taken_in(stores, folder, "2", kept="\n" + bid("A1"))
    assert screened(stores) == 2
    withdraw(stores, SCOPE, first, "x")
    assert marked(stores) == ["lot:lost"]
    withdraw(stores, SCOPE, second, "x")
    assert marked(stores) == ["lot:kept", "lot:lost"]


def test_a_lead_of_another_batch_is_not_marked(stores, folder):
    first = taken_in(stores, folder, "1", one=bid("A1"))
    taken_in(stores, folder, "2", two=bid("A1"))
    assert screened(stores) == 2
    withdraw(stores, SCOPE, first, "x")
    assert marked(stores) == ["lot:one"]


def test_one_gone_row_of_several_marks_the_lead(stores, folder):
    taken_in(stores, folder, "1", shared=bid("A1"), whole=bid("A1"))
    later = bid("A1", "110.00", "2026-05-26 11:00:00")
    second = taken_in(stores, folder, "2", shared=later.replace("成交", "出局"), apart=bid("A1"))
    assert screened(stores) == 3
    withdraw(stores, SCOPE, second, "x")
    assert marked(stores) == ["lot:apart", "lot:shared"]


def test_a_batch_of_repeats_alone_marks_nothing(stores, folder):
    taken_in(stores, folder, "1", one=bid("A1"), two=bid("A1"))
    repeats = taken_in(stores, folder, "2", one="\n" + bid("A1"), three=bid("A1"))
    assert screened(stores) == 3
    withdraw(stores, SCOPE, repeats, "x")
    assert marked(stores) == ["lot:three"]


def test_a_row_delivered_again_before_the_next_withdrawal_still_stands(stores, folder):
    first = taken_in(stores, folder, "1", one=bid("A1"), two=bid("A1"))
    assert screened(stores) == 2
    taken_in(stores, folder, "2", one="\n" + bid("A1"))
    withdraw(stores, SCOPE, first, "x")
    assert marked(stores) == ["lot:two"]
