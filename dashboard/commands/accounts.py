"""Accounts."""

import sys
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands.opening import settled
from dashboard.commands.options import AsJson, Home, Viewer
from dashboard.errors import CannotRun
from dashboard.passwords import new_hash
from data_access import accounts
from data_access.scope import Scope
from data_access.stores import Stores, open_stores
from supervision.vocabulary import Line


def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    *,
    unit: Annotated[
        list[str], typer.Option(help="A unit whose rows it sees; the first is its own.")
    ],
    line: Annotated[list[Line], typer.Option(help="A line whose leads it sees.")],
    display_name: Annotated[str | None, typer.Option(help="The name shown on screen.")] = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="May see persons unmasked.")] = False,
    investigation: Annotated[
        bool, typer.Option("--investigation", help="May enter the restricted space.")
    ] = False,
    publishing: Annotated[
        bool, typer.Option("--publishing", help="May publish models that others wrote.")
    ] = False,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Reads the password from standard input.")
    ] = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Adds an account; without a password it can act on the command line only."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    settings = settled(home, viewer)
    stores = open_stores(settings.home, settings)
    try:
        added = accounts.add_user(
            stores,
            name,
            None if password is None else new_hash(name, password),
            unit,
            line,
            display_name=display_name,
            may_unmask=unmask,
            may_investigate=investigation,
            may_publish=publishing,
            by=_adder(stores, settings.viewer),
        )
    finally:
        stores.close()
    shown = answers.as_json(added)
    if isinstance(shown, dict):
        shown["can_sign_in"] = shown.pop("password_hash") is not None
    answers.show(shown, as_json_text=as_json)


def _adder(stores: Stores, viewer: str | None) -> Scope | None:
    """Whose name stands in the audit; nobody's for the first account of a new home."""
    if viewer is not None:
        return accounts.scope_of(stores, viewer)
    if accounts.is_demo(stores):
        return accounts.scope_of(stores, accounts.DEMO_VIEWER)
    if accounts.has_accounts(stores):
        raise CannotRun(
            "This home has accounts already; a new one is added by one of them.",
            hint="Say --viewer NAME or set SIJIAN_VIEWER.",
        )
    return None
