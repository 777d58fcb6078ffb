"""What is not documented does not exist: commands, public functions, dependencies, words, paths."""

import ast
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from dashboard.command_line import COMMANDS, GROUPS

ROOT = Path(__file__).resolve().parents[1]
DOCS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OF_A_HOME = {
    *(
        "pool/",
        "data/",
        "tmp/",
        "staged/",
        "exports/",
        "rejects/",
        "uploads/",
        "unpacked/",
        "demo/",
        "extensions/",
    ),
    "secrets/",
}
"""Folders of a home, which the architecture names too."""
NAMES = [*COMMANDS, *(f"{group} {name}" for group, (_, below) in GROUPS.items() for name in below)]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def python_files(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_every_command_stands_in_the_readme(name):
    assert f"`sijian {name}" in read("README.md")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_says_what_it_does(name):
    group, _, below = name.partition(" ")
    command = GROUPS[group][1][below] if below else COMMANDS[name]
    assert command.__doc__


def test_every_module_says_what_it_is_about():
    found = [
        str(path.relative_to(ROOT))
        for path in python_files("supervision", "data_access", "dashboard", "pages", "benchmarks")
        if "versions" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_public_function_of_the_inner_packages_is_documented():
    found = []
    for path in python_files("supervision", "data_access"):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        owners = [tree, *(node for node in classes if not node.name.startswith("_"))]
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            for owner in owners
            for node in owner.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert found == []


def requirement_name(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement)[0].lower().replace("_", "-")


def requirements() -> list[str]:
    project = PROJECT["project"]
    return [
        requirement_name(requirement)
        for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    ]


def test_every_dependency_has_a_reason():
    reasons = read("docs/decisions/0002_dependencies.md").lower()
    assert [name for name in requirements() if f"`{name}`" not in reasons] == []


def test_every_dependency_is_pinned_and_nothing_names_an_address():
    lines = [
        line for line in read("constraints.txt").splitlines() if line and not line.startswith("#")
    ]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.!+]+", line)] == []
    pinned = {requirement_name(line) for line in lines}
    assert [name for name in requirements() if name not in pinned] == []


def test_every_path_the_architecture_names_exists():
    """`docs/architecture.md` follows the tree: a path in backquotes is a path of this repository."""
    named = re.findall(r"`([\w.-]+/[\w./-]*)`", read("docs/architecture.md"))
    missing = sorted(path for path in set(named) - OF_A_HOME if not (ROOT / path).exists())
    assert missing == []


def test_the_architecture_lists_every_module_as_it_is():
    """Run `make docs` when this fails."""
    spec = importlib.util.spec_from_file_location("write_tree", ROOT / "docs" / "write_tree.py")
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    text = read("docs/architecture.md")
    assert writer.with_tree(text) == text


def test_every_word_of_the_glossary_is_the_label_on_screen():
    """A row whose last cell names a key of the locale files has that key's text in its second."""
    chinese = tomllib.loads(read("dashboard/locales/zh_CN.toml"))

    def text_of(key: str) -> str | None:
        found: object = chinese
        for part in key.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        return found if isinstance(found, str) else None

    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| `([\w.]+)` \|$", read("docs/glossary.md"), re.MULTILINE
    )
    assert rows
    differing = [(word, label, text_of(key)) for word, label, key in rows if text_of(key) != label]
    assert differing == []


def test_every_relative_link_leads_somewhere():
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in DOCS
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_the_changelog_knows_this_version():
    assert f"## {PROJECT['project']['version']}" in read("CHANGELOG.md")


def test_every_decision_is_listed():
    listed = read("docs/decisions/README.md")
    files = [path.name for path in (ROOT / "docs" / "decisions").glob("0*.md")]
    assert [name for name in files if f"({name})" not in listed] == []


def test_what_the_readme_says_to_make_can_be_made():
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    said = set(
        re.findall(r"`make ([a-z]+)`", "".join(path.read_text(encoding="utf-8") for path in DOCS))
    )
    assert said <= targets, said - targets
