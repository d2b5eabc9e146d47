"""Numbering grammar: which number a line begins with, and the form in which headings are compared.

The order of numbers is that of 党政机关公文格式 (GB/T 9704-2012): 一、 then （一） then 1. then （1）;
reports add 第一部分 above and 一是 or 第一， below. Lines are read as they stand, never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from indexer.report.report import Paragraph
from indexer.text.change import Change
from indexer.text.fold import fold, fold_with_offsets
from indexer.text.numeral import parse


class Style(IntEnum):
    """How a number is written, outermost first."""

    PART = 0
    """第一部分"""
    CHAPTER = 1
    """一、"""
    POINT = 2
    """（一）"""
    FIGURE = 3
    """1. or 1、"""
    ITEM = 4
    """（1） or 1）"""
    ORDINAL = 5
    """一是 or 第一，"""
    CIRCLE = 6
    """①"""


_LEVELS = {
    Style.PART: 1,
    Style.CHAPTER: 1,
    Style.POINT: 1,
    Style.FIGURE: 2,
    Style.ITEM: 3,
    Style.ORDINAL: 3,
    Style.CIRCLE: 4,
}

_HAN = "[一二三四五六七八九十〇○零壹贰叁肆伍陆柒捌玖拾]"
_DIGITS = "[0-9０-９]"
_READ = r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)"
_GRAMMAR = (
    (Style.PART, re.compile(rf"第\s*({_HAN}{{1,3}}|{_DIGITS}{{1,2}})\s*部\s*[分份]\s*[、：:．.]?")),
    # 一,、概述: a mirror site has doubled the stop. 一(yī)、概述: another notes how it is read.
    (Style.CHAPTER, re.compile(rf"({_HAN}{{1,3}})(?:{_READ})?\s*[,，]?[、．.﹑]")),
    (Style.POINT, re.compile(rf"[（(【〔]\s*({_HAN}{{1,3}})(?:{_READ})?\s*[）)】〕]\s*[、．.]?")),
    (Style.POINT, re.compile(r"([㈠-㈩])\s*[、．.]?")),
    # 1.5亿元 and 2020.3 are amounts and dates, no numbers of points.
    (
        Style.FIGURE,
        re.compile(rf"({_DIGITS}{{1,2}})\s*(?:、|[．.](?!{_DIGITS})|[．.](?={_DIGITS}{{4}}\s*年))"),
    ),
    (Style.FIGURE, re.compile(r"([⒈-⒛])")),
    (Style.ITEM, re.compile(rf"[（(]\s*({_DIGITS}{{1,2}})\s*[）)]|({_DIGITS}{{1,2}})[）)]|([⑴-⒇])")),
    (Style.ORDINAL, re.compile(rf"({_HAN}{{1,2}})是(?!否)|第({_HAN}{{1,2}})[，,、：:]")),
    (Style.CIRCLE, re.compile(r"([①-⑳])")),
)
# “一 概 述”: the number is off by blanks alone, which only a heading does.
_SPACED = re.compile(rf"({_HAN}{{1,2}})\s+(?=\S)")
_BLANK = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Number:
    """The number that a line begins with.

    Attributes:
        label: the number as it is, e.g. `（一）`, `1.`, `一是`.
        style: how it is written.
        value: what it counts, from 1; 0 for a jumble such as 十十.
        end: offset at which the words after it begin.
    """

    label: str
    style: Style
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class Matching:
    """A text in the form in which headings and titles are compared.

    Attributes:
        text: folded (`indexer.text.fold`), without blanks and without pinyin notes.
        offsets: for each of its characters the offset of its source, and the source's length.
    """

    text: str
    offsets: tuple[int, ...]

    def source_end(self, end: int) -> int:
        """The offset in the source at which the first `end` characters are over.

        A pinyin note behind the last of them is theirs, and so are blanks.
        """
        if not end:
            return 0
        last = self.offsets[end - 1]  # ㎏ folds to two characters of the same offset
        return next(offset for offset in self.offsets[end:] if offset > last)


# 務(wù), 進(jìn), 文(wen): notes of mirror sites. Where a half character was lost, so is the bracket: ?wù).
_NOTE = re.compile(rf"(?<=[㐀-鿿]){_READ}|\?[a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*\)")


def make_matching(text: str) -> Matching:
    """The form of a text in which headings are compared, with the way back to the text."""
    folded, folds = fold_with_offsets(text)
    skip = {at for note in _NOTE.finditer(folded) for at in range(*note.span())}
    kept = [at for at, char in enumerate(folded) if at not in skip and not char.isspace()]
    offsets = kept if folds is None else [folds[at] for at in kept]
    return Matching("".join(folded[at] for at in kept), (*offsets, len(text)))


def make_matching_text(text: str) -> str:
    """`make_matching(line).text` of every line of a text, joined by line breaks; quicker for long texts."""
    return _BLANK.sub("", _NOTE.sub("", fold(text)))


def find_number(text: str, spaced: bool = False) -> Number | None:
    """The number that a line begins with, None where there is none.

    Args:
        text: a line.
        spaced: take 一 and blanks for 一、 too, as in “一 概 述”.
    """
    for style, pattern in _GRAMMAR:
        if found := pattern.match(text):
            digits = next(group for group in found.groups() if group)
            return Number(found[0].strip(), style, parse(digits) or 0, found.end())
    if spaced and (found := _SPACED.match(text)):
        return Number(found[1], Style.CHAPTER, parse(found[1]) or 0, found.end())
    return None


def make_paragraph(text: str, changes: tuple[Change, ...] = ()) -> Paragraph:
    """A line as a paragraph, with the label and level of its number.

    Args:
        text: the line.
        changes: what was mended or marked in it.
    """
    found = find_number(text)
    label, level = (found.label, _LEVELS[found.style]) if found else ("", 0)
    return Paragraph(text, label, level, changes)
