"""The way from a mended text back to its source: where changes stand in it, what stood there, and slices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.text.change import Change


def locate(changes: Sequence[Change]) -> Iterator[tuple[int, int, Change]]:
    """Yield each change with the stretch of the mended text that it made: start, end, change.

    The stretch is empty where something was removed.
    """
    shift = 0
    for change in changes:
        start = change.start + shift
        yield start, start + len(change.after), change
        shift += len(change.after) - len(change.before)


def undo(text: str, changes: Sequence[Change]) -> str:
    """Return the source that `changes` turned into `text`: `change.apply` backwards."""
    parts, at = [], 0
    for start, end, change in locate(changes):
        parts += [text[at:start], change.before]
        at = end
    return "".join([*parts, text[at:]])


def cut(
    text: str, changes: Sequence[Change], start: int, end: int | None = None
) -> tuple[str, tuple[Change, ...]]:
    """Return a slice of a mended text, with the changes that made it; their offsets are those of its own
    source.

    What was removed at a border belongs to the slice before it, as a pinyin note does. A change
    across a border is parted character by character where it is as long as what stood there; else each
    side keeps all that stood there: of a shifted stretch nobody can say which byte is whose.
    """
    end = len(text) if end is None else min(end, len(text))
    kept: list[Change] = []
    grown = 0  # by how much the source is longer than the slice, up to here
    for left, right, change in locate(changes):
        if left == right:
            inside = start < left <= end or left == start == 0
        else:
            inside = left < end and right > start
        if not inside:
            continue
        first, last = max(start - left, 0), min(end, right) - left
        before = change.before[first:last] if len(change.before) == right - left else change.before
        after = change.after[first:last]
        at = max(left, start) - start + grown
        kept.append(replace(change, start=at, end=at + len(before), before=before, after=after))
        grown += len(before) - len(after)
    return text[start:end], tuple(kept)
