"""Segments joined into one, as arrays; deleted passages are left out.

What is large is made block by block as it is written, from the mapped files of the segments: memory has a
bound, whatever is joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import Array, Blocks, cut_slabs, load
from indexer.search.engines.whoosh.characters_merge import merge_characters
from indexer.search.engines.whoosh.columns import (
    ArrayColumn,
    CharacterColumn,
    CodedColumn,
    NumberColumn,
    pack_codes,
    unpack_values,
)
from indexer.search.engines.whoosh.schema import SCHEMA, WORD_FIELDS
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.search.engines.whoosh.segment_writer import Rows
from indexer.search.engines.whoosh.terms import FieldPostings, FieldWords, is_narrow
from indexer.search.engines.whoosh.uncut_words_merge import choose_common_words, merge_uncut_words
from indexer.search.engines.whoosh.weaving import Lists, Weaving, count_kept

_SLAB = 1 << 22
"""Units, bytes or postings read at once."""

Live = NDArray[np.bool_]
Columns = Sequence[dict[str, Array]]


def merge_parts(parts: Sequence[Part], lives: Sequence[Live]) -> Rows:
    """The passages of several segments that live, in their order.

    Args:
        lives: for each segment which of its passages live.
    """
    join: dict[type[ArrayColumn], Callable[[Columns, Sequence[Live]], Mapping[str, Array | Blocks]]] = {
        NumberColumn: _numbers,
        CodedColumn: _coded,
        CharacterColumn: lambda columns, lives: _characters(parts, columns, lives, common),
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
    totals = {name: _count_words(name, parts, lives) for name in WORD_FIELDS}
    size = int(sum(live.sum() for live in lives))
    common = choose_common_words(words["text"], size)
    return Rows(size, columns, words, lengths, totals)


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


def _characters(
    parts: Sequence[Part], columns: Columns, lives: Sequence[Live], common_words: Mapping[int, str]
) -> dict[str, Array | Blocks]:
    units = _stretches(columns, lives, "units")
    joined = merge_characters([part.characters for part in parts], lives, units)
    common_pairs = load(joined["pairs"])[load(joined["common"])]
    return {
        **joined,
        **merge_uncut_words(parts, lives, common_words, common_pairs),
        **_own_texts([part.own_texts() for part in parts], lives),
    }


def _own_texts(columns: Columns, lives: Sequence[Live]) -> dict[str, Array | Blocks]:
    """The arrays of `own_texts.pack_own_texts` of all passages that live."""
    sizes = [column["own_sizes"][live] for column, live in zip(columns, lives, strict=True)]
    return {
        "own_sizes": np.concatenate(sizes),
        "own_ends": np.cumsum(_lengths(columns, lives, "own_ends")),
        "own_places": _stretches(columns, lives, "own_places", "own_ends"),
        "own_units": _stretches(columns, lives, "own_units", "own_ends"),
    }


def _lengths(columns: Columns, lives: Sequence[Live], ends: str) -> NDArray[np.int64]:
    return np.concatenate(
        [np.diff(column[ends], prepend=0)[live] for column, live in zip(columns, lives, strict=True)]
    )


def _stretches(columns: Columns, lives: Sequence[Live], name: str, ends: str = "ends") -> Blocks:
    """What lies one after the other, passage by passage."""

    def make() -> Iterator[Array]:
        for column, live in zip(columns, lives, strict=True):
            sizes = np.diff(column[ends], prepend=0)
            for some in cut_slabs(column[ends], _SLAB):
                first = int(column[ends][some.start - 1]) if some.start else 0
                block = column[name][first : int(column[ends][some.stop - 1])]
                yield block if live[some].all() else block[np.repeat(live[some], sizes[some])]

    length = int(_lengths(columns, lives, ends).sum())
    return Blocks(columns[0][name].dtype, length, make)


def _words(field: str, parts: Sequence[Part], lives: Sequence[Live]) -> FieldWords:
    """The words of all segments: each posting is put where it belongs, for words and passages are sorted."""
    known = [part.words.whole(field) for part in parts]
    terms = sorted(set().union(*(words.terms for words in known)))
    at = {term: number for number, term in enumerate(terms)}
    lists = [
        Lists(
            np.fromiter(map(at.__getitem__, words.terms), np.int64, len(words.terms)),
            _living(words, live),
        )
        for words, live in zip(known, lives, strict=True)
    ]
    weaving = Weaving(lists, len(terms))
    bases = np.cumsum([0, *(np.count_nonzero(live) for live in lives[:-1])])
    moved = [(np.cumsum(live) - 1 + base).astype(np.int32) for live, base in zip(lives, bases, strict=True)]

    def read_docs(number: int, here: slice) -> Array:
        docs = known[number].docs.read_all(here.start, here.stop)
        taken: Array = moved[number].take(docs.compress(lives[number].take(docs)))
        return taken

    def read_weights(number: int, here: slice) -> Array:
        weights = known[number].weights[_find_postings(known[number], here)]
        if whole[number]:
            return weights
        docs = known[number].docs.read_all(here.start, here.stop)
        kept: Array = weights.compress(lives[number].take(docs))
        return kept

    whole = [bool(live.all()) for live in lives]
    narrow = all(is_narrow(words.weights) for words in known)  # those of before are not
    present = np.flatnonzero(np.diff(weaving.ends, prepend=0))
    return FieldWords(
        [terms[number] for number in present.tolist()],
        weaving.ends[present],
        weaving.weave(read_docs, np.int32),
        weaving.weave(read_weights, np.uint8 if narrow else np.float32),
    )


def _living(words: FieldPostings, live: Live) -> NDArray[np.int64]:
    """In how many passages that live each word is."""
    if live.all():
        return np.diff(words.ends, prepend=0)
    return count_kept(words.ends, lambda here: live.take(words.docs.read_all(here.start, here.stop)))


def _find_postings(words: FieldPostings, here: slice) -> slice:
    """Where the postings of some words are among all."""
    return slice(int(words.ends[here.start - 1]) if here.start else 0, int(words.ends[here.stop - 1]))


def _count_words(field: str, parts: Sequence[Part], lives: Sequence[Live]) -> int:
    """Number of words of a field in all passages that live."""
    total = 0.0
    for part, live in zip(parts, lives, strict=True):
        words = part.words.whole(field)
        for here in cut_slabs(words.ends, _SLAB):
            weights = words.weights[_find_postings(words, here)]
            kept = live.take(words.docs.read_all(here.start, here.stop))
            total += float(weights.compress(kept).sum(dtype=np.float64))
    return int(total)
