"""The sheets of a workbook that is no ZIP (.xls, .et). Run as a program: SOURCE TARGET."""

import sys
from pathlib import Path

from data_access.unpackers.running import run
from data_access.unpackers.sheets import unpack_sheets


def unpack(arguments: list[str]) -> None:
    """Unpacks the workbook that the arguments name."""
    unpack_sheets(Path(arguments[0]), Path(arguments[1]), "xls")


if __name__ == "__main__":
    sys.exit(run(unpack))
