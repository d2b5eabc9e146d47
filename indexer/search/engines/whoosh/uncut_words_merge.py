"""What is kept of common words where segments are joined (see `uncut_words`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import Array, Blocks
from indexer.search.engines.whoosh.list_packing import count_pages, name_lists, pack_numbers
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.search.engines.whoosh.terms import FieldWords
from indexer.search.engines.whoosh.uncut_words import has_whole_ends
from indexer.search.engines.whoosh.units import to_pair

_LARGE = 1 << 16
"""Passages of a segment from which on these are kept: in a smaller one they are soon found."""
_COMMON = 128
"""A word that is in more than one of so many passages is common."""
_SLAB = 1 << 20
"""Numbers packed together."""

Live = NDArray[np.bool_]


def choose_common_words(words: FieldWords, size: int) -> dict[int, str]:
    """Return the common words of a field by their numbers; none where so few passages are in the segment that
    nothing is kept of them.
    """
    if size < _LARGE:
        return {}
    (numbers,) = (np.diff(words.ends, prepend=0) * _COMMON > size).nonzero()
    found = {number: words.terms[number].decode("utf-8", "surrogatepass") for number in numbers.tolist()}
    return {number: word for number, word in found.items() if len(word) > 1 and has_whole_ends(word)}


def merge_uncut_words(
    parts: Sequence[Part], lives: Sequence[Live], words: Mapping[int, str], common: NDArray[np.uint32]
) -> dict[str, Array | Blocks]:
    """Return the arrays of segments that are joined; none where there is no such word.

    Args:
        lives: for each segment which of its passages live.
        words: the common words of all texts together (see `choose_common_words`).
        common: the common pairs of all texts together.
    """
    counts = [int(np.count_nonzero(live)) for live in lives]
    pages = count_pages(sum(counts))
    pairs = frozenset(common.tolist())
    chosen = {number: word for number, word in words.items() if to_pair(word) not in pairs}
    if not chosen:
        return {}
    bases = np.cumsum([0, *counts[:-1]])
    moved = [np.cumsum(live) - 1 + base for live, base in zip(lives, bases, strict=True)]

    def find(word: str) -> Array:
        found = (part.find_uncut(word) for part in parts)
        living = (docs.compress(live.take(docs)) for docs, live in zip(found, lives, strict=True))
        return np.concatenate([move.take(docs) for docs, move in zip(living, moved, strict=True)])

    packed, sizes = _pack(map(find, chosen.values()), pages)
    numbers = np.fromiter(chosen, np.uint32, len(chosen))
    return {"uncut_words": numbers, **name_lists("uncut", packed, sizes, pages)}


def _pack(lists: Iterable[Array], pages: int) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Lists as they are kept, and how many numbers each has; packed some at a time, to a quarter of what they
    take.
    """
    packed, sizes = [np.empty(0, np.uint16)], [np.empty(0, np.int64)]
    for some in _gather(lists):
        sizes.append(np.fromiter(map(len, some), np.int64, len(some)))
        packed.append(pack_numbers(np.concatenate(some), sizes[-1], pages))
    return np.concatenate(packed), np.concatenate(sizes)


def _gather(lists: Iterable[Array]) -> Iterator[list[Array]]:
    some: list[Array] = []
    count = 0
    for each in lists:
        some.append(each)
        count += len(each)
        if count > _SLAB:
            yield some
            some, count = [], 0
    if some:
        yield some
