"""Layers that several rules of a family share, and what a rule takes of them.

`<name>.layers.toml` stands beside the rules and holds `requires`, `parameters`, `basis` and
`layers`. A rule that says `shares = "<name>"` is read as if what it needs of these stood in its own
file, before its own: the layers it builds on (and theirs), with their datasets and parameters. Each
rule thus runs, is tuned and is counted alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Table = Mapping[str, Any]
"""A table of a file as TOML gives it, before anything is checked."""

SHARED = ".layers.toml"

PARAMETER = re.compile(r":([a-z][a-z0-9_]*)")
"""A parameter as it stands in an expression, be it whole or part of a statement."""


def with_shared(declared: Table, shared: Table) -> dict[str, Any]:
    """The rule's file with what it takes of the shared file in it.

    What the rule says itself of a dataset, a parameter or a layer stands before the shared one.
    """
    own_layers = _tables(declared, "layers")
    layers = [*_built_on(own_layers, _tables(shared, "layers")), *own_layers]
    own_parameters = _tables(declared, "parameters")
    named = {one.get("name") for one in own_parameters}
    used = set(_parameters(layers)) | set(_parameters([declared]))
    taken = [
        one
        for one in _tables(shared, "parameters")
        if one.get("name") in used and one.get("name") not in named
    ]
    return dict(declared) | {
        "basis": [*_tables(shared, "basis"), *_tables(declared, "basis")],
        "requires": _requires(declared, shared, layers),
        "parameters": [*taken, *own_parameters],
        "layers": layers,
    }


def _built_on(own: Sequence[Table], shared: Sequence[Table]) -> list[Table]:
    """The shared layers that these layers reach, in their order."""
    by_id = {layer.get("id"): layer for layer in shared}
    found: set[object] = set()
    waiting = [name for layer in own for name in _reads(layer)]
    while waiting:
        name = waiting.pop()
        if name in by_id and name not in found:
            found.add(name)
            waiting += _reads(by_id[name])
    return [layer for layer in shared if layer.get("id") in found]


def _requires(declared: Table, shared: Table, layers: Sequence[Table]) -> list[Table]:
    """The datasets that the layers read or the rule names, its own least shares before shared."""
    own = {one.get("dataset"): one for one in _tables(declared, "requires")}
    read = {name for layer in layers for name in _reads(layer)}
    found: list[Table] = []
    for one in _tables(shared, "requires"):
        name = one.get("dataset")
        if name in own:
            mine = own.pop(name)
            required = {**one.get("required", {}), **mine.get("required", {})}
            optional = {**one.get("optional", {}), **mine.get("optional", {})}
            kept = {key: share for key, share in optional.items() if key not in required}
            found.append({"dataset": name, "required": required, "optional": kept})
        elif name in read:
            found.append(one)
    return [*found, *own.values()]


def _reads(layer: Table) -> list[str]:
    """Every name that stands in the layer where a dataset or layer may stand."""
    found = [layer.get("from"), *(join.get("layer") for join in _tables(layer, "joins"))]
    for kind in ("pairs", "clusters", "spread"):
        made = layer.get(kind, {})
        found += [made.get("from"), made.get("links")]
    found += layer.get("together", {}).get("layers", [])
    found += layer.get("select", {}).get("relations", [])
    return [name for name in found if isinstance(name, str)]


def _parameters(value: object) -> Iterator[str]:
    """The parameters that stand in any text of the value."""
    if isinstance(value, str):
        yield from PARAMETER.findall(value)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _parameters(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _parameters(one)


def _tables(declared: Table, key: str) -> list[Table]:
    found = declared.get(key, [])
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
