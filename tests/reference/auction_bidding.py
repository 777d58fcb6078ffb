"""The bidding model a second time, slowly: lot by lot, every window tried. No engine is used."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

import polars as pl

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of bids, `start` to `end` (positions), in which exactly two bidders alternate."""

    start: int
    end: int
    meets: bool

    @property
    def length(self) -> int:
        return self.end - self.start + 1


def counts(rows: int, kept: int, **others: int) -> dict[str, int]:
    named = {"dropped": 0, "excluded": 0, "cannot_judge": 0, "near_miss": 0} | others
    return {"rows_in": rows, "kept": kept, **named}


def screened(
    bids: pl.DataFrame, *, window: int = 10, share: float = 0.5, near: int = 3
) -> tuple[Counts, set[str]]:
    """The counts of each layer, and the lots that are flagged."""
    lots = [lot for _, lot in bids.group_by(["unit_code", "lot_code"], maintain_order=True)]
    ordered = [lot.sort("bid_yuan", "bid_at", "bidder_code").to_dicts() for lot in lots]
    judged = [lot for lot in ordered if can_judge(lot)]
    late = [(lot, entry_of(lot)) for lot in judged]
    late_count = sum(len(lot) - entry for lot, entry in late)
    runs = [runs_of(lot, entry, window, share) for lot, entry in late]
    every = [run for of_lot in runs for run in of_lot]
    long = [run for run in every if run.length >= window]
    meets = [run for run in long if run.meets]
    flagged = [
        lot
        for lot, of_lot in zip(judged, runs, strict=True)
        if any(run.meets for run in of_lot) or bidders_of(lot) == 1
    ]
    close = [
        lot
        for lot, of_lot in zip(judged, runs, strict=True)
        if lot not in flagged
        and abs(max((run.length for run in of_lot), default=0) - window) <= near
    ]
    bidders = sum(bidders_of(lot) for lot in ordered)
    found = {
        "bids": counts(len(bids), len(bids)),
        "bidders": counts(bidders, bidders),
        "lots": counts(len(lots), len(judged), cannot_judge=len(lots) - len(judged)),
        "late_bids": counts(len(bids), late_count, dropped=len(bids) - late_count),
        "runs": counts(len(every), len(every)),
        "longest": counts(sum(map(bool, runs)), sum(map(bool, runs))),
        "long_runs": counts(
            len(every),
            len(long),
            dropped=len(every) - len(long),
            near_miss=sum(window - near <= run.length < window for run in every),
        ),
        "least_raises": counts(len(long), len(meets), dropped=len(long) - len(meets)),
        "alternations": counts(*[sum(any(run.meets for run in of_lot) for of_lot in runs)] * 2),
        "verdict": counts(
            len(judged), len(flagged), dropped=len(judged) - len(flagged), near_miss=len(close)
        ),
    }
    return found, {lot[0]["lot_code"] for lot in flagged}


def bidders_of(lot: list[dict]) -> int:
    return len({bid["bidder_code"] for bid in lot})


def can_judge(lot: list[dict]) -> bool:
    winners = {bid["bidder_code"] for bid in lot if bid["status"] == "won"}
    times: list[datetime] = [bid["bid_at"] for bid in lot]
    starts = [bid["start_yuan"] for bid in lot if bid["start_yuan"] is not None]
    least, first = least_raise(lot), lot[0]["bid_yuan"]
    is_whole = True
    if starts and first > max(starts):
        is_whole = least is not None and first <= max(starts) + least
    return len(winners) == 1 and times == sorted(times) and is_whole


def least_raise(lot: list[dict]) -> Decimal | None:
    raises = [b["bid_yuan"] - a["bid_yuan"] for a, b in pairwise(lot)]
    return min((found for found in raises if found > 0), default=None)


def entry_of(lot: list[dict]) -> int:
    """The position, from 1, of the bid by which the last bidder entered."""
    firsts: dict[str, int] = {}
    for position, bid in enumerate(lot, 1):
        firsts.setdefault(bid["bidder_code"], position)
    return max(firsts.values())


def alternates(lot: list[dict], start: int, end: int) -> bool:
    """Whether two bidders alternate from bid to bid, positions from 1."""
    names = [bid["bidder_code"] for bid in lot[start - 1 : end]]
    pairs = pairwise(names)
    return all(a != b for a, b in pairs) and len(set(names)) <= 2


def runs_of(lot: list[dict], entry: int, window: int, share: float) -> list[Run]:
    """The stretches that end where a following bid would break them, after the last entry."""
    last = len(lot)
    starts: dict[int, int] = {}
    for end in range(entry + 1, last + 1):
        start = next(s for s in range(entry + 1, end + 1) if alternates(lot, s, end))
        starts[start] = end
    return [
        Run(start=start, end=end, meets=has_window(lot, start, end, window, share))
        for start, end in starts.items()
    ]


def has_window(lot: list[dict], start: int, end: int, window: int, share: float) -> bool:
    """Whether some stretch of at least `window` bids within has mostly least raises."""
    least = least_raise(lot)
    for first in range(start, end + 1):
        for last in range(first + window - 1, end + 1):
            raises = [
                lot[at - 1]["bid_yuan"] - lot[at - 2]["bid_yuan"] for at in range(first, last + 1)
            ]
            if sum(found == least for found in raises) > share * len(raises):
                return True
    return False
