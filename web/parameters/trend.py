"""What `/trend` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.search.auditing.trend import MOST_PHRASES
from indexer.search.query.tree import Query
from indexer.settings import Settings
from web.parameters.address import format_address
from web.parameters.scope import Scope, read_phrase

SHOWN = {"": "占收录报告的比例", "count": "报告份数"}
"""What the chart shows, and what people call it."""


@dataclass(frozen=True, slots=True)
class TrendAsked:
    """What an address asks for.

    Attributes:
        q: phrases, as typed.
        scope: in which reports.
        by: a key of `SHOWN`.
    """

    q: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    by: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> TrendAsked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored.

        Raises:
            QueryError: there are too many values of a filter.
        """
        typed = tuple(dict.fromkeys(value.strip() for value in args.getlist("q") if value.strip()))
        by = args.get("by", "")
        return cls(typed, Scope.read(args), by if by in SHOWN else "")

    def phrases(self, settings: Settings) -> tuple[Query, ...]:
        """Return what is looked for.

        Raises:
            QueryError: there is too much of it, or one has no meaning.
        """
        if len(self.q) > MOST_PHRASES:
            raise QueryError(
                f"一次最多看 {MOST_PHRASES} 个词语，现有 {len(self.q)} 个，请少写几个；更多的可以用批量统计。"
            )
        found = {query.typed: query for query in (read_phrase(typed, settings) for typed in self.q)}
        return tuple(found.values())

    def url(self, path: str = "/trend") -> str:
        """The address of the page that answers."""
        pairs = [("q", value) for value in self.q] + self.scope.pairs()
        pairs += [("by", self.by)] if self.by else []
        return format_address(path, pairs)

    def of_district(self, value: str) -> TrendAsked:
        """The same for another division."""
        return replace(self, scope=self.scope.of_district(value))

    def showing(self, by: str) -> TrendAsked:
        """The same drawn another way."""
        return replace(self, by=by)
