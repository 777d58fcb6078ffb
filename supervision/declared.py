"""What every table of a model's file has in common, and the kinds of text that stand in one."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=2)]
Expression = Annotated[str, Field(min_length=1)]
Share = Annotated[Decimal, Field(ge=0, le=1)]


class Declared(BaseModel):
    """A table of the file: nothing beyond its keys, never changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
