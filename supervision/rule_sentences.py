"""The sentence that a condition of a rule is proposed to say, in Chinese, as models speak.

It names no threshold that an office may tune: the limit is shown beside it. Titles and words that
accuse are kept out, since what a rule says of a row awaits verification.
"""

from collections.abc import Callable, Mapping

from supervision.rule_draft import RuleCondition
from supervision.rule_operators import COMPARING, DAYS, Operator
from supervision.rule_rows import RuleColumn, RuleRows
from supervision.wording import accusing_words

MOST_SAID = 3
"""Words that a sentence names; of more it says that there are more."""


def proposed(condition: RuleCondition, rows: RuleRows) -> str:
    """The sentence for a condition; empty where its column is not chosen."""
    column = rows.column(condition.column)
    if column is None:
        return ""
    other = rows.column(condition.other)
    beside = "" if other is None else neutral(other.title)
    if column.type in DAYS and condition.operator in COMPARING:
        later = condition.operator is Operator.ABOVE_COLUMN
        return f"{neutral(column.title)}{'晚' if later else '早'}于{beside}"
    words = _words(condition, column)
    is_one = condition.operator is Operator.ONE_OF and len(condition.words) == 1
    operator = Operator.EQUALS if is_one else condition.operator
    return _SAYINGS[operator](neutral(column.title), beside, words)


def says(condition: RuleCondition, rows: RuleRows) -> str:
    """The author's sentence, or the proposed one."""
    return condition.says.strip() or proposed(condition, rows)


def neutral(title: str) -> str:
    """A title without its accusing words; a word for any column where nothing remains."""
    for word in accusing_words(title):
        title = title.replace(word, "")
    return title or "该项"


def _words(condition: RuleCondition, column: RuleColumn) -> str:
    codes = dict(column.codes)
    words = [codes.get(word, word) for word in condition.words]
    if any(accusing_words(word) for word in words):
        return "设定的词语"
    named = "、".join(f"“{word}”" for word in words[:MOST_SAID])
    return f"{named}等" if words[MOST_SAID:] else named


_SAYINGS: Mapping[Operator, Callable[[str, str, str], str]] = {
    Operator.EQUALS: lambda title, _, words: f"{title}为{words}",
    Operator.DIFFERS: lambda title, _, words: f"{title}不是{words}",
    Operator.ONE_OF: lambda title, _, words: f"{title}为{words}之一",
    Operator.AT_LEAST: lambda title, *_: f"{title}不低于下限",
    Operator.AT_MOST: lambda title, *_: f"{title}不高于上限",
    Operator.BETWEEN: lambda title, *_: f"{title}在上下限之间",
    Operator.FROM_DAY: lambda title, *_: f"{title}不早于设定日期",
    Operator.UNTIL_DAY: lambda title, *_: f"{title}不晚于设定日期",
    Operator.BETWEEN_DAYS: lambda title, *_: f"{title}在设定的日期之间",
    Operator.WITHIN_DAYS_AFTER: lambda title, other, _: f"{title}在{other}之后的期限以内",
    Operator.MORE_DAYS_AFTER: lambda title, other, _: f"{title}在{other}之后超过期限",
    Operator.WITHIN_DAYS_BEFORE_RUN: lambda title, *_: f"{title}在筛查日之前的期限以内",
    Operator.MORE_DAYS_BEFORE_RUN: lambda title, *_: f"{title}距筛查日超过期限",
    Operator.CONTAINS: lambda title, _, words: f"{title}含有{words}",
    Operator.LACKS: lambda title, _, words: f"{title}不含{words}",
    Operator.IS_TRUE: lambda title, *_: f"{title}：是",
    Operator.IS_FALSE: lambda title, *_: f"{title}：否",
    Operator.IS_FILLED: lambda title, *_: f"已登记{title}",
    Operator.IS_EMPTY: lambda title, *_: f"没有登记{title}",
    Operator.ABOVE_COLUMN: lambda title, other, _: f"{title}大于{other}",
    Operator.BELOW_COLUMN: lambda title, other, _: f"{title}小于{other}",
}
