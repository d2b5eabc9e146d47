"""Cuts a text that arrived as one enormous line before its headings and numbered points."""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.report.form import APPLICANTS, REQUEST_PARTS, SUBTOTALS

_LONG = 1500
_NUMERALS = [*"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]
# Row labels of statutory table 3 carry numbers of their own (国办公开办函〔2021〕30号).
_GROUPS = ("予以公开", "部分公开", *(subtotal.group for subtotal in SUBTOTALS.values()))
_ROWS = "|".join((*REQUEST_PARTS, *_GROUPS, APPLICANTS["total"].words))
_ROW = rf"(?!\s*(?:{_ROWS}))"
# A heading of level one follows anything (often a table's last number), other points a sentence's end.
_END = r"(?<=[。；;：:！？!?”）)\s])"
_LEVELS = (
    (r"{n}\s*、" + _ROW, _NUMERALS, False),
    (r"[（(]{n}[）)]" + _ROW, _NUMERALS, True),
    (
        r"{n}\s*[.．、](?!\d)"
        + r"(?!属于|其他法律|危及|保护第三方|本机关不|没有现成|补正后|信访|重复申请|要求|无正当)",
        [str(n) for n in range(1, 30)],
        True,
    ),
)
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*、\s*(?:"
    r"(?:政府信息公开)?(?:工作)?(?:总体情况|基本情况|概\s?述)|主动公开政府信息(?:的)?情况|收到和处理政府信息公开申请情况|"
    r"(?:政府信息)?依申请公开(?:政府信息)?(?:工作)?(?:的)?情况|"
    r"(?:因)?政府信息公开(?:工作)?(?:被)?(?:申请)?行政复议、(?:提起)?行政诉讼(?:的)?情况|"
    r"(?:政府信息公开工作)?存在的(?:主要)?问题及改进(?:情况|措施)|(?:其他)?需要报告的(?:其他)?事项)"
)


def cut(text: str) -> list[str]:
    """The paragraphs of a text that is one line.

    Only a text of more than 1,500 characters is cut, and only where the numbers run on without a gap
    from one (一、 二、 三、); a number that stands alone is left where it is. A heading is parted from the
    text that follows where its words are those of the statutory form.
    """
    if len(text) < _LONG:
        return [text]
    parts: list[str] = []
    for part in _cut(text, 0):
        heading = _HEADING.match(part)
        head = part[: heading.end()] if heading else _spaced_heading(part)
        rest = part[len(head) :].strip()
        parts += [head.strip()] * bool(head) + [p for p in _cut(rest, 1) if p]
    return parts


def _spaced_heading(part: str) -> str:
    """`二、 工作 情况 ` is a heading where a blank ends it and no punctuation stands in it."""
    found = re.match(r"[一二三四五六七八九十]{1,3}\s*、\s*[^\s，。；：、]{2,30}\s", part)
    return found[0] if found else ""


def _cut(text: str, level: int) -> list[str]:
    if level == len(_LEVELS):
        return [text.strip()]
    pattern, numerals, after_end = _LEVELS[level]
    places: list[int] = []
    at = 0
    for numeral in numerals:
        before = rf"(?:^|{_END})" if after_end else r"(?<![第（(一二三四五六七八九十])"
        found = re.compile(before + pattern.replace("{n}", numeral)).search(text, at)
        if not found:
            break
        places.append(found.start())
        at = found.end()
    if len(places) < 2:
        return _cut(text, level + 1)
    borders = [0, *places, len(text)]
    parts = [text[a:b].strip() for a, b in pairwise(borders)]
    if level == 0:
        return [part for part in parts if part]
    return [piece for part in parts if part for piece in _cut(part, level + 1)]
