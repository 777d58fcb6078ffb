"""What a file's name says: which kind of data it should be, or that it is plainly none."""

import re
from pathlib import PurePath

TEXT = frozenset({".csv", ".tsv", ".txt"})
JSON = frozenset({".json", ".jsonl", ".ndjson", ".geojson"})
PARQUET = frozenset({".parquet", ".pq"})
ARCHIVES = frozenset({".zip"})
OLD_WORKBOOKS = frozenset({".xls", ".et"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".ods"}) | OLD_WORKBOOKS
READABLE = TEXT | JSON | PARQUET | ARCHIVES | WORKBOOKS
OTHER_DATA = frozenset(
    f".{suffix}"
    for suffix in (
        *("dbf", "mdb", "accdb", "sqlite", "db", "gz", "rar", "7z"),
        *("xml", "sav", "dta"),
    )
)
_NO_DATA = re.compile(
    r"^(licen[cs]e|copying|notice|readme|changelog|authors|使用说明|说明|自述)([._\-（(].*)?$",
    re.IGNORECASE,
)


def is_no_data(path: PurePath) -> bool:
    """Whether a file is plainly no data by its path within its folder or archive."""
    hidden = (".", "~$", "__MACOSX")
    is_hidden = any(part.startswith(hidden) for part in path.parts)
    suffix = path.suffix.lower()
    return is_hidden or bool(_NO_DATA.match(path.name)) or suffix not in READABLE | OTHER_DATA
