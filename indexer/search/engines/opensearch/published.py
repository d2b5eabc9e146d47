"""One published state of an index: what is found in it, whatever was written since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from indexer.report.report import Region
from indexer.search.engines.opensearch.clauses import EVERYTHING, Filter, match_all
from indexer.search.engines.opensearch.cluster import Cluster, Document
from indexer.search.engines.opensearch.counting import Counter
from indexer.search.engines.opensearch.passages import parse_region
from indexer.search.facets.counting import SECTIONS, FacetAxes
from indexer.search.facets.divisions import DistrictTree, NameOf

MOST_REGIONS = 60_000
"""Divisions that are counted apart: all towns of the country."""
_MOST_YEARS, _MOST_KINDS = 500, 20
_MOST_BUCKETS = 2000
"""Values of one answer where all are listed."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A transaction that was published.

    Attributes:
        number: 0 where none was.
        replaced: reports of which what was added before is found no longer.
    """

    number: int
    replaced: tuple[str, ...]

    def make_filter(self) -> Filter:
        """Return what lets through what is published."""
        known: Filter = {"range": {"added": {"lte": self.number}}}
        if not self.replaced:
            return known
        return {"bool": {"filter": [known], "must_not": [self.make_replaced()]}}

    def make_replaced(self) -> Filter:
        """Return what lets through what it has replaced."""
        return match_all(
            [
                {"terms": {"report": list(self.replaced)}},
                {"range": {"added": {"lt": self.number}}},
            ]
        )


class Axes(NamedTuple):
    """What facets may count.

    Attributes:
        axes: the values of years, sections and kinds.
        districts: the tree of divisions.
        regions: the divisions as the index keeps them, in the order of `paths`.
        paths: the divisions.
    """

    axes: FacetAxes
    districts: DistrictTree
    regions: tuple[str, ...]
    paths: tuple[Region | None, ...]


class PublishedIndex:
    """One published state of an index. May be shared by threads.

    Attributes:
        counter: counts what filters let through in it.
        commit: the transaction that made it.
    """

    def __init__(self, cluster: Cluster, build: str, commit: Commit, name_of: NameOf) -> None:
        """Args:
        name_of: what the district filter calls a division, from its code and short name.
        """
        self._cluster, self.build, self.commit, self._name_of = cluster, build, commit, name_of
        self._visible = commit.make_filter()
        self.counter = Counter(self._count)

    def restrict(self, *filters: Filter) -> list[Filter]:
        """Return filters, and before them the one that lets through what is published."""
        return [self._visible, *(each for each in filters if each != EVERYTHING)]

    def search(self, body: Document) -> Document:
        """Answer one question; its query is to hold `restrict`."""
        return self._cluster.search(self.build, body)

    def search_many(self, bodies: Sequence[Document]) -> list[Document]:
        """Answer several questions, sent together; their queries are to hold `restrict`."""
        return self._cluster.search_many(self.build, bodies) if bodies else []

    def scan(self, found: Filter, source: bool | list[str]) -> Iterator[Document]:
        """Yield all passages that a filter lets through, by report and place in it."""
        body = {"query": {"bool": {"filter": self.restrict(found)}}, "_source": source}
        sort = [{name: "asc"} for name in ("report", "ordinal", "added", "serial")]
        return self._cluster.scan(self.build, body, sort)

    def list_values(
        self, found: Filter, fields: Sequence[str], details: Document | None = None
    ) -> Iterator[Document]:
        """Yield the different values of some fields of the passages that a filter lets through, with the
        number of these and what else is asked of them: `{"key": {field: value}, "doc_count": number, …}`.
        """
        query = {"bool": {"filter": self.restrict(found)}}
        yield from self.list_scored_values(query, fields, details)

    def list_scored_values(
        self, query: Document, fields: Sequence[str], details: Document | None = None
    ) -> Iterator[Document]:
        """Yield the same for a question that scores, which is to hold `restrict`."""
        composite: Document = {
            "size": _MOST_BUCKETS,
            "sources": [{name: {"terms": {"field": name}}} for name in fields],
        }
        while True:
            body = {
                "size": 0,
                "query": query,
                "aggs": {"values": {"composite": composite, **({"aggs": details} if details else {})}},
            }
            found = self.search(body)["aggregations"]["values"]
            yield from found["buckets"]
            if len(found["buckets"]) < _MOST_BUCKETS:
                return
            composite["after"] = found["after_key"]

    def read_passages(self, ids: Sequence[str]) -> dict[str, Document]:
        """Return what is kept of passages, by their ids."""
        body = {"size": len(ids), "query": {"ids": {"values": list(ids)}}}
        return {hit["_id"]: hit["_source"] for hit in self.search(body)["hits"]["hits"]} if ids else {}

    def list_reports(self) -> Iterator[str]:
        """Yield the ids of all reports."""
        for value in self.list_values(EVERYTHING, ["report"]):
            yield value["key"]["report"]

    def find_reports(self, wanted: Iterable[str]) -> set[str]:
        """Return those of some reports that are there."""
        found, names = set[str](), sorted(wanted)
        for first in range(0, len(names), _MOST_BUCKETS):
            among = {"terms": {"report": names[first : first + _MOST_BUCKETS]}}
            found.update(value["key"]["report"] for value in self.list_values(among, ["report"]))
        return found

    def read_token_counts(self, field: str, tokens: str) -> dict[str, int]:
        """Return in how many passages of a part of the index each of some tokens is."""
        return dict(self._cluster.count_pairs(self.build, field, tokens))

    @cached_property
    def axes(self) -> Axes:
        """What facets may count; asked once."""
        aggregations: dict[str, Any] = {
            "year": {"terms": {"field": "year", "size": _MOST_YEARS}},
            "kind": {"terms": {"field": "kind", "size": _MOST_KINDS}},
            "region": {"terms": {"field": "region", "size": MOST_REGIONS}},
        }
        body = {"size": 0, "query": {"bool": {"filter": self.restrict()}}, "aggs": aggregations}
        found = self.search(body)["aggregations"]
        values = {name: [each["key"] for each in found[name]["buckets"]] for name in aggregations}
        regions = tuple(sorted(values["region"]))
        paths = tuple(map(parse_region, regions))
        return Axes(
            FacetAxes(sorted(values["year"]), tuple(sorted(values["kind"]))),
            DistrictTree(paths, self._name_of),
            regions,
            paths,
        )

    def _count(self, filters: Sequence[Filter]) -> list[int]:
        named = {str(number): each for number, each in enumerate(filters)}
        body = {
            "size": 0,
            "query": {"bool": {"filter": self.restrict()}},
            "aggs": {"counted": {"filters": {"filters": named}}},
        }
        buckets = self.search(body)["aggregations"]["counted"]["buckets"]
        return [int(buckets[name]["doc_count"]) for name in named]


def make_facet_requests(choose_places: Filter, choose_others: Filter) -> Document:
    """Return what counts hits for facets: each under the choices in the others.

    Args:
        choose_places: the choice of divisions.
        choose_others: the other choices.
    """
    kinds = {"kind": {"terms": {"field": "kind", "size": _MOST_KINDS}}}
    sections = {"section": {"terms": {"field": "section", "size": SECTIONS + 1}, "aggs": kinds}}
    years = {"year": {"terms": {"field": "year", "size": _MOST_YEARS}, "aggs": sections}}
    return {
        "cells": {"filter": choose_places, "aggs": years},
        "regions": {
            "filter": choose_others,
            "aggs": {"region": {"terms": {"field": "region", "size": MOST_REGIONS}}},
        },
    }
