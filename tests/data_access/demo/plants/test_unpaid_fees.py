"""Fees that nobody asks for: what is owed of each kind is what was planted.

What M12-E and M12-F plant for land and shelters beyond is owed, too; it is theirs to tell.
"""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)
UNASKED = pl.col("urged_on").is_null()
DUE = {
    "M03-F-1": (pl.col("due_on") < AS_OF)
    & (pl.col("paid_yuan") < pl.col("price_yuan"))
    & ~pl.col("is_taken_back"),
    "M03-F-2": (pl.col("decided_on") < AS_OF)
    & (pl.col("fee_paid_yuan") < pl.col("fee_payable_yuan"))
    & ~pl.col("is_waived"),
    "M03-F-3": (pl.col("tax_kind") == "water_resource_tax")
    & (pl.col("declared_on").dt.offset_by("15d") < AS_OF)
    & (pl.col("paid_yuan") < pl.col("payable_yuan")),
}
TOLD = {
    "M03-F-1": ("land_grant", "contract_no", "M12-E-1"),
    "M03-F-2": ("civil_defense", "project_code", "M12-F-1"),
    "M03-F-3": ("tax_declare", "firm_uscc", ""),
}
"""By rule the dataset, the column of the subject, and the rule that says the same of some."""


@pytest.mark.parametrize("model", DUE)
def test_what_is_owed_and_not_asked_for(world, positives, judged, model):
    dataset, key, other = TOLD[model]
    beyond = pl.Series([*(positives(other) - positives(model))], dtype=pl.String)
    rows = world[dataset].filter(~pl.col(key).is_in(beyond.implode()))
    judged(model, rows, key, DUE[model] & UNASKED)
