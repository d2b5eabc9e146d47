"""Which lines over a report's title are the site's menu: its columns, its languages, its greeting.

They say nothing by which one could tell them from a title's first line; where they stand tells it: above
a line that is surely the site's (a breadcrumb, a date, a button), or many of them above a title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from indexer.extraction.lines import labels

_TITLE = re.compile(
    r"(?:信息公开|政务公开|政府工作)[^。，；：:>›»|]{0,24}(?:报告|年报|总结)[^。，；：:>›»|]{0,12}[\s|]*$"
)
_COLUMN = re.compile(r"[^\d]{0,4}(?:信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?(?:年报|报告)")
# 政府信息公开 over a title: the column that the page is in.
_CHANNEL = re.compile(r"(?:政府|政务)信息公开(?:专栏|平台|栏目|网)?|(?:信息|政务)公开(?:专栏|平台|栏目|网)?")
# A line above the title may be its body, or the letter with which the report is sent.
_KEPT = re.compile(
    r"^[^\s|]{2,30}?(?:政府|[局厅委署办镇乡]|办公室|办事处|委员会|管委会|中心|街道|公司|学院|大学|医院)(?:[（(][^（）()]{1,16}[）)])?$"
    r"|〔|关于|[：:]$|\d号$|[。；]"
)
# A title that begins with its place has no part in the lines above it.
_PLACED = re.compile(r"^.{1,12}?(?:[省市县区旗州镇乡]|街道)")
# Whose page it is: before a report says anything, an address is not the report's.
_CONTACT = re.compile(
    r"^(?:联系|咨询|热线|监督|服务|办公|举报)?(?:地址|电话|热线|传真|邮箱|邮件|电子邮箱|邮编|邮政编码)\s*[：:].{0,60}$"
)
# • 发布机构: with its value on the next line.
_LABEL = re.compile(r"^[•●▪◦■◆·*–-]\s*[^\s，。：:]{2,8}\s*[：:]$")
# 来源: with its value on the next line; a time of day, which no report begins with, and who set it.
_BARE = re.compile(r"^[^\s，。：:]{2,6}\s*[：:]$")
_VALUE = re.compile(r"^[^，。；：]{1,24}$")
_STAMP = re.compile(
    r"^(?:[^\s，。：:]{1,12}\s+)?\d{4}[-年/.]\s*\d{1,2}[-月/.]\s*\d{1,2}日?\s*\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{0,2}秒?)?(?:\s*\|[^，。；]{0,80}|\s+[^\s，。：:]{1,12})?$"
)
_ARROW = re.compile(r"^(?:>>|[>›»＞→])$")
_LONGEST_STEP = 24
_LABELS, _OFFICIAL = 3, frozenset({"index_number", "document_number", "publisher"})
# -甲县人民政府 behind a title, 甲县人民政府_ before it.
_PARTED = re.compile(r"\s*[-_—–|·][^。；]{2,40}|[^。；]{2,40}[-_—–|·]\s*")
_NEAR = 6
_MANY, _PARTS = 5, 2
"""Lines above a title from which the first of them are a menu; how many before it may be part of it."""


def find_menu(lines: Sequence[str], site: Collection[int]) -> frozenset[int]:
    """Offsets of the lines of a menu.

    Args:
        lines: what stands before a text's first sentence, in order, as `notes.fold_line` makes them.
        site: offsets of those that are surely the site's by themselves.
    """
    around = {
        at
        for at, line in enumerate(lines)
        if _CONTACT.match(line) or _STAMP.match(line) or (at and _is_value(line, lines[at - 1]))
    }
    around |= _find_path(lines) | _find_window_titles(lines) | _find_label_list(lines)
    around |= _find_empty_labels(lines, around.union(site))
    titles = [at for at, line in enumerate(lines) if at not in site and _TITLE.search(line)]
    # 学校信息公开年报 is a column, as long as a title follows.
    titles = [at for at in titles if not _COLUMN.fullmatch(lines[at])] or titles
    start = titles[0] if titles else len(lines)
    border = max((at for at in site if at < start), default=0)
    around |= {at for at in range(start) if titles and _CHANNEL.fullmatch(lines[at])}
    if titles and start >= _MANY:
        border = max(border, start - (0 if _PLACED.match(lines[start]) else _PARTS))
    return frozenset(around | {at for at in range(border) if not _KEPT.search(lines[at])})


def is_label(line: str) -> bool:
    """Whether a line is an item of a list that announces a value on the next line."""
    return bool(_LABEL.match(line))


def _is_value(line: str, above: str) -> bool:
    """Whether a line is the value of a label above it; a title only of one that announces a name."""
    if _BARE.match(above) and labels.find_key(above) is not None:
        return bool(_VALUE.match(line)) and not _TITLE.search(line) and labels.find_key(line) is None
    return is_label(above) and (not _TITLE.search(line) or bool(re.search("名称|标题", above)))


def _find_label_list(lines: Sequence[str]) -> set[int]:
    """Offsets of a list of labels, each with its value below it, or none: 索引号, 9901/2022, 发文机构."""
    keys = [labels.find_key(line) for line in lines]
    found: set[int] = set()
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and keys[end] is not None:
            has_value = end + 1 < len(lines) and keys[end + 1] is None
            # The last value is no title: that begins what is below the list.
            end += 1 + (has_value and (not _TITLE.search(lines[end + 1]) or any(keys[end + 2 : end + 3])))
        if sum(key is not None for key in keys[at:end]) >= _LABELS and _OFFICIAL & set(keys[at:end]):
            found |= set(range(at, end))
        at = max(end, at + 1)
    return found


def _find_empty_labels(lines: Sequence[str], known: Collection[int]) -> set[int]:
    """Offsets of labels that nobody listed and that have no value, between two lines of the site.

    区政府办: over a report is whom it is sent to; what is below it is the report's.
    """
    inner = range(1, len(lines) - 1)
    return {at for at in inner if {at - 1, at + 1} <= set(known) and labels.is_empty_label(lines[at])}


def _find_window_titles(lines: Sequence[str]) -> set[int]:
    """Offsets of lines that are a title below them with the site's name: …年度报告-甲县人民政府."""
    return {
        at
        for at, line in enumerate(lines)
        for below in lines[at + 1 : at + _NEAR]
        if _TITLE.search(below)
        and (line.startswith(below) or line.endswith(below))
        and _PARTED.fullmatch(line.replace(below, "", 1))
    }


def _find_path(lines: Sequence[str]) -> set[int]:
    """Offsets of the steps of a path that is set a step a line, with arrows between; not of a title there."""
    steps = {
        near
        for at, line in enumerate(lines)
        if _ARROW.match(line)
        for near in (at - 1, at + 1)
        if 0 <= near < len(lines)
    }
    last_title = max((at for at, line in enumerate(lines) if _TITLE.search(line)), default=-1)
    return {at for at in steps if at != last_title and len(lines[at]) <= _LONGEST_STEP}
