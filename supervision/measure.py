"""What a number is, and a column made by an expression."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from supervision.declared import Declared, Expression, Name, Sentence


class Measure(StrEnum):
    """What a number is, so that a screen can write it."""

    COUNT = "count"
    SHARE = "share"
    YUAN = "yuan"
    DAYS = "days"
    SECONDS = "seconds"
    NUMBER = "number"
    YEAR = "year"


class Derived(Declared):
    """A column made by an expression; `title` is what a screen heads it with."""

    name: Name
    sql: Annotated[Expression, Field(alias="as")]
    title: Sentence
    unit: Measure | None = None
