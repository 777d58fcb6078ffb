"""The briefing screen: the state of things in the four lines, to be read from six metres."""

import streamlit as st

from dashboard.viewer import current_viewer
from dashboard.views import briefing_figures
from dashboard.wall import wall

EVERY_SECONDS = 30


@st.fragment(run_every=EVERY_SECONDS)
def screen() -> None:
    """Looked up anew at every turn: a fragment does not run the frame around the page."""
    wall(briefing_figures.of(current_viewer()), key="wall")


current_viewer()
screen()
