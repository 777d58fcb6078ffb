"""Records whose fields are rows of their own, as a column for each year: one record a field."""

from dataclasses import replace

import polars as pl

from data_access.forms import Form, How
from data_access.staged_tables import PART


def unpivoted(rows: pl.DataFrame, form: Form) -> tuple[pl.DataFrame, Form]:
    """One record for each such field that holds something, and the form of these records.

    Two fields follow those of the source: what the header of the field says, and the field itself;
    `source_part` says which field it was.
    """
    unpivot = form.contract.unpivot
    if unpivot is None:
        return rows, form
    width = len(form.header)
    nothing = ["", *form.contract.missing, *form.contract.column(unpivot.value).missing]
    parts = [
        rows.filter(~pl.col(f"f{index}").fill_null("").str.strip_chars().is_in(nothing)).select(
            pl.all(),
            pl.lit(said).alias(f"f{width}"),
            pl.col(f"f{index}").alias(f"f{width + 1}"),
            pl.lit(index, dtype=pl.Int32).alias(PART),
        )
        for index, said in form.unpivoted
    ]
    places = {unpivot.name: width, unpivot.value: width + 1}
    sources = tuple(
        replace(source, index=places[source.column]) if source.how is How.UNPIVOT else source
        for source in form.sources
    )
    found = pl.concat(parts).sort("source_file", "source_line", PART)
    return found, replace(form, sources=sources)
