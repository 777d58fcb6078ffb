"""Which files of what was named are data."""

import pytest

from data_access.errors import SourceRefused
from data_access.sources import find_files, refuse_other_formats


def test_a_folder_is_searched_to_its_depth_in_a_fixed_order(tmp_path):
    for name in (
        "b/2.csv",
        "a/1.txt",
        "3.TSV",
        "LICENSE",
        "b/readme.txt",
        ".hidden.csv",
        "说明.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.csv").write_text("x")
    (tmp_path / "图.png").write_text("x")
    found = find_files([tmp_path])
    names = [path.relative_to(tmp_path).as_posix() for path in found.files]
    assert names == ["3.TSV", "a/1.txt", "b/2.csv"]
    passed = {path.relative_to(tmp_path).as_posix() for path in found.passed_over}
    assert passed == {
        *(".git/x.csv", ".hidden.csv", "LICENSE", "b/readme.txt", "说明.txt", "图.png"),
    }


def test_a_file_that_is_named_is_always_taken(tmp_path):
    path = tmp_path / "README"
    path.write_text("x")
    assert find_files([path]).files == (path,)


def test_data_of_another_kind_in_a_folder_is_not_passed_over_in_silence(tmp_path):
    path = tmp_path / "流水.dbf"
    path.write_text("x")
    assert find_files([tmp_path]).files == (path,)
    with pytest.raises(SourceRefused, match="is of a kind that is not read here") as raised:
        refuse_other_formats(path)
    assert ".csv" in raised.value.hint
