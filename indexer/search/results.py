"""What a search gives back: hits, facets and snippets, as spans and never as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from indexer.report.anchor import format_anchor
from indexer.search.facets.values import FacetValue, FacetValues, facets_to_json
from indexer.search.groups import Groups, NoGroups
from indexer.search.hints import Hints
from indexer.search.query.tree import Grasp, Query, Understood
from indexer.text.fold import fold

_quoted = lru_cache(1024)(quote)


class Span(NamedTuple):
    """A stretch of source text, and whether the query matched it."""

    text: str
    hit: bool = False


class Snippet(NamedTuple):
    """A slice of one passage: the spans joined are a part of its text.

    Attributes:
        spans: the slice, cut where a hit begins or ends.
        line: number of the line (see `Section`) in which the first hit is.
        before: text of the passage is before the slice.
        after: text of the passage is after it.
    """

    spans: tuple[Span, ...]
    line: int
    before: bool = False
    after: bool = False

    @property
    def text(self) -> str:
        """The slice itself."""
        return "".join(span.text for span in self.spans)


class Hit(NamedTuple):
    """A passage that matches.

    Attributes:
        report: the report's id.
        section: statutory number 1–6.
        heading: the section's heading in the report's own words.
        region: path of region names from the top, () where unknown.
        district: last of the path, "" where unknown.
        score: BM25F; 0.0 where nothing is scored.
        damage: number of damaged places in the passage (mended, guessed or left): its text is not
            in every character the source's.
        partial: it has only a part of what was asked for.
        title_spans, heading_spans: title and heading, cut where the query matches them.
        recognised: some of the passage was recognised in a picture, and may be read wrong.
        more: further hits of the report on other pages, with the last hit of the report on a page; else 0.
    """

    report: str
    title: str
    year: int | None
    district: str
    region: tuple[str, ...]
    body: str
    kind: str
    section: int
    heading: str
    score: float
    snippet: Snippet
    damage: int = 0
    partial: bool = False
    title_spans: tuple[Span, ...] = ()
    heading_spans: tuple[Span, ...] = ()
    more: int = 0
    recognised: bool = False

    @property
    def anchor(self) -> str:
        """Anchor of the paragraph that the snippet begins in."""
        return format_anchor(self.section, self.snippet.line)

    def url(self, typed: str) -> str:
        """Path of the paragraph on the portal, with the query for highlighting."""
        query = f"?q={_quoted(typed)}" if typed else ""
        return f"/reports/{_quoted(self.report)}{query}#{self.anchor}"


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits with the facets of all hits.

    Attributes:
        typed: the query as typed.
        total: number of hits on all pages.
        page: number of this page, from 1; a page past the end has no hits.
        pages: number of pages, 0 without hits.
        took_ms: time that the engine took, milliseconds.
        facets: by name: `year`, `district`, `section`, `kind`.
        suggestion: another query that has hits, where this one has none.
        total_partial: number of passages with a part of the query; they come after the others. Facets count
            the others, and these only where there are no others.
        understood: what of the query was taken for a place, a year and the like.
        hints: what a person is told beside the hits.
        groups: all hits by report, place and year.
        interpreted: the query as it was understood and answered, slips corrected; None where an engine was
            asked directly.
    """

    typed: str
    total: int
    page: int
    pages: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, FacetValues]
    suggestion: str | None = None
    total_partial: int = 0
    understood: tuple[Understood, ...] = ()
    hints: Hints = field(default_factory=Hints)
    groups: Groups = field(default_factory=NoGroups, compare=False, repr=False)
    interpreted: Query | None = field(default=None, compare=False, repr=False)

    @property
    def searched(self) -> str:
        """The words that were searched for: those typed, with slips corrected."""
        corrections = [each for each in self.understood if each.grasp is Grasp.CORRECTION]
        searched = fold(self.typed) if corrections else self.typed
        for each in corrections:
            if each.typed not in searched:  # letters that were typed apart
                return " ".join(other.values[0] for other in corrections)
            searched = searched.replace(each.typed, each.values[0])
        return searched

    def near(self, facet: str) -> Sequence[FacetValue]:
        """The values of a facet that a reader needs first (see `FacetValues.near`)."""
        values = self.facets.get(facet)
        return values.near() if values is not None else ()

    def to_json(self) -> dict[str, Any]:
        """The answer of `/api/search` and `nianbao search --json`."""
        return {
            "query": self.typed,
            "total": self.total,
            "page": self.page,
            "pages": self.pages,
            "took_ms": round(self.took_ms, 2),
            "hits": [
                {
                    "report": hit.report,
                    "title": hit.title,
                    "year": hit.year,
                    "district": hit.district,
                    "region": list(hit.region),
                    "body": hit.body,
                    "kind": hit.kind,
                    "section": hit.section,
                    "heading": hit.heading,
                    "url": hit.url(self.typed),
                    "score": round(hit.score, 4),
                    "snippet": [{"text": s.text, "hit": s.hit} for s in hit.snippet.spans],
                    "damage": hit.damage,
                    "recognised": hit.recognised,
                    "partial": hit.partial,
                }
                for hit in self.hits
            ],
            "facets": facets_to_json(self.facets),
            "suggestion": self.suggestion,
            "total_partial": self.total_partial,
            "understood": [
                {"as": each.grasp.value, "typed": each.typed, "values": list(each.values)}
                for each in self.understood
            ],
            **self.hints.to_json(),
        }
