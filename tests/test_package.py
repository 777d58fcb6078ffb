"""The wheel: holds what it needs and nothing else, installs, and serves from any folder."""

import http.client
import json
import os
import re
import site
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The bin folder of a fresh environment with the wheel, beside this one's dependencies."""
    folder = tmp_path_factory.mktemp("elsewhere") / "environment"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"),
            *("--python", str(python), "install", "--no-deps", "--no-index", str(wheel)),
        ],
        check=True,
        capture_output=True,
    )
    own = next((folder / "lib").glob("python3*/site-packages"))
    shared = next(path for path in site.getsitepackages() if path.endswith("site-packages"))
    # the directory of a .pth file is read after its own folder: the wheel comes first
    (own / "dependencies.pth").write_text(shared + "\n", encoding="utf-8")
    return folder / "bin"


def run(command: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(command), *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_the_wheel_carries_all_that_is_read_at_run_time(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    needed = [
        path.relative_to(ROOT).as_posix()
        for package in ("supervision", "data_access", "dashboard", "pages")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert set(needed) - names == set()
    assert "dashboard/.streamlit/config.toml" in names


def test_the_wheel_carries_nothing_else(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    ours = {"supervision", "data_access", "dashboard", "pages"}
    assert tops == ours | {f"sijian-{VERSION}.dist-info"}
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if "secrets.toml" in name]


def test_what_is_installed_is_what_runs(installed, tmp_path):
    answer = subprocess.run(
        [installed / "python", "-c", "import dashboard, data_access; print(dashboard.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(installed.parent) in answer.stdout


def test_the_installed_command_makes_a_home_anywhere(installed, tmp_path):
    made = run(installed / "sijian", "init", "--demo", "--home", "here", "--json", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["version"] == VERSION
    assert (tmp_path / "here" / "casework.sqlite").exists()


def test_the_installed_command_has_no_benchmarks_and_says_so(installed, tmp_path):
    refused = run(installed / "sijian", "bench", "--json", cwd=tmp_path)
    assert refused.returncode == 1
    assert "source tree" in json.loads(refused.stdout)["error"]


def test_the_installed_dashboard_serves_from_any_folder(installed, tmp_path):
    run(installed / "sijian", "init", "--demo", "--home", "here", cwd=tmp_path)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    serving = subprocess.Popen(
        [installed / "sijian", "serve", "--demo", "--port", "0", "--home", "here"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = []
        for line in serving.stdout:
            said.append(line)
            if address := re.search(r"http://[\w.:]+", line):
                break
        else:
            pytest.fail("".join(said))
        host = address[0].removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.request("GET", "/", headers={"Accept": "text/html"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert b"<title>" in answer.read()
        connection.close()
    finally:
        serving.terminate()
        assert serving.wait(timeout=60) is not None
        serving.stdout.close()
