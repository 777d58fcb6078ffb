"""One batch: its files, the rows that could not be taken, and the way to take it out again."""

import streamlit as st

from dashboard import cards, figures, filters, grids, navigation, reads
from dashboard.messages import escaped, label, text
from dashboard.viewer import current_viewer
from dashboard.views import batch_views, pool_rows, pool_views
from supervision.contracts import contract
from supervision.vocabulary import BatchState

scope = current_viewer()
batch = cards.named(
    scope,
    filters.BATCH,
    reads.batch,
    title=text("batch.title"),
    none=text("batch.none"),
    then=text("batch.none_then"),
    page=navigation.POOL,
    opens=text("batch.to_pool"),
)

titles = pool_views.title(contract(batch.dataset))
cards.head(
    text("batch.title"),
    scope,
    text("batch.of", dataset=escaped(titles), day=figures.day(batch.received_on)),
)
st.page_link(navigation.POOL, label=text("batch.to_pool"), icon=":material/arrow_back:")
if batch.withdrawn_at is not None:
    st.info(text("batch.is_withdrawn", at=figures.instant(batch.withdrawn_at)))
cards.key_figures(batch_views.batch_figures(batch))

cards.section(text("batch.files"), text("batch.files_says"))
files = batch_views.file_frame(batch.files)
grids.grid(files, batch_views.file_columns(), key="files", alt=text("batch.files_alt"), rows_high=8)

cards.section(text("batch.rows"), text("batch.rows_says"))
pool_rows.of_batch(scope, batch)

if batch.state is BatchState.LOADED:
    batch_views.withdrawal(batch)

cards.foot(
    source=text("batch.foot_source", supplier=escaped(batch.supplier or figures.ABSENT)),
    definition=text("batch.foot_definition"),
    cannot_judge=text("batch.foot_cannot_judge", state=label(batch.state)),
)
