"""How a supervision model is shown: its card as a prosecutor reads it, part by part."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

import streamlit as st

from dashboard import cards, figures, filters, grids
from dashboard.messages import escaped, in_words, label, text
from dashboard.palette import BADGES
from data_access.model_catalogue import ModelOverview
from supervision.contracts import contract
from supervision.layer_format import Condition, Exclusion, Layer
from supervision.model_format import UNVERIFIED, Model, Parameter
from supervision.vocabulary import Business, Kind, Line, Maturity, ModelState

FAMILY = re.compile(r"M[0-9]{2}")
SHELF = 640
"""The height of the catalogue beside a card; it scrolls in its place."""


def filter_bar(catalogue: Sequence[ModelOverview]) -> dict[str, str]:
    """The filters of the catalogue, with what of them is chosen: line, business, kind, maturity."""
    businesses = {entry.business for entry in catalogue}
    kinds = {kind for entry in catalogue for kind in entry.kind}
    options: dict[str, Sequence[StrEnum]] = {
        filters.LINE: list(Line),
        filters.BUSINESS: [one for one in Business if one in businesses],
        filters.KIND: [one for one in Kind if one in kinds],
        filters.MATURITY: [one for one in Maturity if one is not Maturity.RETIRED],
    }
    found: dict[str, str | None] = {}
    for bar, (key, codes) in zip(st.columns(4), options.items(), strict=True):
        with bar:
            words = {code.value: label(code) for code in codes}
            found[key] = filters.pick(key, text(f"filter.{key}"), words)
    chosen = {key: code for key, code in found.items() if code is not None}
    filters.chips(
        {
            key: f"{text(f'filter.{key}')}：{label(one)}"
            for key, code in chosen.items()
            for one in options[key]
            if one.value == code
        }
    )
    return chosen


def narrowed(catalogue: Sequence[ModelOverview], chosen: Mapping[str, str]) -> list[ModelOverview]:
    """The models that each of the chosen filters lets through."""
    values = {
        filters.LINE: lambda entry: {entry.line},
        filters.BUSINESS: lambda entry: {entry.business},
        filters.KIND: lambda entry: set(entry.kind),
        filters.MATURITY: lambda entry: {entry.maturity},
    }
    return [
        entry
        for entry in catalogue
        if all(code in values[key](entry) for key, code in chosen.items())
    ]


def card(model: Model) -> None:
    """The whole card as a committee reads and prints it, from the point to what others found."""
    point(model)
    cards.section(text("models.basis"))
    basis(model)
    cards.section(text("models.requires"))
    requirements(model)
    cards.section(text("models.rules"))
    layers(model)
    cards.section(text("models.exclusions"))
    exclusions(model)
    triage(model)
    cards.section(text("models.published"), text("models.published_says"))
    _published(model)


def shelf(listed: Sequence[ModelOverview]) -> str:
    """The catalogue to choose from; the id of the chosen model."""
    with st.container(height=SHELF, border=False):
        return _shelf(listed)


def _shelf(listed: Sequence[ModelOverview]) -> str:
    names = {entry.id: entry.title for entry in listed}
    widget = "shelf"
    st.session_state[widget] = filters.chosen(filters.MODEL, list(names)) or listed[0].id
    lines = [f"{_numbered(entry)}{label(entry.line)}　{_standing(entry)}" for entry in listed]
    found: str = st.radio(
        text("models.shelf"),
        list(names),
        key=widget,
        format_func=lambda model_id: escaped(names[model_id]),
        captions=lines,
        label_visibility="collapsed",
        on_change=_chosen,
        args=(widget,),
    )
    return found


def _numbered(entry: ModelOverview) -> str:
    """The number of a model of the national families, as prosecutors call it; empty for others."""
    return f"{entry.id}　" if FAMILY.match(entry.id) else ""


def why_not(entry: ModelOverview) -> str:
    """Whether a model can run on what stands in the pool, and why not."""
    if entry.runnable:
        return text("models.can_run")
    return text("models.cannot_run", why=escaped(in_words(entry.why_not or "")))


def _chosen(widget: str) -> None:
    filters.choose(filters.MODEL, st.session_state[widget])


def _standing(entry: ModelOverview) -> str:
    if entry.state is ModelState.DRAFT:
        return label(entry.state)
    return label(entry.maturity) if entry.runnable else text("models.lacks_data")


def badges(model: Model) -> None:
    """What a model is, at a glance."""
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(label(model.line), color=BADGES[model.line])
        if label(model.business) != label(model.line):
            st.badge(label(model.business), color="gray")
        for kind in model.kinds:
            st.badge(label(kind), color="gray")
        st.badge(label(model.maturity), color="primary")
        st.badge(text("models.version", version=model.version), color="gray")


def point(model: Model) -> None:
    """The supervision point, where the model comes from and whose it is."""
    grids.pairs(
        {
            text("models.point"): model.supervision_point,
            text("models.summary"): model.summary,
            text("models.origin"): model.origin_case,
            text("models.owner"): model.owner,
            text("models.changed_on"): figures.day(model.changed_on),
        },
        alt=text("models.point_alt"),
    )


def basis(model: Model) -> None:
    """The articles the model rests on; what nobody vouches for is marked."""
    grids.still(
        [
            {
                text("models.law"): f"{entry.law} {entry.article}",
                text("models.law_says"): entry.says,
                text("models.in_force"): _in_force(entry.in_force_from),
                text("models.vouched"): text("models.is_vouched")
                if entry.is_vouched
                else text("models.not_vouched"),
            }
            for entry in model.basis
        ],
        alt=text("models.basis_alt"),
    )


def requirements(model: Model) -> None:
    """The data the model needs, and how full each column must be."""
    rows = []
    for need in model.requires:
        declared = contract(need.dataset)
        for columns, required in ((need.required, True), (need.optional, False)):
            rows += [
                {
                    text("models.dataset"): declared.title,
                    text("models.column"): declared.column(name).title,
                    text("models.need"): text("models.required")
                    if required
                    else text("models.optional"),
                    text("models.coverage"): figures.percent(least),
                }
                for name, least in columns.items()
            ]
    grids.still(rows, alt=text("models.requires_alt"))


def parameters(found: Sequence[Parameter]) -> None:
    """The thresholds with their tags: statute, published practice, or our own default."""
    grids.still(
        [
            {
                text("models.parameter"): entry.title,
                text("models.default"): figures.measured(entry.default, entry.unit),
                text("models.range"): text(
                    "models.range_is",
                    least=figures.measured(entry.least, entry.unit),
                    most=figures.measured(entry.most, entry.unit),
                ),
                text("models.tag"): label(entry.tag),
                text("models.source"): entry.source,
            }
            for entry in found
        ],
        alt=text("models.parameters_alt"),
    )
    st.caption(text("models.tags_say"))


def layers(model: Model) -> None:
    """The rules, layer by layer, as sentences."""
    for place, layer in enumerate(model.layers, 1):
        with st.container(border=True, gap="xsmall"):
            title = text("models.layer", place=place, title=escaped(layer.title))
            st.markdown(f"**{title}**")
            _sentences(layer)


def exclusions(model: Model) -> None:
    """What is known to be innocent and counted apart."""
    rows = [
        {text("models.layer_named"): layer.title, text("models.excluded_when"): entry.says}
        for layer in model.layers
        for entry in layer.exclusions
    ]
    if rows:
        grids.still(rows, alt=text("models.exclusions_alt"))
    else:
        st.caption(text("models.no_exclusions"))


def triage(model: Model) -> None:
    """How a lead is verified, what may clear it, and what may follow."""
    steps, causes = st.columns(2, gap="medium")
    with steps:
        cards.section(text("models.steps"))
        _listed(model.triage.steps, ordered=True)
    with causes:
        cards.section(text("models.causes"))
        _listed(model.triage.benign_causes)
        cards.section(text("models.disposals"))
        _listed(model.triage.disposals)
        st.caption(text("models.document", document=escaped(model.triage.document)))


def _published(model: Model) -> None:
    """What other offices published of this kind of model; practice, no standard."""
    if not model.published:
        st.caption(text("models.no_published"))
        return
    grids.still(
        [
            {text("models.place"): entry.place, text("models.found"): entry.says}
            for entry in model.published
        ],
        alt=text("models.published_alt"),
    )


def _sentences(layer: Layer) -> None:
    said = [_join_says(join.says) for join in layer.joins]
    said += [_condition_says(entry) for entry in layer.conditions]
    said += [_exclusion_says(entry) for entry in layer.exclusions]
    st.markdown("\n".join(f"- {entry}" for entry in said) or text("models.layer_gathers"))


def _join_says(says: str) -> str:
    return text("models.joins", says=escaped(says))


def _condition_says(entry: Condition) -> str:
    inside = "".join(f"\n  - {escaped(test.says)}" for test in entry.any_of)
    return f"{escaped(entry.says)}{inside}"


def _exclusion_says(entry: Exclusion) -> str:
    return text("models.excludes", says=escaped(entry.says))


def _listed(sentences: Sequence[str], *, ordered: bool = False) -> None:
    marks = [f"{place}." if ordered else "-" for place in range(1, len(sentences) + 1)]
    st.markdown(
        "\n".join(f"{mark} {escaped(says)}" for mark, says in zip(marks, sentences, strict=True))
    )


def _in_force(since: object) -> str:
    if since == UNVERIFIED:
        return text("models.not_vouched")
    return text("models.since", day=figures.value(since))
