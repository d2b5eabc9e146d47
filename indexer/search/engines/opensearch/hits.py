"""Hits of one question in order: a stretch of them, however far down it begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cachetools import LRUCache

from indexer.search.engines.opensearch.cluster import Document
from indexer.search.query.tree import Sort

WITHIN = 10_000
"""Hits among which the engine finds a stretch by itself (`index.max_result_window`)."""
_REMEMBERED = 64
"""Places from which it is known how a list goes on."""

Ask = Callable[[Document], Document]


class RankedPassage(NamedTuple):
    """A passage in the list of hits."""

    id: str
    report: str
    score: float


class MatchedStretch(NamedTuple):
    """Some of the hits, and the whole answer in which they came."""

    passages: tuple[RankedPassage, ...]
    answer: Document

    @property
    def total(self) -> int:
        """Number of all hits."""
        return int(self.answer["hits"]["total"]["value"])


def make_sort(sort: Sort) -> list[Document]:
    """Return what hits are ordered by; equal ones by report and position in it."""
    by = {
        Sort.RELEVANCE: [{"_score": "desc"}],
        Sort.NEWEST: [{"year": "desc"}],
        Sort.OLDEST: [{"oldest": "asc"}],
    }[sort]
    return [*by, {"report": "asc"}, {"ordinal": "asc"}]


class HitReader:
    """Reads stretches of hits; who goes on where another ended does not begin anew. Threads may share it."""

    def __init__(self, ask: Ask) -> None:
        """Args:
        ask: answers one question.
        """
        self._ask = ask
        self._places: LRUCache[tuple[str, int], list[Any]] = LRUCache(_REMEMBERED)

    def read(self, body: Document, start: int, end: int, known: str) -> MatchedStretch:
        """Return the hits from one number to another.

        Args:
            body: the question, with its `sort` where they are not in the order of a second scoring.
            known: what the question is known by, to go on later.
        """
        asked = {
            **body,
            "size": max(end - start, 0),
            "from": start,
            "track_total_hits": True,
            "track_scores": True,
            "_source": False,
            "docvalue_fields": ["report"],
        }
        if end <= WITHIN or end <= start:
            if end <= start:
                asked["from"] = 0
            answer = self._ask(asked)
            return MatchedStretch(_read_hits(answer), answer)
        return self._read_far(asked, start, end, known)

    def _read_far(self, asked: Document, start: int, end: int, known: str) -> MatchedStretch:
        """The same by walking there from where it is known how the list goes on."""
        asked = {**asked, "from": 0}
        if asked.pop("rescore", None):  # it orders the first few thousand, and nobody turns as many pages
            asked["sort"] = make_sort(Sort.RELEVANCE)
        at = max((place for key, place in list(self._places) if key == known and place <= start), default=0)
        if at:
            asked["search_after"] = self._places[known, at]
        passages: list[RankedPassage] = []
        while True:
            asked["size"] = min(WITHIN, (start if at < start else end) - at)
            answer = self._ask(asked)
            hits = answer["hits"]["hits"]
            if at >= start:
                passages += _read_hits(answer)
            at += len(hits)
            if len(hits) < asked["size"] or at >= end:
                if hits:
                    self._places[known, at] = hits[-1]["sort"]
                return MatchedStretch(tuple(passages), answer)
            asked["search_after"] = hits[-1]["sort"]


def _read_hits(answer: Document) -> tuple[RankedPassage, ...]:
    return tuple(
        RankedPassage(hit["_id"], hit["fields"]["report"][0], hit["_score"] or 0.0)
        for hit in answer["hits"]["hits"]
    )
