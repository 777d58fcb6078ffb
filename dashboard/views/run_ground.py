"""What a run stood on: its parameters, and how far the columns that it needs are filled."""

import streamlit as st

from dashboard import cards, declared, figures, filters, grids, navigation
from dashboard.messages import label, text
from data_access.run_reports import RunReport
from supervision.contracts import contract
from supervision.ledger import Coverage


def lacking(run: RunReport) -> None:
    """The columns that were not filled far enough, each dataset with the way to its rows."""
    short = [one for one in run.coverage if not one.is_enough and one.least]
    if not short:
        return
    cards.section(text("ground.lacking"), text("ground.lacking_says"))
    grids.still([_row(one) for one in short], alt=text("ground.lacking"))
    with st.container(horizontal=True):
        for dataset in dict.fromkeys(one.dataset for one in short):
            st.page_link(
                navigation.DATASET,
                label=text("ground.to_dataset", title=declared.dataset_title(dataset)),
                icon=":material/table:",
                query_params={filters.DATASET: dataset},
            )


def coverage(run: RunReport) -> None:
    """Every column the run read, with the share of rows in which it is filled."""
    cards.section(text("ground.coverage"), text("ground.coverage_says"))
    grids.still([_row(one) for one in run.coverage], alt=text("ground.coverage"))


def _row(one: Coverage) -> dict[str, str]:
    columns = {each.name: declared.column_title(each) for each in contract(one.dataset).columns}
    return {
        text("ground.dataset"): declared.dataset_title(one.dataset),
        text("ground.column"): columns.get(one.column, one.column),
        text("ground.filled"): figures.share(one.filled, one.rows),
        text("ground.least"): figures.percent(one.least),
    }


def settings(run: RunReport) -> None:
    """The parameters a run used, each with its tag and where it differs from the default."""
    model = declared.model(run.model)
    known = {} if model is None else {each.name: each for each in model.parameters}
    rows = [
        {
            text("run.parameter"): known[name].title,
            text("run.value"): figures.measured(value, known[name].unit),
            text("models.default"): figures.measured(known[name].default, known[name].unit),
            text("models.tag"): label(known[name].tag),
        }
        for name, value in run.parameters.items()
        if name in known
    ]
    grids.still(rows, alt=text("run.parameters_alt"))
