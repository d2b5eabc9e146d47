"""Many passages into segments at once: analysed in chunks, sorted as arrays, written whole.

Whoosh's writer takes postings one by one. Here a chunk of passages is folded and segmented in one
call each (the segmenter lets go of Python's lock meanwhile, so threads share the work), words become
numbers at once, and all that is left is sorting numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.analysis import cut_words, index_words
from indexer.search.engines.base import Entry
from indexer.search.engines.whoosh.arrays import expand_runs, order_numbers
from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.columns import CodedColumn, NumberColumn
from indexer.search.engines.whoosh.common_numbers import index_common_numbers
from indexer.search.engines.whoosh.own_texts import pack_own_texts
from indexer.search.engines.whoosh.pair_index import index_units
from indexer.search.engines.whoosh.schema import encode_text, to_codes, to_numbers
from indexer.search.engines.whoosh.segment_writer import Rows, group_postings, round_lengths
from indexer.search.engines.whoosh.segmenter_vocabulary import SegmenterVocabulary
from indexer.search.engines.whoosh.terms import FieldWords
from indexer.search.engines.whoosh.units import BREAK, Units, to_text, to_units
from indexer.text.fold import fold
from indexer.text.fold_units import fold_texts


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some analysed passages.

    Attributes:
        units: folded lines of all passages, each passage with a line break after it.
        lengths: number of units of each passage, that line break included.
        straight: for each passage whether its text folds character by character.
        terms, docs, counts: words of the texts: number of the word, of the passage in the chunk, how often.
        words: number of words of each text.
    """

    entries: Sequence[Entry]
    units: Units
    lengths: NDArray[np.int64]
    straight: NDArray[np.int32]
    terms: NDArray[np.int64]
    docs: NDArray[np.int64]
    counts: NDArray[np.int64]
    words: NDArray[np.int64]


def analyse(entries: Sequence[Entry], vocabulary: SegmenterVocabulary) -> Chunk:
    """Fold and segment passages."""
    texts, straight = fold_texts([entry.text for entry in entries])
    heads = [to_units("".join(_folded(line) + "\n" for line in _head(entry))) for entry in entries]
    pieces = [piece for head, text in zip(heads, texts, strict=True) for piece in (head, text, _BREAK)]
    sizes = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    before = np.fromiter(map(len, heads), np.int64, len(heads))
    lines = to_text(np.concatenate([piece for text in texts for piece in (text, _BREAK)]))
    # Neither a NUL nor a blank is a word.
    words = vocabulary.split(cut_words(lines.replace("\0", " ")))
    # No word of the segmenter has characters of two lines.
    docs = np.repeat(np.cumsum(sizes).searchsorted(words.starts, "right"), words.counts)
    order = order_numbers(words.terms)
    terms, of_terms = words.terms.take(order), docs.take(order)
    new = np.ones(len(terms), np.bool_)
    new[1:] = (terms[1:] != terms[:-1]) | (of_terms[1:] != of_terms[:-1])
    (firsts,) = new.nonzero()
    return Chunk(
        entries,
        np.concatenate(pieces),
        before + sizes,
        straight.astype(np.int32),
        terms.take(firsts),
        of_terms.take(firsts),
        np.diff(firsts, append=len(terms)),
        np.bincount(docs, minlength=len(entries)),
    )


_BREAK = np.array([BREAK], np.uint16)


_folded = lru_cache(maxsize=4096)(fold)
"""For titles and headings, which many passages share."""


def _head(entry: Entry) -> list[str]:
    return [entry.heading] if entry.ordinal else [entry.title, entry.heading]


def assemble(chunks: Sequence[Chunk], vocabulary: SegmenterVocabulary) -> Rows:
    """A segment from analysed passages, in their order."""
    # Sorting lets go of Python's lock: the characters are sorted beside the words.
    with ThreadPoolExecutor(1, "nianbao-characters") as beside:
        ends = np.cumsum(np.concatenate([chunk.lengths for chunk in chunks]))
        units = np.concatenate([chunk.units for chunk in chunks])
        exact = beside.submit(_index_characters, units, ends)
        rows = _but_characters(chunks, vocabulary)
        texts = (entry.text for chunk in chunks for entry in chunk.entries)
        own = pack_own_texts(texts, units, ends)
        return replace(rows, columns=[*rows.columns, ("exact", exact.result() | own)])


def _index_characters(units: Units, ends: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    arrays = index_units(units, ends)
    return arrays | index_common_numbers(Characters(arrays))


def _but_characters(chunks: Sequence[Chunk], vocabulary: SegmenterVocabulary) -> Rows:
    entries = [entry for chunk in chunks for entry in chunk.entries]
    count = len(entries)
    bases = np.cumsum([0, *(len(chunk.entries) for chunk in chunks[:-1])])
    terms = np.concatenate([chunk.terms for chunk in chunks])
    docs = np.concatenate([chunk.docs + base for chunk, base in zip(chunks, bases, strict=True)])
    counts = np.concatenate([chunk.counts for chunk in chunks]).astype(np.float32)
    lengths = {"text": np.concatenate([chunk.words for chunk in chunks])}
    words = {"text": group_postings(vocabulary.terms, terms, docs, counts)}
    for name in ("title", "heading"):
        words[name], lengths[name] = _short([_folded(getattr(entry, name)) for entry in entries])
    words["report"] = _reports(entries)
    number = NumberColumn().arrays
    coded = CodedColumn().arrays
    known = [to_numbers(entry) for entry in entries]
    shared = [to_codes(entry) for entry in entries]
    columns = {name: number([row[name] for row in known]) for name in known[0]}
    columns |= {name: coded([row[name] for row in shared]) for name in shared[0]}
    columns |= {
        f"folded_{name}": coded([_folded(getattr(e, name)) for e in entries]) for name in ("title", "heading")
    }
    columns["straight"] = {"numbers": np.concatenate([chunk.straight for chunk in chunks])}
    return Rows(
        count,
        columns.items(),
        words,
        {name: round_lengths(each) for name, each in lengths.items()},
        {name: int(each.sum()) for name, each in lengths.items()},
    )


def _short(values: Sequence[str]) -> tuple[FieldWords, NDArray[np.int64]]:
    """Words of a field that many passages share, and how many words each passage has of it."""
    known: dict[str, int] = {}
    codes = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int64, len(values))
    terms: dict[str, int] = {}
    numbers: list[int] = []
    counts: list[int] = []
    sizes: list[tuple[int, int]] = []
    for value in known:
        found = Counter(term for word in cut_words(value) for term in index_words(word))
        numbers += [terms.setdefault(term, len(terms)) for term in found]
        counts += found.values()
        sizes.append((len(found), found.total()))
    different, total = np.array(sizes, np.int64).reshape(-1, 2).T
    first = np.cumsum(different) - different
    places = expand_runs(first[codes], different[codes])
    docs = np.repeat(np.arange(len(codes)), different[codes])
    weights = np.array(counts, np.float32)[places]
    words = group_postings(
        [encode_text(term) for term in terms], np.array(numbers, np.int64)[places], docs, weights
    )
    return words, total[codes]


def _reports(entries: Sequence[Entry]) -> FieldWords:
    known: dict[str, int] = {}
    codes = np.fromiter((known.setdefault(e.report, len(known)) for e in entries), np.int64, len(entries))
    ones = np.ones(len(entries), np.float32)
    return group_postings([encode_text(report) for report in known], codes, np.arange(len(entries)), ones)
