"""Which passages a query's tree matches, on arrays, those that are not deleted. What was looked up is kept.

A word that only deleted passages have is as one that none has, and as frequent as in the others: an archive
that reports were removed from answers as one that they were never added to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock

from cachetools import LRUCache

from indexer.search.analysis import query_words
from indexer.search.engines.whoosh.matches import Chosen, Mask, intersect, unite
from indexer.search.engines.whoosh.passages import Passages
from indexer.search.engines.whoosh.schema import encode_text
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
from indexer.search.weights import list_fields
from indexer.text.fold import fold


class Selection:
    """Looks up what trees match. May be shared by threads."""

    def __init__(self, passages: Passages, cache_mb: int) -> None:
        """Keeps up to `cache_mb` MiB."""
        self._passages = passages
        self._kept: LRUCache[tuple[str, str, str], Chosen] = LRUCache(
            cache_mb * 2**20, lambda chosen: chosen.nbytes
        )
        self._lock = Lock()

    def select(self, tree: Node) -> Chosen:
        """Return the passages that a tree matches."""
        match tree:
            case Words(text, field):
                return self._keep("words", fold(text), field, self._words)
            case Phrase(text, field):
                return self.containing(fold(text), field)
            case Synonyms(words, others):
                return unite([self.select(words), *(self.select(Phrase(other)) for other in others)])
            case About(words, fact, only):
                return self.select(fact) if only else unite([self.select(words), self.select(fact)])
            case And(nodes):
                return intersect(self._until_none(map(self.select, nodes)))
            case Or(nodes):
                return unite([self.select(node) for node in nodes])
            case Not(node):
                return self._filter(~self.select(node).mask)
            case Near(nodes, distance):
                docs = intersect(self._until_none(map(self.select, nodes))).docs
                near = self._passages.near([_ways(node) for node in dict.fromkeys(nodes)], distance)
                return Chosen(self._passages.size, docs.compress(near.among(docs)))
            case InYears(years):
                return self._filter(self._passages.in_years(years))
            case InDistricts(districts):
                return self._filter(self._passages.in_districts(districts))
            case InSections(sections):
                return self._filter(self._passages.in_sections(sections))
            case OfKinds(kinds):
                return self._filter(self._passages.of_kinds(kinds))
            case Everything():
                return self._leave_live(self._passages.everything)

    def _until_none(self, sets: Iterable[Chosen]) -> list[Chosen]:
        """Sets up to the first that is empty: no more is needed to see that they have nothing in common."""
        found: list[Chosen] = []
        for each in sets:
            found.append(each)
            if not len(each):
                break
        return found

    def _filter(self, mask: Mask) -> Chosen:
        live = self._passages.live
        return Chosen(self._passages.size, mask=mask if live is None else mask & live)

    def _leave_live(self, found: Chosen) -> Chosen:
        live = self._passages.live
        if live is None:
            return found
        if found.many:
            return Chosen(found.size, mask=found.mask & live)
        return Chosen(found.size, found.docs.compress(live[found.docs]))

    def _words(self, run: str, field: str) -> Chosen:
        """All words of a run, each in any field; or the run itself."""
        if len(run) == 1:
            return self.containing(run, field)
        cut = [query_words(way) for way in dict.fromkeys((run, normalize(run)))]
        each = [
            intersect(self._until_none(self.standing(word, field) for word in words))
            for words in cut
            if words
        ]
        if cut[0] == (run,):  # a word, which is where it is spelled
            return unite(each)
        return unite([*each, self._spelled(run, field)])

    def standing(self, word: str, field: str = "") -> Chosen:
        """A word counts where its characters stand, however the text around them was segmented there.

        The title is the one field that not all passages of a report keep the characters of.
        """
        if len(word) < 2 and not word.isdecimal():
            return self._as_word(word, field)
        found = self._spelled(word, field)
        if field:
            return found
        if word[0].isdecimal() or word[-1].isdecimal():
            return unite([self.containing(word, "title"), found])
        return unite([self._leave_live(self._passages.with_word("title", encode_text(word))), found])

    def _as_word(self, word: str, field: str) -> Chosen:
        found = (self._passages.with_word(name, encode_text(word)) for name in list_fields(field))
        return unite([self._leave_live(each) for each in found])

    def _spelled(self, run: str, field: str) -> Chosen:
        """Passages that contain a run, its numbers in any notation; single digits only as they are."""
        return unite(
            [
                self._keep("numerals", way, field, self._numerals)
                if numerals
                else self.containing(way, field)
                for way, numerals in list_ways(run)
            ]
        )

    def _numerals(self, run: str, field: str) -> Chosen:
        return self._passages.containing(run, field, numerals=True)

    def containing(self, run: str, field: str) -> Chosen:
        """Return the passages in which a folded run is."""
        return self._keep("run", run, field, self._passages.containing)

    def _keep(self, kind: str, text: str, field: str, find: Callable[[str, str], Chosen]) -> Chosen:
        key = (kind, text, field)
        with self._lock:
            found: Chosen | None = self._kept.get(key)
        if found is None:
            found = self._leave_live(find(text, field))
            with self._lock:
                if found.nbytes <= self._kept.maxsize:
                    self._kept[key] = found
        return found


def _ways(node: Words | Phrase) -> tuple[Way, ...]:
    """The ways in which what is near others is written; in quotes as it was typed."""
    run = fold(node.text)
    return (Way(run),) if isinstance(node, Phrase) else list_ways(run)
