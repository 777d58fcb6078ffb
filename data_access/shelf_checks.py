"""What a model must pass before an office keeps it: everything an installed one must, and more.

An installed model's fixtures are run by the tests of this project; one that is written or brought
here has them run on the spot.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from data_access.fixture_checks import answer_mistakes
from supervision.declaration import FIXTURES, read_fixtures, read_model, shaped_model
from supervision.errors import Mistake, ModelMistakes, UnknownName
from supervision.model_format import Model
from supervision.model_pack import MODEL, ModelTexts
from supervision.vocabulary import Maturity

MOST_CHARACTERS = 256 * 1024
"""Ten times the longest packaged model."""

LONGEST_ID = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposedModel:
    """A model that passed everything, with its texts and their sha256, line ends made uniform."""

    model: Model
    texts: ModelTexts
    sha256: str


def proposed_model(texts: ModelTexts) -> ProposedModel:
    """The model of these texts, its fixtures run.

    Raises ModelMistakes with everything that is wrong.
    """
    shape = shape_of(texts)
    file, beside = f"{shape.id}.toml", f"{shape.id}{FIXTURES}"
    with _readable(file):
        model = read_model(texts.model, file, texts.fixtures, texts.shared)
        mistakes = [*_head(model, file)]
        mistakes += answer_mistakes(model, read_fixtures(texts.fixtures, beside), beside)
    if mistakes:
        raise ModelMistakes(mistakes)
    own = own_texts(model, texts)
    return ProposedModel(model=model, texts=own, sha256=content_sha256(own))


def shape_of(texts: ModelTexts) -> Model:
    """The model of these texts, of which only the shape was checked; raises ModelMistakes."""
    _refuse_long(texts)
    with _readable(MODEL):
        return shaped_model(texts.model, MODEL, texts.shared)


def own_texts(model: Model, texts: ModelTexts) -> ModelTexts:
    """The texts of a model without shared layers that it does not share."""
    return texts if model.shares else replace(texts, shared=None)


def content_sha256(texts: ModelTexts) -> str:
    """The sha256 of a model's texts, line ends made uniform."""
    parts = (texts.model, texts.fixtures, texts.shared or "")
    uniform = ["\n".join(part.splitlines()) for part in parts]
    return hashlib.sha256("\0".join(uniform).encode()).hexdigest()


@contextmanager
def _readable(file: str) -> Iterator[None]:
    """Makes a mistake of what a reader of texts gives up at."""
    try:
        yield
    except UnknownName as error:
        raise ModelMistakes([Mistake(file=file, where="requires", says=str(error))]) from error
    except (RecursionError, ValueError, OverflowError) as error:
        says = "holds a number or an expression that is too long to be read"
        raise ModelMistakes([Mistake(file=file, where="file", says=says)]) from error


def _head(model: Model, file: str) -> list[Mistake]:
    mistakes = []
    if model.maturity is Maturity.RETIRED:
        says = "a retired model is not kept anew"
        mistakes.append(Mistake(file=file, where="maturity", says=says))
    if len(model.id) > LONGEST_ID:
        says = f"has more than {LONGEST_ID} characters"
        mistakes.append(Mistake(file=file, where="id", says=says))
    return mistakes


def _refuse_long(texts: ModelTexts) -> None:
    mistakes = [
        Mistake(file=name, where="file", says=f"has more than {MOST_CHARACTERS} characters")
        for name, text in texts.files.items()
        if len(text) > MOST_CHARACTERS
    ]
    if mistakes:
        raise ModelMistakes(mistakes)
