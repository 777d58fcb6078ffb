"""The invoices of a firm follow from its trait."""

import pytest

from data_access.demo.firms import PLANTED_YEAR, Firm, Trait
from data_access.demo.invoices import invoices


def of(trait, monthly=10.0):
    return invoices(Firm(code="Y1", unit="990101", trait=trait, monthly=monthly), 1)


def voided_share(found, year=PLANTED_YEAR, *, is_sale=True):
    chosen = [one for one in found if one.issued_on.year == year and one.is_sale is is_sale]
    return sum(one.is_void for one in chosen) / len(chosen)


def test_an_ordinary_firm_voids_few():
    assert voided_share(of(Trait.ORDINARY)) < 0.12


def test_a_voiding_firm_voids_many_in_the_planted_year_only():
    found = of(Trait.VOIDING)
    assert voided_share(found) > 0.3
    assert voided_share(found, PLANTED_YEAR - 1) < 0.12


def test_a_voiding_firm_concentrates_on_few_buyers():
    voided = [
        one.other
        for one in of(Trait.VOIDING)
        if one.is_void and one.is_sale and one.issued_on.year == PLANTED_YEAR
    ]
    most = sorted((voided.count(buyer) for buyer in set(voided)), reverse=True)
    assert sum(most[:3]) > 0.7 * len(voided)


def test_a_reissuing_firm_issues_every_voided_invoice_again():
    found = [one for one in of(Trait.REISSUING) if one.is_sale]
    again = {(one.other, one.issued_on, one.amount_fen) for one in found if not one.is_void}
    voided = [one for one in found if one.is_void and one.issued_on.year == PLANTED_YEAR]
    assert voided
    assert all((one.other, one.issued_on, one.amount_fen) in again for one in voided)


def test_voided_purchases_are_no_voided_sales():
    found = of(Trait.VOIDED_PURCHASES)
    assert voided_share(found) < 0.12
    assert voided_share(found, is_sale=False) > 0.3


def test_a_firm_with_too_few_invoices_has_too_few_in_every_year():
    found = of(Trait.TOO_FEW, monthly=0.4)
    assert max(sum(one.issued_on.year == year for one in found) for year in (2023, 2024, 2025)) < 20


@pytest.mark.parametrize("trait", list(Trait))
def test_numbers_of_one_firms_sales_are_unique(trait):
    numbers = [one.number for one in of(trait) if one.is_sale]
    assert len(numbers) == len(set(numbers))
