"""Puts paragraphs together again that were wrapped at a fixed width (text saved from a page of print)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.extraction.lines.prose import is_heading, is_site

_ENDED = re.compile(r"[。！？；：!?;:|]\W*$")
_POINT = re.compile(
    r"\s*(?:[\d０-９]{1,2}\s*[.．、）)]|[（(]\d{1,2}[）)]|[一二三四五六七八九]是|第[一二三四五六七八九十]+[条章]|[•●▪■◆])"
)
_LEAST, _MOST, _SHARE, _SLACK = 20, 80, 0.6, 1
_FEWEST = 4


def join_wrapped(lines: Sequence[str]) -> list[str]:
    """The lines with those of one paragraph joined; as they are where no width is common to most.

    A line is wrapped where it has the width that most lines have, one character less where a stop may not
    begin the next line, and does not end a sentence; no heading, point of a list or line of the site
    continues another.
    """
    width = _find_width(lines)
    if not width:
        return list(lines)
    paragraphs: list[list[str]] = []
    is_open = False
    for line in lines:
        if is_open and line and not (is_heading(line) or _POINT.match(line) or is_site(line)):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        is_open = abs(len(line) - width) <= _SLACK and not _ENDED.search(line)
    return ["".join(parts) for parts in paragraphs]


def _find_width(lines: Sequence[str]) -> int:
    """The width at which a text was wrapped, 0 where it was not: that of most of its longer lines."""
    lengths = Counter(len(line) for line in lines if len(line) >= _LEAST)
    if lengths.total() < _FEWEST:
        return 0
    width = max(lengths)
    full = sum(times for length, times in lengths.items() if width - length <= _SLACK)
    return width if width <= _MOST and full >= _FEWEST and full >= _SHARE * lengths.total() else 0
