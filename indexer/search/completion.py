"""Completes what is being typed from the words of the texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from indexer.search.analysis import load_segmenter

_FOLLOWED = 20
"""Words of which it is asked whether they follow what is before."""
_FEWEST = 2
"""Passages in which what is offered is, at least."""
_LONGEST = 30
"""Characters that are completed."""


def complete(
    run: str, most: int, list_words: Callable[[str], Mapping[str, int]], count: Callable[[str], int]
) -> tuple[str, ...]:
    """Return runs of the texts that begin with a folded run, the most frequent first.

    Args:
        most: how many, at most.
        list_words: gives words that begin with some characters, and in how many passages each is.
        count: gives the number of passages that contain a run.
    """
    if not run or len(run) > _LONGEST:
        return ()
    found = Counter({word: number for word, number in list_words(run).items() if word != run})
    if not found:
        words = list(load_segmenter().cut(run))
        head, tail = "".join(words[:-1]), words[-1]
        if head:
            for word, _ in Counter(list_words(tail)).most_common(_FOLLOWED):
                if head + word != run:
                    found[head + word] = count(head + word)
    ordered = sorted(found, key=lambda each: (-found[each], each))
    return tuple(each for each in ordered if found[each] >= _FEWEST)[:most]
