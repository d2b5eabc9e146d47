"""Which lines are surely a report's own, and which surely its site's, wherever they are."""

from __future__ import annotations

import re

from indexer.extraction.lines import labels
from indexer.extraction.lines.notes import fold_line
from indexer.extraction.lines.site import copiers, footer, paths, related
from indexer.extraction.lines.site.attachments import is_attachment
from indexer.extraction.lines.site.controls import is_menu
from indexer.extraction.lines.site.counters import is_counter
from indexer.extraction.lines.site.credits import is_caption, is_credit
from indexer.extraction.lines.site.leftovers import is_leftover
from indexer.extraction.lines.site.sharing import is_sharing

_EMPTY = re.compile(r"^[\s|!\[\]()（）·•—_*#>/＞-]+$")
_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+部分)"
)
_MARK = re.compile(r"[•●▪◦■◆·]\s*(?=\S)")
_STOP = re.compile("[，。；]")
_LEAST = 25
SHORT = 120
"""Characters of a line that is looked at in the form of `notes.fold_line`."""


def is_heading(line: str) -> bool:
    """Whether a line begins with a number that reports give their headings (一、 （一） 第一部分)."""
    return bool(_NUMBERED.match(line))


def is_prose(line: str) -> bool:
    """Whether a line is surely the report's: a heading, or long enough with punctuation."""
    if is_heading(line):
        return True
    if len(line) < _LEAST or not _STOP.search(line) or is_site(line) or footer.is_extra(line):
        return False
    if labels.is_summary(line) or copiers.is_offer(line):
        return False
    folded = fold_line(line) if len(line) < SHORT else line
    return folded == line or not (is_site(folded) or footer.is_extra(folded))


def is_site(line: str) -> bool:
    """Whether a line is surely the site's wherever it is."""
    if len(line) > 200:
        return False
    return bool(
        is_menu(line)
        or paths.is_path(line)
        or is_sharing(line)
        or related.is_neighbour(line)
        or is_leftover(line)
        or is_caption(line)
        or copiers.is_info_box(line)
        or copiers.is_copier(line)
        or _EMPTY.match(line)
        or (labels.read_line(line) is not None and "。" not in line and "，" not in line)
        or labels.is_bullet(line)
        or footer.is_footer(line)
    )


def is_around(text: str) -> bool:
    """Whether a line before or after a report is surely the site's."""
    line = fold_line(text) if len(text) < SHORT else text
    return (
        is_site(line)
        or is_site(text)
        or is_site(paths.drop_addresses(line))
        or footer.is_extra(line)
        or is_counter(line)
        or is_credit(line)
        or is_attachment(text)
        or related.is_pager(line)
        or related.is_related(line)
        or related.is_link(line)
        or labels.is_summary(text)
        or copiers.is_offer(text)
        or _is_marked(line)
    )


def _is_marked(line: str) -> bool:
    """Whether an item of a list is a button, or the name of a site: `• 打印`, `• 云岭县政府门户网`."""
    found = _MARK.match(line)
    return found is not None and (is_menu(line[found.end() :]) or footer.is_extra(line[found.end() :]))
