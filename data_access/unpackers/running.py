"""What an unpacker is under: limits that the kernel keeps, and how it says what it did.

One JSON value a line on standard output; a refusal is the last one. Exit status 0 even then;
another one means that the process could not go on.
"""

import errno
import json
import resource
import sys
from collections.abc import Callable
from enum import StrEnum

MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 120
OUTPUT_BYTES = 20 * 1024**3
OUT_OF_MEMORY = 4
_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})


class Refusal(StrEnum):
    """Why a file was not unpacked."""

    DAMAGED = "damaged"
    BEYOND = "beyond"
    LOCKED = "locked"
    MACROS = "macros"
    NESTED = "nested"
    CLIMBS = "climbs"
    NO_LIST = "no_list"
    NO_ROOM = "no_room"
    OTHER = "other"


class NotUnpacked(Exception):
    """The file was not unpacked; `named` is the part of it that is meant."""

    def __init__(self, why: Refusal, named: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.named = named


def run(unpack: Callable[[list[str]], None], *, memory_bytes: int = MEMORY_BYTES) -> int:
    """Unpacks what the arguments of this process name; answers with the exit status."""
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _limit(kind, most)
    try:
        unpack(sys.argv[1:])
    except NotUnpacked as refused:
        say(refused=refused.why, named=refused.named)
    except MemoryError:
        return OUT_OF_MEMORY
    except RecursionError:
        say(refused=Refusal.BEYOND, named="")
    except OSError as error:
        why = Refusal.NO_ROOM if error.errno in _NO_ROOM else Refusal.DAMAGED
        say(refused=why, named="")
    return 0


def say(**values: object) -> None:
    """One line of what was done."""
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def _limit(kind: int, most: int) -> None:
    """Sets a limit, never above the one that stands."""
    stands = [limit for limit in resource.getrlimit(kind) if limit != resource.RLIM_INFINITY]
    least = min([most, *stands])
    resource.setrlimit(kind, (least, least))
