"""The copy of a list where its writer asked for it, besides the one in the home."""

import shutil
from contextlib import suppress
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


def staged_copies(written: Written, out: Path | None) -> list[tuple[Path, Path]]:
    """The copies beside where they shall stand, so that only a renaming is left to do."""
    if out is None:
        return []
    finals = {written.content: out}
    if written.manifest_file is not None:
        finals[written.manifest_file] = manifest_of(out)
    staged: list[tuple[Path, Path]] = []
    try:
        for source, final in finals.items():
            beside = final.with_name(f".{final.name}.{written.export_id}.part")
            staged.append((beside, final))
            shutil.copyfile(source, beside)
            beside.chmod(0o600)
    except OSError as error:
        for beside, _ in staged:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        raise Refused(f"{out} cannot be written.", hint="Choose another folder.") from error
    return staged


def manifest_of(file: Path) -> Path:
    """Where the manifest of a CSV stands: beside it."""
    return file.with_name(f"{file.name}.manifest.json")
