"""Neutral vocabulary: what a title, a sentence or an export may not say of something unverified.

A flag is not a finding, and offices are not ranked. Fixed terms of the field that contain such a
word (经济犯罪检察, 纠正违法通知书) are allowed as a whole; a word in quotation is judged like any.
"""

import re

from supervision.errors import WordingRefused

ACCUSING = (
    "违法",
    "违规",
    "违纪",
    "非法",
    "犯罪",
    "犯案",
    "作案",
    "罪犯",
    "罪行",
    "有罪",
    "涉嫌",
    "嫌疑",
    "涉案人",
    "问题案件",
    "问题企业",
    "问题人员",
    "诈骗",
    "骗取",
    "骗保",
    "骗税",
    "虚开",
    "偷税",
    "逃税",
    "漏税",
    "造假",
    "伪造",
    "舞弊",
    "作弊",
    "串通",
    "串标",
    "围标",
    "勾结",
    "贪污",
    "受贿",
    "行贿",
    "徇私",
    "枉法",
    "渎职",
    "恶意",
    "老赖",
    "不法",
    "黑手",
)
"""Chinese words that say of a person, firm or case what only a verified finding could say."""

RANKING = ("排名", "排行", "名次", "得分", "考核", "达标", "末位", "先进单位", "后进")
"""Chinese words of ranking and appraisal, which indicators are not for."""

ACCUSING_ENGLISH = (
    "illegal",
    "illegally",
    "unlawful",
    "unlawfully",
    "guilty",
    "guilt",
    "offender",
    "offenders",
    "perpetrator",
    "perpetrators",
    "culprit",
    "culprits",
    "suspect",
    "suspects",
    "fraud",
    "frauds",
    "fraudulent",
    "fraudulently",
    "fraudster",
    "forged",
    "collusion",
    "colluded",
    "cheating",
    "cheated",
    "criminals",
)
RANKING_ENGLISH = ("ranking", "rankings", "ranked", "league table", "league tables", "top offices")

TERMS = (
    "普通犯罪",
    "重大犯罪",
    "职务犯罪",
    "经济犯罪",
    "经济金融犯罪",
    "未成年人犯罪",
    "纠正违法通知书",
    "书面纠正违法",
)
"""Fixed terms of the field: businesses and kinds of document. They accuse nobody."""

_TERM = re.compile("|".join(sorted(TERMS, key=len, reverse=True)))
_CHINESE = re.compile("|".join(sorted(ACCUSING + RANKING, key=len, reverse=True)))
_ENGLISH = re.compile(
    rf"\b(?:{'|'.join(sorted(ACCUSING_ENGLISH + RANKING_ENGLISH, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")


def accusing_words(text: str) -> tuple[str, ...]:
    """The words of the text that accuse or rank, each once; empty where it is neutral.

    Spaces and invisible characters between Chinese characters hide nothing.
    """
    chinese = _TERM.sub("\n", _INVISIBLE.sub("", text))
    found = _CHINESE.findall(chinese) + [word.lower() for word in _ENGLISH.findall(text)]
    return tuple(dict.fromkeys(found))


def refuse_accusing_words(text: str) -> str:
    """The text itself where it is neutral.

    Raises WordingRefused naming the words where it is not.
    """
    words = accusing_words(text)
    if words:
        raise WordingRefused(
            f"The text says what is not verified: {', '.join(words)}.",
            hint="Say what the data show and that it awaits verification (疑点, 待核查).",
        )
    return text
