"""Puts marks into RTF that come through `striprtf`: it gives the text, and of tables nothing but bars.

A mark is a character that RTF cannot write (`\\u` reaches to U+FFFF), so none of the text is one.
"""

from __future__ import annotations

import codecs
import re

ROW, END, CELL, EDGE, LEFT = (chr(0x10FF00 + at) for at in range(5))
"""The definition of a row begins; a row ends, a cell; a cell's right edge and a row's left one, in twips."""
ACROSS, DOWN = (chr(0x10FF10 + at) for at in range(2))
"""A cell goes on with the one before, with the one above."""
PICTURE = chr(0x10FF20)
"""A picture as wide as a table."""
MARKS = ROW + END + CELL + EDGE + LEFT + ACROSS + DOWN + PICTURE
"""All of them."""

_WORDS = {
    "trowd": ROW,
    "row": END,
    "cell": CELL,
    "clmrg": ACROSS,
    "clvmrg": DOWN,
    "cellx": EDGE,
    "trleft": LEFT,
}
_NUMBERED = ("cellx", "trleft")
# A control word that means nothing ends what comes before: characters that a `\u` has readers skip.
_REST = "\\nianbao "
SIGN = f"{_REST}{PICTURE}"
"""How the mark of a picture is written in RTF: before and after its number."""
_OTHERS = {
    "nestcell": "\\par ",
    "nestrow": "\\par ",
    "pntext": "\\listtext ",  # the numbers of older lists, which readers of newer ones are to skip
    "deleted": "\\*",
    "fcharset": "\\fcharset1 ",
}
_CONTROL = re.compile(
    r"\\(?:(trowd|row|cell|clmrg|clvmrg|cellx|trleft|nestcell|nestrow|pntext|deleted|fcharset)"
    r"(-?\d{1,6})?(?![a-z\d]) ?|[^a-z])"
)
_BYTE = re.compile(r"[\x80-\xff]")
_HALF = re.compile(r"((?>(?:\\'[0-9a-fA-F]{2})+))([@-\[\]-z|~]?)")
# A number stands right before its paragraph, as where a program counts it.
_NUMBER = re.compile(r"(\{\\(?:list|pn)text\b[^{}]{0,300}?)\\tab ?\}")
_PAGE = re.compile(r"\\ansicpg(\d{1,5})")
_CHINESE = ("936", "54936")


def find_encoding(source: str) -> str:
    """Return the encoding that a file states for bytes of no font; that of Windows in China where it states
    none that is known."""
    stated = _PAGE.search(source)
    if not stated or stated[1] in _CHINESE:
        return "gb18030"
    try:
        return codecs.lookup(f"cp{stated[1]}").name
    except LookupError:
        return "gb18030"


def mark(source: str) -> str:
    """Return RTF with marks for rows and cells.

    Args:
        source: the file, a character a byte (Latin-1).
    """
    # Without it striprtf keeps to the encoding that it is given (`find_encoding`).
    source = _PAGE.sub("", source, count=1)
    source = _BYTE.sub(lambda found: f"\\'{ord(found[0]):02x}", source)
    source = _HALF.sub(_complete, source)
    # Written so, striprtf gives no addresses of links, which it seeks in time by the square of their number.
    source = source.replace("\\fldinst{", "\\fldinst {")
    source = _NUMBER.sub(r"\1}", source)
    return _CONTROL.sub(_replace, source)


def _replace(found: re.Match[str]) -> str:
    word, number = found[1], found[2] or ""
    if word is None:
        return found[0]
    if word in _WORDS:
        sign = _WORDS[word]
        return f"{_REST}{sign}{number}{sign}" if word in _NUMBERED else f"{_REST}{sign}"
    if (word == "fcharset" and number != "0") or (word == "deleted" and number == "0"):
        return found[0]
    return _OTHERS[word]


def _complete(found: re.Match[str]) -> str:
    """The second half of a character that is written as it is: 0x40 to 0x7E are ASCII too."""
    if not found[2]:
        return found[0]
    data = bytes.fromhex(found[1].replace("\\'", ""))
    at = 0
    while at < len(data):
        at += 2 if data[at] > 0x80 else 1
    return f"{found[1]}\\'{ord(found[2]):02x}" if at > len(data) else found[0]
