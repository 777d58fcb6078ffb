"""The copy of a list where its writer asked for it, besides the one in the home."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from data_access.errors import Refused
from data_access.export_writing import Written
from supervision.review_list import ExportFormat


def refuse_place(out: Path | None, kind: ExportFormat) -> None:
    """Raises Refused where no list of this format can stand at this path."""
    if out is None:
        return
    if out.suffix.lower() != f".{kind.value}":
        raise Refused(f"A list in this format needs a file that ends in .{kind.value}.")
    if out.is_dir():
        raise Refused(f"{out} is a folder.", hint="Name a file in it.")
    if not out.parent.is_dir():
        raise Refused(f"There is no folder {out.parent}.", hint="Make it first.")


class Copies:
    """Copies that stand beside their places, so that only a renaming is left to do."""

    def __init__(self, export_id: str) -> None:
        self._export_id = export_id
        self._staged: list[tuple[Path, Path]] = []

    def stage(self, source: Path, final: Path) -> None:
        """Copies a file, for its owner only."""
        beside = final.with_name(f".{final.name}.{self._export_id}.part")
        self._staged.append((beside, final))
        shutil.copyfile(source, beside)
        beside.chmod(0o600)

    def settle(self) -> None:
        """Gives the copies their names; raises Refused where one cannot have it."""
        for beside, final in self._staged:
            try:
                beside.replace(final)
            except OSError as error:
                raise Refused(
                    f"The list was written, but {final} cannot be replaced.",
                    hint=f"It stands in the home under its number {self._export_id}.",
                ) from error

    def discard(self) -> None:
        """Takes away what was not settled."""
        for beside, _ in self._staged:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


@contextmanager
def staged_copies(written: Written, out: Path | None) -> Iterator[Copies]:
    """The copies of a list for this path, staged; what is not settled is taken away at the end.

    Raises Refused where they cannot be written.
    """
    copies = Copies(written.asked.export_id)
    try:
        if out is not None:
            try:
                copies.stage(written.content, out)
                if written.manifest_file is not None:
                    copies.stage(written.manifest_file, manifest_of(out))
            except OSError as error:
                raise Refused(f"{out} cannot be written.", hint="Choose another folder.") from error
        yield copies
    finally:
        copies.discard()


def manifest_of(file: Path) -> Path:
    """Where the manifest of a CSV stands: beside it."""
    return file.with_name(f"{file.name}.manifest.json")
