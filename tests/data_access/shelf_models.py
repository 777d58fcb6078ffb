"""Models for tests of the shelf: the small model under ids of a unit, and a packaged one renamed."""

from dataclasses import replace

from data_access.accounts import add_user, scope_of
from data_access.model_shelf import shelve
from data_access.pack_files import pack_bytes
from data_access.shelf_checks import shape_of
from supervision.declaration import packaged_texts
from supervision.vocabulary import Line, ModelOrigin
from tests.supervision.model_text import FIXTURES, MODEL

RULE = "U-990101-01"
UNIT = "990101"


def rule_text(model_id=RULE, version=1, *changes):
    """The small model under this id, with these changes."""
    text = MODEL.replace('id = "small"', f'id = "{model_id}"')
    text = text.replace("version = 1", f"version = {version}")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


def written(stores, scope, model_id=RULE, version=1, *changes):
    """A rule of the unit, kept as a draft."""
    text = rule_text(model_id, version, *changes)
    return shelve(stores, scope, text, FIXTURES, origin=ModelOrigin.RULE)


def publisher(stores, name="li.si", units=(UNIT,), **rights):
    """The scope of a second person who may publish."""
    add_user(stores, name, None, list(units), list(Line), **{"may_publish": True, **rights})
    return scope_of(stores, name)


def renamed(model_id, new_id, *changes):
    """The texts of a packaged model under another id."""
    texts = packaged_texts(model_id)
    text = texts.model.replace(f'id = "{model_id}"', f'id = "{new_id}"', 1)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return replace(texts, model=text)


def pack_of(*texts):
    """The bytes of a pack of these models."""
    return pack_bytes([(shape_of(one), one) for one in texts])[0]
