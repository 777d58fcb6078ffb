"""What a model has led to: leads and conclusions of the viewer's units, and one band of others."""

import streamlit as st

from dashboard import cards, figures, grids, links, model_parts, navigation, reads
from dashboard.cards import KeyFigure
from dashboard.messages import text
from dashboard.views import model_views
from data_access.precision import Effect, Precision, VersionPrecision
from data_access.scope import Scope
from supervision.model_format import Model


def draw(scope: Scope, model: Model) -> None:
    """Key figures, the versions in a row each, and what other offices published."""
    led_to = reads.effect(scope, model.id)
    _key_figures(led_to)
    cards.section(text("effect.versions"), text("effect.versions_say"))
    found = reads.precision_of(scope, model.id)
    if found.versions:
        grids.still([_row(one) for one in found.versions], alt=text("effect.versions_alt"))
        _band_says(found)
    else:
        st.caption(text("effect.no_leads"))
    cards.section(text("models.published"), text("models.published_says"))
    model_views.published(model)


def _key_figures(led_to: Effect) -> None:
    tally = led_to.concluded
    cards.key_figures(
        [
            KeyFigure(label=text("effect.runs"), value=figures.count(led_to.runs)),
            KeyFigure(
                label=text("effect.leads"),
                value=figures.count(led_to.leads),
                opens=text("overview.opens") if led_to.leads else None,
                page=navigation.LEADS,
                parameters=links.leads_of(model=led_to.model),
            ),
            KeyFigure(
                label=text("effect.confirmed"),
                value=figures.count(tally.confirmed),
                explains=text("effect.confirmed_explains"),
            ),
            KeyFigure(label=text("effect.dismissed"), value=figures.count(tally.dismissed)),
        ]
    )


def _row(one: VersionPrecision) -> dict[str, str]:
    found = one.concluded.precision
    return {
        text("history.version"): figures.count(one.version),
        text("effect.leads"): figures.count(one.leads),
        text("effect.confirmed"): figures.count(one.concluded.confirmed),
        text("effect.dismissed"): figures.count(one.concluded.dismissed),
        text("effect.precision"): figures.share(found.numerator, found.denominator),
        text("effect.interval"): model_parts.limits(found),
        text("effect.others"): _band(one),
    }


def _band(one: VersionPrecision) -> str:
    if one.others is None:
        return text("effect.no_band")
    return text(
        "effect.band", low=figures.percent(one.others.low), high=figures.percent(one.others.high)
    )


def _band_says(found: Precision) -> None:
    st.caption(text("effect.band_says", units=found.fewest_units, concluded=found.fewest_concluded))
