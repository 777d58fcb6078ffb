"""The house's conventions that a program can check: who imports whom, and what nobody writes."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CACHING = [ROOT / "dashboard" / name for name in ("queries.py", "lead_queries.py")]
PACKAGES = ("supervision", "data_access", "dashboard", "pages")
OUR_OWN = {*PACKAGES, "benchmarks", "tests"}

MAY_IMPORT = {
    "supervision": {"supervision", "polars", "sqlglot", "pydantic"},
    "data_access": {
        *("data_access", "supervision", "sqlalchemy", "alembic", "duckdb", "duckdb_extensions"),
        *("polars", "polars_hash", "numpy", "pyarrow", "psycopg", "python_calamine"),
    },
    "dashboard": {
        *("dashboard", "supervision", "data_access", "streamlit", "starlette", "plotly", "polars"),
        *("typer", "argon2", "uvicorn", "rich", "xlsxwriter"),
    },
    "pages": {"dashboard", "supervision", "streamlit", "polars"},
}
CLOCKS = {"time", "os", "subprocess", "socket", "random", "secrets"}
"""What `supervision` must not import of the standard library: clock, environment, chance, network."""

CHINESE = re.compile(r"[\u3400-\u9fff]")
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
RANKING = (
    "排名",
    "排行",
    "名次",
    "榜",
    "通报批评",
    "得分榜",
    "先进",
    "落后",
    "达标",
    "末位",
    "倒数",
)
RANKING_ENGLISH = ("ranking", "ranked", "league", "leaderboard", "top performer", "worst")


def files_of(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, wherever in the file it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def attributes_of(tree: ast.Module, owner: str) -> Iterator[tuple[int, str]]:
    """Line and name of every `owner.name` in the file."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == owner
        ):
            yield node.lineno, node.attr


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_imports_only_what_the_table_allows(package):
    found = [
        f"{name_of(path)}:{line} imports {module}"
        for path in files_of(package)
        for line, module in imports_of(tree_of(path))
        if (top := module.split(".")[0]) not in MAY_IMPORT[package]
        and (top in OUR_OWN or top not in sys.stdlib_module_names)
    ]
    assert not found, found


def test_imports_name_the_package():
    found = [
        f"{name_of(path)}:{line}"
        for package in PACKAGES
        for path in files_of(package)
        for line, module in imports_of(tree_of(path))
        if module.startswith(".")
    ]
    assert not found, found


def test_supervision_reads_no_clock_and_no_environment():
    found = [
        f"{name_of(path)}:{line} {module}"
        for path in files_of("supervision")
        for line, module in imports_of(tree_of(path))
        if module.split(".")[0] in CLOCKS
    ]
    calls = [
        f"{name_of(path)}:{line} .{attribute}"
        for path in files_of("supervision")
        for owner in ("date", "datetime")
        for line, attribute in attributes_of(tree_of(path), owner)
        if attribute in {"today", "now", "utcnow"}
    ]
    assert not found + calls, found + calls


def test_no_page_imports_another():
    stems = {path.stem for path in files_of("pages")}
    found = [
        f"{name_of(path)}:{line} {module}"
        for path in files_of("pages")
        for line, module in imports_of(tree_of(path))
        if module.split(".")[0] in stems - set(MAY_IMPORT["pages"]) - set(sys.stdlib_module_names)
    ]
    assert not found, found


def test_only_queries_caches():
    found = [
        f"{name_of(path)}:{line} st.{attribute}"
        for package in ("dashboard", "pages")
        for path in files_of(package)
        if path not in CACHING
        for line, attribute in attributes_of(tree_of(path), "st")
        if attribute.startswith("cache_")
    ]
    assert not found, found


def cached_functions() -> list[ast.FunctionDef]:
    return [
        node
        for path in CACHING
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and any("cache_" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]


def test_no_cached_function_takes_a_frame():
    found = [
        f"{function.name}({argument.arg})"
        for function in cached_functions()
        for argument in [*function.args.args, *function.args.kwonlyargs]
        if argument.annotation is not None
        and re.search(r"DataFrame|LazyFrame|Series", ast.unparse(argument.annotation))
    ]
    assert not found, found


def test_every_cached_answer_expires_and_is_bounded():
    found = [
        function.name
        for function in cached_functions()
        for decorator in function.decorator_list
        if "cache_data" in (text := ast.unparse(decorator))
        and not ("ttl=" in text and "max_entries=" in text)
    ]
    assert not found, found


def test_nothing_is_drawn_by_raw_html_or_handed_out_past_the_audit():
    found = [
        f"{name_of(path)}:{line} st.{attribute}"
        for package in ("dashboard", "pages")
        for path in files_of(package)
        for line, attribute in attributes_of(tree_of(path), "st")
        if attribute in {"download_button", "html", "data_editor"}
    ]
    found += [
        f"{name_of(path)}: {banned}"
        for package in ("dashboard", "pages")
        for path in files_of(package)
        for banned in ("unsafe_allow_html", "use_container_width")
        if banned in path.read_text(encoding="utf-8")
    ]
    found += [
        f"{name_of(path)}:{line} {module}"
        for path in files_of("dashboard")
        for line, module in imports_of(tree_of(path))
        if module.startswith(("plotly.express", "plotly.figure_factory"))
    ]
    assert not found, found


def test_only_failures_catches_everything():
    broad = {"Exception", "BaseException", ""}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for package in PACKAGES
        for path in files_of(package)
        if path != ROOT / "dashboard" / "failures.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and ("" if node.type is None else ast.unparse(node.type)) in broad
        and not (node.body and isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]
    assert not found, found


def string_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Line and source of every string that is not a docstring; an escape is no text."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in documented:
            continue
        if isinstance(node.value, str):
            yield node.lineno, ast.get_source_segment(source, node) or ""


def test_chinese_text_of_the_screens_stands_in_the_locale_files():
    found = [
        f"{name_of(path)}:{line} {text[:20]}"
        for package in ("dashboard", "pages")
        for path in files_of(package)
        for line, text in string_lines(path)
        if CHINESE.search(text)
    ]
    assert not found, found


def test_no_word_of_the_screens_ranks():
    locales = sorted((ROOT / "dashboard" / "locales").glob("*.toml"))
    found = [
        f"{path.name}:{number} {word}"
        for path in locales
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for word in (*RANKING, *RANKING_ENGLISH)
        if word in line.lower()
    ]
    assert not found, found


def test_nothing_runs_beside_the_pages():
    assert not list(ROOT.glob("*.py"))
    assert not (ROOT / "dashboard" / "pages").exists()


def test_no_module_of_the_dashboard_shadows_another():
    taken = set(sys.stdlib_module_names) | MAY_IMPORT["dashboard"] | MAY_IMPORT["data_access"]
    found = [path.name for path in (ROOT / "dashboard").iterdir() if path.stem in taken - OUR_OWN]
    assert not found, found


def test_no_module_has_a_vague_name():
    found = [
        name_of(path)
        for package in PACKAGES
        for path in files_of(package)
        if VAGUE & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]
    assert not found, found


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body, its docstring apart."""
    first = function.body[1 if ast.get_docstring(function) and function.body[1:] else 0]
    return (function.end_lineno or 0) - first.lineno + 1


def test_files_and_functions_stay_readable():
    found = []
    for package in (*PACKAGES, "benchmarks"):
        most = 120 if package == "pages" else 300
        for path in files_of(package):
            if "versions" in path.parts:
                continue  # written by alembic: one long list, nothing to divide
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > most:
                found.append(f"{name_of(path)} has {lines} lines, {most} are the most")
            found += [
                f"{name_of(path)}:{node.lineno} {node.name} has {length} lines"
                for node in ast.walk(tree_of(path))
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                and (length := lines_of(node)) > 40
            ]
    assert not found, found


def test_no_committed_text_names_a_machine_or_a_registry():
    suspect = re.compile(r"/work/|/home/\w|/root/|/opt/|://(?!127\.0\.0\.1|localhost|\{|\[::1\])\w")
    allowed = re.compile(r"://(www\.w3\.org|json-schema\.org|schemas\.|[\w.-]*\bexample\b)")
    found = [
        f"{name_of(path)}:{number} {line.strip()[:80]}"
        for path in [ROOT / "pyproject.toml", ROOT / "constraints.txt", ROOT / "Makefile"]
        + [path for package in PACKAGES for path in files_of(package)]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if suspect.search(line) and not allowed.search(line)
        if not re.search(r"(sqlite|duckdb|ducklake|postgresql|hive)[\w+]*:", line)
    ]
    assert not found, found


def test_every_source_file_with_a_test_mirrors_its_path():
    """Tests mirror the source path for path: no test file without the module it tests."""
    top = {"test_layers", "test_docs", "test_locales", "test_package"}
    whole = {"real", "browser", "reference"}
    # what a killed process leaves, and what becomes of a dirty table, are matters of several modules
    top |= {"test_kills", "test_dirty"}
    top |= {"test_recognised_contracts"}  # all contracts against one another
    top |= {"test_restricted_space"}  # who sees what of it, whatever asks
    declared = {"datasets"}  # folders of declarations, tested by group
    found = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        parts = path.relative_to(ROOT / "tests").parts
        if path.stem in top or parts[0] in whole or path.parent.name in declared:
            continue
        source = ROOT.joinpath(*parts[:-1], path.stem.removeprefix("test_"))
        if not (source.with_suffix(".py").exists() or source.is_dir()):
            found.append(name_of(path))
    assert not found, found
