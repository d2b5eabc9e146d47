"""Segments joined into one, as arrays; deleted passages are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import Array, expand_runs
from indexer.search.engines.whoosh.characters import index_units
from indexer.search.engines.whoosh.columns import (
    ArrayColumn,
    CharacterColumn,
    CodedColumn,
    NumberColumn,
    TextColumn,
    pack_codes,
    unpack_values,
)
from indexer.search.engines.whoosh.schema import SCHEMA, WORD_FIELDS
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.search.engines.whoosh.segment_writer import Rows
from indexer.search.engines.whoosh.terms import FieldWords

_SLAB = 1 << 22
"""Postings put into place at once."""

Live = NDArray[np.bool_]
Columns = Sequence[dict[str, Array]]


def merge_parts(parts: Sequence[Part], lives: Sequence[Live]) -> Rows:
    """The passages of several segments that live, in their order.

    Args:
        lives: for each segment which of its passages live.
    """
    join: dict[type[ArrayColumn], Callable[[Columns, Sequence[Live]], dict[str, Array]]] = {
        NumberColumn: _numbers,
        CodedColumn: _coded,
        TextColumn: _texts,
        CharacterColumn: _characters,
    }
    columns = (
        (name, join[type(SCHEMA[name].column_type)]([part.column(name) for part in parts], lives))
        for name in SCHEMA.names()
        if SCHEMA[name].column_type
    )
    lengths = {
        name: np.concatenate([part.length_bytes(name)[live] for part, live in zip(parts, lives, strict=True)])
        for name in WORD_FIELDS
    }
    words = {name: _words(name, parts, lives) for name in (*WORD_FIELDS, "report")}
    totals = {name: int(words[name].weights.sum(dtype=np.float64)) for name in WORD_FIELDS}
    return Rows(int(sum(live.sum() for live in lives)), columns, words, lengths, totals)


def _numbers(columns: Columns, lives: Sequence[Live]) -> dict[str, Array]:
    return {"numbers": np.concatenate([c["numbers"][live] for c, live in zip(columns, lives, strict=True)])}


def _coded(columns: Columns, lives: Sequence[Live]) -> dict[str, Array]:
    known: dict[bytes, int] = {}
    codes = []
    for column, live in zip(columns, lives, strict=True):
        used, new = np.unique(column["codes"][live], return_inverse=True)
        values = unpack_values(column)
        there = np.array([known.setdefault(values[code], len(known)) for code in used], np.int32)
        codes.append(there[new])
    texts = [value.decode("utf-8", "surrogatepass") for value in known]
    return pack_codes(texts, np.concatenate(codes))


def _texts(columns: Columns, lives: Sequence[Live]) -> dict[str, Array]:
    whole, lengths = _stretches(columns, lives, "bytes")
    return {"bytes": whole, "ends": np.cumsum(lengths)}


def _characters(columns: Columns, lives: Sequence[Live]) -> dict[str, Array]:
    whole, lengths = _stretches(columns, lives, "units")
    return index_units(whole, np.cumsum(lengths))


def _stretches(columns: Columns, lives: Sequence[Live], name: str) -> tuple[Array, NDArray[np.int64]]:
    pieces, lengths = [], []
    for column, live in zip(columns, lives, strict=True):
        sizes = np.diff(column["ends"], prepend=0)
        pieces.append(column[name] if live.all() else column[name][np.repeat(live, sizes)])
        lengths.append(sizes[live])
    return np.concatenate(pieces), np.concatenate(lengths)


def _words(field: str, parts: Sequence[Part], lives: Sequence[Live]) -> FieldWords:
    """The words of all segments: each posting is put where it belongs, for words and passages are sorted."""
    known = [part.words.whole(field) for part in parts]
    terms = sorted(set().union(*(words.terms for words in known)))
    at = {term: number for number, term in enumerate(terms)}
    rows = [np.fromiter(map(at.__getitem__, words.terms), np.int64, len(words.terms)) for words in known]
    counts = [_living(words, live) for words, live in zip(known, lives, strict=True)]
    totals = np.zeros(len(terms), np.int64)
    for row, count in zip(rows, counts, strict=True):
        totals[row] += count
    ends = np.cumsum(totals)
    free = ends - totals
    size = int(ends[-1]) if len(ends) else 0
    docs, weights = np.empty(size, np.int32), np.empty(size, np.float32)
    base = 0
    for words, row, count, live in zip(known, rows, counts, lives, strict=True):
        moved = (np.cumsum(live) - 1 + base).astype(np.int32)
        for some in _slabs(words.ends):
            here = slice(int(words.ends[some.start - 1]) if some.start else 0, int(words.ends[some.stop - 1]))
            kept = live[words.docs[here]]
            there = expand_runs(free[row[some]], count[some])
            docs[there] = moved[words.docs[here].compress(kept)]
            weights[there] = words.weights[here].compress(kept)
        free[row] += count
        base += int(live.sum())
    present = np.flatnonzero(totals)
    return FieldWords([terms[number] for number in present.tolist()], ends[present], docs, weights)


def _living(words: FieldWords, live: Live) -> NDArray[np.int64]:
    """In how many passages that live each word is."""
    if live.all():
        return np.diff(words.ends, prepend=0)
    counted = np.concatenate([[0], np.cumsum(live[words.docs], dtype=np.int64)])
    counts: NDArray[np.int64] = np.diff(counted[words.ends], prepend=0)
    return counts


def _slabs(ends: NDArray[np.int64]) -> Iterator[slice]:
    """Words with about as many postings together as are put into place at once."""
    slabs = (ends - np.diff(ends, prepend=0)) // _SLAB
    borders = [0, *(np.flatnonzero(np.diff(slabs)) + 1).tolist(), len(ends)]
    yield from (slice(left, right) for left, right in pairwise(borders) if left < right)
