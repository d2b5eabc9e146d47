"""Many passages analysed at once are what each of them is by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.search.analysis import index_analyzer, index_words
from indexer.search.engines.whoosh.arrays import order_numbers, unite_ascending
from indexer.search.engines.whoosh.bulk import analyse
from indexer.search.engines.whoosh.segmenter_vocabulary import SegmenterVocabulary
from indexer.search.engines.whoosh.units import to_units
from indexer.text.fold import fold
from tests.search.test_engines import ENTRIES

CHARACTERS = st.characters(exclude_categories=("Cs",))
TEXTS = st.lists(st.text(CHARACTERS | st.sampled_from("政府信息公开年报1.\0\n Ａ㎡")), min_size=1, max_size=5)
WORDS = st.text(CHARACTERS.filter(lambda char: char != "\0"), min_size=1, max_size=6)


@given(TEXTS)
@example(["政府信息公开\0年报\n2015", "", "㎡与𠮷", "www.gov.cn\0\0pm2.5"])
def test_words_are_counted_as_in_each_text_by_itself(texts: list[str]) -> None:
    vocabulary = SegmenterVocabulary()
    chunk = analyse([replace(ENTRIES[0], text=text, ordinal=1) for text in texts], vocabulary)
    terms = vocabulary.terms
    found = [Counter[bytes]() for _ in texts]
    for term, doc, count in zip(
        chunk.terms.tolist(), chunk.docs.tolist(), chunk.counts.tolist(), strict=True
    ):
        found[doc][terms[term]] = count
    expected = [Counter(token.text.encode() for token in index_analyzer(fold(text))) for text in texts]
    assert found == expected
    assert chunk.words.tolist() == [each.total() for each in expected]
    heading = to_units(fold(ENTRIES[0].heading))
    sizes = [len(heading) + len(to_units(fold(text))) + 2 for text in texts]
    assert chunk.lengths.tolist() == sizes
    assert len(chunk.units) == sum(sizes)


@given(st.lists(WORDS, max_size=40), st.lists(WORDS, max_size=40))
def test_a_vocabulary_knows_words_of_any_length(words: list[str], others: list[str]) -> None:
    vocabulary = SegmenterVocabulary()
    for some in (words, others, words):
        parts = vocabulary.split(some)
        terms = vocabulary.terms
        assert [terms[at] for at in parts.terms.tolist()] == [
            term.encode() for word in some for term in index_words(word)
        ]
        assert parts.counts.tolist() == [len(index_words(word)) for word in some]
        sizes = [len(to_units(word)) for word in some]
        assert parts.starts.tolist() == [sum(sizes[:at]) for at in range(len(some))]


@given(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 300)))
def test_numbers_are_ordered_as_a_stable_sort_orders_them(numbers: list[int]) -> None:
    for kind in (np.uint32, np.int64):
        given_ = np.array(numbers, kind)
        assert order_numbers(given_).tolist() == given_.argsort(kind="stable").tolist()


@given(st.lists(st.sets(st.integers(0, 2**32 - 1)), min_size=1, max_size=4))
def test_what_ascends_is_united(sets: list[set[int]]) -> None:
    united = unite_ascending([np.array(sorted(each), np.uint32) for each in sets])
    assert united.tolist() == sorted(set().union(*sets))
