"""Models and their runs: the catalogue, screening, the ledgers, and why a subject stopped where."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands.opening import Desk, opened
from dashboard.commands.options import AsJson, Day, Home, Setting, Unmask, Viewer, settings_of
from dashboard.commands.progress import progress, say
from data_access import runs as run_store
from data_access import screening
from data_access import why as reasons
from data_access.due_models import due_models, models_in_use
from data_access.errors import Refused
from data_access.leads import lead as one_lead
from data_access.library import models_named
from data_access.model_catalogue import model_catalogue
from data_access.run_changes import changes_since
from data_access.run_reports import RunReport
from data_access.standing_runs import run_due
from supervision.errors import ParameterRefused

MODEL_COLUMNS = ("id", "version", "title", "line", "maturity", "runnable", "why_not")
RUN_COLUMNS = (
    *("run_id", "model", "version", "snapshot", "as_of", "status"),
    *("leads_found", "leads_new", "leads_known", "leads_reopened", "seconds"),
)
SUBJECT_COLUMNS = ("subject", "layer", "reason")
OUTCOMES = ("flagged", "dropped", "excluded", "cannot_judge", "near_miss")


def models(
    model: Annotated[str | None, typer.Argument(metavar="ID", help="One model.")] = None,
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """The supervision models, and whether the pool can serve them."""
    with opened(home, viewer) as desk:
        found = model_catalogue(desk.stores, desk.scope, model)
    answers.show(found[0] if model else found, as_json_text=as_json, columns=MODEL_COLUMNS)


def screen(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="MODEL...", help="A model's id, or a family: each of its models."),
    ] = None,
    *,
    all_: Annotated[bool, typer.Option("--all", help="Every model that is not retired.")] = False,
    due: Annotated[
        bool,
        typer.Option(
            "--due",
            help="The standing runs that batches made due, then every model whose data or version"
            " changed since its run.",
        ),
    ] = False,
    as_of: Day = None,
    snapshot: Annotated[int | None, typer.Option(help="A past state of the pool.")] = None,
    setting: Setting = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Screen, write nothing.")] = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Runs models on the pool; writes their ledgers and leads."""
    if bool(names) + all_ + due != 1:
        raise typer.BadParameter("Name models, or say --all or --due.")
    if due and (setting or snapshot is not None):
        raise typer.BadParameter("--due reads the newest snapshot with the parameters that stand.")
    settings = settings_of(setting)
    with opened(home, viewer) as desk:
        found = _standing(desk, as_of, dry_run=dry_run) if due else []
        for model in _chosen(desk, names or (), due=due):
            with _passed_over(model, is_one_of_many=not names and not settings):
                with progress(model) as report:
                    done = screening.screen(
                        desk.stores,
                        desk.scope,
                        model,
                        as_of=as_of,
                        snapshot=snapshot,
                        settings=settings,
                        dry_run=dry_run,
                        progress=report,
                    )
                found.append(done)
    answers.show(found, as_json_text=as_json, columns=RUN_COLUMNS)
    if not as_json:
        _tell_warnings(found)


def runs(
    run: Annotated[str | None, typer.Argument(metavar="RUN", help="One run.")] = None,
    *,
    model: Annotated[str | None, typer.Option(help="Only runs of this model.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    subjects: Annotated[
        str | None, typer.Option(metavar="|".join(OUTCOMES), help="Lists subjects of the run.")
    ] = None,
    layer: Annotated[str | None, typer.Option(help="Only subjects of this layer.")] = None,
    unmask: Unmask = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Earlier runs and their ledgers; one with what is new since the last; or its subjects."""
    if subjects is not None and (run is None or subjects not in OUTCOMES):
        raise typer.BadParameter(f"--subjects needs a RUN and one of {', '.join(OUTCOMES)}.")
    with opened(home, viewer) as desk:
        if run is not None and subjects is not None:
            listed = run_store.subjects(
                desk.stores, desk.scope, run, subjects, layer, unmask=unmask
            )
            answers.show(listed, as_json_text=as_json, columns=SUBJECT_COLUMNS)
            return
        found = run_store.runs(desk.stores, desk.scope, run, model=model, limit=limit)
        if run is not None:
            since = changes_since(desk.stores, desk.scope, run, unmask=unmask)
            one = {**answers.fields_of(found[0]), "since_last": since}
            answers.show(one, as_json_text=as_json)
            return
    answers.show(found, as_json_text=as_json, columns=RUN_COLUMNS)


def why(
    model: Annotated[str, typer.Argument(metavar="MODEL|LEAD", help="A model, or a lead.")],
    subject: Annotated[
        str | None, typer.Argument(metavar="SUBJECT", help="kind:key; none with a lead.")
    ] = None,
    *,
    unmask: Unmask = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Follows one subject through the layers of the model's last run."""
    with opened(home, viewer) as desk:
        if subject is None:
            lead_id = one_lead(desk.stores, desk.scope, model).lead_id
            answer = reasons.why_lead(desk.stores, desk.scope, lead_id, unmask=unmask)
        else:
            answer = reasons.why(desk.stores, desk.scope, model, subject, unmask=unmask)
    answers.show(answer, as_json_text=as_json)


@contextmanager
def _passed_over(model: str, *, is_one_of_many: bool) -> Iterator[None]:
    """Where all models run, one that cannot be asked is told of and does not hold up the others."""
    try:
        yield
    except (Refused, ParameterRefused) as refused:
        if not is_one_of_many:
            raise
        say(f"{model}: {refused}")


def _tell_warnings(found: Sequence[RunReport]) -> None:
    """What a reader of these runs should know, on standard error."""
    if not any(report.warnings for report in found):
        return
    from dashboard import messages  # noqa: PLC0415 - loads Streamlit, needed for a warning only

    texts = messages.catalogue(messages.ENGLISH)
    for report in found:
        titles = {layer.id: layer.title for layer in report.layers}
        for warning in report.warnings:
            says = texts[f"warning.{warning.code}"].format(
                layer=titles.get(warning.layer, warning.layer),
                count=warning.count,
                share=_percent(warning.share),
                limit=_percent(warning.limit),
            )
            say(f"{report.model}: {says}")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _standing(desk: Desk, as_of: date | None, *, dry_run: bool) -> list[RunReport]:
    """The standing runs that were due; why one could not be made goes to standard error."""
    found = []
    made = run_due(desk.stores, desk.scope, as_of=as_of, dry_run=dry_run, telling=progress)
    for one in made:
        if one.report is None:
            say(f"{one.model} for {one.unit}: {one.why}")
        else:
            found.append(one.report)
    return found


def _chosen(desk: Desk, names: Sequence[str], *, due: bool) -> list[str]:
    """The ids of the models that are meant, each once, in the order in which they are named."""
    named = [found.id for name in names for found in models_named(desk.stores, desk.scope, name)]
    if named:
        return list(dict.fromkeys(named))
    chosen = due_models(desk.stores, desk.scope) if due else models_in_use(desk.stores, desk.scope)
    return [found.id for found in chosen]
