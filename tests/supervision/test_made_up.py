"""What of a row may stand in a model's file: nothing that could name anyone."""

from datetime import date
from decimal import Decimal

from supervision.contract_format import Identifier
from supervision.identifiers import is_right
from supervision.made_up import made_up, subject_key
from supervision.rule_draft import RuleCondition
from supervision.rule_operators import Operator
from supervision.rule_rows import rows_of_dataset
from supervision.vocabulary import SubjectKind

ROWS = rows_of_dataset("admin_penalty")
WORDS = (
    RuleCondition(column="behaviour", operator=Operator.CONTAINS, words=("无证",)),
    RuleCondition(column="agency_name", operator=Operator.EQUALS, words=("某局",)),
)


def test_texts_become_running_words_with_only_the_words_of_the_rule():
    row = {
        "party_name": "张三丰",
        "behaviour": "张三丰无证经营",
        "agency_name": "某局",
        "place": None,
    }
    (made,), (again,) = made_up([[row], [{**row, "agency_name": "某县局"}]], ROWS, WORDS)
    assert made["behaviour"].startswith("无证")
    assert "张三" not in str(made) + str(again)
    assert (made["agency_name"], made["place"]) == ("某局", None)
    assert "某县局" not in again["agency_name"]
    assert made["party_name"] == again["party_name"], "equal texts stay equal"


def test_days_and_amounts_are_kept_unless_they_are_personal():
    (penalty,) = made_up(
        [[{"decided_on": date(2025, 3, 9), "fine_yuan": Decimal("1234.56")}]], ROWS, ()
    )[0]
    assert penalty == {"decided_on": date(2025, 3, 9), "fine_yuan": Decimal("1234.56")}
    people = rows_of_dataset("pension_payment")
    private = {column.name: column.type for column in people.columns if column.is_private}
    assert private, "the dataset holds something personal"
    days = [name for name, kind in private.items() if kind.value == "date"]
    money = [name for name, kind in private.items() if kind.value == "money"]
    row = dict.fromkeys(days, date(2025, 3, 9)) | dict.fromkeys(money, Decimal("3456.78"))
    (coarse,) = made_up([[row]], people, ())[0]
    assert {coarse[name] for name in days} <= {date(2025, 3, 1)}
    assert {coarse[name] for name in money} <= {Decimal(3500)}


def test_made_up_keys_have_right_check_digits_of_the_reserved_range():
    person, firm = (subject_key(kind, 7) for kind in (SubjectKind.PERSON, SubjectKind.FIRM))
    assert is_right(person, Identifier.RESIDENT_ID)
    assert is_right(firm, Identifier.CREDIT_CODE)
    assert (person[:6], firm[2:8]) == ("990101", "990101")
    assert len({subject_key(SubjectKind.PERSON, number) for number in range(500)}) == 500
