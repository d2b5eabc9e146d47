"""Segments joined into one, as arrays; deleted passages are left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.characters import indexed
from indexer.engines.whoosh.columns import (
    ArrayColumn,
    CharacterColumn,
    CodedColumn,
    NumberColumn,
    TextColumn,
    all_unpacked,
    coded,
)
from indexer.engines.whoosh.part import Part
from indexer.engines.whoosh.schema import SCHEMA, WORD_FIELDS
from indexer.engines.whoosh.segment import Rows, grouped
from indexer.engines.whoosh.words import FieldWords

Live = NDArray[np.bool_]
Columns = Sequence[dict[str, Array]]


def merged(parts: Sequence[Part], lives: Sequence[Live]) -> Rows:
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
    columns = {
        name: join[type(SCHEMA[name].column_type)]([part.column(name) for part in parts], lives)
        for name in SCHEMA.names()
        if SCHEMA[name].column_type
    }
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
        values = all_unpacked(column)
        there = np.array([known.setdefault(values[code], len(known)) for code in used], np.int32)
        codes.append(there[new])
    texts = [value.decode("utf-8", "surrogatepass") for value in known]
    return coded(texts, np.concatenate(codes))


def _texts(columns: Columns, lives: Sequence[Live]) -> dict[str, Array]:
    whole, lengths = _stretches(columns, lives, "bytes")
    return {"bytes": whole, "ends": np.cumsum(lengths)}


def _characters(columns: Columns, lives: Sequence[Live]) -> dict[str, Array]:
    whole, lengths = _stretches(columns, lives, "units")
    return indexed(whole, np.cumsum(lengths))


def _stretches(columns: Columns, lives: Sequence[Live], name: str) -> tuple[Array, NDArray[np.int64]]:
    pieces, lengths = [], []
    for column, live in zip(columns, lives, strict=True):
        sizes = np.diff(column["ends"], prepend=0)
        pieces.append(column[name] if live.all() else column[name][np.repeat(live, sizes)])
        lengths.append(sizes[live])
    return np.concatenate(pieces), np.concatenate(lengths)


def _words(field: str, parts: Sequence[Part], lives: Sequence[Live]) -> FieldWords:
    terms: dict[bytes, int] = {}
    numbers, docs, weights = [], [], []
    base = 0
    for part, live in zip(parts, lives, strict=True):
        words = part.words.whole(field)
        here = np.fromiter((terms.setdefault(term, len(terms)) for term in words.terms), np.int64)
        there = np.repeat(here, np.diff(words.ends, prepend=0))
        kept = live[words.docs]
        moved = np.cumsum(live) - 1 + base
        numbers.append(there[kept])
        docs.append(moved[words.docs[kept]])
        weights.append(words.weights[kept])
        base += int(live.sum())
    return grouped(list(terms), np.concatenate(numbers), np.concatenate(docs), np.concatenate(weights))
