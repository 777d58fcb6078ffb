"""What the parts of a rule are called in its model."""

from dataclasses import dataclass

from supervision.rule_rows import RuleRows
from supervision.rule_sentences import neutral

UNIT = "unit_code"


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleNames:
    """What the parts of a rule are called: by a prefix that nothing it is built on has."""

    prefix: str

    def of(self, part: str) -> str:
        """The name of one part."""
        return f"{self.prefix}_{part}"


def names_for(rows: RuleRows) -> RuleNames:
    """A prefix that no layer, check or column below the rule begins with."""
    below = " ".join(layer.model_dump_json() for layer in rows.layers)
    prefix, number = "rule", 1
    while f"{prefix}_" in below:
        number += 1
        prefix = f"rule{number}"
    return RuleNames(prefix=prefix)


def title_of(rows: RuleRows, name: str) -> str:
    """What a column is called in a sentence, without a word that accuses."""
    column = rows.column(name)
    return name if column is None else neutral(column.title)
