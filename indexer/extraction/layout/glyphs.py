"""The characters of a PDF page as glyphs: each once, without watermarks, those without a code marked."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from indexer.extraction.layout.drawn import DrawnPage
from indexer.extraction.layout.line import Glyph

LOST = "\ufffd"
"""Stands for a character for which the file names no Unicode character."""

_RADICALS = str.maketrans(
    "⼾⺁⺇⺌⺎⺏⺐⺓⺟⺠⺩⺪⺫⺬⺮⺳⺶⺷⺸⺹⺻⻁⻂⻃⻄⻅⻆⻇⻉⻋⻌⻍⻎⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "户厂几小兀尣尢幺母民王疋罒示竹罓羊羊羊耂肀虎衤覀西见角角贝车辶辶辶长长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_SKEW = 10.0
"""Degrees off a right angle from which a text is a stamp laid across the page; a scan is askew by less."""
_PALE, _FAINT, _WHITE = 0.6, 0.75, 0.98
_MINOR = 0.2
"""Brightness of a watermark, and a share of a page that is less than its text; white letters stand on the
dark heads of tables."""
_LARGE = 1.6
_APART = 0.8
_SAMPLE = 40
_SYMBOLS = re.compile(r"wingdings|webdings|symbol|dingbats", re.I)
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_LATIN = re.compile(r"[!-~\u00a1-\u024f]")
_FULL_WIDTH, _MOSTLY = 0.95, 0.6
Char = dict[str, Any]


def read(page: DrawnPage) -> list[Glyph]:
    """The glyphs of a page, turned ones too, in the order of the file."""
    shown = [
        (char, turn) for char in page.chars if char["text"].strip() and (turn := _turn(char)) is not None
    ]
    unmapped = _unmapped_fonts([char for char, _ in shown])
    glyphs = [
        Glyph(
            _character(char, unmapped),
            *(char["x0"], char["top"], char["x1"], char["bottom"]),
            turn,
            char.get("sure"),
        )
        for char, turn in _without_watermarks(shown)
    ]
    return _once(glyphs)


def _turn(char: Char) -> int | None:
    """Quarter turns, against the clock, by which a character is turned; None where it is askew."""
    across, up = char["matrix"][:2]
    degrees = math.degrees(math.atan2(up, across))
    quarters = round(degrees / 90)
    return None if abs(degrees - 90 * quarters) > _SKEW else quarters % 4


def _character(char: Char, unmapped: frozenset[str]) -> str:
    text = str(char["text"])
    if text.startswith("(cid:") or char["fontname"] in unmapped:
        return "•" if _SYMBOLS.search(char["fontname"]) else LOST
    if _PRIVATE.fullmatch(text):
        # Codes of symbol fonts are put at U+F000 to U+F0FF; the others a font keeps to itself.
        return "•" if "\uf000" <= text <= "\uf0ff" or _SYMBOLS.search(char["fontname"]) else LOST
    return _read(text)


def _unmapped_fonts(chars: Iterable[Char]) -> frozenset[str]:
    """Fonts whose codes say nothing, also where some of them happen to be letters: some of their characters
    have no code, or their Latin letters are as wide as Chinese ones."""
    total: Counter[str] = Counter()
    without: Counter[str] = Counter()
    latin: Counter[str] = Counter()
    wide: Counter[str] = Counter()
    for char in chars:
        font, text = char["fontname"], char["text"]
        total[font] += 1
        without[font] += text.startswith("(cid:")
        if _LATIN.fullmatch(text):
            latin[font] += 1
            wide[font] += char["x1"] - char["x0"] >= _FULL_WIDTH * char["size"]
    return frozenset(
        font
        for font in total
        if without[font] * 5 >= total[font]
        or (latin[font] > 4 and latin[font] == total[font] and wide[font] > _MOSTLY * latin[font])
    )


def _without_watermarks(shown: Sequence[tuple[Char, int]]) -> list[tuple[Char, int]]:
    """The characters without those laid over or under others: pale and large ones, and large ones in which
    others stand."""
    if not shown:
        return []
    usual = median(char["size"] for char, _ in shown)
    groups: dict[tuple[Any, ...], list[Char]] = defaultdict(list)
    for char, turn in shown:
        if char["size"] > _LARGE * usual or _is_pale(char):
            key = (round(char["size"]), char["fontname"], str(char["non_stroking_color"]), turn)
            groups[key].append(char)
    gone: set[int] = set()
    for group in groups.values():
        large = group[0]["size"] > _LARGE * usual
        pale = _is_pale(group[0])
        own = {id(char) for char in group}
        others = [char for char, _ in shown if id(char) not in own and char["size"] <= group[0]["size"]]
        some = group[:_SAMPLE]
        covering = sum(any(_stands_in(other, char) for other in others) for char in some)
        faint = _brightness(group[0]) >= _FAINT and len(group) < _MINOR * len(shown)
        if (pale and (large or faint or covering * 4 >= len(some))) or (large and covering * 2 >= len(some)):
            gone |= own
    return [(char, turn) for char, turn in shown if id(char) not in gone]


def _stands_in(other: Char, char: Char) -> bool:
    """Whether the middle of a character is in the box of another one."""
    return bool(
        char["x0"] < (other["x0"] + other["x1"]) / 2 < char["x1"]
        and char["top"] < (other["top"] + other["bottom"]) / 2 < char["bottom"]
    )


def _is_pale(char: Char) -> bool:
    return _PALE <= _brightness(char) < _WHITE


def _brightness(char: Char) -> float:
    """How bright a character is, 0 (black) to 1 (white); 0 where its color is a pattern."""
    color = char["non_stroking_color"]
    parts = color if isinstance(color, (tuple, list)) else (color,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return 0.0
    if len(parts) == 4:
        return 1 - min(1.0, float(sum(parts[:3]) / 3 + parts[3]))
    return float(sum(parts)) / len(parts)


def _read(text: str) -> str:
    """A character as a reader takes it: fonts share one glyph between 民 and the radical ⺠, and programs
    that write PDF name the radical (Unicode EquivalentUnifiedIdeograph; ligatures likewise)."""
    if text < "\u2e80":
        return text
    if text <= "\u2fd5" or "\uf900" <= text <= "\ufb06":
        return unicodedata.normalize("NFKC", text.translate(_RADICALS))
    return text


def _once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Each character once: bold type is imitated by setting it several times, by less than its width apart.

    The next character, which may be the same, is a whole width apart.
    """
    seen: dict[tuple[str, int, int, int], list[Glyph]] = defaultdict(list)
    kept: list[Glyph] = []
    for glyph in glyphs:
        if glyph.sure is not None:  # what was recognised in a picture is there once
            kept.append(glyph)
            continue
        across, down = (glyph.x1 - glyph.x0) * _APART, (glyph.bottom - glyph.top) * _APART
        step = max(1, round(max(across, down)))
        x, y = round(glyph.x0 / step), round(glyph.top / step)
        if not any(
            abs(other.x0 - glyph.x0) < across and abs(other.top - glyph.top) < down
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in seen.get((glyph.text, step, x + dx, y + dy), ())
        ):
            seen[(glyph.text, step, x, y)].append(glyph)
            kept.append(glyph)
    return kept
