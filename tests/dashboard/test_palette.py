"""The colours of charts."""

import tomllib
from pathlib import Path

import pytest

from dashboard.palette import BADGES, DARK, LIGHT
from supervision.vocabulary import Line

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text("utf-8"))


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_both_grounds(palette):
    for text in (palette.text, palette.secondary, palette.notice, *palette.lines.values()):
        for ground in (palette.ground, palette.second_ground):
            assert contrast(text, ground) >= 4.5, (text, ground)


@pytest.mark.parametrize(("palette", "mode"), [(LIGHT, "light"), (DARK, "dark")])
def test_the_theme_and_the_charts_have_the_same_colours(palette, mode):
    theme = CONFIG["theme"][mode]
    assert theme["backgroundColor"] == palette.ground
    assert theme["secondaryBackgroundColor"] == palette.second_ground
    assert theme["textColor"] == palette.text
    assert theme["primaryColor"] == palette.primary
    assert theme["chartCategoricalColors"][:4] == list(palette.lines.values())


@pytest.mark.parametrize(("palette", "mode"), [(LIGHT, "light"), (DARK, "dark")])
def test_a_badge_has_the_colour_of_its_line(palette, mode):
    for line in Line:
        assert CONFIG["theme"][mode][f"{BADGES[line]}Color"] == palette.lines[line]
