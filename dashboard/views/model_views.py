"""How a supervision model is shown: its card as a prosecutor reads it, part by part."""

from collections.abc import Sequence

import streamlit as st

from dashboard import cards, figures, grids, model_parts, reads
from dashboard.messages import escaped, in_words, label, language, text
from dashboard.palette import BADGES
from data_access.model_catalogue import ModelOverview
from data_access.scope import Scope
from supervision.layer_format import Layer
from supervision.model_format import Model


def card(scope: Scope, model: Model) -> None:
    """The whole card as a committee reads and prints it, from the point to what others found."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.link_button(
            text("models.print"),
            f"/model-card/{model.id}?lang={language()}",
            icon=":material/print:",
            type="tertiary",
        )
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
    cards.section(text("effect.title"), text("effect.title_says"))
    st.markdown(model_parts.effect(reads.effect(scope, model.id)))
    cards.section(text("models.published"), text("models.published_says"))
    published(model)


def why_not(entry: ModelOverview) -> str:
    """Whether a model can run on what stands in the pool, and why not."""
    if entry.runnable:
        return text("models.can_run")
    return text("models.cannot_run", why=escaped(in_words(entry.why_not or "")))


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
    grids.pairs(model_parts.point(model), alt=text("models.point_alt"))


def basis(model: Model) -> None:
    """The articles the model rests on; what nobody vouches for is marked."""
    grids.still(
        [
            {
                text("models.law"): f"{entry.law} {entry.article}",
                text("models.law_says"): entry.says,
                text("models.in_force"): figures.whole(model_parts.in_force(entry)),
                text("models.vouched"): figures.whole(model_parts.vouched(entry)),
            }
            for entry in model.basis
        ],
        alt=text("models.basis_alt"),
    )


def requirements(model: Model) -> None:
    """The data the model needs, and how full each column must be."""
    grids.still(
        [
            {
                text("models.dataset"): need.dataset,
                text("models.need"): need.need,
                text("models.column"): text("filter.also").join(need.columns),
                text("models.coverage"): need.least,
            }
            for need in model_parts.needs(model)
        ],
        alt=text("models.requires_alt"),
    )


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


def published(model: Model) -> None:
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
    said = [
        f"- {escaped(says)}" + "".join(f"\n  - {escaped(each)}" for each in inside)
        for says, inside in model_parts.sentences(layer)
    ]
    st.markdown("\n".join(said) or f"- {text('models.layer_gathers')}")


def _listed(sentences: Sequence[str], *, ordered: bool = False) -> None:
    marks = [f"{place}." if ordered else "-" for place in range(1, len(sentences) + 1)]
    st.markdown(
        "\n".join(f"{mark} {escaped(says)}" for mark, says in zip(marks, sentences, strict=True))
    )
