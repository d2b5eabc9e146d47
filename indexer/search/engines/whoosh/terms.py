"""The words of a segment: a sorted dictionary and, for each word, the passages it is in.

Arrays, for all fields together, fields in the order of their names: `terms`, `term_ends` (all words
one after the other, sorted by their bytes within a field), `heads` (their first eight bytes as a
number, which most look-ups need not go beyond), `field_ends` (number of words up to the end of each
field), `fields`, `names_ends` (the fields' names), `docs` (lists of passages, see `number_lists`),
`weights` (how often the word is in each), `doc_ends` (where these end), and where a format keeps more than a
weight, `values`, `value_ends`.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import Array, Blocks, chain
from indexer.search.engines.whoosh.columns import pack_values, unpack_values
from indexer.search.engines.whoosh.list_packing import pack_lists
from indexer.search.engines.whoosh.number_lists import NumberLists, Numbers, read_lists
from indexer.search.engines.whoosh.postings import Postings, Weights

_SLAB = 1 << 20
"""Weights looked at together."""


@dataclass(frozen=True, slots=True)
class FieldWords:
    """The words of one field, to be written.

    Attributes:
        terms: sorted.
        ends: where the postings of each word end.
        docs, weights: the postings of all words.
        values: what the field's format keeps of each posting besides; [] if it keeps nothing.
    """

    terms: Sequence[bytes]
    ends: NDArray[np.int64]
    docs: NDArray[np.int32] | Blocks
    weights: Weights | Blocks
    values: Sequence[bytes] = ()


class FieldPostings(NamedTuple):
    """The words of one field as they are kept.

    Attributes:
        terms: sorted.
        ends: where the postings of each word end.
        docs: the passages of each word.
        weights: how often it is in each, of all words.
    """

    terms: Sequence[bytes]
    ends: NDArray[np.int64]
    docs: NumberLists
    weights: Weights


def pack_words(fields: Mapping[str, FieldWords], size: int) -> dict[str, Array | Blocks]:
    """The arrays of a segment.

    Args:
        size: number of its passages.
    """
    names = sorted(fields)
    parts = [fields[name] for name in names]
    terms = [term for part in parts for term in part.terms]
    bytes_, term_ends = pack_values(terms).values()
    name_bytes, name_ends = pack_values([name.encode() for name in names]).values()
    values: list[bytes] = []
    if any(part.values for part in parts):
        values = [value for part in parts for value in part.values or [b""] * len(part.docs)]
    value_bytes, value_ends = pack_values(values).values()
    sizes = [np.diff(part.ends, prepend=0) for part in parts]
    weights = [part.weights if isinstance(part.weights, Blocks) else narrow(part.weights) for part in parts]
    doc_ends = np.cumsum(_joined(sizes, np.int64))
    return {
        "fields": name_bytes,
        "names_ends": name_ends,
        "field_ends": np.cumsum([len(part.terms) for part in parts], dtype=np.int64),
        "terms": bytes_,
        "term_ends": term_ends,
        "heads": cut_heads(terms),
        **pack_lists("docs", chain([part.docs for part in parts], np.int32), doc_ends, size),
        "weights": chain(weights, np.result_type(np.uint8, *(each.dtype for each in weights))),
        "doc_ends": doc_ends,
        "values": value_bytes,
        "value_ends": value_ends,
    }


def _joined(arrays: Sequence[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype)


def narrow(weights: Weights) -> Weights:
    """Weights in one byte each where they all are whole numbers that fit, as how often a word is said."""
    return weights.astype(np.uint8) if is_narrow(weights) else weights


def is_narrow(weights: Weights) -> bool:
    """Whether weights fit in a byte each."""
    if weights.dtype == np.uint8:
        return True
    blocks = (weights[at : at + _SLAB] for at in range(0, len(weights), _SLAB))
    return all(bool((block == block.clip(0, 255).astype(np.uint8)).all()) for block in blocks)


def cut_heads(terms: Sequence[bytes]) -> NDArray[np.uint64]:
    """First eight bytes of each word as a number: no two words are in another order than their numbers."""
    return np.frombuffer(b"".join(term[:8].ljust(8, b"\0") for term in terms), ">u8").astype(np.uint64)


class TermLookup:
    """Looks words up.

    Attributes:
        fields: names of the fields that have words.
    """

    def __init__(self, arrays: dict[str, Array]) -> None:
        """Takes the arrays of `pack_words`."""
        self._arrays = arrays
        self._heads, self._terms = arrays["heads"].data, arrays["terms"].data
        self._term_ends, self._doc_ends = arrays["term_ends"].data, arrays["doc_ends"].data
        self._docs = read_lists(arrays, "docs", arrays["doc_ends"])
        names = unpack_values({"bytes": arrays["fields"], "ends": arrays["names_ends"]})
        ends = arrays["field_ends"].tolist()
        self._ranges = {
            name.decode(): (start, end) for name, start, end in zip(names, [0, *ends], ends, strict=False)
        }
        self.fields = tuple(self._ranges)

    def range(self, field: str) -> tuple[int, int]:
        """Numbers of a field's words: the first, and the one after the last."""
        return self._ranges.get(field, (0, 0))

    def field(self, number: int) -> str:
        """The field of a word."""
        return self.fields[int(np.searchsorted(self._arrays["field_ends"], number, "right"))]

    def term(self, number: int) -> bytes:
        """A word by its number."""
        ends = self._term_ends
        return self._terms[ends[number - 1] if number else 0 : ends[number]].tobytes()

    def find(self, field: str, term: bytes) -> int:
        """Number of the first word of a field that is not before this one."""
        start, end = self.range(field)
        # `bisect` asks a memory view for the dozen numbers it needs, quicker than NumPy is called.
        head = int.from_bytes(term[:8].ljust(8, b"\0"), "big")
        low = bisect_left(self._heads, head, start, end)
        high = bisect_right(self._heads, head, low, end) if len(term) >= 8 else min(low + 1, end)
        while low < high:
            middle = (low + high) // 2
            if self.term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def number(self, field: str, term: bytes) -> int | None:
        """Number of a word; None where there is no such word."""
        number = self.find(field, term)
        return number if number < self.range(field)[1] and self.term(number) == term else None

    def frequency(self, number: int) -> int:
        """In how many passages a word is."""
        start, end = self._postings(number)
        return end - start

    def postings(self, number: int) -> Postings:
        """Where a word is."""
        return Postings(self._docs, number, self._arrays["weights"][slice(*self._postings(number))])

    def values(self, number: int) -> list[bytes]:
        """What the field's format keeps of each posting."""
        start, end = self._postings(number)
        ends = self._arrays["value_ends"]
        if not len(ends):
            return [b""] * (end - start)
        borders = [int(ends[start - 1]) if start else 0, *ends[start:end].tolist()]
        values = self._arrays["values"]
        return [values[left:right].tobytes() for left, right in itertools.pairwise(borders)]

    def list_terms(self, field: str) -> list[bytes]:
        """All words of a field, in order."""
        return [self.term(number) for number in range(*self.range(field))]

    def list_firsts(self, field: str) -> Numbers:
        """The first passage of each word of a field, word by word."""
        return self._docs.read_firsts(*self.range(field))

    def whole(self, field: str) -> FieldPostings:
        """All words of a field with their postings; formats' values are left out."""
        start, end = self.range(field)
        term_ends, doc_ends = self._arrays["term_ends"], self._arrays["doc_ends"]
        first_byte = int(term_ends[start - 1]) if start else 0
        terms = {"bytes": self._arrays["terms"][first_byte:], "ends": term_ends[start:end] - first_byte}
        first = int(doc_ends[start - 1]) if start else 0
        part = slice(first, int(doc_ends[end - 1]) if end > start else first)
        return FieldPostings(
            unpack_values(terms),
            doc_ends[start:end] - first,
            self._docs.cut(start, end),
            self._arrays["weights"][part],
        )

    def _postings(self, number: int) -> tuple[int, int]:
        return self._doc_ends[number - 1] if number else 0, self._doc_ends[number]
