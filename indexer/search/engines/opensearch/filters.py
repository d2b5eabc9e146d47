"""What a query means, as filters of the engine: which passages match, whatever they score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from indexer.search.analysis import query_words
from indexer.search.engines.opensearch.choices import be_about, be_in_sections, be_of_kinds, be_of_years
from indexer.search.engines.opensearch.clauses import (
    EVERYTHING,
    NOTHING,
    Filter,
    match_all,
    match_any,
    match_no,
)
from indexer.search.engines.opensearch.mapping import ANY_WORDS, EXACT, WORDS
from indexer.search.engines.opensearch.tokens import SENTENCE_END, encode, make_characters, make_query
from indexer.search.query.notation import Way, list_ways, normalize
from indexer.search.query.tree import (
    About,
    And,
    Everything,
    InDistricts,
    InSections,
    InYears,
    Near,
    Node,
    Not,
    OfKinds,
    Or,
    Phrase,
    Synonyms,
    Words,
)
from indexer.search.weights import Term
from indexer.text.fold import fold

Found = Mapping[Node, Sequence[str]]
"""Passages that parts of a tree match, by their ids, where they had to be looked up before."""


class Filters:
    """Makes filters of trees.

    Attributes:
        found: what was looked up before of trees.
    """

    def __init__(self, found: Found) -> None:
        self.found = found

    def of_tree(self, tree: Node) -> Filter:
        """Return what a tree matches."""
        if tree in self.found:
            return {"ids": {"values": list(self.found[tree])}}
        match tree:
            case Words(text, field):
                return _find_words(fold(text), field)
            case Phrase(text, field):
                return contain(fold(text), field)
            case Synonyms(words, others):
                return match_any([self.of_tree(words), *(self.of_tree(Phrase(other)) for other in others)])
            case About(words, fact, only):
                return self.of_tree(fact) if only else match_any([self.of_tree(words), self.of_tree(fact)])
            case And(nodes):
                return match_all(map(self.of_tree, nodes))
            case Or(nodes):
                return match_any(map(self.of_tree, nodes))
            case Not(node):
                return match_no(self.of_tree(node))
            case Near(nodes):
                return match_all([*map(self.of_tree, nodes), self._stand_near(tree)])
            case InYears(years):
                return be_of_years(years)
            case InDistricts(districts):
                return be_about(districts)
            case InSections(sections):
                return be_in_sections(sections)
            case OfKinds(kinds):
                return be_of_kinds(kinds)
            case Everything():
                return EVERYTHING

    def of_term(self, term: Term) -> Filter:
        """Return the passages that have a term of free text."""
        return stand_as_word(fold(term.text)) if isinstance(term, Words) else self.of_tree(term)

    def _stand_near(self, tree: Near) -> Filter:
        runs = [list_node_ways(node) for node in dict.fromkeys(tree.nodes)]
        intervals = [_any_interval(ways) for ways in runs]
        rule: Filter = {"intervals": intervals}
        if tree.distance is None:
            rule["filter"] = {"not_containing": {"match": {"query": SENTENCE_END, "analyzer": "whitespace"}}}
        else:  # of more than two runs all gaps together: more passages than are meant
            rule["max_gaps"] = tree.distance * max(len(runs) - 1, 1)
        return {"intervals": {EXACT[""]: {"all_of": rule}}}


def list_node_ways(node: Words | Phrase) -> tuple[Way, ...]:
    """Return the ways in which what is near others is written; in quotes as it was typed."""
    run = fold(node.text)
    return (Way(run),) if isinstance(node, Phrase) else list_ways(run)


def contain(run: str, field: str = "", numerals: bool = False) -> Filter:
    """Return the passages one line of which contains a folded run, numbers whole; Chinese ones too if
    `numerals`.
    """
    if not run or "\n" in run:
        return NOTHING
    positions = make_query(run, numerals)
    if " " not in positions:
        return {"term": {EXACT[field]: {"value": positions}}}
    return {"match_phrase": {EXACT[field]: {"query": positions, "analyzer": "whitespace"}}}


def have_word(word: str, field: str) -> Filter:
    """Return the passages that have a word in a field, as our analysis cuts it; in any for ""."""
    return {"term": {WORDS[field] if field else ANY_WORDS: {"value": encode(word)}}}


def stand_as_word(word: str, field: str = "") -> Filter:
    """Return the passages in which a word counts: where its characters stand, however the text around them
    was cut; a single character where it is a word.
    """
    if len(word) < 2 and not word.isdecimal():
        return have_word(word, field)
    found = spell(word, field)
    if field:
        return found
    if word[0].isdecimal() or word[-1].isdecimal():
        return match_any([contain(word, "title"), found])
    return match_any([have_word(word, "title"), found])


def spell(run: str, field: str = "") -> Filter:
    """Return the passages that contain a run, its numbers in any notation."""
    return match_any(contain(way, field, numerals) for way, numerals in list_ways(run))


def _find_words(run: str, field: str) -> Filter:
    """All words of a run, each in any field; or the run itself."""
    if len(run) == 1:
        return contain(run, field)
    cut = [query_words(way) for way in dict.fromkeys((run, normalize(run)))]
    each = [match_all(stand_as_word(word, field) for word in words) for words in cut if words]
    return match_any([*each, spell(run, field)])


def _any_interval(ways: Iterable[Way]) -> Filter:
    intervals = [
        {
            "match": {
                "query": make_characters(way.text, way.numerals),
                "ordered": True,
                "max_gaps": 0,
                "analyzer": "whitespace",
            }
        }
        for way in ways
        if way.text and "\n" not in way.text
    ]
    return intervals[0] if len(intervals) == 1 else {"any_of": {"intervals": intervals}}
