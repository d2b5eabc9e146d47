"""One segment of an index as arrays: it never changes, so it is opened once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import Storage
from whoosh.reading import CorruptIndexError

from indexer.search.engines.whoosh.arrays import Array, insert_ascending, leave_out, read_arrays, read_view
from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.checksums import QUICK, check
from indexer.search.engines.whoosh.codec import ArraySegment, open_words
from indexer.search.engines.whoosh.columns import unpack_value, unpack_values
from indexer.search.engines.whoosh.own_texts import pack_own_texts, unpack_own_text
from indexer.search.engines.whoosh.proximity import Proximity
from indexer.search.engines.whoosh.schema import SCHEMA, WORD_FIELDS, encode_text
from indexer.search.engines.whoosh.uncut_words import UncutWords, has_whole_ends

_COLUMNS = tuple(name for name in SCHEMA.names() if SCHEMA[name].column_type)

Numbers = NDArray[np.int32]
"""Numbers of passages in a segment, ascending; or one number a passage."""


class Part:
    """The words, characters and columns of one segment. Shared by threads: nothing changes.

    Attributes:
        size: number of passages, deleted ones included.
        words: looks words up.
    """

    def __init__(self, storage: Storage, segment: ArraySegment) -> None:
        """Maps the segment's files.

        Raises:
            CorruptIndexError, OSError: they cannot be read.
        """
        self._storage, self._segment = storage, segment
        self._later: dict[str, dict[str, Array]] = {}
        for name, size in segment.sizes.items():
            if storage.file_length(name) != size:
                raise CorruptIndexError(f"{name} does not hold {size} bytes")
        if sum(segment.sizes.values()) <= QUICK:
            check(storage, segment)
        self.size: int = segment.doc_count_all()
        self.words = open_words(storage, segment)
        # What is asked for later is mapped now too: a commit takes away the files of segments that it joins.
        self._later |= {name: self.column(name) for name in _COLUMNS}
        # Segments of before have these texts by themselves.
        has_own = "own_sizes" in self._later["exact"]
        self._former = None if has_own else read_arrays(self._view("shown"))
        self._lengths = {name: self._read_lengths(name) for name in WORD_FIELDS}
        self.characters = Characters(self.column("exact"))
        self._uncut = UncutWords(self.column("exact"))
        self.proximity = Proximity(self.characters)
        self.totals: dict[str, int] = dict(segment._fieldlengths)
        if len(self.characters.ends) != self.size or len(self.numbers("year")) != self.size:
            raise CorruptIndexError(f"{segment.segment_id()} does not hold {self.size} passages")

    def column(self, name: str) -> dict[str, Array]:
        """The arrays of a column (see `columns`)."""
        return self._later.get(name) or read_arrays(self._view(name))

    def numbers(self, name: str) -> Numbers:
        """A column of numbers."""
        return self.column(name)["numbers"]

    def coded(self, name: str) -> tuple[list[str], Numbers]:
        """A column of few different texts: these, and for each passage which of them it has."""
        column = self.column(name)
        return [value.decode("utf-8", "surrogatepass") for value in unpack_values(column)], column["codes"]

    def length_bytes(self, field: str) -> NDArray[np.uint8]:
        """Number of words of each passage in a field, as Whoosh rounds it."""
        return self._lengths[field]

    def containing(self, folded: str, numerals: bool) -> NDArray[np.signedinteger]:
        """The passages in one line of which these characters stand (see `Characters.containing`)."""
        number = None
        if not numerals and has_whole_ends(folded):
            # The characters of a word stand together wherever the text was cut into it.
            number = self.words.number("text", encode_text(folded))
        if number is None:
            return self.characters.containing(folded, numerals)
        known, uncut = self.words.postings(number).docs, self._find_uncut(number)
        if uncut is None:
            return self.characters.containing(folded, known=known)
        return insert_ascending(known, uncut)

    def find_uncut(self, word: str) -> NDArray[np.signedinteger]:
        """The passages in which the characters of a folded word stand, but not it itself;
        it has whole ends (see `uncut_words`).
        """
        number = self.words.number("text", encode_text(word))
        if number is None:
            return self.characters.containing(word)
        uncut = self._find_uncut(number)
        if uncut is not None:
            return uncut
        known = self.words.postings(number).docs
        found = self.characters.containing(word, known=known)
        return leave_out(found, known)

    def _find_uncut(self, number: int) -> NDArray[np.signedinteger] | None:
        return self._uncut.find(number - self.words.range("text")[0])

    def shown(self, number: int) -> str:
        """The text of a passage in its own characters."""
        if self._former is not None:
            return unpack_value(self._former, number).decode("utf-8", "surrogatepass")
        return unpack_own_text(self._later["exact"], number)

    def own_texts(self) -> dict[str, Array]:
        """The arrays of `own_texts.pack_own_texts`."""
        exact = self._later["exact"]
        if self._former is None:
            return exact
        return pack_own_texts(map(self.shown, range(self.size)), exact["units"], exact["ends"])

    def _read_lengths(self, field: str) -> NDArray[np.uint8]:
        kept = np.empty(0, np.uint8)
        if self._storage.file_exists(W3Codec.column_filename(self._segment, f"_{field}_len")):
            kept = np.frombuffer(self._view(f"_{field}_len"), np.uint8)
        if len(kept) == self.size:
            return kept
        lengths = np.zeros(self.size, np.uint8)
        lengths[: len(kept)] = kept  # Whoosh leaves zeros at the end out
        return lengths

    def _view(self, column: str) -> memoryview:
        name = W3Codec.column_filename(self._segment, column)
        return read_view(self._storage.open_file(name), 0, self._storage.file_length(name))
