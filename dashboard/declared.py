"""What the declarations say, for the screens: names of models, columns and parts, and measures."""

from collections.abc import Iterable, Mapping

import polars as pl

from dashboard import serving
from dashboard.messages import CHINESE, language, text
from dashboard.viewer import current_viewer
from data_access import library
from data_access.scope import Scope
from supervision.contracts import Column, DatasetContract, contract
from supervision.declaration import load_models
from supervision.measure import Derived, Measure
from supervision.model_format import Model


def model(model_id: str) -> Model | None:
    """One declared model; None for one that this home lacks."""
    return load_models().get(model_id) or known_models(current_viewer()).get(model_id)


def known_models(scope: Scope) -> Mapping[str, Model]:
    """Every model whose runs and leads the viewer may meet, by id."""
    return library.known_models(serving.stores(), scope)


def is_draft(model_id: str, version: int) -> bool:
    """Whether nobody published this version of the model."""
    return library.is_draft(serving.stores(), model_id, version)


def model_titles(scope: Scope) -> dict[str, str]:
    """Id -> title of each declared model that the viewer sees, sorted by id."""
    found = known_models(scope)
    return {one.id: one.title for _, one in sorted(found.items()) if scope.sees(one)}


def model_title(model_id: str) -> str:
    """The title of a model; the id of one that this home lacks."""
    found = model(model_id)
    return model_id if found is None else found.title


def test_measures(model_id: str) -> dict[str, Measure]:
    """Expression of a test -> what its values measure."""
    declared = model(model_id)
    if declared is None:
        return {}
    checks = [
        check for layer in declared.layers for each in layer.conditions for check in each.checks
    ]
    return {check.when: check.unit for check in checks if check.unit is not None}


def score_titles(model_id: str) -> dict[str, str]:
    """Id -> title of the parts of a model's strength."""
    declared = model(model_id)
    return {} if declared is None else {part.id: part.title for part in declared.lead.score}


def column_titles(model_id: str) -> dict[str, str]:
    """Column -> title, of what a model derives and of the datasets it reads."""
    declared = model(model_id)
    if declared is None:
        return {}
    found = {column.name: column_title(column) for column in _columns(declared)}
    own = {"unit_code": text("lead.unit"), "batch_id": text("evidence.batch")}
    return own | found | {each.name: each.title for each in _derived(declared)}


def column_measures(model_id: str) -> dict[str, Measure]:
    """Column -> what it measures, where the model or a contract says so."""
    declared = model(model_id)
    if declared is None:
        return {}
    found = {column.name: Measure.YUAN for column in _columns(declared) if column.type == "money"}
    return found | {each.name: each.unit for each in _derived(declared) if each.unit is not None}


def code_words(model_id: str) -> dict[str, dict[str, str]]:
    """Column -> code -> the word that sources use for it; codes themselves are English words."""
    declared = model(model_id)
    if declared is None:
        return {}
    return _words(_columns(declared))


def readable(rows: pl.DataFrame, dataset: DatasetContract) -> pl.DataFrame:
    """Rows of a dataset as a grid can write them: decimals as numbers, codes and truth as words."""
    said = [
        pl.when(pl.col(name))
        .then(pl.lit(text("figure.yes")))
        .when(~pl.col(name))
        .then(pl.lit(text("figure.no")))
        .alias(name)
        for name, kind in rows.schema.items()
        if kind == pl.Boolean
    ]
    exact = [name for name, kind in rows.schema.items() if kind.is_decimal()]
    words = _words(dataset.columns) if language() == CHINESE else {}
    return rows.with_columns(
        pl.col(exact).cast(pl.Float64),
        *said,
        *(pl.col(name).replace(words[name]) for name in rows.columns if name in words),
    )


def column_title(column: Column) -> str:
    """What a column of a contract is called in the viewer's language."""
    return column.title if language() == CHINESE else column.title_en


def _words(columns: Iterable[Column]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for column in columns:
        for word, code in column.codes.items():
            found.setdefault(column.name, {}).setdefault(code, word)
    return found


def _columns(declared: Model) -> list[Column]:
    return [column for need in declared.requires for column in contract(need.dataset).columns]


def _derived(declared: Model) -> list[Derived]:
    layers = [each for layer in declared.layers for each in (*layer.derive, *layer.measures)]
    shown = [
        each for table in declared.lead.evidence for each in (*table.group_by, *table.measures)
    ]
    return [*shown, *layers]
