"""Uploaded files on their way from the browser to the intake: out of memory, into the home.

Each set has a folder with a random name under `uploads`, readable by its owner only, and goes at
the end of its job. A file keeps its own name there, since some contracts read it (a lot's code).
"""

import re
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data_access.errors import SourceRefused
from data_access.stores import Stores

FOLDER = re.compile(r"[0-9a-f]{32}")
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')
LONGEST_NAME = 200
ABANDONED_SECONDS = 3_600


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptUpload:
    """A set of uploaded files in the home; `folder` is its random name, `names` its files."""

    folder: str
    names: tuple[str, ...]

    def paths(self, stores: Stores) -> list[Path]:
        """Where the files are."""
        inside = folder_of(stores, self.folder)
        return [inside / name for name in self.names]


def keep(stores: Stores, files: Sequence[UploadedFile]) -> KeptUpload:
    """Moves uploaded files into the home and takes them out of the server's memory.

    Raises SourceRefused where two files have one name or a file has none.
    """
    names = [safe_name(file.name) for file in files]
    if not names or len(set(names)) != len(names) or not all(names):
        raise SourceRefused("The files need names, each a different one.")
    folder = secrets.token_hex(16)
    inside = folder_of(stores, folder)
    inside.mkdir(mode=0o700)
    for name, file in zip(names, files, strict=True):
        path = inside / name
        path.touch(mode=0o600)
        path.write_bytes(file.getbuffer())
        _forget(file)
    return KeptUpload(folder=folder, names=tuple(names))


def discard(stores: Stores, folder: str) -> None:
    """Removes a set of uploaded files; says nothing where it is gone already."""
    shutil.rmtree(folder_of(stores, folder), ignore_errors=True)


def discard_abandoned(stores: Stores, in_use: frozenset[str]) -> None:
    """Removes what was uploaded an hour ago or more and is not waited for by a job."""
    oldest = time.time() - ABANDONED_SECONDS
    for found in stores.folder("uploads").iterdir():
        if found.name not in in_use and found.stat().st_mtime < oldest:
            shutil.rmtree(found, ignore_errors=True)


def folder_of(stores: Stores, folder: str) -> Path:
    """Where a set of uploaded files is; raises SourceRefused for a name that is not ours."""
    if not FOLDER.fullmatch(folder):
        raise SourceRefused("There is no such upload.")
    return stores.folder("uploads") / folder


def safe_name(name: str) -> str:
    """The file's own name without a path or anything that a file system or a screen obeys."""
    plain = FORBIDDEN.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    encoded = plain.encode("utf-8", "ignore")
    if len(encoded) <= LONGEST_NAME:
        return encoded.decode("utf-8")
    stem, dot, suffix = plain.rpartition(".")
    room = LONGEST_NAME - len(f"{dot}{suffix}".encode())
    return (stem or plain).encode()[:room].decode("utf-8", "ignore") + dot + suffix


def _forget(file: UploadedFile) -> None:
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        context.uploaded_file_mgr.remove_file(session_id=context.session_id, file_id=file.file_id)
