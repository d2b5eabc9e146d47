"""Figures of a commitment beside those of a passage: of the same unit, and of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from indexer.commitments.quantity import Quantity, read_quantities
from indexer.text.fold import fold

_LEAST = 3  # characters before two figures that show that they are of one thing
_VERBS = (
    *("力争", "达到", "达", "完成", "新增", "约", "超过", "突破", "为", "到", "至", "近"),
    *("年均", "增长", "提高", "增加", "下降", "降低", "减少"),
)


def pair_figures(
    promised: Sequence[Quantity], words: str, passage: str
) -> tuple[tuple[Quantity, Quantity], ...]:
    """Return figures of a commitment, each with the passage's of the same thing.

    Where both state a unit once, these are a pair; else those are before which the same words stand, at least
    three characters of them, and more than before any other figure of that unit. None is given twice.

    Args:
        promised: the commitment's figures; words: the commitment, folded or not.
        passage: the passage that speaks of it, folded or not.
    """
    folded = fold(passage)
    said = read_quantities(folded)
    ours, theirs = list(_find_things(fold(words), promised)), list(_find_things(folded, said))
    pairs: list[tuple[Quantity, Quantity]] = []
    for figure, thing in zip(promised, ours, strict=True):
        same = [number for number, each in enumerate(said) if each.unit == figure.unit]
        if len(same) == 1 == sum(each.unit == figure.unit for each in promised):
            pairs.append((figure, said[same[0]]))
            continue
        shared = sorted(((_count_shared(thing, theirs[number]), -number) for number in same), reverse=True)
        if shared and shared[0][0] >= _LEAST and (len(shared) == 1 or shared[0][0] > shared[1][0]):
            pairs.append((figure, said[-shared[0][1]]))
    return tuple(pair for pair in pairs if sum(other[1] is pair[1] for other in pairs) == 1)


def _find_things(folded: str, figures: Sequence[Quantity]) -> Iterator[str]:
    """Yield what is before each figure in its clause, without the verb between."""
    at = 0
    for figure in figures:
        found = folded.find(figure.text, at)
        if found < 0:
            yield ""
            continue
        at = found + len(figure.text)
        before = folded[:found].rstrip()
        while verb := next((verb for verb in _VERBS if before.endswith(verb)), ""):
            before = before[: -len(verb)].rstrip()
        yield before


def _count_shared(one: str, other: str) -> int:
    """Return how many last characters two texts share, up to a sign."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].isalnum(), pairs))
