from decimal import Decimal

import pytest

from supervision.declaration import model
from supervision.errors import ParameterRefused, UnknownName
from supervision.parameters import parameter_values

VOIDING = model("invoice_voiding")


def test_without_settings_every_parameter_has_its_default():
    found = parameter_values(VOIDING)
    assert list(found) == [parameter.name for parameter in VOIDING.parameters]
    assert found["least_invoices"] == 30
    assert isinstance(found["least_invoices"], int)
    assert found["fence_width"] == Decimal("1.5")


@pytest.mark.parametrize("given", ["40", " 40 ", 40, 40.0, Decimal(40)])
def test_a_setting_may_come_as_text_or_number(given):
    assert parameter_values(VOIDING, {"least_invoices": given})["least_invoices"] == 40


def test_equal_numbers_are_the_same_value_however_they_are_written():
    first = parameter_values(VOIDING, {"fence_width": "2.50"})
    assert str(first["fence_width"]) == "2.5"
    assert str(parameter_values(VOIDING, {"fence_width": 1e0})["fence_width"]) == "1"


@pytest.mark.parametrize("given", ["many", "30.5", None, True, "nan", "inf", ""])
def test_a_setting_of_the_wrong_type_is_refused_in_one_sentence(given):
    with pytest.raises(ParameterRefused, match=r"^The parameter least_invoices must be .+\.$"):
        parameter_values(VOIDING, {"least_invoices": given})


@pytest.mark.parametrize("given", [4, 1001])
def test_a_setting_outside_its_range_is_refused_naming_the_range(given):
    with pytest.raises(ParameterRefused, match="between 5 and 1000"):
        parameter_values(VOIDING, {"least_invoices": given})


def test_an_unknown_parameter_is_named_with_those_there_are():
    with pytest.raises(UnknownName, match="no parameter least") as caught:
        parameter_values(VOIDING, {"least": 3})
    assert "least_invoices" in caught.value.hint
