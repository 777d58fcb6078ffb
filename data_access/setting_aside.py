"""Lines of a table that are no rows: header lines that return, titles, notes and totals.

They are counted, not rejected. A header or title is known by its own text; a note or a total only
among records that could not be rows anyway, so that nothing readable is ever set aside.
"""

import re

import polars as pl

from data_access.recognition import Form

_TOTAL = r"^(本页|本表|本期|全部|各项)?(合计|总计|小计|累计|共计)[:：]?$"
_NOTE = (
    r"^(注|备注|附注|说明|填表说明|数据来源|资料来源|来源|制表|制表人|填表人|审核人|负责人|经办人"
    r"|打印时间|打印日期|导出时间|导出日期|查询时间|查询条件|统计时间|截至|单位|第\d+页|共\d+页)"
    r"[\s\d]*([:：、.．]|$|,|，|共)"
)
_BARE = r'[\s,"\x{3000}]'


def is_header(rows: pl.DataFrame, form: Form) -> pl.Series:
    """Which records repeat the header: every recognised cell stands in its own column again."""
    same = pl.Series([False]).new_from_index(0, rows.height)
    cells = [(s.index, s.header) for s in form.sources if s.index is not None]
    for place, (index, header) in enumerate(cells):
        equal = (rows[f"f{index}"].str.strip_chars() == header).fill_null(value=False)
        same = equal if place == 0 else same & equal
        if not same.any():
            break
    return same


def is_header_or_note(misfits: pl.DataFrame, form: Form, titles: tuple[str, ...]) -> pl.Series:
    """Which records of the wrong width are no rows: the header or a title again, notes, totals."""
    known = {_bare("".join(form.header)), *(_bare(title) for title in titles)}
    text = misfits["text"].fill_null("")
    bare = text.str.replace_all(_BARE, "")
    first = text.str.extract(rf'^[\s"]*([^{form.delimiter}"]*)').fill_null("")
    first = first.str.replace_all(r"\s", "")
    return (
        bare.is_in(known)
        | text.str.strip_chars(' "').str.contains(_NOTE)
        | first.str.contains(_TOTAL)
    )


def is_note_or_total(rows: pl.DataFrame) -> pl.Series:
    """Which of these faulty records are totals (by one of their first cells) or lone notes."""
    names = [name for name in rows.columns if re.fullmatch(r"f\d+", name)]
    cells = [pl.col(name).str.replace_all(r"\s", "").replace("", None) for name in names]
    total = pl.any_horizontal(cell.fill_null("").str.contains(_TOTAL) for cell in cells[:3])
    lone = pl.sum_horizontal(cell.is_not_null() for cell in cells) == 1
    note = pl.coalesce(cells).str.contains(_NOTE).fill_null(value=False)
    return rows.select(total | (lone & note)).to_series()


def _bare(text: str) -> str:
    return re.sub(r'[\s,"\u3000]', "", text)
