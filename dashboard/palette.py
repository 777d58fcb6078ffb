"""The colours of a chart, light and dark; the theme's own values stand in `.streamlit/config.toml`.

The four lines keep their colour everywhere. No pair of red and green: what needs a closer look has
a shape as well as a colour, and what could not be judged is hatched grey.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from supervision.vocabulary import Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """The colours of one appearance."""

    ground: str
    second_ground: str
    text: str
    secondary: str
    grid: str
    primary: str
    soft: str
    notice: str
    hatch: str
    hatch_ground: str
    lines: Mapping[Line, str]


LIGHT: Final = Palette(
    ground="#FFFFFF",
    second_ground="#F5F7FA",
    text="#1B2430",
    secondary="#5B6676",
    grid="#E3E8EE",
    primary="#1D4E89",
    soft="#AFC3DB",
    notice="#A8325E",
    hatch="#8F99A6",
    hatch_ground="#E4E8ED",
    lines={
        Line.CRIMINAL: "#1D4E89",
        Line.CIVIL: "#146B59",
        Line.ADMINISTRATIVE: "#7A5199",
        Line.PUBLIC_INTEREST: "#8F5200",
    },
)

DARK: Final = Palette(
    ground="#0B1526",
    second_ground="#13213A",
    text="#E8EDF5",
    secondary="#9FB0C8",
    grid="#22324D",
    primary="#5B9BE6",
    soft="#35547E",
    notice="#F07CA6",
    hatch="#7C8DA8",
    hatch_ground="#22324D",
    lines={
        Line.CRIMINAL: "#5B9BE6",
        Line.CIVIL: "#4CC3A5",
        Line.ADMINISTRATIVE: "#B494D6",
        Line.PUBLIC_INTEREST: "#E0A23A",
    },
)

BADGES: Final[Mapping[Line, str]] = {
    Line.CRIMINAL: "blue",
    Line.CIVIL: "green",
    Line.ADMINISTRATIVE: "violet",
    Line.PUBLIC_INTEREST: "orange",
}
"""The theme's named colours carry the four lines' colours, so that a badge needs no markup."""


def palette() -> Palette:
    """The colours of the appearance that the viewer chose."""
    return DARK if st.context.theme.type == "dark" else LIGHT
