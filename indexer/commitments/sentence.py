"""Cuts a section into what can be judged by itself: sentences, clauses between ；, numbered points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from indexer.report.anchor import format_anchor
from indexer.report.document import Table
from indexer.report.report import Section
from indexer.text.fold import fold, fold_with_offsets

_HAN = "[一二三四五六七八九十]"
_ATOM = re.compile(
    # 一是, （一）, 1. and the like where something begins: at the start or behind a sign.
    rf"(?P<number>(?:^\s*{_HAN}{{1,3}}、|(?<![^\s:;。,、!?])(?:{_HAN}{{1,2}}是(?!否)|\({_HAN}{{1,3}}\)|\(\d{{1,2}}\)"
    rf"|\d{{1,2}}[.、](?=(?:20\d\d年)|\D)|\d{{1,2}}\)|[①-⑳]|第{_HAN}{{1,2}}[,、:]))\s*)"
    # What is in quotes or brackets is whole, whatever signs are in it.
    r"|“[^“”]{0,60}”|‘[^‘’]{0,60}’|「[^「」]{0,60}」|『[^『』]{0,60}』|\"[^\"]{1,40}\"|《[^《》]{0,80}》"
    r"|\([^()]{0,120}\)|〔[^〔〕]{0,20}〕"
    r"|(?P<end>[。!?]+[”’」』)]*)|(?P<half>;)|(?P<colon>:(?!\d\d))"
)
_CONTINUES = (",", "，", "、")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in a report.

    Attributes:
        section: statutory number of the section.
        line: number of the line in which they begin, start: offset in that line.
        last: number of the line in which they end, end: offset behind them in that line.
    """

    section: int
    line: int
    start: int
    last: int
    end: int

    @property
    def anchor(self) -> str:
        """Anchor of the line on the report's page."""
        return format_anchor(self.section, self.line)


@dataclass(frozen=True, slots=True)
class SentencePiece:
    """A stretch of a section.

    Attributes:
        text: its words as they stand, its sign at the end included; lines run on without a break.
        folded: the same, folded, without its number.
        label: the number it begins with (`一是`, `（一）`), "" where it has none.
        opens: whether it is the first of its line; closes: whether a sentence ends with it.
        announces: whether it ends with a colon.
    """

    text: str
    folded: str
    label: str
    place: Place
    opens: bool
    closes: bool
    announces: bool = False


def split_pieces(section: Section) -> Iterator[SentencePiece]:
    """The pieces of a section's paragraphs, in order; tables have none."""
    group: list[tuple[int, str]] = []
    for number, block in section.number_blocks():
        if isinstance(block, Table):
            yield from _cut(section.number, group)
            group = []
            continue
        # A line that stops at a comma runs on in the next: many speeches are broken so.
        if group and (block.label or not group[-1][1].rstrip().endswith(_CONTINUES)):
            yield from _cut(section.number, group)
            group = []
        group.append((number, block.text))
    yield from _cut(section.number, group)


def _cut(section: int, group: list[tuple[int, str]]) -> Iterator[SentencePiece]:
    text = "".join(line for _, line in group)
    if not text.strip():
        return
    folded, offsets = _folded(text)
    starts = [0]
    for _, line in group:
        starts.append(starts[-1] + len(line))
    lines = [number for number, _ in group]
    borders = _borders(folded)
    opens = True
    for (left, label_end, _), (right, _, sign) in pairwise(borders):
        start, end = (left, right) if offsets is None else (offsets[left], offsets[right])
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start == end:
            continue
        last = right == len(folded)
        after = label_end if offsets is None else offsets[label_end]
        label = text[start:after].strip() if label_end > left else ""
        yield SentencePiece(
            text[start:end],
            folded[max(label_end, left) : right].strip(),
            label,
            _place(section, lines, starts, start, end),
            opens,
            sign == "end" or last,
            sign == "colon",
        )
        opens = False


# Characters that folding takes away (Unicode category Cf).
_VANISHING = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)


def _folded(text: str) -> tuple[str, list[int] | None]:
    """As `fold_with_offsets`, in a third of the time where nothing vanishes and nothing grows."""
    folded = fold(text)
    if len(folded) == len(text) and not _VANISHING.search(text):
        return folded, None
    return fold_with_offsets(text)


def _borders(folded: str) -> list[tuple[int, int, str]]:
    """Where pieces begin, where their number ends, and the sign before that place; the end comes last."""
    borders = [(0, 0, "")]
    for found in _ATOM.finditer(folded):
        if found["number"]:
            if found.start() > borders[-1][0]:
                borders.append((found.start(), found.end(), ""))
            else:
                borders[-1] = (found.start(), found.end(), borders[-1][2])
        elif found.lastgroup in ("end", "half"):
            borders.append((found.end(), found.end(), found.lastgroup))
        elif found["colon"] and _announces(folded, found.end()):
            borders.append((found.end(), found.end(), "colon"))
    if borders[-1][0] < len(folded):
        borders.append((len(folded), len(folded), ""))
    return borders


_NUMBER_FOLLOWS = re.compile(
    rf"\s*(?:{_HAN}{{1,2}}是|\({_HAN}{{1,3}}\)|\(\d{{1,2}}\)|\d{{1,2}}[.、]|[①-⑳]|第{_HAN}{{1,2}}[,、:])|\s*$"
)


_ANNOUNCED = re.compile(
    r"(?:问题|不足|困难|短板|环节|差距|地方|工作|方面|措施|任务|目标|计划|打算|方向|安排|如下|以下.{1,3}|主要[是有]|是|有三|有二)$"
)


def _announces(folded: str, at: int) -> bool:
    """Whether a colon is before a list, ends its line, or is behind what names a list."""
    return _NUMBER_FOLLOWS.match(folded, at) is not None or bool(_ANNOUNCED.search(folded, at - 9, at - 1))


def _place(section: int, lines: list[int], starts: list[int], start: int, end: int) -> Place:
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
    return Place(section, lines[first], start - starts[first], lines[last], end - starts[last])
