"""Takes words as they were typed: each run in quotes, so that it is found character by character."""

from __future__ import annotations

from dataclasses import replace

from indexer.errors import QueryError
from indexer.search.query.relaxation import to_typed
from indexer.search.query.tree import And, Near, Node, Not, Or, Phrase, Query, Words
from indexer.text.fold import fold

_SIGNS = "，。；、：！？,;:!?…“”\"'（）()《》"


def make_exact(query: Query) -> Query:
    """Return a query whose words without quotes are phrases; its `typed` says so.

    Raises:
        QueryError: nothing is looked for, or only what must not be there.
    """
    if not is_text_sought(query):
        raise QueryError("请写要找的词语，例如：加装电梯。")
    tree = _quote(query.tree)
    return replace(query, typed=to_typed(tree), tree=tree)


def is_text_sought(query: Query) -> bool:
    """Whether `make_exact` has something to look for."""
    return bool(list_phrases(_quote(query.tree)))


def name_phrase(query: Query) -> str:
    """What was made exact as people write it: a single phrase without quotes."""
    return query.tree.text if isinstance(query.tree, Phrase) and not query.tree.field else query.typed


def list_phrases(tree: Node) -> tuple[str, ...]:
    """Return the folded phrases that a tree looks for in texts, without those that must not be there."""
    match tree:
        case And(nodes) | Or(nodes) | Near(nodes):
            return tuple(dict.fromkeys(text for node in nodes for text in list_phrases(node)))
        case Words(text, field) | Phrase(text, field) if not field and fold(text):
            return (fold(text),)
    return ()


def _quote(tree: Node) -> Node:
    match tree:
        case Words(text, field) if not field:
            return Phrase(text.strip(_SIGNS) or text)
        case Near(nodes, distance):
            return Near(tuple(Phrase(node.text, node.field) for node in nodes), distance)
        case And(nodes):
            return And(tuple(map(_quote, nodes)))
        case Or(nodes):
            return Or(tuple(map(_quote, nodes)))
        case Not(node):
            return Not(_quote(node))
    return tree
