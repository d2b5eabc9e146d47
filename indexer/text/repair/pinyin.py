"""Takes out pinyin that was written after the characters: 務(wù), 政(zheng)(zheng)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from indexer.text.change import Change
from indexer.text.damage import PINYIN

SYLLABLE = r"[a-züāáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜńňǹḿ]{1,6}"
"""A syllable with or without its tone mark."""

_TONES = "\u0304\u0301\u030c\u0300"
"""Combining marks of the four tones."""

_NOTES = re.compile(rf"(?P<char>[㐀-鿿豈-﫿])(?P<notes>(?:\({SYLLABLE}\))+)")
_NOTE = re.compile(rf"\(({SYLLABLE})\)")


def find(text: str) -> Iterator[Change]:
    """Yield every note: a syllable in ASCII parentheses that is a reading of the character before it."""
    for match in _NOTES.finditer(text):
        end = match.start("notes")
        for note in _NOTE.finditer(match["notes"]):
            if not is_read_as(match["char"], note[1]):
                break
            end = match.start("notes") + note.end()
        start = match.start("notes")
        if end > start:
            yield Change(start, end, text[start:end], "", PINYIN)


@lru_cache(maxsize=65536)
def is_read_as(char: str, syllable: str) -> bool:
    """Whether a character can be read so (pypinyin says); one without tone mark fits any tone."""
    syllable = unicodedata.normalize("NFC", syllable)
    marked, unmarked = _readings(char)
    return syllable in marked or syllable.replace("v", "ü") in unmarked


def list_sounds(char: str) -> frozenset[str]:
    """Return a character's readings without tone marks, as `strip_tones` gives them."""
    from pypinyin.constants import PINYIN_DICT  # the list itself: for thousands of characters

    return frozenset(map(strip_tones, PINYIN_DICT.get(ord(char), "").split(",")))


@lru_cache(maxsize=65536)
def _readings(char: str) -> tuple[frozenset[str], frozenset[str]]:
    """Readings with tone marks and without."""
    # Loading the readings takes 0.16 s, and most archives have no notes.
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.TONE, heteronym=True, errors="ignore")
    marked = found[0] if found else []
    return frozenset(marked), frozenset(strip_tones(reading) for reading in marked)


def strip_tones(reading: str) -> str:
    """Return a reading without its tone mark; ü stays, and is meant by v."""
    reading = reading.replace("v", "ü")
    letters = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
