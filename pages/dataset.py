"""One dataset of the pool: its contract, who supplies it, how full and how sound its rows are."""

import streamlit as st

from dashboard import cards, figures, filters, grids, links, navigation, queries
from dashboard.messages import escaped, text
from dashboard.viewer import current_viewer
from dashboard.views import batch_views, check_views, dataset_views, pool_rows, pool_views
from supervision.contracts import contract

scope = current_viewer()
found = cards.named(
    scope,
    filters.DATASET,
    queries.quality,
    title=text("dataset.title"),
    none=text("dataset.none"),
    then=text("dataset.none_then"),
    page=navigation.POOL,
    opens=text("dataset.to_pool"),
)
declared = contract(found.dataset)
title = pool_views.title(declared)

cards.head(
    escaped(title),
    scope,
    text("dataset.caption", owner=pool_views.owner(declared), day=figures.day(found.as_of)),
    *queries.facts(),
)
st.page_link(navigation.POOL, label=text("dataset.to_pool"), icon=":material/arrow_back:")
cards.key_figures(dataset_views.key_figures(found))
side = filters.turn(filters.SIDE, text("dataset.side"), dataset_views.sides())

if side == dataset_views.ABOUT:
    dataset_views.about(found)
elif side == dataset_views.COLUMNS:
    dataset_views.coverage(found)
elif side == dataset_views.CHECKS:
    cards.section(text("dataset.side_checks"), text("dataset.checks_says"))
    verdict = filters.turn(
        filters.VERDICT, text("dataset.verdict"), check_views.verdicts(found.checks)
    )
    checks = [one for one in found.checks if verdict in {check_views.ANY, one.verdict}]
    if not checks:
        st.caption(text("dataset.no_checks"))
    else:
        row = grids.opened(
            check_views.check_frame(checks, declared),
            check_views.check_columns(),
            key=f"checks_{verdict}",
            alt=text("dataset.checks_alt"),
        )
        if row is not None and check_views.opens_rows(checks[row], declared):
            dataset_views.show_failing(checks[row].id)
        elif row is not None and checks[row].batch_id is not None:
            links.open_batch(checks[row].batch_id)
elif side == dataset_views.REJECTS:
    cards.section(text("dataset.rejects"), text("dataset.rejects_says"))
    if not found.rejects:
        st.caption(text("dataset.no_rejects"))
    else:
        row = grids.opened(
            dataset_views.reject_frame(found.rejects, found),
            dataset_views.reject_columns(),
            key="rejects",
            alt=text("dataset.rejects_alt"),
        )
        if row is not None:
            links.open_batch(found.rejects[row].batch_id)
elif side == dataset_views.MODELS:
    cards.section(text("dataset.feeds"), text("dataset.feeds_says"))
    if not found.models:
        st.caption(text("dataset.no_models"))
    else:
        dataset_views.models(found.models, declared)
        cards.section(text("dataset.request"))
        dataset_views.request_links(",".join(one.model for one in found.models))
elif side == dataset_views.BATCHES:
    batch_views.listed(found.batches, {found.dataset: title}, queries.units_of(scope))
else:
    check = filters.parameter(filters.CHECK)
    says = None if check is None else check_views.is_said(check, found.checks, declared)
    if check is None or says is None:
        pool_rows.of_dataset(scope, found.dataset, found.rows)
    else:
        filters.chips({filters.CHECK: says})
        pool_rows.failing(scope, found.dataset, check)

cards.foot(
    source=text("dataset.foot_source"),
    definition=text("dataset.foot_definition"),
    cannot_judge=text("dataset.foot_cannot_judge"),
)
