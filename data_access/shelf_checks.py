"""What a model must pass before an office keeps it: everything an installed one must, and more.

An installed model's fixtures are run by the tests of this project; one that is written or brought
here has them run on the spot.
"""

import re
from collections.abc import Mapping

from data_access.fixture_checks import answer_mistakes
from supervision.declaration import FIXTURES, read_fixtures, read_model
from supervision.errors import Mistake, ModelMistakes, UnknownName
from supervision.model_format import Model
from supervision.sharing import SHARED
from supervision.vocabulary import Maturity

MOST_CHARACTERS = 256 * 1024
"""Ten times the longest packaged model."""

_ID = re.compile(r'^id *= *"([A-Za-z][A-Za-z0-9_-]{0,63})" *$', re.MULTILINE)


def checked_model(text: str, fixtures: str, shared: str | None = None) -> Model:
    """The model of these texts, its fixtures run.

    Raises ModelMistakes with everything that is wrong.
    """
    texts = {"toml": text, FIXTURES: fixtures, SHARED: shared or ""}
    _refuse_long(texts)
    named = _ID.search(text)
    if named is None:
        raise ModelMistakes([Mistake(file="model", where="id", says="the text names no id")])
    file = f"{named[1]}.toml"
    try:
        model = read_model(text, file, fixtures, shared)
        mistakes = [*_head(model, file)]
        beside = f"{model.id}{FIXTURES}"
        mistakes += answer_mistakes(model, read_fixtures(fixtures, beside), beside)
    except UnknownName as error:
        raise ModelMistakes([Mistake(file=file, where="requires", says=str(error))]) from error
    except (RecursionError, ValueError, OverflowError) as error:
        says = "holds a number or an expression that is too long to be read"
        raise ModelMistakes([Mistake(file=file, where="file", says=says)]) from error
    if mistakes:
        raise ModelMistakes(mistakes)
    return model


def _head(model: Model, file: str) -> list[Mistake]:
    if model.maturity is Maturity.RETIRED:
        return [Mistake(file=file, where="maturity", says="a retired model is not kept anew")]
    return []


def _refuse_long(texts: Mapping[str, str]) -> None:
    mistakes = [
        Mistake(file=name, where="file", says=f"has more than {MOST_CHARACTERS} characters")
        for name, text in texts.items()
        if len(text) > MOST_CHARACTERS
    ]
    if mistakes:
        raise ModelMistakes(mistakes)
