"""Whoosh's codec interface over arrays: Whoosh reads and writes such segments by its ordinary API.

Documents' columns, lengths and stored fields are kept as Whoosh's own codec keeps them (the
columns of our schema are arrays, too: see `columns`); words and postings are `words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import Storage
from whoosh.matching import ListMatcher, Matcher
from whoosh.reading import TermInfo, TermNotFound

from indexer.search.engines.whoosh.arrays import read_arrays, read_view, write_arrays
from indexer.search.engines.whoosh.terms import FieldWords, TermLookup, pack_words

WORDS_EXT = ".words"


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Postings as arrays that are mapped, not decoded."""

    def field_writer(self, storage: Storage, segment: ArraySegment) -> ArrayFieldWriter:
        """Return what writes the postings of a segment."""
        return ArrayFieldWriter(storage, segment)

    def terms_reader(self, storage: Storage, segment: ArraySegment) -> ArrayTermsReader:
        """Return what reads the words of a segment."""
        return ArrayTermsReader(open_words(storage, segment))

    def new_segment(self, storage: Storage, indexname: str) -> ArraySegment:
        """Return an empty segment of an index."""
        return ArraySegment(self, indexname)


class ArraySegment(W3Segment):  # type: ignore[misc]
    """A segment whose files stay apart, so that each is mapped with its arrays aligned.

    Attributes:
        sizes: bytes of each file, by its name, where it was written at once.
        sums: the sum of each (`sums`), likewise.
    """

    sizes: Mapping[str, int] = MappingProxyType({})
    sums: Mapping[str, int] = MappingProxyType({})

    def should_assemble(self) -> bool:
        """Return False: the files are not put together into one."""
        return False


def open_words(storage: Storage, segment: ArraySegment) -> TermLookup:
    """The words of a segment."""
    file = segment.open_file(storage, WORDS_EXT)
    return TermLookup(read_arrays(read_view(file, 0, storage.file_length(segment.make_filename(WORDS_EXT)))))


class ArrayFieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Takes postings one by one, as Whoosh hands them over, and writes them at the end."""

    def __init__(self, storage: Storage, segment: ArraySegment) -> None:
        self._storage, self._segment = storage, segment
        self._fields: dict[str, FieldWords] = {}
        self._name, self._size = "", 0
        self._gathered: tuple[list[bytes], list[int], list[int], list[float], list[bytes]]
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin a field."""
        self._name, self._gathered = fieldname, ([], [], [], [], [])

    def start_term(self, text: bytes) -> None:
        """Begin a word of the field; words come in order."""
        self._gathered[0].append(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        """Add a posting of the word; documents come in order."""
        _, _, docs, weights, values = self._gathered
        docs.append(docnum)
        weights.append(weight)
        values.append(vbytes)

    def finish_term(self) -> None:
        """End the word."""
        _, ends, docs, _, _ = self._gathered
        ends.append(len(docs))

    def finish_field(self) -> None:
        """End the field."""
        terms, ends, docs, weights, values = self._gathered
        self._size = max(self._size, max(docs, default=-1) + 1)
        self._fields[self._name] = FieldWords(
            terms,
            np.array(ends, np.int64),
            np.array(docs, np.int32),
            np.array(weights, np.float32),
            values if any(values) else (),
        )

    def close(self) -> None:
        """Write all fields to the segment's file."""
        with self._segment.create_file(self._storage, WORDS_EXT) as file:
            write_arrays(file, pack_words(self._fields, self._size))
        self.is_closed = True


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]
    """Whoosh's view of a segment's words."""

    def __init__(self, words: TermLookup) -> None:
        self._words = words

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._words.number(*term) is not None

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """Return a cursor over the words of a field."""
        return ArrayCursor(self._words, fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield all words with their fields, in order."""
        for field in self._words.fields:
            for number in range(*self._words.range(field)):
                yield field, self._words.term(number)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield words with their fields, in order, from a prefix on."""
        start, end = self._words.find(fieldname, prefix), self._words.range(self._words.fields[-1])[1]
        for number in range(start, end):
            yield self._words.field(number), self._words.term(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield all words with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield words with their statistics from a prefix on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a word.

        Raises:
            TermNotFound: the field has no such word.
        """
        return _info(self._words, self._number(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return how often a word is in all documents, 0 for an unknown one."""
        number = self._words.number(fieldname, text)
        return 0.0 if number is None else float(self._words.postings(number).weights.sum(dtype=np.float64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents have a word, 0 for an unknown one."""
        number = self._words.number(fieldname, text)
        return 0 if number is None else self._words.frequency(number)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Matcher:
        """Return the documents that have a word, with their weights.

        Raises:
            TermNotFound: the field has no such word.
        """
        number = self._number(fieldname, text)
        postings = self._words.postings(number)
        return ListMatcher(
            postings.docs.tolist(),
            postings.weights.astype(np.float64).tolist(),
            self._words.values(number),
            format_,
            scorer,
            term=(fieldname, text),
            terminfo=_info(self._words, number),
        )

    def indexed_field_names(self) -> tuple[str, ...]:
        """Return the names of the fields, in order."""
        return self._words.fields

    def close(self) -> None:
        """Nothing is held but the map, which goes with its last array."""

    def _number(self, fieldname: str, text: bytes) -> int:
        number = self._words.number(fieldname, text)
        if number is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return number


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """Steps through the words of a field."""

    def __init__(self, words: TermLookup, fieldname: str, fieldobj: Any) -> None:
        self._words, self._field, self._fieldobj = words, fieldname, fieldobj
        self._start, self._end = words.range(fieldname)
        self._at = self._start

    def first(self) -> Any:
        """Go to the first word and return it, None where there is none."""
        self._at = self._start
        return self.text()

    def find(self, term: Any) -> Any:
        """Go to the first word not before another and return it, None where there is none."""
        wanted = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._at = self._words.find(self._field, wanted)
        return self.text()

    def next(self) -> Any:
        """Go to the next word and return it, None after the last."""
        self._at = min(self._at + 1, self._end)
        return self.text()

    def text(self) -> Any:
        """Return the present word, None after the last."""
        return self._fieldobj.from_bytes(self._words.term(self._at)) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Return the statistics of the present word, None after the last."""
        return _info(self._words, self._at) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Return whether there is a present word."""
        return self._at < self._end


def _info(words: TermLookup, number: int) -> TermInfo:
    """Statistics of a word. Lengths are bounds: they only say how good a block of postings can be at most."""
    postings = words.postings(number)
    docs, weights = postings.docs, postings.weights
    return TermInfo(
        weight=float(weights.sum(dtype=np.float64)),
        df=len(docs),
        minlength=1,
        maxlength=2**31,
        maxweight=float(weights.max(initial=0)),
        minid=int(docs[0]) if len(docs) else None,
        maxid=int(docs[-1]) if len(docs) else 0,
    )
