"""Text of pages with what is to be said of its characters: that they were recognised in a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from indexer.text.change import CERTAIN, Change
from indexer.text.damage import RECOGNISED

WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—〔〕]")
"""A character that is as wide as high."""


class Worded(Protocol):
    """What has text, and marks in it: a line, a cell, a paragraph."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is marked in them."""


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """A text, and what is marked in it."""

    text: str = ""
    changes: tuple[Change, ...] = ()


def mark(characters: Sequence[tuple[str, float | None]]) -> MarkedWords:
    """Return characters as a text.

    Args:
        characters: each with how sure it is that it was recognised, 0–1; None where the file names it.
    """
    text, changes = "", list[Change]()
    for character, sure in characters:
        if sure is not None:
            here = Change(len(text), len(text) + len(character), character, character, RECOGNISED, sure)
            changes = _append(changes, here)
        text += character
    return MarkedWords(text, tuple(changes))


def join(first: Worded, second: Worded) -> MarkedWords:
    """Return two pieces of text that stand on lines of one paragraph: a blank only between Latin words."""
    if not first.text or not second.text:
        return MarkedWords(first.text or second.text, first.changes or second.changes)
    blank = "" if WIDE.match(first.text[-1]) or WIDE.match(second.text[0]) else " "
    start = len(first.text) + len(blank)
    changes = list(first.changes)
    for change in second.changes:
        changes = _append(changes, replace(change, start=change.start + start, end=change.end + start))
    return MarkedWords(f"{first.text}{blank}{second.text}", tuple(changes))


def run_on(parts: Iterable[Worded]) -> MarkedWords:
    """Return lines of one paragraph or cell as its text."""
    words = MarkedWords()
    for part in parts:
        words = join(words, part)
    return words


def _append(changes: list[Change], change: Change) -> list[Change]:
    """The changes with one more; what is recognised surely, or in doubt, is one stretch with its like."""
    if not changes:
        return [change]
    last = changes[-1]
    is_as_sure = (last.confidence < CERTAIN) == (change.confidence < CERTAIN)
    if last.end != change.start or not is_as_sure or {last.kind, change.kind} != {RECOGNISED}:
        return [*changes, change]
    text, sure = last.after + change.after, min(last.confidence, change.confidence)
    return [*changes[:-1], Change(last.start, change.end, text, text, RECOGNISED, sure)]
