"""Rows and columns of the statutory tables known by their words.

Words vary in blanks, quotes, numbers and width, so patterns look for what sets a label apart. A label of
table 3 that lost a few characters (2.其他法律行政止公开, in a real report) is the one it resembles, if it
resembles no other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import lru_cache, wraps
from typing import TypeVar

from indexer.report.form import APPLICANTS, ORGANISATIONS, REQUESTS, RESULTS

_LONGEST_PATH = 400
_Words = TypeVar("_Words", str, tuple[str, ...])


def _remembered(find: Callable[[_Words], str]) -> Callable[[_Words], str]:
    """Answers of the last labels are kept: forms repeat them. What is longer than any label is none."""
    cached = lru_cache(maxsize=4096)(find)

    @wraps(find)
    def known(words: _Words) -> str:
        return cached(words) if sum(map(len, words)) <= _LONGEST_PATH else ""

    return known


def plain(label: str) -> str:
    """A label without blanks, quotes and the number it begins with, width folded."""
    return _plain(label) if len(label) <= _LONGEST_PATH else _plain.__wrapped__(label)


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    text = re.sub(r"[\s“”\"'‘’「」*﹡]", "", unicodedata.normalize("NFKC", label))
    return re.sub(r"^(?:[(]?[一二三四五六七八九十]{1,2}[)、.,]|[(]?\d{1,2}[).、,])+", "", text)


_COLUMNS = tuple(
    (key, re.compile(pattern))
    for key, pattern in {
        "made": "新制作",
        "published": "新公开",
        "in_public": "对外公开总",
        "previous": "上一?年(?:度)?项目",
        "change": "本年(?:度)?增",
        "decisions": "处理决定",
        "projects": "采购项目",
        "amount": "采购总?金额",
        "issued": "制发",
        "repealed": "废止",
        "in_force": "现行有效",
        "charged": "收费(?:总)?金额",
    }.items()
)
_ITEM_ROWS = tuple(
    (key, re.compile(pattern))
    for key, pattern in {
        "regulations": "^规章$",
        "normative": "规范性文件$",
        "licences": "^行政许可$",
        "other_services": "^其[他它]对外管理服务事项$",
        "penalties": "^行政处罚$",
        "coercion": "^行政强制(?:措施)?$",
        "fees": "^行政事业性收费$",
        "procurement": "^政府集中采购$",
    }.items()
)
_REQUEST_ROWS = tuple(
    (key, re.compile(pattern))
    for key, pattern in {
        "new": "^本年(?:度)?新收",
        "carried_in": "^上(?:一)?年(?:度)?结转",
        "carried_out": "结转下(?:一)?年",
        "granted": "^予以公开",
        "granted_part": "^部分公开",
        "refused_secret": "^属于国家秘密",
        "refused_law": "法律.*禁止公开",
        "refused_safety": "三安全一稳定",
        "refused_third_party": "第三方合法权益",
        "refused_internal": "内部事务",
        "refused_process": "过程性信息",
        "refused_enforcement": "行政执法案卷",
        "refused_inquiry": "行政查询",
        "lacking_unheld": "^本?(?:行政)?机关不掌握",
        "lacking_unmade": "没有现成信息",
        "lacking_unclear": "补正后.*不明确",
        "declined_petition": "信访.*投诉",
        "declined_repeat": "^重复申请",
        "declined_publication": "公开出版物",
        "declined_excessive": "大量反复申请",
        "declined_confirm": "重新出具",
        "other_uncorrected": "逾期不补正",
        "other_unpaid": "收费通知",
        "other_rest": "^其[他它]$",
        "other": "^其[他它]处理$",
        "done": "^(?:总计|合计)$",
    }.items()
)
_WORDS = tuple((key, plain(re.sub("^（[三四五六]）", "", words))) for key, words in REQUESTS.items())
_SHORTEST, _LONGEST = 5, 60
_ALIKE, _APART = 0.75, 0.25
_GROUPS = (
    ("refused", "不予公开"),
    ("lacking", "无法提供"),
    ("declined", "不予处理"),
    ("other_sum", "其他处理"),
)
_SUBTOTAL = re.compile("^(?:小计|合计|总计)$")


@_remembered
def column_of_items(label: str) -> str:
    """Key of a column of table 2, "" for other words."""
    return _first(_COLUMNS, plain(label))


@_remembered
def item(label: str) -> str:
    """Key of a row of table 2, "" for other words."""
    return _first(_ITEM_ROWS, plain(label))


@_remembered
def request(labels: tuple[str, ...]) -> str:
    """Key of a row of table 3 by its labels from the outermost in; "" where they are of no row."""
    path = [plain(label) for label in labels if label.strip()]
    if not path:
        return ""
    if len(path) > 1 and _SUBTOTAL.match(path[-1]):
        group = next((key for key, name in _GROUPS if path[-2].startswith(name)), "")
        if group:
            return group
    found = next((key for key, name in _GROUPS if re.fullmatch(f"{name}[(]?小计[)]?", path[-1])), "")
    return found or _first(_REQUEST_ROWS, path[-1]) or _alike(path[-1])


def _alike(text: str) -> str:
    """The row whose words a damaged label has most of, "" where that is not certain."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return ""
    characters = set(text)
    near = [(key, words) for key, words in _WORDS if 2 * len(characters & set(words)) > len(characters)]
    ratios = sorted((SequenceMatcher(None, text, words, autojunk=False).ratio(), key) for key, words in near)
    if not ratios or ratios[-1][0] < _ALIKE:
        return ""
    return ratios[-1][1] if len(ratios) < 2 or ratios[-1][0] - ratios[-2][0] >= _APART else ""


@_remembered
def applicant_of(label: str) -> str:
    """Key of a column of table 3, "" for other words."""
    text = plain(label)
    if re.fullmatch("合计", text):
        return "total"
    if re.fullmatch(r"(?:法人(?:或其[他它]组织)?)?[(]?小计[)]?", text):
        return ORGANISATIONS
    return next((key for key, name in APPLICANTS.items() if text == name), "")


@_remembered
def block(labels: tuple[str, ...]) -> str:
    """Key of a block of table 4 by the labels over a column, "" for others."""
    path = "|".join(plain(label) for label in labels)
    if re.search("未经复议|直接起诉", path):
        return "direct"
    if "复议后" in path:
        return "after_review"
    return "review" if "行政复议" in path and "诉讼" not in path else ""


@_remembered
def result(label: str) -> str:
    """Key of a column in a block of table 4, "" for other words."""
    text = plain(label)
    if text == "合计":
        return "total"
    return next((key for key, name in RESULTS.items() if text == name), "")


def _first(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    return next((key for key, pattern in patterns if pattern.search(text)), "")
