"""The data pool: which datasets stand in it, what days they cover, and the batches they came in."""

import streamlit as st

from dashboard import cards, charts, filters, grids, links, navigation, queries, reads
from dashboard.messages import escaped, text
from dashboard.palette import palette
from dashboard.viewer import current_viewer
from dashboard.views import batch_views, pool_rows, pool_views, request_views

scope = current_viewer()
cards.head(text("pool.title"), scope, *queries.facts())
datasets = sorted(queries.datasets(scope), key=lambda entry: not entry.rows)
titles = {entry.id: pool_views.title(entry.contract) for entry in datasets}
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    with st.container(width=240):
        dataset = filters.pick(filters.DATASET, text("filter.dataset"), titles)
    if dataset is not None:
        pool_views.template_link(dataset)
    st.page_link(navigation.INTAKE, label=text("pool.to_intake"), icon=":material/upload_file:")
side = filters.chosen(filters.SIDE, pool_views.SIDES)
filters.chips(pool_views.said(dataset, side, titles))

filled = [entry for entry in datasets if entry.rows]
batches = reads.batches(scope)
if not filled:
    cards.empty(
        text("pool.none"),
        text("pool.none_then"),
        page=navigation.INTAKE,
        opens=text("pool.to_intake"),
    )
else:
    cards.key_figures(pool_views.key_figures(filled, batches, dataset))
    frame = pool_views.coverage(filled)
    if side is None and frame.height:
        high = pool_views.CHART_HIGH if frame.height > pool_views.CHART_ROWS else "content"
        with st.container(height=high, border=False):
            cards.chart(
                pool_views.coverage_message(frame),
                charts.coverage(frame, pool_views.coverage_says(filled), palette()),
                key="coverage",
            )

if side == pool_views.LOADED and dataset is not None:
    cards.section(text("pool.rows_of", dataset=escaped(titles[dataset])))
    rows = next(entry.rows for entry in datasets if entry.id == dataset)
    pool_rows.of_dataset(scope, dataset, rows)
elif side in {None, pool_views.LOADED}:
    cards.section(text("pool.datasets"), text("pool.datasets_says"))
    row = grids.opened(
        pool_views.dataset_frame(datasets, queries.today()),
        pool_views.dataset_columns(),
        key="datasets",
        alt=text("pool.datasets_alt"),
    )
    if row is not None:
        links.open_dataset(datasets[row].id)

if side != pool_views.LOADED:
    batch_views.listed(pool_views.narrowed(batches, dataset, side), titles, queries.units_of(scope))
if side is None:
    request_views.listed(queries.requested(scope))

cards.foot(
    source=text("pool.foot_source"),
    definition=text("pool.foot_definition"),
    cannot_judge=text("pool.foot_cannot_judge"),
)
