"""The screens, their order and their public paths; the frame that stands around every page.

Paths are a contract: links and night jobs rely on them. A page guards itself as well, since a page
file can be asked for without this list.
"""

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.messages import CHINESE, LANGUAGE_KEY, LANGUAGES, own_name, text
from data_access.accounts import DEMO_VIEWER
from data_access.scope import Scope

PAGES: Final = Path(__file__).resolve().parents[1] / "pages"

OVERVIEW: Final = PAGES / "overview.py"
LEADS: Final = PAGES / "leads.py"
LEAD: Final = PAGES / "lead.py"
REVIEW_LISTS: Final = PAGES / "review_lists.py"
TRENDS: Final = PAGES / "trends.py"
BRIEFING: Final = PAGES / "briefing.py"
POOL: Final = PAGES / "pool.py"
BATCH: Final = PAGES / "batch.py"
DATASET: Final = PAGES / "dataset.py"
INTAKE: Final = PAGES / "intake.py"
MODELS: Final = PAGES / "models.py"
RUN: Final = PAGES / "run.py"
RULE: Final = PAGES / "rule.py"

MARK: Final = Path(__file__).resolve().parent / "mark.svg"
LOGO: Final = Path(__file__).resolve().parent / "logo.svg"


def pages() -> dict[str, list[st.Page]]:
    """The menu's sections with their pages, in the viewer's language."""
    return {
        "": [_page(OVERVIEW, text("overview.title"), "home", default=True)],
        text("menu.work"): [
            _page(LEADS, text("leads.title"), "inbox"),
            _page(LEAD, text("lead.title"), "article", hidden=True),
            _page(REVIEW_LISTS, text("review_lists.title"), "checklist"),
        ],
        text("menu.reading"): [
            _page(TRENDS, text("trends.title"), "timeline"),
            _page(BRIEFING, text("briefing.title"), "monitor"),
        ],
        text("menu.ground"): [
            _page(MODELS, text("models.title"), "account_tree"),
            _page(RULE, text("rule.title"), "edit_note"),
            _page(RUN, text("run.title"), "filter_alt", hidden=True),
            _page(POOL, text("pool.title"), "database"),
            _page(DATASET, text("dataset.title"), "table", hidden=True),
            _page(INTAKE, text("intake.title"), "upload_file"),
            _page(BATCH, text("batch.title"), "folder_open", hidden=True),
        ],
    }


def language_switch() -> None:
    """The switch between Chinese and English; the choice stays in the address."""
    st.segmented_control(
        text("menu.language"),
        LANGUAGES,
        default=CHINESE,
        required=True,
        key=LANGUAGE_KEY,
        format_func=own_name,
        label_visibility="collapsed",
        bind="query-params",
    )


def sign_out(viewer: Scope) -> None:
    """The way out; the built-in viewer of a demo home has none, he is signed in by loopback."""
    if viewer.viewer != DEMO_VIEWER:
        st.link_button(text("menu.sign_out"), "/sign-out", type="tertiary", key="sign_out")


def _page(
    path: Path, title: str, icon: str, *, default: bool = False, hidden: bool = False
) -> st.Page:
    return st.Page(
        path,
        title=title,
        icon=f":material/{icon}:",
        url_path=path.stem.replace("_", "-"),
        default=default,
        visibility="hidden" if hidden else "visible",
    )
