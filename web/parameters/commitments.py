"""What `/commitments` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer.commitments.filter import parse_commitment_filter
from indexer.commitments.record import CommitmentFilter
from indexer.search.query.tree import Query
from indexer.settings import Settings
from web.parameters.search import Asked

FACETS = ("topic", "having", "state", "verdict")
"""Parameters beside those of a search; each may repeat."""
NAMES = {
    "year": "承诺的年度",
    "district": "地区",
    "topic": "主题",
    "having": "写明了",
    "state": "下文",
    "verdict": "核对意见",
}
"""What people call all facets, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class CommitmentsAsked:
    """What an address asks for, as strings.

    Attributes:
        search: words, years, districts, order and page, as of a search.
        topic, having, state, verdict: chosen values.
    """

    search: Asked = field(default_factory=Asked)
    topic: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> CommitmentsAsked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored."""
        chosen = (tuple(dict.fromkeys(v.strip() for v in args.getlist(name) if v.strip())) for name in FACETS)
        search = Asked.read(args)._replace(section=(), kind=())
        return cls(search, *chosen)

    def wanted(self, settings: Settings) -> tuple[CommitmentsAsked, Query, CommitmentFilter]:
        """What is meant, and the question with proper names of districts.

        Raises:
            QueryError: it has no meaning.
        """
        query = self.search.query(settings)
        wanted = parse_commitment_filter(self.topic, self.having, self.state, self.verdict)
        return replace(self, search=Asked.of(query)), query, wanted

    @property
    def q(self) -> str:
        """What was typed."""
        return self.search.q

    @property
    def sort(self) -> str:
        """The order."""
        return self.search.sort

    def url(self, path: str = "/commitments") -> str:
        """The address of the page that answers."""
        pairs = self.search.pairs() + [(name, value) for name in FACETS for value in getattr(self, name)]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        values: tuple[str, ...] = getattr(self, facet) if facet in FACETS else self.search.chosen(facet)
        return values

    def without(self, facet: str, value: str) -> CommitmentsAsked:
        """One filter less; from the first page again."""
        if facet not in FACETS:
            return replace(self, search=self.search.without(facet, value))
        left = tuple(v for v in self.chosen(facet) if v != value)
        return replace(self, search=self.search.on_page(1), **{facet: left})

    def unfiltered(self) -> CommitmentsAsked:
        """No filters; from the first page again."""
        return CommitmentsAsked(self.search.unfiltered())

    def sorted_by(self, sort: str) -> CommitmentsAsked:
        """In another order; from the first page again."""
        return replace(self, search=self.search.sorted_by(sort))

    def on_page(self, page: int) -> CommitmentsAsked:
        """Another page of the same."""
        return replace(self, search=self.search.on_page(page))
