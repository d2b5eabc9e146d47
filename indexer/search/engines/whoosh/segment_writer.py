"""A whole segment as arrays, and how it is written at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import STORED_COLUMN, W3Codec
from whoosh.filedb.filestore import Storage
from whoosh.filedb.structfile import StructFile
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer.search.engines.whoosh.arrays import Array, Blocks, order_numbers, write_arrays
from indexer.search.engines.whoosh.checksums import sum_of
from indexer.search.engines.whoosh.codec import WORDS_EXT, ArrayCodec, ArraySegment
from indexer.search.engines.whoosh.terms import FieldWords, pack_words

_EXACT_LENGTHS = 1 << 17


@dataclass(frozen=True, slots=True)
class Rows:
    """The passages of a segment.

    Attributes:
        count: number of passages.
        columns: name and arrays of each column (see `columns`), where they are large made one at a time.
        words: words of each field.
        lengths: number of words of each passage by field, as Whoosh rounds them (one byte).
        totals: number of words by field.
    """

    count: int
    columns: Iterable[tuple[str, Mapping[str, Array | Blocks]]]
    words: Mapping[str, FieldWords]
    lengths: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)


def write_segment(storage: Storage, indexname: str, rows: Rows) -> ArraySegment:
    """Write the files of a segment. It belongs to the index once a commit names it.

    Args:
        rows: let go of as they are written, if the caller does.
    """
    segment = ArraySegment(ArrayCodec(), indexname)
    segment.set_doc_count(rows.count)
    segment._fieldlengths = dict(rows.totals)
    names = [segment.make_filename(WORDS_EXT)]
    with storage.create_file(names[0]) as file:
        write_arrays(file, pack_words(rows.words, rows.count))
    rows = replace(rows, words={})  # no memory for them while the columns are made

    def column(name: str) -> StructFile:
        names.append(W3Codec.column_filename(segment, name))
        return storage.create_file(names[-1])

    for name, arrays in rows.columns:
        with column(name) as file:
            write_arrays(file, arrays)
    for name, lengths in rows.lengths.items():
        with column(f"_{name}_len") as file:
            file.write(lengths.tobytes())
    with column("_stored") as file:
        STORED_COLUMN.writer(file).finish(rows.count)
    # A file that is gone or cut off is told by its size, at no cost; one that has changed by its sum.
    segment.sizes = {name: storage.file_length(name) for name in names}
    segment.sums = {name: sum_of(storage, name) for name in names}
    return segment


def round_lengths(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Numbers of words as Whoosh rounds them."""
    rounded: NDArray[np.uint8] = _rounded()[np.minimum(lengths, _EXACT_LENGTHS - 1)]
    return rounded


@cache
def unround_lengths() -> NDArray[np.float32]:
    """The number of words that each of Whoosh's bytes stands for."""
    return np.array([byte_to_length(byte) for byte in range(256)], np.float32)


@cache
def _rounded() -> NDArray[np.uint8]:
    """Whoosh's byte for each number of words. Numbers beyond the table round to its last byte."""
    firsts = [byte_to_length(byte) for byte in range(256)]
    table = np.searchsorted(firsts, np.arange(_EXACT_LENGTHS), "left")
    rounded: NDArray[np.uint8] = np.minimum(table, length_to_byte(_EXACT_LENGTHS)).astype(np.uint8)
    return rounded


def group_postings(
    terms: Sequence[bytes], numbers: NDArray[np.int64], docs: NDArray[np.int64], weights: NDArray[np.float32]
) -> FieldWords:
    """Words with their postings, from postings in the order of their passages.

    Args:
        terms: different words, in any order; of those that have no posting nothing is kept.
        numbers: for each posting which word it is of.
        docs, weights: for each posting the passage, and how often the word is there. Those of a word ascend.
    """
    counts = np.bincount(numbers, minlength=len(terms))
    order = sorted(counts.nonzero()[0].tolist(), key=terms.__getitem__)
    rank = np.empty(len(terms), np.int64)
    rank[order] = np.arange(len(order))
    places = order_numbers(rank.take(numbers))
    return FieldWords(
        [terms[at] for at in order],
        np.cumsum(counts.take(order)),
        docs.take(places).astype(np.int32),
        weights.take(places).astype(np.float32),
    )
