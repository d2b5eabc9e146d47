"""What a query looks for in a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from indexer.search.analysis import query_words
from indexer.search.query.notation import Way, list_ways
from indexer.search.query.tree import About, And, Near, Node, Or, Phrase, Synonyms, Words
from indexer.text.fold import fold


class Needle(NamedTuple):
    """Folded characters to look for.

    Attributes:
        part: which part of the query they show.
        numerals: Chinese numbers at their ends stand whole.
        unless: they say nothing where these stand: the single digits of 3~5日 beside it.
    """

    text: str
    part: int
    numerals: bool = False
    unless: str = ""


@lru_cache(maxsize=256)
def find_needles(tree: Node) -> tuple[Needle, ...]:
    """What a query looks for in a text: its runs and their words, in all ways in which they are found; what
    is in quotes as it is.
    """
    needles: dict[str, Needle] = {}
    leaves = list(_leaves(tree)) or list(_leaves(tree, abouts=True))
    for number, leaf in enumerate(leaves):
        run, first = fold(leaf.text), number * 100
        if isinstance(leaf, Phrase):
            needles.setdefault(run, Needle(run, first))
            continue
        for way in list_ways(run):
            needles.setdefault(way.text, Needle(way.text, first, way.numerals))
        words = query_words(run)
        # 的 of 人民的名义 says nothing by itself.
        telling = [word for word in words if len(word) > 1] or words
        for part, word in enumerate(telling, first + 1):
            unless = run if len(word) == 1 < len(words) else ""
            for way in list_ways(word) if len(word) > 1 else (Way(word),):
                needles.setdefault(way.text, Needle(way.text, part, way.numerals, unless))
    return tuple(needle for needle in needles.values() if needle.text)


def _leaves(tree: Node, abouts: bool = False) -> Iterator[Words | Phrase]:
    """What must or may stand in the text; what must not is left out.

    Args:
        abouts: names of places, years and kinds of report too: they say little of a passage of that report.
    """
    match tree:
        case And(nodes) | Or(nodes) | Near(nodes):
            for node in nodes:
                yield from _leaves(node, abouts)
        case Synonyms(words, others):
            yield words
            yield from map(Phrase, others)
        case About(words) if abouts:
            yield words
        case Words(_, field) | Phrase(_, field) if not field:
            yield tree
