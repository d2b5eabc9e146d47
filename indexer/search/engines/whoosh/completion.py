"""Completes what is being typed from the words of the texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from indexer.search.analysis import load_segmenter
from indexer.search.engines.whoosh.schema import encode_text
from indexer.search.engines.whoosh.terms import TermLookup

_LOOKED_AT = 500
"""Words that begin with the same characters and are looked at, in each segment."""
_FOLLOWED = 20
"""Words of which it is asked whether they follow what is before."""
_FEWEST = 2
"""Passages in which what is offered is, at least."""


def complete(
    run: str, most: int, lookups: Sequence[TermLookup], count: Callable[[str], int]
) -> tuple[str, ...]:
    """Return runs of the texts that begin with a folded run, the most frequent first.

    Args:
        most: how many, at most.
        lookups: the words of each segment.
        count: gives the number of passages that contain a run.
    """
    if not run or len(run) > 30:
        return ()
    found = Counter({word: number for word, number in _words(run, lookups).items() if word != run})
    if not found:
        words = list(load_segmenter().cut(run))
        head, tail = "".join(words[:-1]), words[-1]
        if head:
            for word, _ in _words(tail, lookups).most_common(_FOLLOWED):
                if head + word != run:
                    found[head + word] = count(head + word)
    ordered = sorted(found, key=lambda each: (-found[each], each))
    return tuple(each for each in ordered if found[each] >= _FEWEST)[:most]


def _words(prefix: str, lookups: Sequence[TermLookup]) -> Counter[str]:
    """Words that begin so, and in how many passages each is."""
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
