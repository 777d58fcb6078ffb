import os
import stat
import time

import pytest
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from dashboard import kept_uploads
from data_access.errors import SourceRefused


def uploaded(name, data=b"a,b\n1,2\n"):
    record = UploadedFileRec(file_id="1", name=name, type="text/csv", data=data)
    return UploadedFile(record, FileURLs())


def test_files_keep_their_names_and_nobody_else_can_read_them(stores):
    kept = kept_uploads.keep(stores, [uploaded("竞买记录 1.csv"), uploaded("b.csv", b"x")])
    paths = kept.paths(stores)
    assert [path.name for path in paths] == ["竞买记录 1.csv", "b.csv"]
    assert paths[1].read_bytes() == b"x"
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE(paths[0].parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.csv", "a.csv"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("safe\u202egpj.csv", "safe_gpj.csv"),
        (" .hidden. ", "hidden"),
        ("..", ""),
    ],
)
def test_a_name_never_leads_elsewhere(given, kept):
    assert kept_uploads.safe_name(given) == kept


def test_a_long_name_keeps_its_suffix():
    short = kept_uploads.safe_name("线" * 300 + ".xlsx")
    assert short.endswith(".xlsx")
    assert len(short.encode()) <= kept_uploads.LONGEST_NAME


@pytest.mark.parametrize("names", [[], ["a.csv", "x/a.csv"], [".."]])
def test_files_without_a_name_of_their_own_are_refused(stores, names):
    with pytest.raises(SourceRefused):
        kept_uploads.keep(stores, [uploaded(name) for name in names])


@pytest.mark.parametrize("folder", ["..", "../x", "", "A" * 32, "a" * 31, "a" * 32 + "/.."])
def test_only_our_own_folders_are_reached(stores, folder):
    with pytest.raises(SourceRefused):
        kept_uploads.folder_of(stores, folder)


def test_what_nobody_waits_for_goes_after_an_hour(stores):
    old, waited_for, new = (kept_uploads.keep(stores, [uploaded("a.csv")]) for _ in range(3))
    past = time.time() - 2 * kept_uploads.ABANDONED_SECONDS
    for kept in (old, waited_for):
        os.utime(kept_uploads.folder_of(stores, kept.folder), (past, past))
    kept_uploads.discard_abandoned(stores, frozenset({waited_for.folder}))
    left = {path.name for path in stores.folder("uploads").iterdir()}
    assert left == {waited_for.folder, new.folder}
    kept_uploads.discard(stores, new.folder)
    kept_uploads.discard(stores, new.folder)
    assert {path.name for path in stores.folder("uploads").iterdir()} == {waited_for.folder}
