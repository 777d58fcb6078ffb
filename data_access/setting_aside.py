"""Lines of a table that are no rows: header lines that return, titles, notes and totals.

They are counted, not rejected. A header or title is known by its own text; a note only among
records that could not be rows anyway; a total among those, too, and where it names no record
because it lacks the key.
"""

import re

import polars as pl

from data_access.forms import Form
from supervision.contracts import ColumnType

_TOTAL = (
    r"^(以上|本页|本表|本期|本月|本季度?|本年|全年|全部|各项|总)?(合计|总计|小计|累计|共计|总和)"
    r"(数|额|金额|人数|件数|笔数|户数)?(\(.*\)|（.*）)?[:：]?$"
)
_SUBTOTAL = r"^.{1,20}(小计|合计|总计)[:：]?$"
_NUMERAL = r"^[\d,.\s%+\-]*$"
_NOTE = (
    r"^[\s※*＊(（\[【]*((注|备注|附注|说明|填表说明|数据来源|资料来源|来源|制表|制表人|填表人|审核人|负责人"
    r"|经办人|打印时间|打印日期|导出时间|导出日期|查询时间|查询条件|统计时间|截至|单位|第[\d一二三四五六七八九十]+页|共\d+[页条行])"
    r"[\s\d]*([:：、.．]|$|,|，|共)"
    r"|(注释|附|填报说明|制表单位|制表日期|制表时间|填表日期|填报人|填报单位|填报日期|审核|复核人|单位负责人"
    r"|联系人|联系电话|打印人|导出人|查询人|统计日期|统计口径|截止|截止日期|更新日期|更新时间)\s*[:：])"
)
_SAID_NOTE = r"^[※*＊(（\[【]*(注|备注|附注|说明|填表说明|数据来源|资料来源)\d*[:：]"
_SENTENCE = (
    r"[。；]|^[(（]?\d{1,2}[.、．)）]\s*\p{Han}\S{5,}|^[(（]?[一二三四五六七八九十]{1,3}[、)）]|^\p{Han}{2,8}[:：]|盖章|签章|签字|以下空白|以下无正文"
    r"|^(总计|合计|共计|共)[:：]?\d+(条|行|笔|人|户|件|页|个|家|起)|^\d{4}年\d{1,2}月\d{1,2}日$"
)
_EXAMPLE = r"^[(（\[【]?(示例|样例|填写示例|例)[)）\]】]?([:：]|$)"
_FIELD = re.compile(r"f\d+")
_BARE = r'[\s,"|;\x{3000}]'


def is_header(rows: pl.DataFrame, form: Form) -> pl.Series:
    """Which records repeat the header: every recognised cell names its own column again."""
    same = pl.Series([False]).new_from_index(0, rows.height)
    spellings = _spellings(form)
    if any(_are_shorter(rows[f"f{index}"], names) for index, names in spellings):
        spellings = []
    for place, (index, names) in enumerate(spellings):
        named = rows[f"f{index}"].str.strip_chars().is_in(names).fill_null(value=False)
        same = named if place == 0 else same & named
        if not same.any():
            break
    for line in form.lines:
        same |= _is_line(rows, line)
    return same


def _are_shorter(cells: pl.Series, names: list[str]) -> bool:
    """Whether each of the cells is shorter than each of the names, so that none is one of them."""
    longest = cells.str.len_bytes().max()
    return isinstance(longest, int) and longest < min(len(name.encode()) for name in names)


def is_example(rows: pl.DataFrame, form: Form) -> pl.Series:
    """Which records of a data template are examples, which their first cell says."""
    if not form.is_template or not rows.height:
        return pl.Series([False]).new_from_index(0, rows.height)
    first = rows.select(pl.coalesce(_cells(rows))).to_series()
    return first.str.contains(_EXAMPLE).fill_null(value=False)


def is_header_or_note(misfits: pl.DataFrame, form: Form, titles: tuple[str, ...]) -> pl.Series:
    """Which records of the wrong width are no rows: the header or a title again, notes, totals."""
    known = _known(form, titles)
    text = misfits["text"].fill_null("")
    bare = text.str.replace_all(_BARE, "")
    first = text.str.extract(rf'^[\s"]*([^{re.escape(form.delimiter)}"]*)').fill_null("")
    first = first.str.replace_all(r"\s", "")
    lone = ~text.str.strip_chars_end(form.delimiter + " ").str.contains(
        form.delimiter, literal=True
    )
    return (
        bare.is_in(known)
        | text.str.strip_chars(' "').str.contains(_NOTE)
        | first.str.contains(_TOTAL)
        | (lone & first.str.contains(_SENTENCE))
    )


def is_note_or_total(faulty: pl.DataFrame, form: Form, titles: tuple[str, ...]) -> pl.Series:
    """Which of these faulty records are totals (by one of their first cells), titles, notes, blank.

    A record is blank that holds nothing but its own number, where no column takes that.
    """
    if not faulty.height:
        return pl.Series([], dtype=pl.Boolean)
    cells = _cells(faulty)
    total = pl.any_horizontal(cell.fill_null("").str.contains(_TOTAL) for cell in cells[:3])
    numeral = pl.sum_horizontal(cell.fill_null("").str.contains(_NUMERAL) for cell in cells)
    subtotal = pl.coalesce(cells).str.contains(_SUBTOTAL) & (numeral == len(cells) - 1)
    filled = pl.sum_horizontal(cell.is_not_null() for cell in cells)
    notes = pl.all_horizontal(cell.is_null() | cell.str.contains(_NOTE) for cell in cells)
    notes |= cells[0].str.contains(_SAID_NOTE)
    lone = (filled == 1) & pl.coalesce(cells).str.contains(_SENTENCE)
    said = pl.concat_str([cell.fill_null("") for cell in cells]).str.replace_all(_BARE, "")
    title = said.is_in(sorted(_known(form, titles)))
    used = {f"f{source.index}" for source in form.sources}
    ours = [cell for cell in cells if cell.meta.output_name() in used]
    bare = pl.all_horizontal(cell.is_null() for cell in ours) & (numeral == len(cells))
    judged = total | subtotal | notes | lone | title | bare
    found = faulty.select(judged.fill_null(value=False))
    return found.to_series()


def is_total(rows: pl.DataFrame, typed: pl.DataFrame, form: Form) -> pl.Series:
    """Which of these sound records are totals: the word for one comes first, and no key follows.

    rows and typed hold the same records, as fields and as values.
    """
    nothing = pl.Series([False]).new_from_index(0, rows.height)
    fields = {s.column: s.index for s in form.sources if s.index is not None}
    key = [name for name in form.contract.key if name in fields]
    lacking, worded = nothing, nothing
    for name in key:
        lacking |= typed[name].is_null()
    if not lacking.any() and not _may_begin_with_total(rows):
        return nothing
    for name in key:
        if form.contract.column(name).type is ColumnType.TEXT:
            worded |= (
                rows[f"f{fields[name]}"].str.contains("计", literal=True).fill_null(value=False)
            )
    suspects = lacking | worded
    if not suspects.any():
        return nothing
    cells = _cells(rows)
    first = pl.coalesce(cells)
    others = pl.sum_horizontal(
        cell.fill_null("").str.contains(_NUMERAL) | (cell.is_not_null() & cell.eq(first))
        for cell in cells
    )
    judged = rows.select(
        total=first.str.contains(_TOTAL).fill_null(value=False), bare=others == len(cells)
    )
    return suspects & judged["total"] & (lacking | judged["bare"])


def _may_begin_with_total(rows: pl.DataFrame) -> bool:
    """Whether the first cell of any record may be the word for one, or may not be its first."""
    first = next((rows[name] for name in rows.columns if _FIELD.fullmatch(name)), None)
    if first is None or first.has_nulls():
        return True
    is_ascii = first.str.len_bytes().sum() == first.str.len_chars().sum()
    if is_ascii and not (first < "!").any():  # no cell is blank, and the words are Chinese
        return False
    return first.str.contains(r"[\s计和]").any()


def _spellings(form: Form) -> list[tuple[int, list[str]]]:
    """The fields that fill a column, each with the spellings of that column's header."""
    found = []
    for source in form.sources:
        if source.index is not None:
            column = form.contract.column(source.column)
            split = column.split.headers if column.split else ()
            names = [source.header or "", column.name, column.title, *column.headers, *split]
            found.append((source.index, names))
    return found


def _is_line(rows: pl.DataFrame, line: tuple[str, ...]) -> pl.Series:
    """Which records stand exactly as a line of a header in two lines."""
    same = pl.Series([True]).new_from_index(0, rows.height)
    for index, cell in enumerate(line):
        same &= rows[f"f{index}"].fill_null("").str.strip_chars() == cell.strip()
        if not same.any():
            break
    return same


def _cells(rows: pl.DataFrame) -> list[pl.Expr]:
    """The fields without white space, null where nothing is left."""
    names = [name for name in rows.columns if _FIELD.fullmatch(name)]
    return [pl.col(name).str.replace_all(r"\s", "").replace("", None) for name in names]


def _known(form: Form, titles: tuple[str, ...]) -> set[str]:
    lines = ["".join(form.header), *("".join(line) for line in form.lines), *titles]
    return {_bare(line) for line in lines} - {""}


def _bare(text: str) -> str:
    return re.sub(r'[\s,"\u3000|;]', "", text)
