"""The characters of several segments in one: their places are sorted already, and are put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import Array, Blocks, unite_ascending
from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.common_numbers import find_common_numbers, to_keys
from indexer.search.engines.whoosh.list_packing import pack_lists
from indexer.search.engines.whoosh.number_lists import LIMIT
from indexer.search.engines.whoosh.pair_index import find_common, find_firsts
from indexer.search.engines.whoosh.weaving import Lists, Weaving, count_kept

Live = NDArray[np.bool_]


def merge_characters(
    segments: Sequence[Characters], lives: Sequence[Live], units: Blocks
) -> dict[str, Array | Blocks]:
    """The arrays of `pair_index.index_texts` of all passages that live, in their order.

    Args:
        lives: for each segment which of its passages live.
        units: their texts one after the other.

    Raises:
        OverflowError: there are more units than a list has numbers.
    """
    if len(units) >= LIMIT:
        raise OverflowError("too much text for one segment")
    lengths = [np.diff(each.ends, prepend=0) for each in segments]
    sizes = [int(length[live].sum()) for length, live in zip(lengths, lives, strict=True)]
    bases = np.cumsum([0, *sizes[:-1]])
    ends = np.cumsum(np.concatenate([length[live] for length, live in zip(lengths, lives, strict=True)]))
    # How far the places of each passage move: to where its segment begins, less what is deleted before it.
    moves = [
        base - np.cumsum(np.where(live, 0, length))
        for base, length, live in zip(bases, lengths, lives, strict=True)
    ]
    whole = [bool(live.all()) for live in lives]

    def read(number: int, here: slice) -> Array:
        places = segments[number].places_of.read_all(here.start, here.stop)
        if whole[number]:
            shifted: Array = places + bases[number]
            return shifted
        passages = segments[number].passages(places)
        live = lives[number].take(passages)
        moved: Array = places.compress(live) + moves[number].take(passages.compress(live))
        return moved

    pairs = unite_ascending([each.pairs for each in segments])
    lists = [
        Lists(pairs.searchsorted(each.pairs), _count(each, live))
        for each, live in zip(segments, lives, strict=True)
    ]
    weaving = Weaving(lists, len(pairs))
    (present,) = np.diff(weaving.ends, prepend=0).nonzero()
    pairs, pair_ends = pairs[present], weaving.ends[present]
    pair_sizes = np.diff(pair_ends, prepend=0)
    common = find_common(pair_sizes, len(ends))
    numbers = find_common_numbers(pairs, pair_sizes, len(ends))
    width = -(-len(ends) // 8)

    def make_bits() -> Iterator[Array]:
        for pair in pairs[common].tolist():
            there = [each.having(pair)[live] for each, live in zip(segments, lives, strict=True)]
            yield np.packbits(np.concatenate(there))

    def make_number_bits() -> Iterator[Array]:
        for number in numbers:
            there = [each.having_number(number)[live] for each, live in zip(segments, lives, strict=True)]
            yield np.packbits(np.concatenate(there))

    return {
        "units": units,
        "ends": ends,
        "pairs": pairs,
        **pack_lists("places", weaving.weave(read, np.uint32), pair_ends, len(units)),
        "common": common,
        "bits": Blocks(np.dtype(np.uint8), width * len(common), make_bits),
        "firsts": find_firsts(ends),
        "numbers": to_keys(numbers),
        "number_bits": Blocks(np.dtype(np.uint8), width * len(numbers), make_number_bits),
    }


def _count(segment: Characters, live: Live) -> NDArray[np.int64]:
    """How many places of each pair lie in passages that live."""
    counts = segment.places_of.measure()
    if live.all():
        return counts

    def keep(here: slice) -> Live:
        return live.take(segment.passages(segment.places_of.read_all(here.start, here.stop)))

    return count_kept(counts.cumsum(), keep)
