"""Takes the pictures out of an RTF file (Rich Text Format 1.9.1, Pictures), and leaves a mark for each.

A picture is a group, written in hexadecimal digits or, after `\\bin`, as it is. Word writes one twice: once
for readers of today (`\\*\\shppict`), once for those of 1995 (`\\nonshppict`), which is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BEGIN = re.compile(r"\{\s*\\(?:\*\s*\\(shppict)|(nonshppict)|(pict))(?![a-z])")
_PICT = re.compile(r"\{\s*\\pict(?![a-z])")
_PART = re.compile(r"\\bin(\d{1,9}) ?|\\[a-z]+(-?\d{1,9})? ?|\\.|[{}]", re.S)
_KIND = re.compile(r"\\(?:png|jpeg)blip(?![a-z])")
_GOAL = re.compile(r"\\picwgoal(\d{1,6})")
_PIXELS = re.compile(r"\\picw(\d{1,6})")
_WIDE, _WIDE_PIXELS = 3_000, 360
"""Width, in twips, from which a picture may show a table: 150 points; in pixels where that is not said."""
_MOST_BYTES = 200 * 1024 * 1024
"""Of all pictures together; further ones are not looked at."""


@dataclass(frozen=True, slots=True)
class _RtfGroup:
    """A group of RTF: where it ends, its own text without control words, and what stands in it as it is."""

    end: int
    text: str
    binary: str
    words: str


def take_out(source: str, sign: str) -> tuple[str, list[bytes]]:
    """Return RTF without the groups of its pictures, and the pictures.

    Where one was that may show a table, its number stands between two signs; the bytes are empty for one of
    another kind than PNG and JPEG.

    Args:
        source: the file, a character a byte (Latin-1).
        sign: as it stands in RTF.
    """
    kept: list[str] = []
    found: list[bytes] = []
    at = size = 0
    while begin := _BEGIN.search(source, at):
        kept.append(source[at : begin.start()])
        whole = _read_group(source, begin.start())
        at = whole.end
        if begin[2]:
            continue
        inner = _PICT.search(source, begin.start(), at)
        if inner is None:
            continue
        group = whole if begin[3] else _read_group(source, inner.start())
        if not _is_wide(group.words):
            continue
        picture = _read_picture(group) if size <= _MOST_BYTES else b""
        size += len(picture)
        kept.append(f"{sign}{len(found)}{sign}")
        found.append(picture)
    kept.append(source[at:])
    return "".join(kept), found


def _read_group(source: str, start: int) -> _RtfGroup:
    """The group that begins somewhere; one that does not end goes on to the end of the file."""
    depth, at, last = 0, start, start
    texts: list[str] = []
    words: list[str] = []
    binary: list[str] = []
    while part := _PART.search(source, at):
        if depth == 1:
            texts.append(source[last : part.start()])
        at = last = part.end()
        if part[0] == "{":
            depth += 1
        elif part[0] == "}":
            depth -= 1
            if not depth:
                break
        elif part[1] is not None:
            at = last = min(part.end() + int(part[1]), len(source))
            if depth == 1:
                binary.append(source[part.end() : at])
        elif depth == 1:
            words.append(part[0])
    end = len(source) if depth else at
    return _RtfGroup(end, "".join(texts), "".join(binary), "".join(words))


def _is_wide(words: str) -> bool:
    if goal := _GOAL.search(words):
        return int(goal[1]) >= _WIDE
    pixels = _PIXELS.search(words)
    return pixels is not None and int(pixels[1]) >= _WIDE_PIXELS


def _read_picture(group: _RtfGroup) -> bytes:
    """Its bytes; none where it is of another kind, or damaged."""
    if not _KIND.search(group.words):
        return b""
    if group.binary:
        return group.binary.encode("latin-1", "replace")
    digits = re.sub(r"[^0-9a-fA-F]", "", group.text)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])
