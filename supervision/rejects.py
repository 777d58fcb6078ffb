"""Why a row of a source may be rejected: a stable code, and the sentence a supplier reads.

The pool keeps the code; the sentence is looked up when a reject is shown or written to a file.
"""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "missing": "必填的值为空",
    "not_a_number": "不是数字",
    "not_an_integer": "不是整数",
    "too_many_decimals": "小数位数过多",
    "out_of_range": "超出可取范围",
    "not_a_date": "不是日期",
    "not_an_instant": "不是完整的日期和时间",
    "unknown_code": "不在约定的取值之内",
    "not_a_boolean": "不是“是”或“否”",
    "wrong_field_count": "字段数与表头不符",
    "unclosed_quote": "引号没有闭合",
    "precision_lost": "数字过长，已失去精度，请以文本格式提供",
}
"""Why a row may be rejected: stable code -> the sentence a supplier reads."""


def reason_sentence(code: str) -> str:
    """The Chinese sentence of a reject's reason code."""
    return REASONS[code]
