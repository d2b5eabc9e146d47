"""Where a query stands in a text: marks for a whole paragraph, and the best slice of a passage.

Works on the folded text with offsets back to the source; the text is never segmented again.
Four steps, as in any highlighter: needles (what to look for), finds (where it stands), the
window (which slice says most), spans (the slice, cut where a find begins or ends).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from indexer.analysis import query_analyzer
from indexer.query import And, Node, Or, Phrase, Words
from indexer.results import Snippet, Span
from indexer.text.fold import fold, fold_with_offsets

_MOST_FINDS = 100
"""Finds looked at a passage and needle: a single character may stand in every line."""
_SENTENCE_ENDS = frozenset("。！？；!?;\n")
_CLAUSE_ENDS = frozenset("，、：,:") | _SENTENCE_ENDS
_LEAD = 30
"""Characters before the first hit of a slice, at most."""


class _Needle(NamedTuple):
    """Folded characters to look for, and which part of the query they show."""

    text: str
    part: int


class _Find(NamedTuple):
    """A needle's place in the source text."""

    start: int
    end: int
    part: int
    size: int


def marks(tree: Node, text: str) -> tuple[Span, ...]:
    """A whole text, cut where what the query asks for begins or ends."""
    return _spans(text, 0, len(text), _finds(tree, text))


def best(tree: Node, text: str, first_line: int, width: int = 120, folded: str | None = None) -> Snippet:
    """The slice of a passage that shows most of a query.

    Args:
        text: the passage, its lines joined by line breaks; the slice may reach over them.
        first_line: number of its first line.
        width: length of the slice in characters, about; never exceeded by more than one hit.
        folded: the folded text, if it is known and each character folded to one.
    """
    finds = _finds(tree, text, folded)
    first, last = _window(finds, width)
    start = _start(text, first.start) if first else 0
    end = _end(text, last.end if last else 0, start + width)
    start, end = _trim(text, start, end)
    line = first_line + text.count("\n", 0, first.start if first else start)
    spans = _spans(text, start, end, finds)
    return Snippet(spans, line, bool(text[:start].strip()), bool(text[end:].strip()))


@lru_cache(maxsize=256)
def _needles(tree: Node) -> tuple[_Needle, ...]:
    needles: dict[str, int] = {}
    for number, leaf in enumerate(_leaves(tree)):
        run = fold(leaf.text)
        needles.setdefault(run, number * 100)
        if isinstance(leaf, Words):
            words = dict.fromkeys(token.text for token in query_analyzer(run))
            # 的 of 人民的名义 says nothing by itself.
            telling = [word for word in words if len(word) > 1] or list(words)
            for at, word in enumerate(telling, 1):
                needles.setdefault(word, number * 100 + at)
    return tuple(_Needle(text, part) for text, part in needles.items() if text)


def _leaves(tree: Node) -> Iterator[Words | Phrase]:
    """What must or may stand in the text; what must not is left out."""
    if isinstance(tree, And | Or):
        for node in tree.nodes:
            yield from _leaves(node)
    elif isinstance(tree, Words | Phrase) and not tree.field:
        yield tree


def _finds(tree: Node, text: str, folded: str | None = None) -> list[_Find]:
    needles = _needles(tree)
    if not needles:
        return []
    offsets = None
    if folded is None:
        folded, offsets = fold_with_offsets(text)
    finds = []
    for needle, part in needles:
        size = len(needle)
        for at in islice(_places(folded, needle), _MOST_FINDS):
            start, end = at, at + size
            if offsets:
                start, end = offsets[at], offsets[at + size - 1] + 1
            finds.append(_Find(start, end, part, size))
    return sorted(finds)


def _places(folded: str, needle: str) -> Iterator[int]:
    at = folded.find(needle)
    while at >= 0:
        yield at
        at = folded.find(needle, at + len(needle))


def _window(finds: list[_Find], width: int) -> tuple[_Find | None, _Find | None]:
    """First and last find of the slice that shows most.

    Distinct parts of the query by their length count first, then finds, then how close together they are.
    """
    best_score = (0, 0, 0)
    best_pair: tuple[_Find | None, _Find | None] = (None, None)
    starts = [find.start for find in finds]
    for at, first in enumerate(finds):
        inside = finds[at : bisect_left(starts, first.start + width - min(_LEAD, width // 4))]
        inside = [find for find in inside if find.end <= first.start + width] or [first]
        last = max(inside, key=lambda find: find.end)
        parts = sum({find.part: find.size for find in inside}.values())
        score = (parts, len(inside), first.start - last.end)
        if score > best_score:
            best_score, best_pair = score, (first, last)
    return best_pair


def _start(text: str, hit: int) -> int:
    """Where the slice begins: at the hit's sentence, else clause, if it begins near enough."""
    earliest = max(hit - _LEAD, 0)
    if earliest == 0:
        return 0
    for ends in (_SENTENCE_ENDS, _CLAUSE_ENDS):
        for at in range(hit, earliest, -1):
            if text[at - 1] in ends:
                return at
    return earliest


def _end(text: str, hit: int, latest: int) -> int:
    """Where the slice ends: after the last sentence that fits, else the last clause, else at `latest`."""
    latest = max(latest, hit)
    if latest >= len(text):
        return len(text)
    for ends in (_SENTENCE_ENDS, _CLAUSE_ENDS):
        for at in range(latest, max(hit, latest * 2 // 3), -1):
            if text[at - 1] in ends:
                return at
    return latest


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _spans(text: str, start: int, end: int, finds: list[_Find]) -> tuple[Span, ...]:
    spans: list[Span] = []
    at = start
    for left, right in _merged(finds):
        left, right = max(left, start), min(right, end)
        if left >= right:
            continue
        if left > at:
            spans.append(Span(text[at:left]))
        spans.append(Span(text[left:right], True))
        at = right
    if at < end:
        spans.append(Span(text[at:end]))
    return tuple(spans)


def _merged(finds: list[_Find]) -> Iterator[tuple[int, int]]:
    """Finds as stretches; those that touch or overlap are one."""
    left = right = -1
    for find in finds:
        if find.start > right:
            if right > left:
                yield left, right
            left, right = find.start, find.end
        else:
            right = max(right, find.end)
    if right > left:
        yield left, right
