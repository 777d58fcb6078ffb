"""All families that are planted, in the order in which they take from the reserve."""

from collections.abc import Callable

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Plants

FAMILIES: tuple[Callable[[City], Plants], ...] = ()
