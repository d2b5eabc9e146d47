"""Parts the site's own words from a paragraph of the report that they were run together with.

Where a page is saved as text, what its site sets before and behind an article often is on the line of
the first or last paragraph: `微信 微博 打印 根据条例…`, `…及时回应社会关切。 附件下载`.
"""

from __future__ import annotations

import re

from indexer.extraction.lines import labels
from indexer.extraction.lines.notes import fold_line
from indexer.extraction.lines.site import (
    attachments,
    copiers,
    counters,
    credits,
    footer,
    paths,
    related,
    sharing,
)
from indexer.extraction.lines.site.controls import is_control, is_menu
from indexer.extraction.lines.site.leftovers import is_leftover

_REACH = 160
"""Characters of a paragraph's end in which the site's words are looked for."""
_GAP = 20
"""Most characters from the end of a sentence to the words behind it."""
_BORDER = re.compile(r"(?<=[。！？；;!?”）)】\]\s])(?=\S)|(?=[（(【\[])")
_ENDED = re.compile(r"[。！？；;!?”）)】\]]\s*\Z")
# Nothing is looked for behind a paragraph that ends with its sentence, as most do.
_WHOLE = ("。", "；", "！", "？")
_BRACKETS = "([【"  # 【 keeps its form when it is folded
_TOKEN = re.compile(r"\S+\s*")
_MOST_TOKENS = 24


def find_end(text: str, is_last: bool) -> int:
    """Where a paragraph ends that the site's words follow on its line; the length of the text without such.

    Args:
        is_last: whether the paragraph is the last of its report. What only a site's position tells is looked
            for there alone, and only behind the end of a sentence; buttons are looked for everywhere.
    """
    if (spam := copiers.find_spam(text)) < len(text):
        return spam
    if text.rstrip().endswith(_WHOLE):
        return len(text)
    start = max(1, len(text) - _REACH)
    for border in _BORDER.finditer(text, start):
        at = border.start()
        tail = fold_line(text[at:]).strip()
        is_ended = _ENDED.search(text, max(0, at - _GAP), at) is not None
        if len(tail) > 1 and (
            _is_sure(tail)
            or (is_ended and footer.is_footer(tail))
            or (is_last and (is_ended or tail[0] in _BRACKETS) and _is_site(tail))
        ):
            return at
    return len(text)


def find_start(text: str) -> int:
    """Where a first paragraph begins behind the site's buttons and labels on its line; 0 without such."""
    at = 0
    while (moved := _skip_words(text, at) or _skip_stamp(text, at)) > at:
        at = moved
    return at if text[at:].strip() else 0


def _skip_words(text: str, start: int) -> int:
    """Where the buttons end that a text begins with, 0 where there are none."""
    found = 0
    for count, token in enumerate(_TOKEN.finditer(text, start)):
        words = fold_line(text[start : token.end()]).strip()
        if count == _MOST_TOKENS or not is_menu(words):
            break
        found = token.end() if found or is_control(words) else 0
    return found


def _skip_stamp(text: str, start: int) -> int:
    """Where labels with dates and names end that a text begins with, 0 where there are none."""
    stamp = labels.find_stamp(text[start : start + _REACH])
    return start + stamp if stamp else 0


def _is_sure(tail: str) -> bool:
    return (
        is_control(tail) or sharing.is_sharing_here(tail) or is_leftover(tail) or related.is_neighbour(tail)
    )


def _is_site(tail: str) -> bool:
    return (
        _is_sure(tail)
        or is_menu(tail)
        or counters.is_counter(tail)
        or credits.is_credit(tail)
        or attachments.is_attachment(tail)
        or sharing.is_sharing(tail)
        or related.is_related(tail)
        or related.is_pager(tail)
        or copiers.is_copier(tail)
        or footer.is_extra(tail)
        or paths.is_path(tail)
        or len(labels.read_line(tail) or {}) > 1
    )
