"""Cuts a text that arrived as one enormous line before its headings and numbered points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.extraction.lines import labels
from indexer.extraction.lines.notes import fold_line
from indexer.extraction.lines.site import paths
from indexer.report.document import Block, Table
from indexer.report.form import APPLICANTS, REQUEST_PARTS, SUBTOTALS

_LONG, _LONG_ALONE = 1500, 300
_SIGNS = re.compile(
    r"[一二三四五六七八]\s*、\s*[^。；]{0,16}?(?:总体|概述|概况|基本情况|主动公开|依申请|申请公开|公开申请|复议|诉讼|问题|改进|需要报告|收费|咨询"
    r"|回顾|工作安排|工作任务|主要任务|目标|自身建设|主要工作|重点工作|总体要求)"
)
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
    r"(?:政府信息公开)?(?:工作)?的?(?:总体情况|(?:基本|开展)情况|(?:基本)?概况|概\s?述)|主动公开政府信息(?:的)?情况|收到和处理政府信息公开申请情况|"
    r"(?:政府信息)?依申请公开(?:政府信息)?(?:工作)?(?:的)?情况|"
    r"(?:因)?政府信息公开(?:工作)?(?:被)?(?:申请)?行政复议、(?:提起)?行政诉讼(?:的)?情况|"
    r"(?:政府信息公开工作)?存在的(?:主要)?问题及改进(?:情况|措施)|(?:其他)?需要报告的(?:其他)?事项|"
    r"(?:20\d\d\s*年|过去[一五]年)?的?(?:政府)?(?:主要|重点)?工作(?:简要)?(?:回顾|安排|任务|目标)|(?:切实)?加强政府自身建设)"
    r"(?![和及与、的，])"
)
# One document on a line whose numbers do not run on (一、引言 … 一、概述 …): headings between blanks.
_SPACED = re.compile(r"(?:(?<=\s)|(?<=。)|^)[一二三四五六七八九]\s?、\s?(?=\S)[^\s，。；：、]{2,20}\s")
# What begins a text right behind its heading: 一、2022年工作回顾2022年，是…
_BEGUN = re.compile(r"\s\S|20\d\d\s*年|过去|一年来")
# 甲县2023年政府工作报告各位代表：现在，…; between them where and by whom it was given.
_ADDRESSED = re.compile(
    r"^([^，。；：:]{0,40}政府工作报告)(?:[(（]?全文[)）]?)?\s*([^。；：:]{0,70}?)\s*(?=各位代表[：:，！])"
)
# 甲大学2021-2022学年信息公开工作 年度报告 根据…: a report on one line with its title.
_TITLED = re.compile(
    r"^(?=[^，。；：:]{0,40}20\d\d)([^，。；：:、《》]{4,60}?(?:信\s?息|政\s?务)\s?公\s?开\s?(?:工\s?作)?\s?(?:年\s?度)?\s?(?:工\s?作)?\s?(?:报\s?告|年\s?报))\s*"
    r"(?=根据|依据|按照|依照|遵照|为|现[将就]|本年?[度报]|20\d\d年|[一1]、)"
)
# 当前位置：首页 > 年报 甲县2012年政府信息公开年报 一、概述…: a page on one line, its title behind the path.
_BEHIND_PATH = re.compile(
    r"(?<=\s)([^\s，。,；;：:>›»＞→|]{0,40}(?:(?:信息|政务)公开[^\s，。,；;：:>›»＞→|]{0,8}(?:报告|年报)|政府工作报告)(?:[（(]20\d\d年?度?[)）])?)(?=\s)"
)
# 甲镇2017年政府信息公开工作年度报告一年来,…: no sentence goes on so, of whatever length.
_SINCE = re.compile(
    r"^([^，。,；;：:、《》]{0,40}20\d\d\s?年?度?[^，。,；;：:、《》]{0,20}?(?:报告|年报))(?=一年来|今年以来|近年来)"
)
# …公开12条。二、主动公开政府信息情况: the heading of what comes below, set to the paragraph above it.
_TAIL = re.compile(rf"(?<=。)\s*(?:{_HEADING.pattern})\s*$")
_LONGEST_TAIL = 60
_HEAD = 300
# A title is alone at the beginning, or behind what the site writes over it.
_LONELY = re.compile(r"\A\Z|[\s|>＞/：:】]\Z")
_CLOSED = re.compile(r"[。\s]\Z")


def cut(text: str, is_all: bool = False) -> list[str]:
    """The paragraphs of a text that is one line.

    A text of more than 1,500 characters is cut, one of 300 that is all of its document, and a shorter one in
    which two chapters of a report begin, but only where the numbers run on without a gap from one
    (一、 二、 三、); a number that is alone is left where it is, but for the one heading at the end of a
    paragraph, or of a whole document. A heading is parted from the text that follows where its words are
    those of the statutory form.
    """
    if since := _SINCE.match(text):
        return [since[1], *cut(text[since.end() :], is_all)]
    if len(text) < (_LONG_ALONE if is_all else _LONG) and not _has_chapters(text):
        tail = _TAIL.search(text, max(0, len(text) - _LONGEST_TAIL)) if "。" in text[:-1] else None
        single = tail and len(_HEADING.findall(text)) == 1
        return [text[: tail.start()], tail[0].strip()] if tail and single else [text]
    parts: list[str] = []
    titled = _TITLED.match(fold_line(text)[:_HEAD])
    if titled and text.startswith(titled[1]):
        parts, text = [titled[1]], text[titled.end() :]
    for part in _cut(text, 0, is_all):
        heading = _HEADING.match(part)
        head = part[: heading.end()] if heading else _spaced_heading(part)
        rest = part[len(head) :].strip()
        parts += [head.strip()] * bool(head) + [p for p in _cut(rest, 1) if p]
    return parts


def cut_blocks(blocks: Sequence[Block | Table]) -> list[Block | Table]:
    """Blocks with each made paragraphs; what was recognised has been made some already."""
    parts: list[Block | Table] = []
    for block in blocks:
        pieces = cut(block.text) if isinstance(block, Block) and not block.changes else []
        if len(pieces) > 1 and isinstance(block, Block):
            parts += [*map(Block, pieces[:-1]), Block(pieces[-1], pictures=block.pictures)]
        else:
            parts.append(block)
    return parts


def part_title(text: str, title: str) -> list[str]:
    """A line in which a title is before the text, parted into what is before it, itself and the rest."""
    if addressed := _ADDRESSED.match(text):
        return [part for part in (*addressed.groups(), text[addressed.end() :]) if part]
    if not title and paths.is_path(text) and (named := _find_behind_path(text)):
        title = named
    at = text.rfind(title, 0, _HEAD + len(title)) if title else -1
    if at < 0 or len(text) < 2 * len(title) or not _LONELY.search(text[:at]):
        return [text]
    rest = text[at + len(title) :].strip()
    stamp = labels.find_stamp(rest)
    parts = (text[:at].strip(), title, rest[:stamp].strip(), rest[stamp:].strip())
    return [part for part in parts if part]


def _find_behind_path(text: str) -> str:
    """The title between the path that a line begins with and the sentences that follow on it; "" for none."""
    named = _BEHIND_PATH.findall(text.partition("。")[0][:_HEAD])  # the path's last step may be like a title
    return named[-1] if named and text.count("。") > 1 else ""


def _has_chapters(text: str) -> bool:
    """Whether two chapters of a report begin in a text, each with a sentence of its own."""
    if "、" not in text or "一" not in text:
        return False
    text = fold_line(text)  # what a mirror site copied is often in traditional characters
    places = _find_places(text, *_LEVELS[0])
    if len(places) == 1:
        heading = _HEADING.match(text, places[0])
        return bool(heading and _BEGUN.match(text, heading.end()) and _CLOSED.search(text[: places[0]]))
    parts = [text[a:b] for a, b in pairwise([*places, len(text)])]
    signs = [part for part in parts if _SIGNS.match(part)]
    said = ["。" in part for part in signs]
    # A list of contents has no sentence; a report whose tables were lost has some in its first chapter.
    first = _HEADING.match(signs[0]) if signs and signs[0] is parts[0] else None
    parted = first is not None and signs[0][first.end() :][:1].isspace()
    return sum(said) >= 2 or (len(said) > 2 and parted and said[0])


def _spaced_heading(part: str) -> str:
    """`二、 工作 情况 ` is a heading where a blank ends it and no punctuation is in it."""
    found = re.match(r"[一二三四五六七八九十]{1,3}\s*、\s*[^\s，。；：、]{2,30}\s", part)
    return found[0] if found else ""


def _cut(text: str, level: int, is_all: bool = False) -> list[str]:
    if level == len(_LEVELS):
        return [text.strip()]
    places = _find_places(text, *_LEVELS[level])
    if is_all and len(places) < 2:
        places = [found.start() for found in _SPACED.finditer(text)] or places
    single = level == 0 and len(places) == 1 and (is_all or _has_chapters(text))
    if len(places) < 2 and not single:
        return _cut(text, level + 1)
    borders = [0, *places, len(text)]
    parts = [text[a:b].strip() for a, b in pairwise(borders)]
    if level == 0:
        return [part for part in parts if part]
    return [piece for part in parts if part for piece in _cut(part, level + 1)]


def _find_places(text: str, pattern: str, numerals: list[str], after_end: bool) -> list[int]:
    """Where numbers stand that run on from one; a list of contents, without sentences, is passed over."""
    before = rf"(?:^|{_END})" if after_end else r"(?<![第（(一二三四五六七八九十])"
    start = 0
    while True:
        places: list[int] = []
        at = start
        for numeral in numerals:
            found = re.compile(before + pattern.replace("{n}", numeral)).search(text, at)
            if not found:
                break
            places.append(found.start())
            at = found.end()
        is_contents = (
            not after_end and len(places) > 2 and not re.search("[。；]", text[places[0] : places[-1]])
        )
        if not is_contents:
            return places
        start = at
