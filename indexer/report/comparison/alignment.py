"""Puts a section of two reports side by side, so that what speaks of the same stands beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from indexer.report.document import Table
from indexer.report.report import Section

MOST_UNITS = 400
"""Units of a section that are paired by what they say; the rest stand beside each other as they come."""
_OPENING = 120
"""Characters at its beginning by which a unit is compared."""
_SIMILAR = 0.4
"""Share of common characters from which two units speak of the same."""
_FEWEST_POINTS = 2
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？]|[^。；！？\n]+")
_SHORTEST = 8
"""Characters of a sentence that is worth being called the same."""


@dataclass(frozen=True, slots=True)
class AlignedLine:
    """A paragraph, or a table of `rows` rows: the number of its first line, its text in sentences.

    Attributes:
        level: depth of its numbering.
        sentences: each with whether the other side has it too.
        rows: 0 for a paragraph.
    """

    number: int
    level: int
    sentences: tuple[tuple[str, bool], ...]
    rows: int = 0


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """What stands beside each other; () where the other side has nothing of the kind."""

    left: tuple[AlignedLine, ...]
    right: tuple[AlignedLine, ...]


Unit = tuple[AlignedLine, ...]


def align_sections(left: Sequence[Section], right: Sequence[Section]) -> tuple[AlignedRow, ...]:
    """Return the lines of some sections of two reports side by side, each side in its order.

    A point （一） stays with the paragraphs below it; on a side without points each paragraph is by itself.
    """
    common = _list_sentences(left) & _list_sentences(right)
    one, other = _cut(left, common), _cut(right, common)
    rows: list[AlignedRow] = []
    at = to = 0
    for here, there in [*_pair(one[:MOST_UNITS], other[:MOST_UNITS]), (len(one), len(other))]:
        between = zip_longest(one[at:here], other[to:there], fillvalue=())
        rows += [AlignedRow(first, second) for first, second in between]
        if here < len(one) and there < len(other):
            rows.append(AlignedRow(one[here], other[there]))
        at, to = here + 1, there + 1
    return tuple(rows)


def _list_sentences(sections: Sequence[Section]) -> frozenset[str]:
    return frozenset(
        sentence
        for section in sections
        for line in section.lines
        for sentence in map(str.strip, _SENTENCE.findall(line))
        if len(sentence) >= _SHORTEST
    )


def _cut(sections: Sequence[Section], common: frozenset[str]) -> list[Unit]:
    lines = [line for section in sections for line in _list_lines(section, common)]
    points = sum(line.level == 1 for line in lines)
    units: list[list[AlignedLine]] = []
    for line in lines:
        if units and points >= _FEWEST_POINTS and line.level != 1 and units[-1][0].level == 1:
            units[-1].append(line)
        else:
            units.append([line])
    return [tuple(unit) for unit in units]


def _list_lines(section: Section, common: frozenset[str]) -> Iterator[AlignedLine]:
    for number, block in section.number_blocks():
        if isinstance(block, Table):
            yield AlignedLine(number, 0, (), block.height)
        elif block.text.strip():
            pieces = _SENTENCE.findall(block.text)
            yield AlignedLine(
                number, block.level, tuple((piece, piece.strip() in common) for piece in pieces)
            )


def _pair(one: Sequence[Unit], other: Sequence[Unit]) -> list[tuple[int, int]]:
    """Return which units speak of the same, both ascending, by the largest sum of similarities."""
    if not one or not other:
        return []
    similarity = cdist(_list_openings(one), _list_openings(other), scorer=Indel.normalized_similarity).astype(
        np.float64
    )
    gain = np.where(similarity >= _SIMILAR, similarity, 0.0)
    best = np.zeros((len(one) + 1, len(other) + 1))
    for at in range(1, len(one) + 1):
        # The best of leaving this unit out and of pairing it; then of leaving units of the other out.
        row = np.maximum(best[at - 1, 1:], best[at - 1, :-1] + gain[at - 1])
        best[at, 1:] = np.maximum.accumulate(row)
    pairs = []
    at, to = len(one), len(other)
    while at and to:
        if best[at, to] == best[at - 1, to]:
            at -= 1
        elif best[at, to] == best[at, to - 1]:
            to -= 1
        else:
            at, to = at - 1, to - 1
            pairs.append((at, to))
    return pairs[::-1]


def _list_openings(units: Sequence[Unit]) -> list[str]:
    """What each unit is about: its first words; a table is one like any other."""
    return [
        "".join(piece for line in unit for piece, _ in line.sentences)[:_OPENING] or "表格" for unit in units
    ]
