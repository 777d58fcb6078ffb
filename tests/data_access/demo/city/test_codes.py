"""Identifiers: their check digits, computed here once more and by another way."""

from data_access.demo.city.codes import numbered

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_every_resident_id_is_valid_and_of_the_reserved_area(city):
    for one in city.everyone["person_id"].head(500):
        total = sum(int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(one[:17]))
        assert one[17] == "10X98765432"[total % 11]
        assert one.startswith("9901")


def test_every_credit_code_is_valid(city):
    for one in city.every_firm["firm_uscc"].head(500):
        total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(one[:17]))
        assert SIGNS.index(one[17]) == (31 - total % 31) % 31
        weights = (3, 7, 9, 10, 5, 8, 4, 2)
        body = sum(int(sign) * weight for sign, weight in zip(one[8:16], weights, strict=True))
        assert one[16] == "0123456789X"[(11 - body % 11) % 11]


def test_numbers_run():
    assert numbered("a{}b", 2, first=9, digits=3).to_list() == ["a009b", "a010b"]
