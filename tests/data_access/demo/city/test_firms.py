"""The firms of the city and who stands for them."""


def test_every_firm_has_a_code_of_its_own_and_a_living_chief(city):
    assert city.every_firm["firm_uscc"].n_unique() == city.every_firm.height
    assert city.every_firm["legal_rep_id"].is_in(city.adults["person_id"].implode()).all()


def test_what_is_over_says_since_when(city):
    is_over = city.every_firm["status"] == "deregistered"
    assert (city.every_firm["ended_on"].is_not_null() == is_over).all()
    assert is_over.any()


def test_nobody_leads_five_firms_nor_is_any_chief_a_suspect(city):
    assert city.every_firm["legal_rep_id"].value_counts()["count"].max() < 5
    suspects = city.table("_criminal")["person_id"]
    assert not city.every_firm["legal_rep_id"].is_in(suspects.implode()).any()
