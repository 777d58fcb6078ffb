"""Streamlit's configuration as it was attacked and held; the server starts with no other.

Most of it stands in `.streamlit/config.toml`; what depends on the office is set here.
Some of these options are hidden in Streamlit, so an upgrade must pass the check at start-up again.
"""

from pathlib import Path
from urllib.parse import urlsplit

from streamlit import config
from streamlit.web.bootstrap import load_config_options

from dashboard.errors import CannotServe
from dashboard.gate.headers import TRUSTED_HEADERS
from dashboard.gate.rules import Rules

FIXED: dict[str, object] = {
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "client.allowedOrigins": [],
    "global.developmentMode": False,
    "logger.enableRich": False,
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.allowRunOnSave": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.corsAllowedOrigins": [],
    "server.maxUploadSize": 50,
    "server.maxMessageSize": 50,
    "server.maxWidgetStateSize": 2,
    "server.disconnectedSessionTTL": 60,
    "server.maxCacheDataSize": "512mb",
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.trustedUserHeaders": TRUSTED_HEADERS,
    "browser.gatherUsageStats": False,
}
"""What must hold in every office."""


def configure(rules: Rules, address: str, port: int) -> None:
    """Loads the configuration that came with this installation, from any working directory.

    Raises CannotServe where a value differs from what was tried.
    """
    config._main_script_path = str(_folder() / "app.py")  # noqa: SLF001 - where st.App anchors it
    try:
        load_config_options(_of_this_office(rules, address, port))
    except RuntimeError as error:
        raise CannotServe(f"Streamlit refuses its configuration: {error}") from error
    found = differences(rules, address, port)
    if found:
        raise CannotServe(
            "Streamlit's configuration is not the one that was tried: " + "; ".join(found) + ".",
            hint="Remove other .streamlit/config.toml files and STREAMLIT_ variables.",
        )


def differences(rules: Rules, address: str, port: int) -> list[str]:
    """Every option whose value differs, as `name is … instead of …`."""
    demanded = FIXED | _of_this_office(rules, address, port)
    return [
        f"{name} is {config.get_option(name)!r} instead of {value!r}"
        for name, value in sorted(demanded.items())
        if config.get_option(name) != value
    ]


def _of_this_office(rules: Rules, address: str, port: int) -> dict[str, object]:
    """`browser.serverAddress` is set so that nobody is asked for the machine's public address."""
    first = urlsplit(min(rules.origins))
    return {
        "server.address": address,
        "server.port": port,
        "server.allowedHosts": sorted({_host(host) for host in rules.hosts}),
        "browser.serverAddress": first.hostname or address,
        "browser.serverPort": first.port or (443 if rules.is_secure else port),
    }


def _host(netloc: str) -> str:
    return urlsplit(f"//{netloc}").hostname or netloc


def _folder() -> Path:
    """The folder with `.streamlit`: this package in an installation, its parent in a checkout."""
    packaged = Path(__file__).resolve().parent
    for folder in (packaged, packaged.parent):
        if (folder / ".streamlit" / "config.toml").is_file():
            return folder
    raise CannotServe("The file .streamlit/config.toml is missing from this installation.")
