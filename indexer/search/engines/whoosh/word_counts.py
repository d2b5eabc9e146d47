"""The words of an index that begin with some characters, and how many passages have each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from indexer.search.engines.whoosh.schema import encode_text
from indexer.search.engines.whoosh.terms import TermLookup

_LOOKED_AT = 500
"""Words that begin with the same characters and are looked at, in each segment."""


def count_words(prefix: str, lookups: Sequence[TermLookup]) -> Counter[str]:
    """Return words that begin so, and in how many passages each is.

    Args:
        lookups: the words of each segment.
    """
    wanted = encode_text(prefix)
    found: Counter[str] = Counter()
    for lookup in lookups:
        end = lookup.range("text")[1]
        for number in range(start := lookup.find("text", wanted), min(end, start + _LOOKED_AT)):
            term = lookup.term(number)
            if not term.startswith(wanted):
                break
            found[term.decode()] += lookup.frequency(number)
    return found
