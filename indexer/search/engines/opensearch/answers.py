"""Answers a query from one published state of an index."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from indexer.search import snippet
from indexer.search.engines.opensearch.choices import choose
from indexer.search.engines.opensearch.clauses import Filter, match_all
from indexer.search.engines.opensearch.cluster import Document
from indexer.search.engines.opensearch.counting import Counts
from indexer.search.engines.opensearch.filters import Filters
from indexer.search.engines.opensearch.groups import ClusterGroups
from indexer.search.engines.opensearch.hits import HitReader, MatchedStretch, RankedPassage, make_sort
from indexer.search.engines.opensearch.looking import look_up
from indexer.search.engines.opensearch.passages import FetchedPassage, read_passage
from indexer.search.engines.opensearch.plans import Plan, plan_query
from indexer.search.engines.opensearch.published import PublishedIndex, make_facet_requests
from indexer.search.facets.counting import SECTIONS, Counted, FoundFacets
from indexer.search.hit_order import BLOCK, choose_sort, count_more, number_block, spread_reports
from indexer.search.needles import Needle, find_needles
from indexer.search.query.relaxation import relax
from indexer.search.query.tree import Query, Sort
from indexer.search.query.values import MAX_LIMIT
from indexer.search.results import Hit, Results
from indexer.search.weights import LEAST_COVER
from indexer.text.fold import fold_with_offsets

_READ = 500
"""Passages read together."""


class _ListedHits(NamedTuple):
    """The hits of some pages: those with all of the query first."""

    passages: tuple[RankedPassage, ...]
    with_all: int
    total: int
    total_partial: int
    counted: Counted


class ClusterAnswers:
    """Answers queries. May be shared by threads."""

    def __init__(self, published: PublishedIndex) -> None:
        self.published = published
        self._reader = HitReader(published.search)

    def answer(self, query: Query, took_ms: Callable[[], float]) -> Results:
        """Return the results of a query.

        Args:
            took_ms: time since it was asked, ms.
        """
        filters = Filters(look_up(query.tree, self.published))
        plan = self.published.counter.make(lambda counts: plan_query(query, filters, counts))
        least = self._find_least(plan)
        listed = self._list(query, plan, least)
        hits = self._show(query, plan, listed, least)
        total, total_partial = listed.total, listed.total_partial
        return Results(
            typed=query.typed,
            total=total,
            page=query.page,
            pages=-(-(total + total_partial) // query.limit),
            took_ms=took_ms(),
            hits=hits,
            facets=FoundFacets(query, self.published.axes, listed.counted).by_name(),
            suggestion=None if total or total_partial else self._suggest(query, filters),
            total_partial=total_partial,
            understood=query.understood,
            groups=ClusterGroups(self._ask_again(plan, query, bool(total), least), query, self.published),
        )

    def _find_least(self, plan: Plan) -> float:
        """The share of the query that a passage covers at least."""
        if not plan.is_pasted():
            return LEAST_COVER
        body = {"size": 1, "query": plan.ask_cover(self.published.restrict()), "_source": False}
        return plan.choose_least(self.published.search(body)["hits"]["max_score"] or 0.0)

    def _list(self, query: Query, plan: Plan, least: float) -> _ListedHits:
        """The hits of the pages beside the query's and its own, and what facets count."""
        size = query.limit * BLOCK if _is_spread(query) else query.limit
        first = number_block(query) * size if _is_spread(query) else (query.page - 1) * size
        sort = choose_sort(query)
        body: Document = {
            "query": plan.ask_whole(self.published.restrict()),
            "post_filter": choose(query),
            "sort": make_sort(sort),
            "aggs": make_facet_requests(choose(query, "others"), choose(query, "district")),
        }
        whole = self._read(body, first, first + size)
        passages, counted = whole.passages, self._count(whole.answer)
        if plan.some is None:
            return _ListedHits(passages, len(passages), whole.total, 0, counted)
        body["query"] = plan.ask_partial(self.published.restrict(), least)
        if whole.total:
            del body["aggs"]
        if sort is Sort.RELEVANCE:
            del body["sort"]
            body["rescore"] = plan.rescore()
        part = self._read(body, max(0, first - whole.total), first + size - whole.total)
        rest = part.passages
        if sort is Sort.RELEVANCE:  # equal ones come in no order from the second scoring
            rest = tuple(sorted(rest, key=lambda each: (-each.score, each.report, _order(each.id))))
        if not whole.total:
            less = self._count(part.answer)
            counted = less if less.cells.any() or less.regions.any() else counted
        return _ListedHits((*passages, *rest), len(passages), whole.total, part.total, counted)

    def _read(self, body: Document, start: int, end: int) -> MatchedStretch:
        return self._reader.read(body, start, end, json.dumps(body, sort_keys=True))

    def _count(self, answer: Document) -> Counted:
        axes, found = self.published.axes, answer["aggregations"]
        cells = np.zeros(axes.axes.shape, np.int32)
        kinds = {kind: at for at, kind in enumerate(axes.axes.kinds)}
        years = {year: at for at, year in enumerate(axes.axes.years)}
        for year in found["cells"]["year"]["buckets"]:
            for section in year["section"]["buckets"]:
                for kind in section["kind"]["buckets"]:
                    place = years[year["key"]], min(section["key"], SECTIONS - 1), kinds[kind["key"]]
                    cells[place] += kind["doc_count"]
        counts = {each["key"]: each["doc_count"] for each in found["regions"]["region"]["buckets"]}
        regions = np.array([counts.get(region, 0) for region in axes.regions], np.int32)
        return Counted(cells.ravel(), regions)

    def _show(self, query: Query, plan: Plan, listed: _ListedHits, least: float) -> tuple[Hit, ...]:
        """The hits of the query's page."""
        reports = [passage.report for passage in listed.passages]
        at: Sequence[int] = range(len(reports))
        start, end = 0, query.limit
        if _is_spread(query):
            first = number_block(query) * query.limit * BLOCK
            start, end = (query.page - 1) * query.limit - first, query.page * query.limit - first
            if choose_sort(query) is Sort.RELEVANCE:
                at = spread_reports(reports, listed.with_all, query.limit, end)
        page = at[start:end]
        of_report = self._count_reports(query, plan, listed, page, least)
        more = count_more(page, reports, of_report, listed.with_all)
        needles = find_needles(query.tree)
        hits: list[Hit] = []
        for begin in range(0, len(page), _READ):
            here = page[begin : begin + _READ]
            kept = self.published.read_passages([listed.passages[each].id for each in here])
            for number, each in enumerate(here, begin):
                passage = listed.passages[each]
                is_partial = each >= listed.with_all
                score = (
                    passage.score + is_partial
                )  # as the embedded engine has it: below one nothing was scored
                stored = read_passage(kept[passage.id])
                hits.append(_make_hit(needles, stored, score, is_partial)._replace(more=more[number]))
        return tuple(hits)

    def _count_reports(
        self, query: Query, plan: Plan, listed: _ListedHits, page: Sequence[int], least: float
    ) -> list[int]:
        """For each hit of a page how many hits of its kind, with all or with a part, its report has."""
        counted: dict[tuple[bool, str], int] = {}
        if not _is_spread(query):
            return [0] * len(page)
        for with_part in (False, True):
            reports = {listed.passages[at].report for at in page if (at >= listed.with_all) is with_part}
            if not reports:
                continue
            ask = self._ask_again(plan, query, not with_part, least)
            names = sorted(reports)
            body = {
                "size": 0,
                "query": ask([{"terms": {"report": names}}]),
                "aggs": {"report": {"terms": {"field": "report", "size": len(names)}}},
            }
            for each in self.published.search(body)["aggregations"]["report"]["buckets"]:
                counted[with_part, each["key"]] = each["doc_count"]
        return [counted.get((at >= listed.with_all, listed.passages[at].report), 1) for at in page]

    def _ask_again(
        self, plan: Plan, query: Query, whole: bool, least: float
    ) -> Callable[[Sequence[Filter]], Document]:
        """What makes the question for the hits with all of a query, or a part, among some passages."""

        def ask(among: Sequence[Filter]) -> Document:
            kept = self.published.restrict(choose(query), *among)
            return plan.ask_whole(kept) if whole or plan.some is None else plan.ask_partial(kept, least)

        return ask

    def _suggest(self, query: Query, filters: Filters) -> str | None:
        for typed, relaxed in relax(query.tree):
            wanted = match_all([filters.of_tree(relaxed), choose(query)])
            if self.published.counter.make(partial(Counts.of, wanted=wanted)):
                return typed
        return None


def _is_spread(query: Query) -> bool:
    """Whether pages are arranged together: not where all hits are listed for a file."""
    return query.limit <= MAX_LIMIT


def _order(number: str) -> int:
    """The place of a passage in its report, as its id has it."""
    return int(number.rpartition(".")[2])


def _make_hit(needles: Sequence[Needle], passage: FetchedPassage, score: float, is_partial: bool) -> Hit:
    path = passage.path
    known = fold_with_offsets(passage.text)
    return Hit(
        passage.report,
        passage.title,
        passage.year,
        path[-1] if path else "",
        path,
        passage.body,
        passage.kind,
        passage.section,
        passage.heading,
        score,
        snippet.choose_snippet(needles, passage.text, passage.first, known=known),
        passage.damage,
        is_partial,
        snippet.mark(needles, passage.title),
        snippet.mark(needles, passage.heading),
        recognised=passage.recognised,
    )
