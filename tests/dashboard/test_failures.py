import asyncio
import logging

import pytest

from dashboard import failures
from data_access.errors import NotFound, SourceRefused

CANARY = "330106199001011328"


def fail():
    raise RuntimeError(f"password={CANARY}")


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, logger="sijian")
    logger = logging.getLogger("sijian")
    before = logger.propagate
    logger.propagate = True
    yield caplog
    logger.propagate = before


def test_what_we_raise_ourselves_is_said_as_it_stands():
    found = failures.explained(SourceRefused("The file is empty.", hint="Send another."))
    assert (found.kind, found.says) == ("SourceRefused", "The file is empty.")
    assert (found.hint, found.incident) == ("Send another.", None)


def test_anything_else_gets_a_number_and_its_message_is_nowhere(log):
    found = failures.outcome(fail)
    assert isinstance(found, failures.Failure)
    assert found.incident in found.says
    assert found.incident in log.text
    assert "RuntimeError" in log.text
    assert "test_failures.py" in log.text
    assert CANARY not in log.text + str(found)


def test_causes_are_named_by_their_class_only(log):
    def caused():
        try:
            fail()
        except RuntimeError as error:
            raise KeyError(CANARY) from error

    failures.outcome(caused)
    assert "KeyError < RuntimeError" in log.text
    assert CANARY not in log.text


def test_an_outcome_is_the_answer_or_the_failure():
    assert failures.outcome(lambda: 3) == 3
    assert failures.attempt(lambda: 3) == 3
    assert failures.attempt(fail) is None


def test_what_is_repeated_goes_on_after_a_failure(log):
    async def failing():
        raise NotFound("not now")

    async def broken():
        fail()

    asyncio.run(failures.kept_going(failing))
    asyncio.run(failures.kept_going(broken))
    assert "not now" in log.text
    assert "incident" in log.text
    assert CANARY not in log.text


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit])
def test_an_order_to_end_is_no_failure(ending):
    def end():
        raise ending

    with pytest.raises(ending):
        failures.outcome(end)
