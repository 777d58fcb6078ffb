"""The options that every command takes, and those that several share."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dashboard.errors import CannotRun
from data_access.lead_filter import LeadFilter, states_of
from supervision.errors import UnknownName
from supervision.review_list import ExportFormat
from supervision.vocabulary import LeadState, Line


def text_of(path: Path) -> str:
    """What stands in a file that a command was given; raises CannotRun where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CannotRun(f"{path} is no text in UTF-8.") from error


def a_day(text: str) -> date:
    """The day written as 2026-05-26; wrong usage for anything else."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise typer.BadParameter(f"{text!r} is no day such as 2026-05-26.")


def a_setting(text: str) -> tuple[str, str]:
    """The two sides of name=value; wrong usage for anything else."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise typer.BadParameter(f"{text!r} is not of the form name=value.")
    return name.strip(), value


def settings_of(given: list[str] | None) -> dict[str, str]:
    """The settings by name; wrong usage for a name that is set twice."""
    found: dict[str, str] = {}
    for text in given or []:
        name, value = a_setting(text)
        if name in found:
            raise typer.BadParameter(f"{name} is given twice.")
        found[name] = value
    return found


Home = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="The folder of both stores.", show_default="var/"),
]
Viewer = Annotated[
    str | None,
    typer.Option(
        "--viewer",
        metavar="NAME",
        help="Whose scope and whose name in the audit; only a demo home has a default.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON value on standard output, and nothing else there.")
]

Day = Annotated[date | None, typer.Option(parser=a_day, metavar="DAY")]
Setting = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A parameter of the model."),
]
Unmask = Annotated[bool, typer.Option("--unmask", help="Show persons unmasked (a right; audited).")]

ModelFilter = Annotated[str | None, typer.Option("--model", help="Only leads of this model.")]
LineFilter = Annotated[Line | None, typer.Option("--line", help="Only leads of this line.")]
StateFilter = Annotated[
    str | None,
    typer.Option(
        "--state",
        metavar="STATE[,STATE...]",
        help=f"Only leads in one of these states: {', '.join(LeadState)}.",
    ),
]
UnitFilter = Annotated[str | None, typer.Option("--unit", help="Only leads of this unit.")]
SubjectFilter = Annotated[
    str | None, typer.Option("--subject", help="Only leads about this subject (kind:key).")
]


def lead_filter(
    model: str | None,
    line: Line | None,
    state: str | None,
    unit: str | None,
    subject: str | None,
) -> LeadFilter:
    """The filter of these options; wrong usage for a state that is none."""
    try:
        states = () if state is None else states_of(state)
    except UnknownName as error:
        raise typer.BadParameter(str(error)) from error
    return LeadFilter(model=model, line=line, states=states, unit=unit, subject=subject)


def export_format(out: Path) -> ExportFormat:
    """The format that a file's name asks for; wrong usage for any other."""
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in set(ExportFormat):
        raise typer.BadParameter(f"{out} ends neither in .xlsx nor in .csv.")
    return ExportFormat(suffix)
