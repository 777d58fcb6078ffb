"""A source file as text: hashed, its encoding judged strictly, handed on in blocks of whole lines.

The order is fixed: byte order mark, UTF-16 by its zero bytes, strict UTF-8, strict GB18030. A file
that fits none, or mixes two, is refused. A file is read once and kept; a large one is read twice,
once to hash and judge it and once in blocks, so that it never has to fit in memory.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from data_access.decoding import Decoding, Digest, Utf8Decoding
from data_access.errors import SourceRefused

BLOCK_BYTES = 8 * 1024 * 1024
"""So much is worked on at once; larger blocks leave one thread alone with the last of them."""

SOONEST_BYTES = 1024 * 1024
"""The first blocks of a text of MANY_BYTES are smaller, so that work on them begins sooner."""

MANY_BYTES = 64 * 1024 * 1024

READ_BYTES = 1024 * 1024
"""So much is read, hashed and judged at once, so that it stays in the processor's cache."""

LARGE_BYTES = 128 * 1024 * 1024
"""A file of so many bytes is not kept in memory."""

FORMATS = (
    "CSV or text with commas or tabs (.csv, .tsv, .txt), XLSX, XLS, ODS, JSON, JSON lines, Parquet"
    " or a ZIP of these"
)

LONGEST_LINE = 16 * 1024 * 1024
"""No row of any table is so long; a line beyond it would have to be held whole."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"PK\x03\x04", "a workbook or an archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"%PDF", "a PDF document"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)
_MARKUP = re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|head|table)\b")
# six Chinese characters of UTF-8 in a row; read as GB18030 they are nine that no text has
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){6}")
_UTF8_CHINESE = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceText:
    """A file that can be read as text.

    path: where it stands; named: as the viewer knows it.
    sha256: of the file as it came, of which the text may have been unpacked; digest: of the text.
    codec: Python's name of the encoding, where it says more than `encoding` (the byte order).
    content: its bytes in pieces; None for a large file, which is read again.
    """

    path: Path
    named: Path
    sha256: str
    digest: str
    encoding: str
    codec: str
    bytes_count: int
    content: tuple[bytes, ...] | None

    def blocks(self) -> Iterator[bytes]:
        """The lines as UTF-8 without a byte order mark; whole lines, each ended by one LF."""
        raw = self._read_again() if self.content is None else iter(self.content)
        soonest = SOONEST_BYTES if self.bytes_count >= MANY_BYTES else BLOCK_BYTES
        yield from _lines_only(self._decoded(raw), soonest)

    def _decoded(self, raw: Iterator[bytes]) -> Iterator[bytes]:
        if self.encoding.startswith("utf-8"):  # judged before, and that it is the same file after
            yield next(raw, b"").removeprefix(codecs.BOM_UTF8)
            yield from raw
            return
        decoder = codecs.getincrementaldecoder(self.codec)()
        for block in raw:
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()

    def _read_again(self) -> Iterator[bytes]:
        digest = Digest()
        for block in _read(self.path):
            digest.take(block)
            yield block
        if digest.ended() != self.digest:
            raise SourceRefused(
                f"{self.named} changed while it was read.",
                hint="Take it in again once it is whole.",
            )


def read_source(
    path: Path,
    *,
    named: Path | None = None,
    sha256: str | None = None,
    large: int = LARGE_BYTES,
) -> SourceText:
    """The file, hashed and its encoding judged; from `large` bytes on its content is not kept.

    named, sha256: of the file out of which it was unpacked; None where it is that file.
    Raises SourceRefused where the file cannot be read, is empty, is no text, or fits no encoding.
    """
    named = named or path
    try:
        return _judged(path, named, sha256, is_kept=path.stat().st_size < large)
    except OSError as error:
        raise SourceRefused(
            f"{named} cannot be read ({error.strerror or type(error).__name__}).",
            hint="Check that the file is there and may be read.",
        ) from error


def _judged(path: Path, named: Path, sha256: str | None, *, is_kept: bool) -> SourceText:
    kept: list[bytes] = []

    def again() -> Iterable[bytes]:
        return kept if is_kept else _read(path)

    read = _keeping(kept, _read(path)) if is_kept else _read(path)
    head = next(read, b"")
    _refuse_foreign(named, head)
    codec = _codec_of(head)
    digest, size, decodes = _measured(named, chain([head], read), codec)
    if not decodes:
        if codec != "utf-8" or not _decodes(again(), "gb18030") or _is_mixed(head, again()):
            raise _undecodable(named)
        codec = "gb18030"
    encoding = "utf-16" if codec.startswith("utf-16") else codec
    return SourceText(
        path=path,
        named=named,
        sha256=sha256 or digest,
        digest=digest,
        encoding=encoding,
        codec=codec,
        bytes_count=size,
        content=tuple(kept) if is_kept else None,
    )


def _refuse_foreign(path: Path, head: bytes) -> None:
    if not head.strip(b"\x00\r\n\t ,\xef\xbb\xbf\xff\xfe"):
        raise SourceRefused(f"{path} is empty.", hint="Nothing was taken in.")
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise _not_a_table(path, f"it is {what}")
    if _MARKUP.match(head):
        raise _not_a_table(path, "it is a web page or XML")


def _codec_of(head: bytes) -> str:
    """The codec that the first block speaks for: by its mark, by its zero bytes, else UTF-8."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    return _utf16_without_mark(head) or "utf-8"


def _measured(path: Path, blocks: Iterator[bytes], codec: str) -> tuple[str, int, bool]:
    """The hash, the size, and whether the codec decodes all of it, found in one reading."""
    digest = Digest()
    decoding = Utf8Decoding() if codec.startswith("utf-8") else Decoding(codec)
    size = unended = 0
    for block in blocks:
        digest.take(block)
        if not codec.startswith("utf-16") and b"\x00" in block:
            raise _not_a_table(path, "it holds binary data")
        unended = 0 if b"\n" in block or b"\r" in block else unended + len(block)
        if unended >= LONGEST_LINE:
            raise _not_a_table(path, "it has a line of more than 16 MB")
        decoding.take(block)
        size += len(block)
    return digest.ended(), size, decoding.ended()


def _decodes(blocks: Iterable[bytes], codec: str) -> bool:
    decoding = Decoding(codec)
    for block in blocks:
        decoding.take(block)
    return decoding.ended()


def _is_mixed(head: bytes, blocks: Iterable[bytes]) -> bool:
    """Whether text that decodes as GB18030 is UTF-8 in places: it would decode without a sound."""
    chinese, as_utf8 = _chinese_lines(head)
    return as_utf8 * 5 > chinese or any(_UTF8_RUN.search(block) for block in blocks)


def _undecodable(path: Path) -> SourceRefused:
    return SourceRefused(
        f"{path} is text in no single known encoding: it mixes two, or is damaged.",
        hint="Sijian reads UTF-8, GB18030 and UTF-16; ask the supplier for the file in one.",
    )


def _chinese_lines(block: bytes) -> tuple[int, int]:
    """Of the first lines: how many are beyond ASCII, and how many of these are Chinese as UTF-8."""
    lines = [line for line in block[:200_000].split(b"\n")[:1_000] if not line.isascii()]
    as_utf8 = [line for line in lines if _UTF8_CHINESE.search(line) and _decodes([line], "utf-8")]
    return len(lines), len(as_utf8)


def _utf16_without_mark(block: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, judged by where the zero bytes of ASCII stand."""
    head = block[:2_000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 10 < len(head) // 2 or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(min(READ_BYTES, BLOCK_BYTES)):
            yield block


def _keeping(kept: list[bytes], blocks: Iterator[bytes]) -> Iterator[bytes]:
    for block in blocks:
        kept.append(block)
        yield block


def _lines_only(decoded: Iterator[bytes], soonest: int) -> Iterator[bytes]:
    """The blocks put together, the first from `soonest` bytes on, so that each ends with a line."""
    rest: list[bytes] = []
    waiting, enough = 0, min(soonest, BLOCK_BYTES)
    for block in decoded:
        waiting += len(block)
        cut = 0
        if waiting >= enough:
            cut = block.rfind(b"\n") + 1 or block.rfind(b"\r", 0, -1) + 1
        if not cut:
            rest.append(block)
            continue
        yield _unified(b"".join([*rest, memoryview(block)[:cut]]))
        rest = [block[cut:]]
        waiting, enough = len(rest[0]), min(2 * enough, BLOCK_BYTES)
    if last := b"".join(rest):
        yield _unified(last)


def _unified(text: bytes) -> bytes:
    """The text with LF alone between its lines and after the last."""
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text if text.endswith(b"\n") else text + b"\n"


def _not_a_table(path: Path, why: str) -> SourceRefused:
    return SourceRefused(f"{path} is not a table: {why}.", hint=f"Sijian reads {FORMATS}.")
