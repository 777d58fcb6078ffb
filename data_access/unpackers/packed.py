"""What is packed as a ZIP: a workbook becomes its sheets, an archive its members.

Run as a program: SOURCE TARGET, and `within` where the file came out of an archive itself. Nothing
is unpacked before the archive's own list was judged; members are written under numbers, never under
their names.
"""

import sys
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from data_access.file_names import is_no_data
from data_access.unpackers.cell_marks import Marks, cell_marks
from data_access.unpackers.running import NotUnpacked, Refusal, run, say
from data_access.unpackers.sheets import unpack_sheets

MOST_PARTS = 2_000
MOST_IN_WORKBOOK = 1024**3
MOST_MEMBERS = 20_000
MOST_IN_ARCHIVE = 20 * 1024**3
MOST_RATIO = 200
SMALL = 10 * 1024**2
"""Below this unpacked size no ratio is suspicious."""

_CHUNK = 1024 * 1024
_IS_UTF8 = 0x800
_IS_LOCKED = 0x1
_LINK = 0o120000
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def unpack(arguments: list[str]) -> None:
    """Unpacks the file that the arguments name, as what it is."""
    source, target = Path(arguments[0]), Path(arguments[1])
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if any(member.flag_bits & _IS_LOCKED for member in members):
                raise NotUnpacked(Refusal.LOCKED)
            kind = _kind(archive, names)
            if kind is None:
                if "[Content_Types].xml" in names:
                    raise NotUnpacked(Refusal.OTHER)
                if "within" in arguments[2:]:
                    raise NotUnpacked(Refusal.NESTED)
                _unpack_members(archive, members, target)
                return
            marks = _judged(archive, members, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise NotUnpacked(Refusal.DAMAGED) from error
    unpack_sheets(source, target, kind, marks)


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """The suffix that a workbook should have; None for what is none."""
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" not in names or "content.xml" not in names:
        return None
    with archive.open("mimetype") as content:
        is_sheet = content.read(len(_SPREADSHEET) + 2).strip() == _SPREADSHEET
    return "ods" if is_sheet else None


def _judged(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], names: set[str]) -> Marks:
    """The marks of a workbook that may be opened; raises NotUnpacked for another."""
    refuse_bomb(members, MOST_PARTS, MOST_IN_WORKBOOK)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotUnpacked(Refusal.MACROS)
    return cell_marks(archive)


def refuse_bomb(members: list[zipfile.ZipInfo], most: int, most_bytes: int) -> None:
    """Raises NotUnpacked for more members, more bytes or a higher ratio than is good."""
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if len(members) > most or unpacked > most_bytes:
        raise NotUnpacked(Refusal.BEYOND)
    if unpacked > SMALL and unpacked / packed > MOST_RATIO:
        raise NotUnpacked(Refusal.BEYOND)


def _unpack_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], target: Path) -> None:
    refuse_bomb(members, MOST_MEMBERS, MOST_IN_ARCHIVE)
    named = [(readable_name(member), member) for member in members if not member.is_dir()]
    for name, _ in named:
        if climbs(name):
            raise NotUnpacked(Refusal.CLIMBS, name)
    for number, (name, member) in enumerate(named):
        is_link = member.external_attr >> 16 & 0o170000 == _LINK
        if is_link or is_no_data(PurePosixPath(name)):
            say(passed_over=name)
            continue
        file = target / f"{number}{PurePosixPath(name).suffix.lower()[:10]}"
        with archive.open(member) as content, file.open("wb") as written:
            while chunk := content.read(_CHUNK):
                written.write(chunk)
        say(member=name, file=file.name)


def readable_name(member: zipfile.ZipInfo) -> str:
    """The member's name; one that does not say its encoding is read as UTF-8, else as GB18030."""
    if member.flag_bits & _IS_UTF8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return member.filename


def climbs(name: str) -> bool:
    """Whether the path leads out of the folder into which its archive would be unpacked."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or plain[1:2] == ":" or ".." in plain.split("/")


if __name__ == "__main__":
    sys.exit(run(unpack))
