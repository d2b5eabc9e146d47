"""Where the characters of common words stand though the text was cut otherwise there.

A word counts wherever its characters stand (see `selection`). Of a word that is in many passages of a
large segment the others that its characters are in are few, but to find them its rarest pair has to be
looked at wherever it occurs: so they are kept, as a list of passages for each such word. A word of two
characters that are a common pair needs none: that pair is kept for each passage (see `pair_index`).

Arrays of a segment: `uncut_words` (numbers of these words among those of their field, uint32, ascending),
`uncut` (a list of passages for each, see `number_lists`; it may be empty).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from indexer.search.engines.whoosh.arrays import Array
from indexer.search.engines.whoosh.number_lists import Numbers, read_lists


class UncutWords:
    """Looks up what is kept of the common words of a segment."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take the arrays of `uncut_words_merge.merge_uncut_words`, or those of a segment without."""
        kept = "uncut_words" in arrays
        self._words: Sequence[int] = arrays["uncut_words"].data if kept else ()
        self._lists = read_lists(arrays, "uncut") if kept else None

    def find(self, word: int) -> Numbers | None:
        """Return the passages that the characters of a word are in and the word is not, ascending; None where
        that is not kept.
        """
        at = bisect_left(self._words, word)
        if self._lists is None or at == len(self._words) or self._words[at] != word:
            return None
        return self._lists.read(at)


def has_whole_ends(run: str) -> bool:
    """Return whether a folded run is found wherever its characters stand, as one with a number at an end is
    not.
    """
    return run.isalnum() and not run[0].isdecimal() and not run[-1].isdecimal()
