"""How lists of numbers are brought into two bytes a number (see `number_lists`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import Array, Blocks, cut_slabs, load
from indexer.search.engines.whoosh.number_lists import PAGE, Ends, mask_heads

_SLAB = 1 << 20
"""Numbers packed together."""

_Packed = TypeVar("_Packed", Array, Array | Blocks)


def pack_lists(name: str, numbers: Array | Blocks, ends: Ends, limit: int) -> dict[str, Array | Blocks]:
    """Return the arrays of some lists, none of them empty; made block by block if the numbers are.

    Args:
        numbers: all lists one after the other; if they are blocks, no list in two of them.
        ends: where each list ends.
        limit: what all numbers are below.
    """
    pages = count_pages(limit)
    sizes = np.diff(ends, prepend=0)

    def make() -> Iterator[Array]:
        done = 0
        for block in numbers.make() if isinstance(numbers, Blocks) else (numbers,):
            first, last = ends.searchsorted([done, done + len(block)], "right").tolist()
            for some in cut_slabs(ends[first:last] - done, _SLAB):
                here = sizes[first:last][some]
                end = int(ends[first:last][some.stop - 1]) - done
                yield pack_numbers(block[end - int(here.sum()) : end], here, pages)
            done += len(block)

    blocks = Blocks(np.dtype(np.uint16), int(_measure(sizes, pages).sum()), make)
    return name_lists(name, blocks if isinstance(numbers, Blocks) else load(blocks), sizes, pages)


def count_pages(limit: int) -> int:
    """Return how many pages numbers have that are below a limit."""
    return max(-(-limit // PAGE), 1)


def name_lists(name: str, packed: _Packed, sizes: Ends, pages: int) -> dict[str, _Packed | Array]:
    """Return the arrays of packed lists, from how many numbers each has."""
    ends: Array = np.cumsum(_measure(sizes, pages))
    if not len(ends) or ends[-1] < 2**32:
        ends = ends.astype(np.uint32)
    return {name: packed, f"{name}_ends": ends, f"{name}_pages": np.array([pages], np.uint32)}


def pack_numbers(numbers: Array, sizes: Ends, pages: int) -> NDArray[np.uint16]:
    """Return some lists as they are kept.

    Args:
        numbers: all of them one after the other.
        sizes: how many numbers each has.
    """
    long = sizes > pages
    in_long = long.repeat(sizes)
    of_page = numbers // numbers.dtype.type(PAGE)
    rows = (np.arange(np.count_nonzero(long)) * pages).repeat(sizes[long])
    rows += of_page.compress(in_long)
    heads = np.where(long, pages, sizes)
    in_long_heads = long.repeat(heads)
    packed_heads = np.empty(len(in_long_heads), np.uint16)
    packed_heads[in_long_heads] = np.bincount(rows, minlength=np.count_nonzero(in_long_heads))
    packed_heads[~in_long_heads] = of_page.compress(~in_long)
    packed = np.empty(len(packed_heads) + len(numbers), np.uint16)
    # Masks are made and used in half the time of numbers of places.
    is_head = mask_heads(heads, sizes)
    packed[is_head] = packed_heads
    packed[~is_head] = numbers - of_page * numbers.dtype.type(PAGE)
    return packed


def _measure(sizes: Ends, pages: int) -> Ends:
    """How long lists of so many numbers are."""
    return np.where(sizes > pages, sizes + pages, 2 * sizes)
