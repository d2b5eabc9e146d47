"""Mended text as it is shown: which stretches were mended, how surely, and what the source has there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.search.results import Span
from indexer.text.change import Change
from indexer.text.damage import RECOGNISED, Damage, find_fate
from indexer.text.damage import count as count_damage
from indexer.text.source_map import cut, locate, undo

_RECONSTRUCTED = ("shift", "mojibake")
"""Kinds whose characters were worked out; the other kinds only take out or convert what is there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text.

    Attributes:
        spans: its text, cut where a hit begins or ends.
        mark: `light` (converted, or a note was taken out of it), `mended` (worked out, surely),
            `guess` (worked out or recognised in a picture, not surely), `left` (damaged, is as it came), ""
            (as in the source, or surely recognised in it).
        title: what became of it, in words; "" where `mark` is.
    """

    spans: tuple[Span, ...]
    mark: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mends:
    """A damaged text.

    Attributes:
        pieces: the mended text.
        source: the source's own text; what was changed in it is as a hit. Characters
            that cannot be seen are written as `〔U+200B〕`.
        damage: its damaged places by kind; none where it was only recognised in a picture.
    """

    pieces: tuple[Piece, ...]
    source: tuple[Span, ...]
    damage: tuple[Damage, ...]

    @property
    def summary(self) -> str:
        """`修复 3 处，推测 1 处`."""
        names = ("修复", "推测", "未能修复")
        counts = [
            sum(numbers)
            for numbers in zip(*((d.mended, d.guessed, d.left) for d in self.damage), strict=True)
        ]
        return "，".join(f"{name} {number} 处" for name, number in zip(names, counts, strict=True) if number)


@dataclass(slots=True)
class _Run:
    """Changes that touch in the mended text, and the stretch they made."""

    start: int
    end: int
    rank: int  # 0 light, 1 mended, 2 guess, 3 left
    changes: list[Change] = field(default_factory=list)


_MARKS = ("light", "mended", "guess", "left")


def show_repairs(text: str, changes: Sequence[Change], spans: Sequence[Span]) -> Mends | None:
    """A mended text laid out; None where nothing was damaged.

    Args:
        text: the mended text.
        changes: what was mended or marked in it.
        spans: the same text, cut where a hit begins or ends.
    """
    changes = [change for change in changes if change.kind != RECOGNISED or find_fate(change)]
    if not changes:
        return None
    pieces, at = [], 0
    for run in _runs(text, changes):
        if run.start > at:
            pieces.append(Piece(_slice(spans, at, run.start)))
        title = _title(run, undo(*cut(text, changes, run.start, run.end)))
        pieces.append(Piece(_slice(spans, run.start, run.end), _MARKS[run.rank], title))
        at = run.end
    if at < len(text):
        pieces.append(Piece(_slice(spans, at, len(text))))
    return Mends(tuple(pieces), tuple(_source(undo(text, changes), changes)), count_damage(changes))


def _runs(text: str, changes: Sequence[Change]) -> list[_Run]:
    """Touching changes of equal rank as one. What was taken out is marked at the character before it."""
    runs: list[_Run] = []
    for start, end, change in locate(changes):
        rank = find_fate(change) + 1 if find_fate(change) or change.kind in _RECONSTRUCTED else 0
        last = runs[-1] if runs else None
        if start == end and last is not None and last.end == start:
            last.changes.append(change)
            last.rank = max(last.rank, rank)
            continue
        if start == end:
            start, end = (start - 1, end) if start else (0, min(1, len(text)))
        if last is not None and (start < last.end or (start == last.end and rank == last.rank < 2)):
            last.end, last.rank = max(last.end, end), max(last.rank, rank)
            last.changes.append(change)
        else:
            runs.append(_Run(start, end, rank, [change]))
    return runs


def _title(run: _Run, source: str) -> str:
    """What became of a stretch, in words."""
    if all(change.kind == RECOGNISED for change in run.changes):
        sure = int(min(change.confidence for change in run.changes) * 100)
        return f"从图片识别的文字，把握 {sure}%，请对照原件"
    kinds = "、".join(damage.name for damage in count_damage(run.changes))
    mark = _MARKS[run.rank]
    if mark == "left":
        return f"原文件此处有损坏（{kinds}），照录未改"
    stood = f"原文件作“{_visible(source)}”（{kinds}）"
    if mark == "light":
        return stood
    sure = int(min(change.confidence for change in run.changes) * 100)
    if mark == "guess":
        return f"推测的文字，把握 {sure}%，请核对：{stood}"
    return f"还原的文字，把握 {sure}%：{stood}"


def _source(source: str, changes: Sequence[Change]) -> Iterator[Span]:
    at = 0
    for change in changes:
        if change.start > at:
            yield Span(_visible(source[at : change.start]))
        yield Span(_visible(change.before), True)
        at = change.end
    if at < len(source):
        yield Span(_visible(source[at:]))


def _visible(text: str) -> str:
    """Characters that have no picture of their own by their number."""
    unseen = ("Cf", "Co", "Cc", "Cn")
    return "".join(f"〔U+{ord(c):04X}〕" if unicodedata.category(c) in unseen else c for c in text)


def _slice(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    found, at = [], 0
    for span in spans:
        part = span.text[max(start - at, 0) : max(end - at, 0)]
        if part:
            found.append(Span(part, span.hit))
        at += len(span.text)
    return tuple(found)
