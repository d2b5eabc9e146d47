"""Finds commitments: the query language of the search, over all commitments held in memory.

Commitments are short and few beside the reports (some 40,000 in 70,000 sections), so their folded texts are
simply scanned, one word in 2 ms; a word found once is remembered. Facets are counted on arrays.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.commitments.classes import CommitmentClass
from indexer.commitments.record import Commitment
from indexer.commitments.search.columns import CLASSES, STATES, CommitmentColumns, Mask, SearchRow
from indexer.commitments.search.facets import OPEN, VERDICTS, MatchingRows, count_facets
from indexer.commitments.search.results import CommitmentFilter, CommitmentResults
from indexer.commitments.vocabulary import list_topics
from indexer.errors import QueryError
from indexer.search.analysis import query_analyzer
from indexer.search.query.tree import (
    And,
    InDistricts,
    InSections,
    InYears,
    Node,
    Not,
    OfKinds,
    Or,
    Phrase,
    Query,
    Sort,
    Words,
)
from indexer.text.fold import fold
from indexer.verdict import Verdict


class CommitmentSearch:
    """All commitments of one state of the catalogue, ready to be searched."""

    def __init__(self, rows: Iterable[SearchRow]) -> None:
        self._columns = CommitmentColumns(rows)

    def find(
        self,
        query: Query,
        wanted: CommitmentFilter,
        verdicts: Mapping[str, Verdict],
        load: Callable[[list[int]], tuple[Commitment, ...]],
    ) -> CommitmentResults:
        """One page of the commitments that match, with facets.

        Args:
            query: words, years (promised for), districts; a word is looked for in the commitments themselves.
            verdicts: the verdicts that count, by key.
            load: gives the commitments of these numbers.
        """
        began = time.perf_counter()
        matches, ordered = self._find(query, wanted, verdicts)
        total = len(ordered)
        start = self._start(query, wanted, ordered)
        page = ordered[start : start + query.limit]
        commitments = load([int(self._columns.numbers[place]) for place in page])
        facets = count_facets(query, wanted, matches)
        took = (time.perf_counter() - began) * 1000
        return CommitmentResults(
            query.typed,
            total,
            query.page if not (wanted.after or wanted.before) else start // query.limit + 1,
            -(-total // query.limit),
            took,
            commitments,
            facets,
            start,
        )

    def list_numbers(
        self, query: Query, wanted: CommitmentFilter, verdicts: Mapping[str, Verdict]
    ) -> list[int]:
        """The catalogue's numbers of all commitments that match, in the query's order (see `find`)."""
        ordered = self._find(query, wanted, verdicts)[1]
        return [int(number) for number in self._columns.numbers[ordered]]

    def _find(
        self, query: Query, wanted: CommitmentFilter, verdicts: Mapping[str, Verdict]
    ) -> tuple[MatchingRows, NDArray[np.intp]]:
        """What matches, and all of it in the query's order."""
        scores = np.zeros(len(self._columns.texts))
        matched = self._match(query.tree, scores)
        judged = self._judged(verdicts)
        matches = MatchingRows(self._columns, matched, self._masks(query, wanted, judged), judged)
        return matches, self._ordered(np.flatnonzero(matches.under()), query.sort, scores)

    def _start(self, query: Query, wanted: CommitmentFilter, ordered: NDArray[np.intp]) -> int:
        """How many commitments stand before the wanted page."""
        key = wanted.after or wanted.before
        if not key:
            return (query.page - 1) * query.limit
        found = np.flatnonzero(ordered == self._columns.places.get(key, -1))
        if not len(found):
            raise QueryError("网址中所指的承诺已不在这次查找的结果里，请从第一页重新翻起。")
        at = int(found[0])
        return at + 1 if wanted.after else max(0, at - query.limit)

    def _match(self, node: Node, scores: NDArray[np.float64]) -> Mask:
        """Which commitments a node matches; adds to their scores."""
        if isinstance(node, Words | Phrase):
            return self._said(node, scores)
        if isinstance(node, And | Or):
            masks = (self._match(part, scores) for part in node.nodes)
            return _all_of(masks) if isinstance(node, And) else reduce(np.logical_or, masks)
        if isinstance(node, Not):
            return ~self._match(node.node, np.zeros_like(scores))
        if isinstance(node, InYears):
            return self._columns.in_years(node.years)
        if isinstance(node, InDistricts):
            return self._columns.in_districts(node.districts)
        if isinstance(node, InSections):
            return np.isin(self._columns.sections, node.sections)
        if isinstance(node, OfKinds):
            return np.isin(self._columns.kinds, [kind.value for kind in node.kinds])
        return np.ones(len(self._columns.texts), dtype=bool)

    def _said(self, node: Words | Phrase, scores: NDArray[np.float64]) -> Mask:
        folded = fold(node.text)
        words = [] if isinstance(node, Phrase) else [token.text for token in query_analyzer(folded)]
        has = self._columns.titled if node.field else self._columns.has
        mask = has(folded)
        words = list(dict.fromkeys(words))
        if len(words) > 1:
            mask = mask | _all_of(map(has, words))
        if node.field or not mask.any():
            return mask
        weight = (1 + 0.5 * self._columns.has(folded)) / (1 + self._columns.lengths / 80)
        for word in words or [folded]:
            said = self._columns.has(word)
            scores += said * (np.log(1 + len(said) / (0.5 + np.count_nonzero(said))) * weight)
        return mask

    def _judged(self, verdicts: Mapping[str, Verdict]) -> NDArray[np.int8]:
        """The verdict on each commitment, as its number in `VERDICTS`."""
        known = list(VERDICTS)
        judged = np.full(len(self._columns.texts), known.index(OPEN), dtype=np.int8)
        for key, verdict in verdicts.items():
            if (place := self._columns.places.get(key)) is not None:
                judged[place] = known.index(verdict.value)
        return judged

    def _masks(self, query: Query, wanted: CommitmentFilter, judged: NDArray[np.int8]) -> dict[str, Mask]:
        masks: dict[str, Mask] = {"repeated": ~self._columns.repeated}
        if query.years:
            masks["year"] = self._columns.in_years(query.years)
        if query.districts:
            masks["district"] = self._match(InDistricts(query.districts), np.zeros(0))
        if wanted.topics:
            chosen = [number for number, name in enumerate(list_topics()) if name in wanted.topics]
            masks["topic"] = np.logical_or.reduce(self._columns.topics[chosen], axis=0)
        if wanted.having:
            masks["having"] = reduce(np.logical_and, (self._columns.having[name] for name in wanted.having))
        if wanted.states:
            masks["state"] = np.isin(self._columns.states, [STATES.index(value) for value in wanted.states])
        if wanted.verdicts:
            masks["verdict"] = np.isin(judged, [list(VERDICTS).index(value) for value in wanted.verdicts])
        if wanted.classes:
            masks["class"] = np.isin(
                self._columns.classes, [CLASSES.index(CommitmentClass(value)) for value in wanted.classes]
            )
        return masks

    def _ordered(self, hits: NDArray[np.intp], sort: Sort, scores: NDArray[np.float64]) -> NDArray[np.intp]:
        ranks = self._columns.ranks[hits]
        if sort is Sort.RELEVANCE and scores.any():
            return hits[np.lexsort((ranks, -scores[hits]))]
        if sort is not Sort.OLDEST:
            return hits[np.argsort(ranks)]
        made = self._columns.made[hits].astype(np.int64)
        return hits[np.lexsort((ranks, np.where(made == 0, 10_000, made)))]


def _all_of(masks: Iterable[Mask]) -> Mask:
    """What is in all masks; once nothing is left, no more are worked out: each is a look at all texts."""
    found: Mask | None = None
    for mask in masks:
        found = mask if found is None else found & mask
        if not found.any():
            break
    assert found is not None  # a node has parts, a text has words
    return found
