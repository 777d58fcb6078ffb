"""What is packed as a ZIP: which names are refused, and how a name is read."""

import zipfile

import pytest

from data_access.unpackers.packed import climbs, readable_name, refuse_bomb
from data_access.unpackers.running import NotUnpacked


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [
        ("a.csv", False),
        ("内/a..csv", False),
        ("../a.csv", True),
        ("内/../a.csv", True),
        ("/a.csv", True),
        ("\\a.csv", True),
        ("内\\..\\a.csv", True),
        ("C:a.csv", True),
    ],
)
def test_a_path_that_leads_out_is_known(name, is_refused):
    assert climbs(name) is is_refused


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_name_without_its_encoding_is_read(codec):
    member = zipfile.ZipInfo("竞买记录.csv".encode(codec).decode("cp437"))
    assert readable_name(member) == "竞买记录.csv"


def test_a_name_that_says_its_encoding_is_left_as_it_is():
    member = zipfile.ZipInfo("é.csv")
    member.flag_bits |= 0x800
    assert readable_name(member) == "é.csv"


def member(size: int, packed: int) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo("a.csv")
    found.file_size, found.compress_size = size, packed
    return found


@pytest.mark.parametrize(
    ("members", "is_refused"),
    [
        ([member(10**7, 1)], False),
        ([member(2 * 10**9, 10**8)], False),
        ([member(2 * 10**9, 10**7 - 1)], True),
        ([member(10**9 + 1, 10**9), member(2 * 10**9, 10**9)], True),
        ([member(1, 1)] * 3, False),
        ([member(1, 1)] * 4, True),
    ],
)
def test_an_archive_is_judged_by_its_list(members, is_refused):
    try:
        refuse_bomb(members, 3, 3 * 10**9)
    except NotUnpacked:
        assert is_refused
    else:
        assert not is_refused
