"""Files as text: the strict order of encodings, refusals, and blocks of whole lines."""

import codecs
import hashlib
import random
from pathlib import Path

import pytest

from data_access import reading
from data_access.errors import SourceRefused
from data_access.reading import read_source

TEXTS = {
    "plain": '状态,竞买号,价格\n成交,H2515,"3,613.56"\n',
    "short": "张三\n",
    "names": "姓名\n李四\n王五\n赵六\n",
    "rare": "名\n䶮\n𠮷\n",
    "full width": "编号，名称\n１２３，（甲）\n",
    "last line open": "a,b\n甲,乙",
    "windows": "a,b\r\n甲,乙\r\n",
    "mac": "a,b\r甲,乙\r",
}
ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8-sig": ("utf-8", codecs.BOM_UTF8),
    "gb18030": ("gb18030", b""),
}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(content)
    return path


def whole(path: Path, **options) -> str:
    return b"".join(read_source(path, **options).blocks()).decode()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_encoding_is_told_by_the_bytes_alone(tmp_path, text, encoding):
    codec, mark = ENCODINGS[encoding]
    path = written(tmp_path, mark + text.encode(codec))
    assert read_source(path).encoding == encoding
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    assert whole(path) == lines + "\n"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("has_mark", [True, False])
@pytest.mark.parametrize("large", [1, 1_000_000])
def test_utf_16_is_told_by_its_mark_or_its_zero_bytes(tmp_path, codec, has_mark, large):
    text = "number,name\n1,一甲\n2,乙\n"
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[codec]
    path = written(tmp_path, (mark if has_mark else b"") + text.encode(codec))
    assert read_source(path, large=large).encoding == "utf-16"
    assert whole(path, large=large) == text


def test_ascii_alone_is_utf_8(tmp_path):
    assert read_source(written(tmp_path, b"a,b\n1,2\n")).encoding == "utf-8"


@pytest.mark.parametrize(
    ("first", "then"), [("utf-8", "gb18030"), ("gb18030", "utf-8")], ids=["header", "rows"]
)
def test_a_file_that_mixes_two_encodings_is_refused(tmp_path, first, then):
    header, rows = "状态,竞买号,价格,时间\n", "成交,Z1420,1,2026年05月26日\n" * 30
    path = written(tmp_path, header.encode(first) + rows.encode(then))
    with pytest.raises(SourceRefused, match="mixes two, or is damaged"):
        read_source(path)


def test_a_late_run_of_the_other_encoding_is_found_too(tmp_path):
    content = "甲乙丙丁\n".encode("gb18030") * 60_000 + "深圳市中级人民法院\n".encode()
    with pytest.raises(SourceRefused, match="mixes two"):
        read_source(written(tmp_path, content))


def test_ordinary_gb18030_is_never_taken_for_a_mixture(tmp_path):
    source = random.Random(5)  # noqa: S311 - the same texts in every run
    characters = [
        bytes([high, low]).decode("gb18030")
        for high in range(0xB0, 0xD8)
        for low in range(0xA1, 0xFA)
    ]
    lines = ["".join(source.choices(characters, k=source.randint(2, 12))) for _ in range(3_000)]
    path = written(tmp_path, "\n".join(["名称", *lines]).encode("gb18030"))
    assert read_source(path).encoding == "gb18030"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\r\n , ,\n", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (b"PK\x03\x04rest", "is not a table: it is a workbook or an archive"),
        (b"%PDF-1.7", "is not a table: it is a PDF document"),
        (b"\xef\xbb\xbf <HTML><table>", "is not a table: it is a web page or XML"),
        (b"0" * (16 * 2**20), "is not a table: it has a line of more than 16 MB"),
        (b"a,b\n1,\x002\n" * 3, "is not a table: it holds binary data"),
        (b"a,b\n\xff\xff\xff,2\n", "is text in no single known encoding"),
        (b"a,\xff\n1,2\n3,4\n", "is text in no single known encoding"),
        (b"a,b\n1,2\n3,\xff", "is text in no single known encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_one_sentence(tmp_path, content, says):
    with pytest.raises(SourceRefused, match=says) as raised:
        read_source(written(tmp_path, content))
    assert raised.value.hint


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceRefused, match="cannot be read"):
        read_source(tmp_path / "none.csv")


def test_the_hash_is_that_of_the_bytes(tmp_path):
    content = "名\n甲\n".encode("gb18030")
    assert read_source(written(tmp_path, content)).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_large_file_comes_in_blocks_of_whole_lines(tmp_path, monkeypatch, encoding):
    monkeypatch.setattr(reading, "BLOCK_BYTES", 37)
    text = "".join(f"{number},第{number}行𠮷\r\n" for number in range(200))
    path = written(tmp_path, text.encode(encoding))
    source = read_source(path, large=1)
    blocks = list(source.blocks())
    assert source.content is None
    assert len(blocks) > 10
    assert all(block.endswith(b"\n") for block in blocks)
    assert b"".join(blocks).decode() == text.replace("\r\n", "\n")


def test_a_file_of_a_few_megabytes_is_one_block(tmp_path):
    """What a preview shows and counts of it is the whole."""
    path = written(tmp_path, b"0123456,abc\n" * 300_000)
    assert len(list(read_source(path).blocks())) == 1


def test_lines_that_end_with_cr_alone_come_in_blocks_too(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "BLOCK_BYTES", 37)
    path = written(tmp_path, "\r".join(f"{number},甲" for number in range(200)).encode())
    blocks = list(read_source(path, large=1).blocks())
    assert len(blocks) > 10
    assert b"".join(blocks).decode().split("\n")[199:] == ["199,甲", ""]


def test_a_large_file_that_changes_while_it_is_read_is_refused(tmp_path):
    path = written(tmp_path, b"a,b\n1,2\n")
    source = read_source(path, large=1)
    path.write_bytes(b"a,b\n1,3\n")
    with pytest.raises(SourceRefused, match="changed while it was read"):
        list(source.blocks())
