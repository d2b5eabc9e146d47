"""Shows in simplified what a mirror site converted back to traditional.

A mainland report that was converted back is full of traditional characters and still no
traditional text: some characters stayed simplified (規范, 關于), others were converted where no
traditional text has them (製度, 全麵), and the mirror wrote pinyin into it. A report that is
traditional by origin shows none of this, and is left as it is: search folds it anyway.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from opencc import OpenCC

from indexer.text.change import Change
from indexer.text.damage import CONVERSION
from indexer.text.repair.pinyin import find as find_notes

_TO_SIMPLIFIED, _TO_TRADITIONAL = OpenCC("t2s"), OpenCC("s2t")
_IDEOGRAPH = re.compile(r"[㐀-鿿豈-﫿]")
_SURROGATE = re.compile("([\ud800-\udfff])")
"""Halves of characters, which no encoding has and OpenCC does not take."""
_TRADITIONAL_SHARE = 0.1
"""Share of a text's ideographs that are traditional, from which the text is; a quoted name is less."""
_TELLS = 3
"""Signs of back-conversion that a text must show; one or two may be slips of a traditional writer."""

_REMAINS = re.compile("關于|對于|由于|屬于|規范|示范|防范|范圍|采取|采用|干部|志愿|并實|并進|公布于|系統系")
"""Words that are half simplified: no traditional text writes them so."""
_OVERDONE = re.compile(
    "製度|製定|全麵|麵向|方麵|谘詢|機製|體製|控製|幹涉|公裏|開髮|發麵|隻有|瞭解到|係列|範文瀾"
)
"""Words whose characters were converted where traditional texts keep them."""

_PLAIN = dict(
    zip("製麵髮隻裏穀闆鬆誌鬱幹齣檯韆錶鬍醜鞦薑颱", "制面發只里谷板松志郁干出台千表胡丑秋姜台", strict=True)
)
"""Characters that simplified merges into one that traditional texts use as well, in other words."""
_MERGED = re.compile(f"[{''.join(_PLAIN)}]")
_AFTER = {"谘": "咨", "麽": "么"}
"""Characters that only over-conversion makes; OpenCC's table leaves them alone."""
_ZHU = re.compile("(?<![顯显土專专名原論论編编卓昭遺遗譯译巨合拙鉅])著(?![名作稱称述者書书錄录])")
"""著 that is 着: not in words where it is said zhù."""


def is_converted(texts: Iterable[str]) -> bool:
    """Whether a document was converted back to traditional, and is not traditional by origin."""
    texts = list(texts)
    characters = Counter(_IDEOGRAPH.findall("".join(texts)))
    traditional = sum(count for char, count in characters.items() if _is_traditional(char))
    if traditional <= _TRADITIONAL_SHARE * characters.total():
        return False
    signs = sum(count for char, count in characters.items() if _is_mainland(char))
    for text in texts:
        signs += len(_REMAINS.findall(text)) + len(_OVERDONE.findall(text)) + sum(1 for _ in find_notes(text))
    return signs >= _TELLS or signs + len(_list_excess("\n".join(texts))) >= _TELLS


def _list_excess(text: str) -> set[str]:
    """The different words in which a character was converted that words of its kind keep: 強製 for 強制.

    The text is taken to simplified and back, word by word, which gives the proper characters.
    """
    text = _SURROGATE.sub("", text)
    back = _TO_TRADITIONAL.convert(_TO_SIMPLIFIED.convert(text))
    if len(back) != len(text):
        return set()
    return {
        text[max(0, found.start() - 1) : found.end()]
        for found in _MERGED.finditer(text)
        if back[found.start()] == _PLAIN[found[0]] and not _OVERDONE.search(text, *_around(found))
    }


def _around(found: re.Match[str]) -> tuple[int, int]:
    """Return one character more on both sides: what `_OVERDONE` has counted there is not counted again."""
    return max(0, found.start() - 1), found.end() + 1


def find(text: str) -> Iterator[Change]:
    """Yield every stretch that reads differently in simplified; for texts that were converted back only."""
    plain = _ZHU.sub("着", text)
    simplified = "".join(
        part if _SURROGATE.match(part) else _TO_SIMPLIFIED.convert(part) for part in _SURROGATE.split(plain)
    )
    # OpenCC's phrases are as long as what they replace; should one not be, go by characters.
    if len(simplified) != len(text):
        simplified = "".join(map(_character, plain))
    simplified = "".join(_AFTER.get(char, char) for char in simplified)
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and text[end] != simplified[end]:
            end += 1
        if end > at:
            yield Change(at, end, text[at:end], simplified[at:end], CONVERSION)
        at = end + 1


@cache
def _character(char: str) -> str:
    if _SURROGATE.match(char):
        return char
    converted: str = _TO_SIMPLIFIED.convert(char)
    return converted if len(converted) == 1 else char


@cache
def _is_traditional(char: str) -> bool:
    return _character(char) != char


@cache
def _is_mainland(char: str) -> bool:
    """Whether only simplified texts have the character: in GB 2312, not in Big5."""
    return _encodes(char, "gb2312") and not _encodes(char, "big5hkscs")


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
