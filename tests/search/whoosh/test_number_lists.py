"""Lists of numbers come back from two bytes a number, whatever numbers these are."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.engines.whoosh import number_lists
from indexer.search.engines.whoosh.arrays import Array, Blocks, load
from indexer.search.engines.whoosh.list_packing import pack_lists
from indexer.search.engines.whoosh.number_lists import (
    LIMIT,
    PAGE,
    NumberLists,
    PlainLists,
    read_lists,
)

PAGES = 12
BORDERS = [page * PAGE + beside for page in range(PAGES) for beside in (-2, -1, 0, 1) if page or beside >= 0]
NUMBERS = st.one_of(st.integers(0, PAGES * PAGE - 1), st.sampled_from(BORDERS), st.integers(0, 40))
SETS = st.lists(st.sets(NUMBERS, min_size=1, max_size=60), max_size=12)


def kept(lists: list[list[int]], limit: int) -> list[NumberLists]:
    """The lists packed, packed block by block, and as they were kept before."""
    numbers = np.array([number for each in lists for number in each], np.uint32)
    ends = np.cumsum(np.array([len(each) for each in lists], np.int64))

    def make() -> Iterator[Array]:
        yield from (np.array(each, np.uint32) for each in lists)

    packed = pack_lists("some", numbers, ends, limit)
    made = pack_lists("some", Blocks(np.dtype(np.uint32), len(numbers), make), ends, limit)
    arrays = [{name: load(array) for name, array in each.items()} for each in (packed, made)]
    assert all(np.array_equal(array, arrays[1][name]) for name, array in arrays[0].items())
    assert arrays[0]["some"].dtype == np.uint16
    return [*(read_lists(each, "some") for each in arrays), PlainLists(numbers, ends)]


@given(SETS, st.sampled_from([1, 2, 9, PAGES]))
def test_every_list_comes_back(sets: list[set[int]], pages: int) -> None:
    lists = [sorted({number % (pages * PAGE) for number in each}) for each in sets]
    for each in kept(lists, pages * PAGE):
        assert each.measure().tolist() == list(map(len, lists))
        for number, wanted in enumerate(lists):
            assert each.count(number) == len(wanted)
            assert each.read(number).tolist() == wanted
        for first in range(len(lists) + 1):
            some = [number for wanted in lists[first:] for number in wanted]
            assert each.read_all(first, len(lists)).tolist() == some
            firsts = [wanted[0] for wanted in lists[first:]]
            assert each.read_firsts(first, len(lists)).tolist() == firsts
            assert each.cut(first, len(lists)).read_firsts(0, len(firsts)).tolist() == firsts
            assert each.cut(first, len(lists)).read_all(0, len(lists) - first).tolist() == some
            assert each.cut(first, len(lists)).measure().tolist() == list(map(len, lists[first:]))


@given(SETS)
def test_a_list_of_many_numbers_comes_back(sets: list[set[int]]) -> None:
    lists = [sorted(each) for each in sets]
    with patch.object(number_lists, "_LONG", 0):
        for each in kept(lists, PAGES * PAGE):
            assert [each.read(number).tolist() for number in range(len(lists))] == lists


@given(SETS, st.sets(NUMBERS, max_size=30))
def test_numbers_are_located(sets: list[set[int]], wanted: set[int]) -> None:
    lists = [sorted(each) for each in sets]
    asked = sorted({*wanted, *(number for each in lists for number in each[::3])})
    for each in kept(lists, PAGES * PAGE):
        for number, own in enumerate(lists):
            places = each.locate(number, np.array(asked, np.intp)).tolist()
            assert places == [own.index(one) if one in own else -1 for one in asked]


def test_a_whole_page_and_the_largest_numbers_come_back() -> None:
    whole = list(range(PAGE - 1, 2 * PAGE + 1))
    for each in kept([whole, [5], whole[3:]], 3 * PAGE):
        assert each.read(0).tolist() == whole
        assert each.read(2).tolist() == whole[3:]
    for each in kept([[0, LIMIT - 1]], LIMIT):
        assert each.read(0).tolist() == [0, LIMIT - 1]


@pytest.mark.parametrize("pages", [1, 40])
def test_a_long_list_takes_two_bytes_a_number(pages: int) -> None:
    numbers = np.arange(0, pages * PAGE, 7, dtype=np.uint32)
    arrays = pack_lists("some", numbers, np.array([len(numbers)], np.int64), pages * PAGE)
    assert load(arrays["some"]).nbytes == 2 * (len(numbers) + pages)
