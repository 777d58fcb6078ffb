from decimal import Decimal

import pytest

from dashboard.views.parameter_inputs import within
from supervision.declaration import model


@pytest.mark.parametrize(("standing", "shown"), [(1, 4), (7, 7), (Decimal(900), 200)])
def test_a_field_starts_within_the_range_of_the_present_version(standing, shown):
    """A run of an older version may have used what this one does not allow; no field takes it."""
    bids = model("auction_bidding").parameters[0]
    ranged = bids.model_copy(update={"least": Decimal(4), "most": Decimal(200)})
    assert within(ranged, standing) == shown
