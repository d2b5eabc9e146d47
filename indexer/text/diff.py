"""What differs between two texts or lists: what is common, removed and added."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from indexer.errors import TooDifferent

_STEPS = 1_200_000_000  # elements of one times elements of the other; rapidfuzz does 4e9 a second of one core
_AT_ONCE = 400_000_000  # a bit each in memory: 50 MB
_FINE = 40_000_000  # longer paragraphs are taken sentence by sentence first

# A figure or a Latin word that changed is shown whole: 1,204 → 1,304, never a digit in its middle.
_SIGN = re.compile(r"\d+(?:[.,，．]\d+)*|[A-Za-z]+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；！？]*[。；！？]|[^。；！？]+")

_CRUMB = 2
_SMALL = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of two texts: what it is in the one and what in the other, either may be ""."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether both texts have it."""
        return self.before == self.after


class Effort:
    """How much may still be compared, so that the answer comes within the time of a page."""

    def __init__(self, steps: int = _STEPS) -> None:
        self._left = steps

    def spend(self, steps: int) -> None:
        """Account for steps before they are taken.

        Raises:
            TooDifferent: more than is left.
        """
        self._left -= steps
        if self._left < 0:
            raise TooDifferent("两个版本太长、差别太大，无法逐处对照，请分别打开阅读。")


def match(
    old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort
) -> Iterator[tuple[slice, slice, bool]]:
    """Yield all of two lists in order, as pairs of stretches that are the same (true) or have nothing in
    common.

    Raises:
        TooDifferent: too much to compare.
    """
    numbers: dict[Hashable, int] = {}
    one = [numbers.setdefault(item, len(numbers)) for item in old]
    other = [numbers.setdefault(item, len(numbers)) for item in new]
    steps = _steps(one, other)
    effort.spend(steps if steps <= _AT_ONCE else _STEPS + 1)
    left = right = 0
    for block in Indel.opcodes(one, other).as_matching_blocks():
        if left < block.a or right < block.b:
            yield slice(left, block.a), slice(right, block.b), False
        left, right = block.a + block.size, block.b + block.size
        if block.size:
            yield slice(block.a, left), slice(block.b, right), True


def compare(old: str, new: str, effort: Effort) -> tuple[Piece, ...]:
    """Two texts as pieces; all `before` joined are the old one, all `after` the new one.

    Raises:
        TooDifferent: too much to compare.
    """
    if len(old) * len(new) <= _FINE:
        return tuple(_calm(_pieces(_SIGN, old, new, effort)))
    found: list[Piece] = []
    for piece in _pieces(_SENTENCE, old, new, effort):
        whole = piece.same or len(piece.before) * len(piece.after) > _FINE
        found += (piece,) if whole else compare(piece.before, piece.after, effort)
    return tuple(found)


def _pieces(grain: re.Pattern[str], old: str, new: str, effort: Effort) -> Iterator[Piece]:
    one, other = grain.findall(old), grain.findall(new)
    for left, right, _ in match(one, other, effort):
        yield Piece("".join(one[left]), "".join(other[right]))


def _calm(pieces: Iterable[Piece]) -> list[Piece]:
    """Without crumbs: a few characters that happen to be common between two changes belong to the change."""
    waiting, calm = list(pieces), list[Piece]()
    for at, piece in enumerate(waiting):
        crumb = calm and piece.same and at + 1 < len(waiting) and _is_crumb(calm[-1], piece, waiting[at + 1])
        if crumb or (calm and piece.same == calm[-1].same):
            calm[-1] = Piece(calm[-1].before + piece.before, calm[-1].after + piece.after)
        else:
            calm.append(piece)
    return calm


def _is_crumb(left: Piece, piece: Piece, right: Piece) -> bool:
    length = len(piece.before)
    return length <= _CRUMB or (length <= _SMALL and length <= min(_size(left), _size(right)))


def _size(piece: Piece) -> int:
    return max(len(piece.before), len(piece.after))


def _steps(one: Sequence[int], other: Sequence[int]) -> int:
    """Return what comparing costs: nothing for what is common at both ends."""
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    rest = range(1, shorter - head + 1)
    tail = next((at - 1 for at in rest if one[-at] != other[-at]), shorter - head)
    return (len(one) - head - tail) * (len(other) - head - tail)
