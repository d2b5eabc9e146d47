"""Looks up the passages of those parts of a query that the engine cannot be asked for at once.

These are chains: of more than two runs near each other only the texts tell. And pasted texts: a question has
a limited number of parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.errors import QueryError
from indexer.search.borders import find_whole
from indexer.search.engines.opensearch.clauses import Filter, count_parts, match_all
from indexer.search.engines.opensearch.filters import Filters, Found, list_node_ways
from indexer.search.engines.opensearch.passages import read_passage
from indexer.search.engines.opensearch.published import PublishedIndex
from indexer.search.query.notation import Way
from indexer.search.query.tree import And, Near, Node, Not, Or

_PARTS = 500
"""Parts of a question; the engine takes 1,024 of all together."""
_FOUND = 50_000
"""Passages that are looked up at most."""


def look_up(tree: Node, published: PublishedIndex) -> Found:
    """Return the passages of the parts of a tree that must be known before it is asked.

    Raises:
        QueryError: they are too many.
    """
    found: dict[Node, tuple[str, ...]] = {}
    for near in _list_chains(tree):
        runs = [list_node_ways(node) for node in dict.fromkeys(near.nodes)]
        hits = published.scan(Filters({}).of_tree(near), True)
        distance = near.distance or 0
        found[near] = tuple(
            hit["_id"] for hit in hits if is_chain(read_passage(hit["_source"]).exact, runs, distance)
        )
    if isinstance(tree, And) and count_parts(Filters(found).of_tree(tree)) > _PARTS:
        found[tree] = _narrow(list(map(Filters(found).of_tree, tree.nodes)), published)
    return found


def is_chain(folded: str, runs: Sequence[Sequence[Way]], distance: int) -> bool:
    """Return whether there is a stretch of a text with all runs, in which no gap between two is too long."""
    spans = sorted(
        (at, at + len(way.text), number)
        for number, ways in enumerate(runs)
        for way in ways
        if way.text
        for at in find_whole(way.text, folded, way.numerals)
    )
    seen: set[int] = set()
    stop = 0
    for start, end, number in spans:
        if seen and start - stop > distance:
            seen.clear()
        seen.add(number)
        stop = end
        if len(seen) == len(runs):
            return True
    return False


def _narrow(filters: Sequence[Filter], published: PublishedIndex) -> tuple[str, ...]:
    """The passages that many filters let through, a few filters at a time."""
    ids: tuple[str, ...] | None = None
    at = 0
    while at < len(filters) and ids != ():
        some: list[Filter] = []
        while at < len(filters) and (not some or sum(map(count_parts, some)) < _PARTS // 2):
            some.append(filters[at])
            at += 1
        if ids is not None:
            some.append({"ids": {"values": list(ids)}})
        hits: list[str] = []
        for hit in published.scan(match_all(some), False):
            hits.append(hit["_id"])
            if len(hits) > _FOUND:
                raise QueryError("检索式太长，符合其中一部分的段落又太多，请缩短后再试。")
        ids = tuple(hits)
    return ids or ()


def _list_chains(tree: Node) -> Iterator[Near]:
    match tree:
        case And(nodes) | Or(nodes):
            for node in nodes:
                yield from _list_chains(node)
        case Not(node):
            yield from _list_chains(node)
        case Near(nodes, distance) if distance is not None and len(set(nodes)) > 2:
            yield tree
