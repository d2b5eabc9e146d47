"""Where a query is in a text: marks for a whole paragraph, and the best slice of a passage.

Works on the folded text with offsets back to the source; the text is never segmented again.
Four steps, as in any highlighter: needles (what to look for), finds (where it is), the
window (which slice says most), spans (the slice, cut where a find begins or ends).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from indexer.search.borders import is_whole
from indexer.search.needles import Needle, find_needles
from indexer.search.query.tree import Node
from indexer.search.results import Snippet, Span
from indexer.text.fold import fold_with_offsets

_MOST_FINDS = 100
"""Finds looked at a passage and needle: a single character may stand in every line."""
_SENTENCE_END = re.compile("[。！？；!?;\n]")
_CLAUSE_END = re.compile("[。！？；!?;\n，、：,:]")
_GOES_ON = re.compile(r"[\d.,%][\d.,%]")
"""Characters between which a number is not cut."""
_LOOKED_AT = 6
"""Finds of each needle from which the slice is chosen."""
_ENOUGH = 2
"""Slices that show all there is of a query, from which the best is taken."""
_LEAD = 30
"""Characters before the first hit of a slice, at most."""
_LINE = 100
"""Characters of a title or heading; the same ones are marked again and again."""
_folded_line = lru_cache(8192)(fold_with_offsets)


_Find = tuple[int, int, int]
"""Where a needle begins and ends in the source text, and which part of the query it shows."""


def find_marks(tree: Node, text: str) -> tuple[Span, ...]:
    """A whole text, cut where what the query asks for begins or ends."""
    return mark(find_needles(tree), text)


def mark(needles: Sequence[Needle], text: str) -> tuple[Span, ...]:
    """A whole text, cut where needles stand in it."""
    folded, offsets = _folded_line(text) if len(text) <= _LINE else fold_with_offsets(text)
    finds = _finds(needles, folded, offsets, _MOST_FINDS)
    return _spans(text, 0, len(text), finds) if finds or not text else (Span(text),)


def choose_snippet(
    needles: Sequence[Needle],
    text: str,
    first_line: int,
    width: int = 120,
    known: tuple[str, list[int] | None] | None = None,
) -> Snippet:
    """The slice of a passage that shows most of a query.

    Args:
        needles: what the query looks for (`needles_of`).
        text: the passage, its lines joined by line breaks; the slice may reach over them.
        first_line: number of its first line.
        width: length of the slice in characters, about; never exceeded by more than one hit.
        known: `fold_with_offsets(text)`, where it was worked out before.
    """
    folded, offsets = known or fold_with_offsets(text)
    finds = _finds(needles, folded, offsets, _LOOKED_AT)
    left, right = _window(finds, width - min(_LEAD, width // 4)) if finds else (0, 0)
    start = _start(text, left, max(_LEAD, width - (right - left)))
    end = _end(text, right, start + width)
    start, end = _trim(text, start, end)
    line = first_line + text.count("\n", 0, left if finds else start)
    if len(finds) >= _LOOKED_AT:  # more may stand in the slice than was looked at
        within = (start, end) if offsets is None else (bisect_left(offsets, start), bisect_left(offsets, end))
        finds = _finds(needles, folded, offsets, _MOST_FINDS, within)
    before = start > 0 and not text[:start].isspace()
    after = end < len(text) and not text[end:].isspace()
    return Snippet(_spans(text, start, end, finds), line, before, after)


def _finds(
    needles: Sequence[Needle],
    folded: str,
    offsets: list[int] | None,
    most: int,
    within: tuple[int, int] | None = None,
) -> list[_Find]:
    """The first `most` places of each needle, in order.

    Args:
        within: characters of the folded text among which a place begins, None for all. A needle that reaches
            into them from before is found too.
    """
    finds: list[_Find] = []
    begin, end = within or (0, len(folded))
    for needle, part, numerals, unless in needles:
        at = folded.find(needle, max(0, begin - len(needle) + 1)) if begin else folded.find(needle)
        if at < 0 or (unless and unless in folded):
            continue
        size, left = len(needle), most
        number = numerals or needle[0].isdecimal() or needle[-1].isdecimal()
        while 0 <= at < end and left:
            if number and not is_whole(folded, at, at + size, numerals):
                at = folded.find(needle, at + 1)
                continue
            if offsets:
                finds.append((offsets[at], offsets[at + size - 1] + 1, part))
            else:
                finds.append((at, at + size, part))
            at = folded.find(needle, at + size)
            left -= 1
    if len(needles) > 1:
        finds.sort()
    return finds


def _window(finds: list[_Find], reach: int) -> tuple[int, int]:
    """Where the slice's finds begin and end: the slice that shows most.

    Distinct parts of the query by their length count first, then finds, then how close together they are.

    Args:
        finds: at least one, in order.
        reach: how far the last may begin from the first, characters.
    """
    if finds[-1][0] - finds[0][0] < reach:
        return finds[0][0], max(end for _, end, _ in finds)
    parts = len({part for _, _, part in finds})
    count, tried = len(finds), 0
    best: tuple[int, ...] = ()
    chosen = (0, 0)
    shown: dict[int, int] = {}
    score = after = 0
    for at, (start, end, part) in enumerate(finds):
        latest = start + reach
        while after < count and finds[after][0] < latest:
            left, right, new = finds[after]
            seen = shown.get(new, 0)
            shown[new] = seen + 1
            if not seen:
                score += right - left
            after += 1
        rated = (score, after - at, start - finds[after - 1][1])
        if rated > best:
            best, chosen = rated, (at, after)
        if len(shown) == parts:
            tried += 1
            if tried == _ENOUGH:
                break
        if shown[part] == 1:
            del shown[part]
            score -= end - start
        else:
            shown[part] -= 1
    inside = finds[chosen[0] : chosen[1]]
    return inside[0][0], max(end for _, end, _ in inside)


def _start(text: str, hit: int, room: int) -> int:
    """Where the slice begins: at the hit's sentence, else clause, if it begins near enough.

    Args:
        room: characters that may stand before the hit if they belong to its sentence.
    """
    if hit <= _LEAD:
        return 0
    for ends, reach in ((_SENTENCE_END, room), (_CLAUSE_END, _LEAD)):
        before = text[max(0, hit - reach) : hit]
        found = ends.search(before[::-1])
        if found:
            return hit - found.start()
        if hit <= reach:
            return 0
    start = hit - _LEAD
    while start < hit and _GOES_ON.fullmatch(text[start - 1 : start + 1]):
        start += 1
    return start


def _end(text: str, hit: int, latest: int) -> int:
    """Where the slice ends: after the last sentence that fits, else the last clause, else at `latest`."""
    latest = max(latest, hit)
    if latest >= len(text):
        return len(text)
    earliest = max(hit, latest * 2 // 3)
    after = text[earliest:latest][::-1]
    for ends in (_SENTENCE_END, _CLAUSE_END):
        found = ends.search(after)
        if found:
            return latest - found.start()
    while latest > hit and _GOES_ON.fullmatch(text[latest - 1 : latest + 1]):
        latest -= 1
    return latest


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _spans(text: str, start: int, end: int, finds: list[_Find]) -> tuple[Span, ...]:
    """The slice; finds that touch or overlap are one span."""
    spans: list[Span] = []
    at = start
    left = right = -1
    for begins, stops, _ in finds:
        if stops <= start:
            continue
        if begins >= end:
            break
        if begins <= right:
            right = max(right, stops)
            continue
        if right > at:
            if left > at:
                spans.append(Span(text[at:left]))
            spans.append(Span(text[max(left, at) : right], True))
            at = right
        left, right = begins, stops
    if right > at:
        right = min(right, end)  # a hit may reach over the slice
        if left > at:
            spans.append(Span(text[at:left]))
        spans.append(Span(text[max(left, at) : right], True))
        at = right
    if at < end:
        spans.append(Span(text[at:end]))
    return tuple(spans)
