import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.contracts import contract
from supervision.declaration import model
from supervision.personal import (
    masked_record,
    masked_rows,
    personal_columns,
    personal_columns_of,
)
from supervision.subjects import masked, masked_key, parse_subject


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        ("identifier", "990101199001011234", "99**************34"),
        ("identifier", "E12345678", "E1*****78"),
        ("identifier", "91990101MA00000A1B", "91990101MA00000A1B"),
        ("identifier", None, None),
        ("person_name", "王小明", "王**"),
        ("person_name", "古丽·阿不都", "古*****"),
        ("person_name", "演示市甲县某某商贸有限公司", "演示市甲县某某商贸有限公司"),
        ("person_name", "某某汽修厂", "某某汽修厂"),
        ("phone", "13900001234", "13*******34"),
        ("phone", "", "*"),
    ],
)
def test_persons_are_masked_and_firms_are_not(mask, text, shown):
    rows = pl.DataFrame(
        {"who": [text], "other": [text]}, schema=dict.fromkeys(["who", "other"], pl.String)
    )
    assert masked_rows(rows, {"who": mask}).row(0) == (shown, text)


@settings(max_examples=50, deadline=None)
@given(st.text("0123456789X", min_size=1, max_size=30))
def test_an_identifier_is_masked_as_a_subject_is(text):
    rows = pl.DataFrame({"who": [text]})
    assert masked_rows(rows, {"who": "phone"}).item() == masked_key(text)


@pytest.mark.parametrize(
    "spelling",
    [
        "person:990101193203278307+person:990101194703290702",
        "firm:91990101140420373P+office:演示价格评估所+person:律师3080",
        "person:王",
    ],
)
def test_members_joined_in_one_text_are_masked_one_by_one(spelling):
    rows = pl.DataFrame({"who": [spelling]})
    subject = spelling if "+" not in spelling else f"cluster:{spelling}"
    shown = str(masked(parse_subject(subject))).removeprefix("cluster:")
    assert masked_rows(rows, {"who": "identifier"}).item() == shown


def test_numbers_and_days_of_a_record_stay():
    record = {"who": "王小明", "age": 7, "none": None}
    assert masked_record(record, {"who": "person_name", "age": "identifier"}) == {
        **record,
        "who": "王**",
    }


def test_a_contract_says_which_columns_name_persons():
    masks = personal_columns(contract("admin_penalty"))
    assert masks == {"party_id": "identifier", "party_name": "person_name"}


def test_what_a_model_makes_of_a_personal_column_is_personal():
    assert "bidder_code" not in personal_columns_of(model("auction_bidding"))
    found = personal_columns_of(model("M11-A-NL-1"))
    assert {"party_id", "party_name"} <= set(found)
    assert "early_days" not in found


def test_the_members_of_a_cluster_of_persons_are_personal():
    found = personal_columns_of(model("M12-G-2"))
    assert {"card_key", "first", "member", "cluster_key", "circle_key", "members"} <= set(found)
    assert "org_code" not in found
