"""How the files of the city are divided among the transactions of the lake."""

from pathlib import Path

from data_access.demo.bulk import TOGETHER, Parcel, transactions


def parcel(rows: int) -> Parcel:
    return Parcel(
        dataset="household", unit="990100", supplier="演示市", path=Path("x"), rows=rows, sha256="0"
    )


def test_parcels_go_together_up_to_the_limit_and_a_larger_one_alone():
    sizes = (TOGETHER - 1, 1, 1, TOGETHER + 5, 7)
    groups = [[one.rows for one in group] for group in transactions([parcel(n) for n in sizes])]
    assert groups == [[TOGETHER - 1, 1], [1], [TOGETHER + 5], [7]]


def test_nothing_needs_no_transaction():
    assert list(transactions([])) == []
