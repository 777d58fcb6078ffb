"""Folders of a home for work that is gone afterwards, however the work ends."""

import errno
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data_access.errors import StoreUnusable

ABANDONED_SECONDS = 24 * 3_600
"""What a killed process left is removed after so long."""

_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})


@contextmanager
def working_folder(parent: Path, full: StoreUnusable) -> Iterator[Path]:
    """A new folder within the parent; raises `full` where the disk is, StoreUnusable else."""
    try:
        parent.mkdir(mode=0o700, exist_ok=True)
        oldest = time.time() - ABANDONED_SECONDS
        for left in parent.iterdir():
            if left.stat().st_mtime < oldest:
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=parent))
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise full from error
        raise StoreUnusable(
            f"Nothing can be written to {parent.parent}.",
            hint="Check who owns the home and its disk.",
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
