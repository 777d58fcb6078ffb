"""The wall: the briefing screen as a component, because its type sizes are not to be had natively.

Its files are constants, served from this folder under the content policy; figures and texts go in
as data and come out as text nodes. Nothing in the data becomes markup.
"""

from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

NAME: Final = "sijian.wall"
FOLDER: Final = Path(__file__).resolve().parent


def wall(data: dict[str, Any], *, key: str) -> None:
    """Draws the wall; a later call with the same key changes its figures in place."""
    _declare()
    mount = st.components.v2.component(
        NAME, html='<main class="wall" lang="zh"></main>', css="wall.css", js="wall.js"
    )
    mount(key=key, data=data, height="content")


def _declare() -> None:
    """Tells Streamlit where the component's files are.

    Streamlit finds a manifest only in a distribution whose importable package bears its name; ours
    holds four packages, and script given inline would need `blob:` in the content policy.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) is None:
        owner, name = NAME.split(".")
        manifest = ComponentManifest(
            name=owner,
            version="1",
            components=[ComponentConfig(name=name, asset_dir="assets")],
        )
        manager.register_from_manifest(manifest, FOLDER)
