"""A query's tree over one snapshot, on arrays.

Words score by BM25F as Whoosh works it out (`whoosh.scoring.BM25F`: Robertson and Zaragoza, The
Probabilistic Relevance Framework, 2009; K1 1.2, B 0.75, idf ln(N / (n + 1)) + 1); what is exact or
a filter only selects. The same passages and the same scores as Whoosh's own matchers on the same index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from indexer.search.analysis import query_words
from indexer.search.engines.whoosh.coverage import MOST_SETS, WordCoverage
from indexer.search.engines.whoosh.matches import Chosen, Docs, Mask, Matches, Scores, give_no_score, unite
from indexer.search.engines.whoosh.passages import Passages
from indexer.search.engines.whoosh.schema import encode_text
from indexer.search.engines.whoosh.selection import Selection
from indexer.search.engines.whoosh.thresholds import find_lowest
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
from indexer.search.weights import list_fields, weigh_rarity
from indexer.text.fold import fold

_SLACK = np.float32(1.0001)
"""By how much sums of the same numbers differ at most, whatever their order."""


class Evaluation:
    """Evaluates trees; what was looked up for words and runs is kept. May be shared by threads."""

    def __init__(self, passages: Passages, cache_mb: int) -> None:
        """Keeps up to `cache_mb` MiB."""
        self._passages, self._selection = passages, Selection(passages, cache_mb)
        self.standing, self.containing = self._selection.standing, self._selection.containing

    def find(self, tree: Node) -> Matches:
        """The passages that a tree matches."""
        chosen, score = self._selection.select(tree), partial(self._score, tree)
        if isinstance(tree, _UNSCORED):
            return give_no_score(chosen)
        if isinstance(tree, Or) and len(tree.nodes) < MOST_SETS:
            return Matches(chosen, score, partial(self._find_foremost, tree))
        return Matches(chosen, score)

    def _score(self, tree: Node, docs: Docs) -> Scores:
        """The scores of passages that a tree matches, whose numbers ascend."""
        match tree:
            case Words(text, field) | Phrase(text, field):
                return self._score_run(fold(text), field, docs, self._selection.select(tree))
            case Synonyms() | About() | Or():
                return self._score_any(_list_scored(tree), docs)
            case _:
                scores = np.zeros(len(docs), np.float32)
                for node in _list_scored(tree):
                    scores += self._score(node, docs)
                return scores

    def _score_any(self, nodes: Sequence[Node], docs: Docs, matched: Iterable[Mask] = ()) -> Scores:
        """What passages are worth to those of some trees that match them.

        Args:
            matched: for each tree which of the passages it matches, where that is known.
        """
        scores = np.zeros(len(docs), np.float32)
        matched = matched or (self._selection.select(node).among(docs) for node in nodes)
        for node, which in zip(nodes, matched, strict=True):
            (at,) = which.nonzero()
            if len(at) == len(docs):
                scores += self._score(node, docs)
            else:
                scores[at] += self._score(node, docs[at])
        return scores

    def _score_run(self, run: str, field: str, docs: Docs, matched: Chosen) -> Scores:
        """What passages are worth to a run; the run itself scores like all its words once more.

        Args:
            docs: some of those that it matches.
        """
        scores = np.zeros(len(docs), np.float32)
        words = [encode_text(word) for word in query_words(run)]
        for name, boost in list_fields(field).items():
            self._passages.rank(name, words, boost, docs, scores)
        whole = self._selection.containing(run, field)
        if len(whole):
            worth = np.float32(self._weigh_run(run, field))
            scores += worth if whole is matched else worth * whole.among(docs)
        return scores

    def _weigh_run(self, run: str, field: str) -> float:
        """What the run itself is worth, beside its words.

        Each counts by the run's inverse document frequency (Whoosh's formula), which is no less
        than its words' own: so it outweighs words that merely stand about more often.
        """
        frequency, size = len(self._selection.containing(run, field)), self._passages.live_count
        return max(max(len(query_words(run)), 1) * weigh_rarity(size, frequency), 0.0) if frequency else 0.0

    # The foremost of many -----------------------------------------------------------------------

    def _find_foremost(self, tree: Or, found: Matches, most: int) -> Matches:
        """Some of the passages that have any of some trees (see `Matches.foremost`): not those of which it is
        known from the trees that match them that they score less.
        """
        nodes = _list_scored(tree)
        sets: list[Chosen] = [self._selection.select(node) for node in nodes]
        bounds = [self._bound(node) for node in nodes]
        for at, node in enumerate(nodes):
            if isinstance(node, Words) and not node.field:
                # Few words are in titles and headings, which count for more: these passages are scored apart.
                words = [encode_text(word) for word in query_words(fold(node.text))]
                for name, boost in list_fields("").items():
                    if name == "text" or len(sets) >= MOST_SETS - 1:
                        continue
                    there = unite([self._passages.with_word(name, word) for word in words])
                    if 0 < len(there) < len(sets[at]):
                        sets.append(there)
                        bounds.append(self._passages.bound(name, words, boost))
                        bounds[at] -= bounds[-1]
        coverage = WordCoverage(self._passages.size, sets).narrow(found.docs)
        of_class = coverage.sum_values([np.float32(bound) for bound in (*bounds, 0)]) * _SLACK
        of_class[: 1 << len(sets)] = -1

        def score_places(places: Docs) -> Scores:
            classes = coverage.classes.take(places)
            matched = [classes & (1 << at) != 0 for at in range(len(nodes))]
            return self._score_any(nodes, found.docs.take(places), matched)

        likely = of_class >= coverage.find_least(of_class, most)
        places = coverage.find(likely)
        scores = score_places(places)
        least = -find_lowest(-scores, most)
        more = coverage.find(~likely & (of_class >= max(least, np.float32(0))))
        scores = np.concatenate([scores, score_places(more)])
        places = np.concatenate([places, more])
        order = places.argsort(kind="stable")
        return Matches(Chosen(found.size, found.docs.take(places[order])), scores[order])

    def _bound(self, tree: Node) -> float:
        """What a passage that a tree matches scores at most."""
        if not isinstance(tree, Words | Phrase):
            return sum(map(self._bound, _list_scored(tree)))
        run = fold(tree.text)
        words = [encode_text(word) for word in query_words(run)]
        fields = list_fields(tree.field).items()
        of_words = sum(self._passages.bound(name, words, boost) for name, boost in fields)
        return of_words + self._weigh_run(run, tree.field)


def _list_scored(tree: Node) -> tuple[Node, ...]:
    """The parts of a tree of which a passage that has them is worth something."""
    match tree:
        case Synonyms(words, others):
            return (words, *map(Phrase, others))
        case About(words, _, only):
            return () if only else (words,)
        case And(nodes) | Near(nodes) | Or(nodes):
            return tuple(node for node in nodes if not isinstance(node, _UNSCORED))
        case _:
            return ()


_UNSCORED = (Not, InYears, InDistricts, InSections, OfKinds, Everything)
