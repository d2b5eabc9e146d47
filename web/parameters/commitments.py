"""What `/commitments` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from indexer.commitments.classes import SHOWN
from indexer.commitments.search.filter import ALL, parse_commitment_filter
from indexer.commitments.search.results import CommitmentFilter
from indexer.search.query.tree import Query
from indexer.settings import Settings
from web.parameters.address import format_address
from web.parameters.search import Asked

FACETS = ("class", "topic", "having", "state", "verdict")
"""Parameters beside those of a search; each may repeat."""
NAMES = {
    "class": "类别",
    "year": "承诺的年度",
    "district": "地区",
    "topic": "主题",
    "having": "写明了",
    "state": "结果",
    "verdict": "核对意见",
}
"""What people call all facets, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class CommitmentsAsked:
    """What an address asks for, as strings.

    Attributes:
        search: words, years, districts, order and page, as of a search.
        class_, topic, having, state, verdict: chosen values.
        after, before: keys of the commitments that the page comes right after or before.
    """

    search: Asked = field(default_factory=Asked)
    class_: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    after: str = ""
    before: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> CommitmentsAsked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored."""
        class_, topic, having, state, verdict = (
            tuple(dict.fromkeys(v.strip() for v in args.getlist(name) if v.strip())) for name in FACETS
        )
        after, before = (
            next((v.strip() for v in args.getlist(name) if v.strip()), "") for name in ("after", "before")
        )
        search = Asked.read(args)._replace(section=(), kind=())
        return cls(search, class_, topic, having, state, verdict, after, before)

    def wanted(self, settings: Settings) -> tuple[CommitmentsAsked, Query, CommitmentFilter]:
        """What is meant, and the question with proper names of districts.

        Raises:
            QueryError: it has no meaning.
        """
        query = self.search.query(settings)
        facets = self.topic, self.having, self.state, self.verdict, self.class_
        wanted = parse_commitment_filter(*facets)
        wanted = replace(wanted, after=self.after, before="" if self.after else self.before)
        # The classes that are shown anyway need not be said.
        usual = set(self.class_) == {value.value for value in SHOWN}
        asked = replace(
            self, search=Asked.of(query), class_=wanted.classes if self.class_ and not usual else ()
        )
        return asked, query, wanted

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
        pairs = self.search.pairs() + [(name, value) for name in FACETS for value in self.chosen(name)]
        pairs += [(name, key) for name, key in (("after", self.after), ("before", self.before)) if key]
        return format_address(path, pairs)

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        values: tuple[str, ...] = (
            getattr(self, _attribute(facet)) if facet in FACETS else self.search.chosen(facet)
        )
        return values

    def without(self, facet: str, value: str) -> CommitmentsAsked:
        """One filter less; from the first page again."""
        if facet not in FACETS:
            return replace(self.on_page(1), search=self.search.without(facet, value))
        left = tuple(v for v in self.chosen(facet) if v != value)
        changed: dict[str, Any] = {_attribute(facet): left}
        return replace(self.on_page(1), **changed)

    def unfiltered(self) -> CommitmentsAsked:
        """No filters; from the first page again."""
        return CommitmentsAsked(self.search.unfiltered())

    def sorted_by(self, sort: str) -> CommitmentsAsked:
        """In another order; from the first page again."""
        return replace(self.on_page(1), search=self.search.sorted_by(sort))

    def on_page(self, page: int) -> CommitmentsAsked:
        """Another page of the same."""
        return replace(self, search=self.search.on_page(page), after="", before="")

    def of_all_classes(self) -> CommitmentsAsked:
        """Promises of every class; from the first page again."""
        return replace(self.on_page(1), class_=(ALL,))

    def following(self, key: str) -> CommitmentsAsked:
        """The page that comes right after a commitment."""
        return replace(self.on_page(1), after=key)

    def preceding(self, key: str) -> CommitmentsAsked:
        """The page that comes right before a commitment."""
        return replace(self.on_page(1), before=key)


def _attribute(facet: str) -> str:
    return "class_" if facet == "class" else facet
