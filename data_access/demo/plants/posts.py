"""Posts of the restricted space (M09): numbered, never named, each with the rows that it leaves."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.subjects import Variant

EACH = 2
"""So many posts of each variant at scale 1."""

Of = TypeVar("Of", bound=Variant)
Leave = Callable[[City, Plants, Of, str, int], None]
"""Plants the rows of a post by its variant, its name and its number."""


def planted_posts(
    city: City, model: str, title: str, variants: Sequence[Of], leave: Leave[Of]
) -> Plants:
    """The posts of all variants, from number 801, with a line of truth each."""
    plants = Plants()
    number = 0
    for variant in variants:
        for _ in range(city.planted(EACH)):
            number += 1
            name = f"{title}{800 + number}"
            leave(city, plants, variant, name, number)
            plants.say(model, "post", [name], ["990100"], variant.kind, variant.why)
    return plants
