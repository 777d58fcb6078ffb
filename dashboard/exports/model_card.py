"""The card of a model as one HTML page for A4: what a committee decides on, and nothing else.

No script and nothing fetched; every text is escaped where it is put in.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files
from string import Template

from dashboard import figures, model_parts
from dashboard.messages import CHINESE, label, language, text
from data_access.overlays import Overlay
from data_access.precision import Effect
from data_access.scope import Scope
from supervision.model_format import Model

SHORT = 6
"""Characters of a cell that stands in one line."""

DIGITS = 12
"""Of the model's sha256: enough to tell which text a printed card is of."""


def card_page(
    model: Model, standing: Overlay, led_to: Effect, viewer: Scope, printed_at: datetime
) -> str:
    """The whole page, in the language spoken."""
    shell = (files("dashboard") / "exports" / "model_card.html").read_text(encoding="utf-8")
    return Template(shell).substitute(
        html_language="zh-CN" if language() == CHINESE else "en",
        title=escape(model.title),
        hint=escape(text("card.hint")),
        body="\n".join(_body(model, standing, led_to, viewer, printed_at)),
    )


def _body(
    model: Model, standing: Overlay, led_to: Effect, viewer: Scope, printed_at: datetime
) -> Iterable[str]:
    yield f"<h1>{escape(model.title)}</h1>"
    yield f'<p class="is">{escape(_what(model))}</p>'
    yield _pairs(model_parts.point(model))
    yield _section("models.basis") + _basis(model)
    yield _section("models.requires") + _needs(model)
    yield _section("models.rules") + _rules(model)
    yield _section("models.exclusions") + _exclusions(model)
    if model.parameters:
        yield _section("models.tab_parameters") + _parameters(model, standing)
    yield _section("models.steps") + _list("ol", model.triage.steps)
    yield _section("models.causes") + _list("ul", model.triage.benign_causes)
    yield _section("models.disposals") + _list("ul", model.triage.disposals)
    yield f"<p>{escape(text('models.document', document=model.triage.document))}</p>"
    yield _section("effect.title") + _says("effect.title_says")
    yield f"<p>{escape(model_parts.effect(led_to))}</p>"
    yield _section("models.published") + _published(model)
    yield _foot(model, viewer, printed_at)


def _what(model: Model) -> str:
    kinds = text("filter.also").join(label(kind) for kind in model.kinds)
    version = text("models.version", version=model.version)
    known = (model.id, label(model.line), label(model.business), kinds, label(model.maturity))
    return "　".join(dict.fromkeys((*known, version)))


def _basis(model: Model) -> str:
    return _table(
        [
            {
                text("models.law"): f"{entry.law}{entry.article}",
                text("models.law_says"): entry.says,
                text("models.in_force"): model_parts.in_force(entry),
                text("models.vouched"): model_parts.vouched(entry),
            }
            for entry in model.basis
        ]
    )


def _needs(model: Model) -> str:
    return _table(
        [
            {
                text("models.dataset"): need.dataset,
                text("models.need"): need.need,
                text("models.column"): text("filter.also").join(need.columns),
                text("models.coverage"): need.least,
            }
            for need in model_parts.needs(model)
        ]
    )


def _rules(model: Model) -> str:
    said = []
    for place, layer in enumerate(model.layers, 1):
        title = escape(text("models.layer", place=place, title=layer.title))
        sentences = [
            escape(says) + (_list("ul", inside) if inside else "")
            for says, inside in model_parts.sentences(layer)
        ] or [escape(text("models.layer_gathers"))]
        items = "".join(f"<li>{one}</li>" for one in sentences)
        said.append(f'<div class="layer"><b>{title}</b><ul>{items}</ul></div>')
    return "".join(said)


def _exclusions(model: Model) -> str:
    rows = [
        {text("models.layer_named"): layer.title, text("models.excluded_when"): entry.says}
        for layer in model.layers
        for entry in layer.exclusions
    ]
    return _table(rows) if rows else _says("models.no_exclusions")


def _parameters(model: Model, standing: Overlay) -> str:
    """The thresholds as they stand for the viewer's unit."""
    table = _table(
        [
            {
                text("models.parameter"): declared.title,
                text("parameters.in_force"): figures.measured(setting.value, declared.unit),
                text("models.default"): figures.measured(declared.default, declared.unit),
                text("models.tag"): label(declared.tag),
                text("models.source"): declared.source,
            }
            for declared, setting in zip(model.parameters, standing.parameters, strict=True)
        ]
    )
    return table + _says("models.tags_say")


def _published(model: Model) -> str:
    if not model.published:
        return _says("models.no_published")
    rows = [
        {text("models.place"): entry.place, text("models.found"): entry.says}
        for entry in model.published
    ]
    return _says("models.published_says") + _table(rows)


def _foot(model: Model, viewer: Scope, printed_at: datetime) -> str:
    said = text(
        "card.foot",
        id=model.id,
        version=model.version,
        sha256=model.sha256[:DIGITS],
        by=viewer.display_name or viewer.viewer,
        at=figures.instant(printed_at),
    )
    return f"<footer>{escape(said)}<br>{escape(text('lead.foot_definition'))}</footer>"


def _section(key: str) -> str:
    return f"<h2>{escape(text(key))}</h2>"


def _says(key: str) -> str:
    return f'<p class="says">{escape(text(key))}</p>'


def _pairs(entries: Mapping[str, str]) -> str:
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in entries.items()
    )
    return f"<table>{rows}</table>"


def _table(rows: Sequence[Mapping[str, str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in rows[0])
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row.values()) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(says: str) -> str:
    """A cell; a short one is never broken, or columns of words would stand on end."""
    mark = ' class="short"' if len(says) <= SHORT else ""
    return f"<td{mark}>{escape(says)}</td>"


def _list(tag: str, sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(says)}</li>" for says in sentences)
    return f"<{tag}>{items}</{tag}>"
