"""The command line: everything the screens do, for a night job and a test.

Exit status 0: done. 1: refused or failed, with one plain sentence on standard error, and with
--json `{"error", "hint"}` on standard output. 2: wrong usage, said in the same way. Never a
traceback: what nobody foresaw gets an incident number, and the log under the home has the rest.
"""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import typer
from typer.exceptions import Abort, TyperException

from dashboard.answers import write_json
from dashboard.commands import (
    accounts,
    catalogue,
    clocks,
    figures,
    intake,
    laboratory,
    leads,
    lists,
    records,
    screening,
    serving,
    shelf,
    upkeep,
)
from dashboard.commands.progress import say
from dashboard.errors import DashboardError
from data_access.errors import DataAccessError
from data_access.settings import DEFAULT_HOME
from supervision.errors import SupervisionError

DONE, FAILED, WRONG_USAGE = 0, 1, 2
INTERRUPTED = 130
"""What typer makes of Ctrl+C; for us a command that failed."""

COMMANDS: dict[str, Callable[..., None]] = {
    "init": upkeep.init,
    "datasets": intake.datasets,
    "intake": intake.intake,
    "batches": intake.batches,
    "rejects": intake.rejects,
    "template": records.template,
    "withdraw": intake.withdraw,
    "quality": catalogue.quality,
    "requests": catalogue.requests,
    "rows": records.rows,
    "mappings": records.mappings,
    "models": screening.models,
    "clocks": clocks.clocks,
    "screen": screening.screen,
    "runs": screening.runs,
    "why": screening.why,
    "overlay": laboratory.overlay,
    "whatif": laboratory.whatif,
    "backtest": laboratory.backtest,
    "overlap": laboratory.overlap,
    "precision": laboratory.precision,
    "leads": leads.leads,
    "lead": leads.lead,
    "verify": lists.verify,
    "trends": figures.trends,
    "demo": serving.demo,
    "bench": serving.bench,
    "backup": upkeep.backup,
    "restore": upkeep.restore,
    "doctor": upkeep.doctor,
    "serve": serving.serve,
}
GROUPS: dict[str, tuple[str, dict[str, Callable[..., None]]]] = {
    "export": ("Lists that leave the house.", {"leads": lists.export_leads}),
    "pack": (
        "Model packs from office to office.",
        {"out": shelf.pack_out, "in": shelf.pack_in},
    ),
    "shelf": (
        "The models an office keeps itself.",
        {
            "list": shelf.listed,
            "keep": shelf.keep,
            "publish": shelf.publish,
            "return": shelf.send_back,
            "retire": shelf.retire,
        },
    ),
    "user": ("Accounts.", {"add": accounts.add}),
}


def application() -> typer.Typer:
    """The commands and groups of commands, as typer knows them."""
    made = typer.Typer(
        name="sijian",
        help="Sijian: screening case and government data with declared supervision models.",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    for name, command in COMMANDS.items():
        made.command(name)(command)
    for name, (says, commands) in GROUPS.items():
        group = typer.Typer(help=says, no_args_is_help=True)
        for below, command in commands.items():
            group.command(below)(command)
        made.add_typer(group, name=name)
    return made


def main() -> None:
    """Runs the command of this process and ends it with its exit status."""
    os.umask(0o077)  # what a home holds is its owner's alone
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.excepthook = _unforeseen
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit status of one command; an unforeseen error passes through."""
    as_json = "--json" in arguments
    try:
        # typer's own call would replace the excepthook of `main`
        command = typer.main.get_command(application())
        status = command(list(arguments), standalone_mode=False, prog_name="sijian")
        sys.stdout.flush()
    except TyperException as error:
        return _refused(error.format_message(), "", WRONG_USAGE, as_json=as_json)
    except (DashboardError, DataAccessError, SupervisionError) as error:
        return _refused(str(error), error.hint, FAILED, as_json=as_json)
    except BrokenPipeError:
        _forget_output()
        return FAILED
    except OSError as error:
        return _refused(_sentence(error), "", FAILED, as_json=as_json)
    except (KeyboardInterrupt, Abort):
        status = INTERRUPTED
    if status == INTERRUPTED:
        hint = "Repeat the command to complete it; nothing is left half-done."
        return _refused("Interrupted.", hint, FAILED, as_json=as_json)
    return status if isinstance(status, int) else DONE


def _refused(says: str, hint: str, status: int, *, as_json: bool) -> int:
    if as_json:
        write_json({"error": says, "hint": hint or None})
    if says:
        say(f"{says} {hint}".strip())
    return status


def _sentence(error: OSError) -> str:
    """The system's refusal as a sentence that names the file."""
    what = error.strerror or type(error).__name__
    return f"{error.filename}: {what}." if error.filename else f"{what}."


def _forget_output() -> None:
    """Lets nothing more be written to a pipe that nobody reads."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unforeseen(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    """The last resort of `main`: an incident number instead of a traceback; Python exits with 1."""
    from dashboard import failures  # noqa: PLC0415 - loads Streamlit, needed here only

    _log_under_home()
    failure = failures.explained(error)
    _refused(failure.says, failure.hint, FAILED, as_json="--json" in sys.argv)


def _log_under_home() -> None:
    """Sends the log to `commands.log` in the home where there is one, and nowhere else."""
    logger = logging.getLogger("sijian")
    logger.propagate = False
    home = Path(os.environ.get("SIJIAN_HOME") or DEFAULT_HOME)
    for number, word in enumerate(sys.argv[:-1]):
        home = Path(sys.argv[number + 1]) if word == "--home" else home
    handler: logging.Handler = logging.NullHandler()
    if home.is_dir():
        handler = logging.FileHandler(home / "commands.log", encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger.addHandler(handler)
