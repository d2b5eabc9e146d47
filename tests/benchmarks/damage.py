"""Does to clean text what mirror sites did: every kind of damage, at chosen rates, seeded.

A paragraph comes back as pieces of (clean, damaged) text; pieces that were not touched are equal.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from opencc import OpenCC
from pypinyin import Style, pinyin

Pieces = list[tuple[str, str]]
Damage = Callable[[str, float, random.Random], Pieces]

_TO_TRADITIONAL = OpenCC("s2t")
_KEPT_SIMPLIFIED = "于并愿范采群毕"
"""Characters that a mirror's converter left as they were (seen on a real page)."""


def notes(text: str, rate: float, chance: random.Random) -> Pieces:
    """Pinyin after characters, with tone marks or without, once or twice."""
    pieces: Pieces = []
    for char in text:
        shown = char
        if is_ideograph(char) and chance.random() < rate:
            style = Style.TONE if chance.random() < 0.7 else Style.NORMAL
            shown += f"({pinyin(char, style=style)[0][0]})" * (2 if chance.random() < 0.2 else 1)
        pieces.append((char, shown))
    return pieces


def shift(text: str, rate: float, chance: random.Random) -> Pieces:
    """A lost byte: 2–12 characters read one byte off, up to the parenthesis of a note."""
    pieces: Pieces = []
    at = 0
    while at < len(text):
        length = chance.randint(2, 12)
        stretch = text[at : at + length]
        if chance.random() < rate / 7 and _can_shift(stretch, length):
            pieces.append((stretch, _one_off(stretch)))
            at += length
        else:
            pieces.append((text[at], text[at]))
            at += 1
    return pieces


def _can_shift(stretch: str, length: int) -> bool:
    try:
        return (
            len(stretch) == length
            and len(stretch.encode("gb2312")) == 2 * length
            and is_ideograph(stretch[-1])
        )
    except UnicodeEncodeError:
        return False


def _one_off(stretch: str) -> str:
    encoded = stretch.encode("gbk")[1:]
    shown = "?"
    for at in range(0, len(encoded) - 1, 2):
        shown += encoded[at : at + 2].decode("gbk", "ignore")
    # The last half character takes the note's parenthesis with it.
    return f"{shown}?{pinyin(stretch[-1], style=Style.TONE)[0][0]})"


def conversion(text: str, rate: float, chance: random.Random) -> Pieces:
    """Traditional by back-conversion: all of the text, whatever the rate; notes at the rate."""
    return [
        (clean, shown if clean in _KEPT_SIMPLIFIED else _TO_TRADITIONAL.convert(clean) + shown[1:])
        for clean, shown in notes(text, rate, chance)
    ]


def mojibake(text: str, rate: float, chance: random.Random) -> Pieces:
    """Stretches of ten characters encoded twice; quotes as entities."""
    return list(_mojibake(text, rate, chance))


def _mojibake(text: str, rate: float, chance: random.Random) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        stretch = text[at : at + 10]
        if chance.random() < rate / 10 and all(map(is_ideograph, stretch)):
            yield stretch, stretch.encode().decode("latin-1")
            at += len(stretch)
            continue
        entity = {"“": "&ldquo;", "”": "&rdquo;"}.get(text[at], text[at])
        yield text[at], entity if chance.random() < rate else text[at]
        at += 1


def invisible(text: str, rate: float, chance: random.Random) -> Pieces:
    """Zero-width characters and byte order marks between characters."""
    return [
        (char, char + (chance.choice("\u200b\ufeff\u200d\u00ad") if chance.random() < rate else ""))
        for char in text
    ]


def private(text: str, rate: float, chance: random.Random) -> Pieces:
    """Characters that only the font of the page could show: private code points in their place."""
    return [
        (char, chr(0xE000 + chance.randrange(0x1900)) if chance.random() < rate else char) for char in text
    ]


def lost(text: str, rate: float, chance: random.Random) -> Pieces:
    """Dates without their 年 and 月, document numbers without their bracket, written in after characters."""
    pieces: Pieces = []
    for char in text:
        year, month, day = chance.randint(2008, 2022), chance.randint(1, 9), chance.randint(1, 28)
        clean, shown = chance.choice(
            [
                (f"{year}年{month}月{day}日", f"{year}{month}{day}日"),
                (f"〔{year}〕{day}号", f"〔{year}{day}号"),
            ]
        )
        pieces.append((char, char))
        if is_ideograph(char) and chance.random() < rate / len(clean):
            pieces.append((clean, shown))
    return pieces


def is_ideograph(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "一" <= char <= "鿿"


KINDS: dict[str, Damage] = {
    "pinyin": notes,
    "shift": shift,
    "conversion": conversion,
    "mojibake": mojibake,
    "invisible": invisible,
    "private": private,
    "lost": lost,
}
