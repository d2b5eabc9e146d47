"""Which terms of a query count, before its passages are ranked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, Self, TypeVar

from indexer.search.analysis import index_words
from indexer.search.query.tree import About, And, InDistricts, Node, Query, Words
from indexer.search.weights import MOST_TERMS, Term
from indexer.text.fold import fold


def sharpen(query: Query, has_all: Callable[[Sequence[Node]], bool]) -> Query:
    """Return a query whose facts are required where there are reports about just these: whoever names a place
    and a year, or a place and a kind, means the report about them, and what only mentions them has a part
    of what was asked for.

    Args:
        has_all: whether there is a passage that several trees match.
    """
    facts = [term.fact for term in query.terms if isinstance(term, About)]
    if len({type(fact) for fact in facts}) < 2 or not any(isinstance(f, InDistricts) for f in facts):
        return query
    if not has_all(facts):
        return query
    return replace(
        query,
        tree=_require_facts(query.tree),
        terms=tuple(replace(term, only=True) if isinstance(term, About) else term for term in query.terms),
    )


def split_unknown(query: Query, count: Callable[[Term], int]) -> Query:
    """Return a query in which a word that no text has counts as the words that it is made of: 人员不足 as
    人员 and 不足.

    Args:
        count: gives the number of passages that have a term.
    """
    terms: list[Term] = []
    for term in query.terms:
        parts = index_words(fold(term.text)) if isinstance(term, Words) else ()
        longer = [part for part in parts if 1 < len(part) < len(parts[0])] if parts else []
        if longer and not count(term):
            terms += map(Words, longer)
        else:
            terms.append(term)
    each_once = tuple(dict.fromkeys(terms))
    return query if each_once == query.terms else replace(query, terms=each_once)


class RatedTerm(Protocol):
    """A term with what an engine found it to be worth: a named tuple."""

    @property
    def worth(self) -> float:
        """Its inverse document frequency."""

    def _replace(self, *, worth: float) -> Self: ...


_Rated = TypeVar("_Rated", bound=RatedTerm)


def limit_unknown(terms: Sequence[_Rated], count: Callable[[_Rated], int]) -> list[_Rated]:
    """Return terms of which one that no passage has is worth no more than the rarest of the others. Its
    rarity in this archive is not known, and it must not make all else worthless: who asks whether a request
    要钱 is shown what is said of requests where nobody writes 要钱.

    Args:
        count: gives the number of passages that have a term.
    """
    known = [bool(count(term)) for term in terms]
    most = max((term.worth for term, is_known in zip(terms, known, strict=True) if is_known), default=None)
    if most is None:
        return list(terms)
    return [
        term if is_known else term._replace(worth=min(term.worth, most))
        for term, is_known in zip(terms, known, strict=True)
    ]


def choose_rarest(terms: Sequence[Term], count: Callable[[Term], int]) -> Sequence[Term]:
    """Return of many terms the rarest that stand anywhere: they tell where a text is from.

    Args:
        count: gives the number of passages that have a term.
    """
    if len(terms) <= MOST_TERMS:
        return terms
    sizes = [count(term) for term in terms]
    # Of equally rare ones some from everywhere: the golden ratio spreads them evenly.
    order = sorted(range(len(sizes)), key=lambda at: (not sizes[at], sizes[at], at * 0.618034 % 1))
    return [terms[at] for at in sorted(order[:MOST_TERMS])]


def _require_facts(tree: Node) -> Node:
    """A tree in which what names a fact is nothing but that fact."""
    if isinstance(tree, And):
        return And(tuple(map(_require_facts, tree.nodes)))
    return tree.fact if isinstance(tree, About) else tree
