"""Writes the catalogue at the end of `docs/models.md`, its schema, and what awaits verification.

`make docs` runs it; `tests/supervision/test_model_format.py` fails while either is not what it
would write.
"""

import json
from pathlib import Path

from supervision.declaration import load_fixtures, load_models
from supervision.expressions import AGGREGATES, FUNCTIONS, OPERATORS, TYPES, WINDOWS
from supervision.layer_format import Layer
from supervision.model_format import UNVERIFIED, Model

FOLDER = Path(__file__).resolve().parent
PAGE, SCHEMA = FOLDER / "models.md", FOLDER / "model.schema.json"
AWAITING = FOLDER / "unverified.md"
MARK = "<!-- below this line: written by `make docs` -->\n"


def models_page(text: str) -> str:
    """The page: its own text up to the mark, then the portable list and the models as they are."""
    written = text.partition(MARK)[0]
    return written + MARK + _portable() + "".join(_section(one) for one in load_models().values())


def schema_text() -> str:
    """The JSON schema of a model's file, for editors."""
    schema = Model.model_json_schema(by_alias=True)
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _portable() -> str:
    kinds = {
        "Operators": OPERATORS,
        "Functions": FUNCTIONS,
        "Aggregates": AGGREGATES,
        "Windows": WINDOWS,
    }
    lines = [f"- {name}: {_keys(found)}.\n" for name, found in kinds.items()]
    types = ", ".join(f"`{name}`" for name in sorted(TYPES))
    return "\n## The portable list\n\n" + "".join(lines) + f"- Types to cast to: {types}.\n"


def _keys(found: tuple[type, ...]) -> str:
    return ", ".join(sorted(f"`{one.__name__.upper()}`" for one in found))


def _section(one: Model) -> str:
    kinds = ", ".join(kind.value for kind in one.kinds)
    head = (
        f"\n## `{one.id}` {one.title}\n\n{one.summary}\n\n"
        f"- 监督点: {one.supervision_point}\n- Line: {one.line.value}; business:"
        f" {one.business.value}; kind: {kinds}; maturity: {one.maturity.value}; version"
        f" {one.version}\n- Subject: {one.lead.subject_kind.value}, period `{one.lead.period}`\n"
        f"- Fixtures: {len(load_fixtures()[one.id].fixtures)}\n"
    )
    basis = "".join(
        f"- {found.law} {found.article}: {found.says}"
        f"{'' if found.is_vouched else f'（{UNVERIFIED}）'}\n"
        for found in one.basis
    )
    return head + "\nBasis:\n\n" + basis + _requires(one) + _parameters(one) + _layers(one)


def _requires(one: Model) -> str:
    rows = [
        f"| `{need.dataset}` | `{name}` | {'required' if name in need.required else 'optional'}"
        f" | {float(least):.0%} |\n"
        for need in one.requires
        for name, least in {**need.required, **need.optional}.items()
    ]
    return "\n| dataset | column | | filled at least |\n|---|---|---|---|\n" + "".join(rows)


def _parameters(one: Model) -> str:
    rows = [
        f"| `{found.name}` | {found.title} | {found.default} | {found.least} – {found.most}"
        f" | {found.tag.value} | {found.source} |\n"
        for found in one.parameters
    ]
    head = "\n| parameter | | default | range | tag | source |\n|---|---|---|---|---|---|\n"
    return head + "".join(rows)


def _layers(one: Model) -> str:
    head = "\n| layer | from | counts | keeps what | excludes |\n|---|---|---|---|---|\n"
    return head + "".join(_layer(one, layer) for layer in one.layers)


def _layer(one: Model, layer: Layer) -> str:
    reads = layer.relation.reads if layer.relation else (layer.source,)
    beside = (join.beside for join in layer.joins)
    sources = "、".join(f"`{name}`" for name in dict.fromkeys((*reads, *beside)))
    keeps = "；".join(condition.says for condition in layer.conditions)
    excludes = "；".join(exclusion.says for exclusion in layer.exclusions)
    return (
        f"| `{layer.id}` {layer.title} | {sources} | {one.grain(layer)} | {keeps} | {excludes} |\n"
    )


def unverified_page() -> str:
    """The articles of models that nobody has vouched for yet: screens show them as 待核对."""
    rows = [
        f"| `{one.id}` | {basis.law} | {basis.article} |\n"
        for one in load_models().values()
        for basis in one.basis
        if not basis.is_vouched
    ]
    head = (
        "# Articles that await verification\n\nWritten by `make docs`. Nobody has vouched for these"
        " yet; screens and exports show 待核对 beside them.\n\n"
        "| model | law | article |\n|---|---|---|\n"
    )
    return head + "".join(rows)


if __name__ == "__main__":
    AWAITING.write_text(unverified_page(), encoding="utf-8")
    PAGE.write_text(models_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
