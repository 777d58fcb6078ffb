"""Where a viewer begins: what waits in his lines, what comes next, and his work under way."""

from dashboard import cards, charts, grids, links, navigation, queries, reads
from dashboard.messages import text
from dashboard.palette import palette
from dashboard.viewer import current_viewer
from dashboard.views import due_views, job_views, lead_views, overview_views

MOST = 8

scope = current_viewer()
counts = reads.leads_by_line(scope)
cards.head(text("overview.title"), scope, *queries.facts())
cards.key_figures(overview_views.key_figures(scope, counts))

if counts.is_empty():
    cards.empty(
        text("overview.none"),
        text("overview.none_then"),
        page=navigation.INTAKE,
        opens=text("pool.to_intake"),
    )
else:
    cards.chart(
        overview_views.message(counts),
        charts.stages(
            overview_views.stages(counts, scope),
            overview_views.stage_names(),
            text("overview.no_leads"),
            palette(),
        ),
        key="by_line",
    )
    cards.section(text("overview.next"), text("overview.next_says", count=MOST))
    rows = reads.next_leads(scope, MOST)
    opened = grids.opened(
        lead_views.queue_frame(rows),
        lead_views.queue_columns(),
        key="next",
        alt=text("overview.next_alt"),
    )
    if opened is not None:
        links.open_lead(rows[opened].lead_id)

due_views.draw(scope)
cards.section(text("overview.jobs"))
job_views.listed(scope)
cards.foot(
    source=text("overview.foot_source"),
    definition=text("overview.foot_definition"),
    cannot_judge=text("overview.foot_cannot_judge"),
)
