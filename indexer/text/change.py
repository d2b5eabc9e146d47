"""A change to a text: where, what stood, what is, of which kind, how sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CERTAIN = 0.9
"""Confidence from which a reading may be shown as what the report says; below it is a guess."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place of a text that reads differently.

    Attributes:
        start, end: offsets in the text that was changed (characters).
        before: what stood there, `text[start:end]`.
        after: what is there now; the same as `before` where damage is only marked.
        kind: name of the pass.
        confidence: 0–1; below `CERTAIN` the reading is a guess, and shown as one.
    """

    start: int
    end: int
    before: str
    after: str
    kind: str
    confidence: float = 1.0

    @property
    def is_marked(self) -> bool:
        """Whether the place is only marked as damaged, and reads as it did."""
        return self.before == self.after


def apply(text: str, changes: Iterable[Change]) -> str:
    """Return the text with changes made; they are in order and do not overlap."""
    parts, at = [], 0
    for change in changes:
        parts += [text[at : change.start], change.after]
        at = change.end
    return "".join([*parts, text[at:]])


def chain_changes(source: str, first: Sequence[Change], second: Sequence[Change]) -> tuple[Change, ...]:
    """Changes to `source` that do what `first` does and then what `second` does to its outcome.

    Where both touch a place it becomes one change: of the first's kind, as sure as the less sure of
    them. A place that `first` only marked stays as it is.
    """
    if not second:
        return tuple(first)
    if not first:
        return tuple(second)
    between = apply(source, first)
    # In offsets of the text between: (start, end, which, change). What `first` deleted is empty
    # there, and sorts before what begins at the same place.
    items: list[tuple[int, int, int, Change]] = [(c.start, c.end, 1, c) for c in second]
    shift = 0
    for change in first:
        start = change.start + shift
        shift += len(change.after) - len(change.before)
        items.append((start, start + len(change.after), 0, change))
    items.sort(key=lambda item: item[:3])
    chained: list[Change] = []
    shift = at = 0
    while at < len(items):
        start, end = items[at][:2]
        touching = at + 1
        while touching < len(items) and items[touching][0] < end:
            end = max(end, items[touching][1])
            touching += 1
        group = items[at:touching]
        earlier = [change for _, _, which, change in group if which == 0]
        later = [change for _, _, which, change in group if which == 1]
        begins = start + shift
        shift += sum(len(change.before) - len(change.after) for change in earlier)
        at = touching
        if len(group) > 1 and any(change.is_marked for change in earlier):
            chained += earlier
            continue
        if not earlier and len(group) == 1:
            (change,) = later
            chained.append(
                Change(begins, end + shift, change.before, change.after, change.kind, change.confidence)
            )
            continue
        if not later:
            chained += earlier
            continue
        after, read = [], start
        for change in later:
            after += [between[read : change.start], change.after]
            read = change.end
        after.append(between[read:end])
        chained.append(
            Change(
                begins,
                end + shift,
                source[begins : end + shift],
                "".join(after),
                (earlier or later)[0].kind,
                min(change.confidence for _, _, _, change in group),
            )
        )
    return tuple(chained)
