"""The data pool: which datasets stand in it, what days they cover, and the batches they came in."""

import streamlit as st

from dashboard import cards, charts, figures, filters, grids, links, navigation, queries, reads
from dashboard.messages import escaped, text
from dashboard.palette import palette
from dashboard.viewer import current_viewer
from dashboard.views import batch_views, pool_rows, pool_views

scope = current_viewer()
cards.head(text("pool.title"), scope, *queries.facts())
datasets = sorted(queries.datasets(scope), key=lambda entry: not entry.rows)
titles = {entry.id: pool_views.title(entry.contract) for entry in datasets}
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    with st.container(width=240):
        dataset = filters.pick(filters.DATASET, text("filter.dataset"), titles)
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
        cards.chart(
            pool_views.coverage_message(frame),
            charts.coverage(frame, pool_views.coverage_says(filled), palette()),
            key="coverage",
        )

if side == pool_views.LOADED and dataset is not None:
    cards.section(text("pool.rows_of", dataset=escaped(titles[dataset])))
    pool_rows.of_dataset(scope, next(entry for entry in datasets if entry.id == dataset))
elif side in {None, pool_views.LOADED}:
    cards.section(text("pool.datasets"), text("pool.datasets_says"))
    row = grids.opened(
        pool_views.dataset_frame(datasets),
        pool_views.dataset_columns(),
        key="datasets",
        alt=text("pool.datasets_alt"),
    )
    if row is not None:
        filters.choose(filters.DATASET, datasets[row].id)
        filters.choose(filters.SIDE, pool_views.LOADED)
        st.rerun()

if side != pool_views.LOADED:
    shown = pool_views.narrowed(batches, dataset, side)
    cards.section(text("pool.batches"), text("pool.batches_says", count=figures.count(len(shown))))
    if not shown:
        st.caption(text("pool.no_batches"))
    else:
        offset = grids.pager(len(shown), key="batches_page")
        part = shown[offset : offset + grids.PAGE]
        row = grids.opened(
            batch_views.batch_frame(part, titles, queries.units_of(scope)),
            batch_views.batch_columns(),
            key="batches",
            alt=text("pool.batches_alt"),
        )
        if row is not None:
            links.open_batch(part[row].batch_id)

cards.foot(
    source=text("pool.foot_source"),
    definition=text("pool.foot_definition"),
    cannot_judge=text("pool.foot_cannot_judge"),
)
