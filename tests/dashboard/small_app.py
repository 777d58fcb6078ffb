"""The smallest page behind the gate: says who looks, fails on demand, takes a file."""

import gc

import streamlit as st

from dashboard.viewer import current_viewer

viewer = current_viewer()
st.text(f"viewer {viewer.viewer} units {','.join(sorted(viewer.units))}")
st.text(f"remembered {st.session_state.setdefault('secret', 'nothing')}")
st.selectbox("choice", ["one", "two"], key="choice")
if st.button("remember", key="remember"):
    st.session_state["secret"] = f"of {viewer.viewer}"
if st.button("fail", key="fail"):
    raise RuntimeError("canary-330106199001011328")
st.text(f"frozen {gc.get_freeze_count() > 50_000}")
st.file_uploader("file", key="file")
