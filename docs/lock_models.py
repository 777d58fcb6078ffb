"""Adds new versions of models to `supervision/models/models.lock.json`; what is locked stays.

A model that changed under a locked version is left as it is, for a test to complain: raise its
version, or, before its release, take the version out of the file first.
"""

import json
from pathlib import Path

from supervision.declaration import LOCK, load_models, locked_models

FILE = Path(__file__).parents[1] / "supervision" / "models" / LOCK


def locked_text() -> str:
    """The lock with every version that stands and is not in it yet."""
    locked = {name: dict(versions) for name, versions in locked_models().items()}
    for found in load_models().values():
        locked.setdefault(found.id, {}).setdefault(str(found.version), found.sha256)
    return json.dumps(dict(sorted(locked.items())), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(locked_text(), encoding="utf-8")
