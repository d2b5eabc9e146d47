"""Undoes double-encoded UTF-8 (æ”¿åºœ for 政府) and HTML entities left as text (&nbsp;)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from indexer.text.change import Change
from indexer.text.damage import MOJIBAKE

_ENTITY = re.compile(r"&(?:amp;)*(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_WINDOWS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What Windows-1252 shows for the bytes 80–9F."""
_DOUBLE = re.compile(rf"(?:[\u00c2-\u00f4][\u0080-\u00bf{_WINDOWS} ]{{1,3}}[\x20-\x7e]?){{2,}}")
"""Two or more UTF-8 sequences, each byte read as a character of Latin-1 or Windows-1252."""
_CHINESE = re.compile(r"[\u3000-\u30ff㐀-鿿豈-﫿\uff00-\uffef]")


def find(text: str) -> Iterator[Change]:
    """Yield every stretch of double-encoded text that is Chinese once undone, and every known entity."""
    changes = [change for match in _ENTITY.finditer(text) if (change := _entity(match))]
    changes += [change for match in _DOUBLE.finditer(text) if (change := _double(match))]
    at = 0
    for change in sorted(changes, key=lambda change: change.start):
        if change.start >= at:
            yield change
            at = change.end


def _entity(match: re.Match[str]) -> Change | None:
    entity = match[0]
    innermost = entity[1:].rpartition("amp;")[2] or "amp;"
    if innermost[0] != "#" and innermost not in html5:
        return None
    # Escaped more than once (&amp;amp;ldquo;) where a page went through several tools.
    shown = html.unescape(f"&{innermost}")
    # A no-break space is there for the layout; control characters are nobody's text.
    shown = " " if shown == "\xa0" else shown
    if shown == "\ufffd" or not shown.isprintable():
        return None
    return Change(match.start(), match.end(), entity, shown, MOJIBAKE)


def _double(match: re.Match[str]) -> Change | None:
    # ftfy takes 0.06 s to load, and few archives need it.
    from ftfy import fix_encoding

    fixed = fix_encoding(match[0])
    if fixed == match[0] or not _CHINESE.search(fixed):
        return None
    return Change(
        match.start(), match.end(), match[0], fixed, MOJIBAKE, 0.99 if "\ufffd" not in fixed else 0.5
    )
