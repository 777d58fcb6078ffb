"""What the columns are called that joins and relations bring without a declaration.

Pairs, steps and clusters have columns of fixed names, semi and anti joins a `has_` column, a gather
with a condition an `_unknown_count`. Their titles are Chinese, as those of declared columns are.
"""

from types import MappingProxyType

from supervision.measure import Measure
from supervision.model_format import Model

Title = tuple[str, Measure | None]
"""What a column is called, and what its values measure; None where they measure nothing."""

RELATION_TITLES: MappingProxyType[str, Title] = MappingProxyType(
    {
        "first": ("甲方", None),
        "second": ("乙方", None),
        "together_count": ("共同出现次数", Measure.COUNT),
        "first_count": ("甲方出现次数", Measure.COUNT),
        "second_count": ("乙方出现次数", Measure.COUNT),
        "all_count": ("全部次数", Measure.COUNT),
        "lift": ("提升度", Measure.NUMBER),
        "node": ("所及对象", None),
        "hops_count": ("步数", Measure.COUNT),
        "seed": ("起点", None),
        "from_count": ("上一步的来处", Measure.COUNT),
        "cluster_key": ("所在的组", None),
        "member": ("成员", None),
    }
)


def made_titles(model: Model) -> dict[str, Title]:
    """Column -> title and measure, of what the model's joins and relations bring by themselves."""
    found: dict[str, Title] = {"unit_code": ("办案单位", None)}
    for layer in model.layers:
        if layer.relation is not None:
            offered = layer.relation.offers
            found |= {name: RELATION_TITLES[name] for name in offered if name in RELATION_TITLES}
        for join in layer.joins:
            found[join.has_column] = (join.says, None)
            found[join.unknown_column] = (f"{join.says}（不明）", Measure.COUNT)
    return found
