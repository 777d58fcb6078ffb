"""The frame around every page: who looks, in which language, and which pages there are."""

import streamlit as st

from dashboard import navigation
from dashboard.messages import escaped, speak, text
from dashboard.viewer import current_viewer

speak()
st.set_page_config(page_title=text("menu.name"), page_icon=str(navigation.MARK), layout="wide")
viewer = current_viewer()
st.logo(str(navigation.LOGO), size="large")
page = st.navigation(navigation.pages())
with st.sidebar:
    st.caption(text("menu.viewer", name=escaped(viewer.display_name or viewer.viewer)))
    navigation.language_switch()
    navigation.sign_out(viewer)
page.run()
