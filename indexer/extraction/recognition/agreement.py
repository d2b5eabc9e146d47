"""Lines with figures are read twice, for one figure may be lost without a doubt: 550 reads 50, surely.

A model that reads a line column by column sees two same digits as one where nothing parts them in its
columns; in a picture that is stretched there are more columns. Where two readings differ a third one decides,
and what they differ in is doubtful.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from indexer.extraction.recognition.engine import Letter, RecognitionModels
from indexer.extraction.recognition.picture import Pixels

_STRETCHES = (1.3, 1.15)
DISPUTED = 0.6
"""How sure, at most, a character is that is not the same in all readings."""


def read_lines(lines: Sequence[Pixels], engine: RecognitionModels, every: bool) -> list[list[Letter]]:
    """Return the characters of each line.

    Args:
        every: read all lines twice, not only those with figures.
    """
    answers = [[letters] for letters in engine.read_lines(lines)]
    for stretch in _STRETCHES:
        open_ = [at for at, read in enumerate(answers) if _is_open(read, every)]
        pictures = [_stretch(lines[at], stretch) for at in open_]
        for at, letters in zip(open_, engine.read_lines(pictures), strict=True):
            answers[at].append(letters)
    return [_settle(read) for read in answers]


def _is_open(read: Sequence[Sequence[Letter]], every: bool) -> bool:
    """Whether a line must be read once more: it has figures, or was read in two ways."""
    if len(read) == 1:
        return every or any(letter.text.isdigit() for letter in read[0])
    return _join(read[0]) != _join(read[1])


def _settle(read: Sequence[list[Letter]]) -> list[Letter]:
    """The reading that most agree with, else the longest one; what differs in others is doubtful."""
    texts = [_join(letters) for letters in read]
    best = max(range(len(read)), key=lambda at: (texts.count(texts[at]), len(texts[at]), -at))
    disputed = {place for text in texts for place in _differ(texts[best], text)}
    return [
        replace(letter, sure=min(letter.sure, DISPUTED)) if at in disputed else letter
        for at, letter in enumerate(read[best])
    ]


def _differ(text: str, other: str) -> Iterable[int]:
    """The places of a text that are not so in another one; both neighbours of what it lacks."""
    for change in Levenshtein.opcodes(text, other):
        if change.tag == "insert":
            yield from range(max(0, change.src_start - 1), change.src_start + 1)
        elif change.tag != "equal":
            yield from range(change.src_start, change.src_end)


def _join(letters: Iterable[Letter]) -> str:
    return "".join(letter.text for letter in letters)


def _stretch(line: Pixels, factor: float) -> Pixels:
    return np.asarray(
        cv2.resize(line, None, fx=factor, fy=1.0, interpolation=cv2.INTER_CUBIC), dtype=np.uint8
    )
