"""Writes the list of modules into `docs/architecture.md`, from the first line of each docstring.

`make docs` runs it; `tests/test_docs.py` fails while the list is not what it would write.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PACKAGES = ("supervision", "data_access", "dashboard", "pages", "benchmarks")
BEGIN, END = "<!-- modules: written by make docs -->\n", "<!-- end of modules -->\n"


def tree() -> str:
    """The list of every module, by package, with what it is about."""
    parts = []
    for package in PACKAGES:
        parts.append(f"\n### {package}\n\n")
        for path in sorted((ROOT / package).rglob("*.py")):
            if "versions" not in path.parts:
                says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
                name = path.relative_to(ROOT).as_posix()
                parts.append(f"- `{name}` {says.partition(chr(10))[0]}\n")
    return "".join(parts) + "\n"


def with_tree(text: str) -> str:
    """The page's text with the list as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + tree() + END + after


if __name__ == "__main__":
    PAGE.write_text(with_tree(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
