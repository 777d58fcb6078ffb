import pytest
from streamlit import config

from dashboard import hardening
from dashboard.errors import CannotServe
from dashboard.gate.rules import rules_for

ADDRESS, PORT = "127.0.0.1", 8599


@pytest.fixture
def rules():
    return rules_for(ADDRESS, PORT, None, is_demo=False)


@pytest.fixture(autouse=True)
def plain_configuration():
    """Streamlit's configuration is one a process: what a test loads, it takes back."""
    anchor = config._main_script_path
    yield
    config._main_script_path = anchor
    config.get_config_options(force_reparse=True)


def test_the_configuration_of_this_installation_is_the_one_that_was_tried(
    rules, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    hardening.configure(rules, ADDRESS, PORT)
    assert hardening.differences(rules, ADDRESS, PORT) == []
    assert config.get_option("server.allowedHosts") == ["127.0.0.1", "::1", "localhost"]


def test_another_folder_and_another_home_change_nothing(rules, tmp_path, monkeypatch):
    """A configuration in the working directory or in the user's home is overruled."""
    for name in ("here", "home"):
        folder = tmp_path / name / ".streamlit"
        folder.mkdir(parents=True)
        (folder / "config.toml").write_text('[client]\nshowErrorDetails = "full"\n')
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    hardening.configure(rules, ADDRESS, PORT)
    assert config.get_option("client.showErrorDetails") == "none"


@pytest.mark.parametrize("name", sorted(hardening.FIXED))
def test_any_other_value_stops_the_start(rules, name, tmp_path, monkeypatch):
    packaged = tmp_path / "dashboard"
    (packaged / ".streamlit").mkdir(parents=True)
    written = (hardening._folder() / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    (packaged / ".streamlit" / "config.toml").write_text(written, encoding="utf-8")
    section, key = name.split(".")
    other = {True: "false", False: "true", 50: "51", 2: "3", 60: "120"}
    value = hardening.FIXED[name]
    if isinstance(value, bool | int):
        worse = other[value]
    elif isinstance(value, list):
        worse = '["http://evil.example"]'
    elif isinstance(value, dict):
        worse = "{ X-Other = 'username' }"
    else:
        worse = {"none": "'auto'", "minimal": "'developer'", "strict": "'lax'"}.get(value, "'1gb'")
    here = tmp_path / ".streamlit"
    here.mkdir()
    lines = [line for line in written.splitlines() if not line.startswith(f"{key} =")]
    if isinstance(value, dict):
        lines = [
            line for line in lines if "trustedUserHeaders" not in line and "X-Auth" not in line
        ]
    at = lines.index(f"[{section}]") + 1 if f"[{section}]" in lines else len(lines)
    head = [] if f"[{section}]" in lines else [f"[{section}]"]
    lines[at:at] = [*head, f"{key} = {worse}"]
    (packaged / ".streamlit" / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(hardening, "__file__", str(packaged / "hardening.py"))
    with pytest.raises(CannotServe) as refusal:
        hardening.configure(rules, ADDRESS, PORT)
    assert name in str(refusal.value)


def test_nobody_is_asked_for_the_address_of_this_machine(rules, monkeypatch):
    """The look-up of the public address hangs for 20 seconds on a closed network."""
    hardening.configure(rules, ADDRESS, PORT)
    assert config.is_manually_set("browser.serverAddress")
    assert config.get_option("browser.serverAddress") == "127.0.0.1"
