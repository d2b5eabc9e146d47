"""What `/concordance` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.search.auditing.concordance import CONCORDANCE_SORTS, ConcordanceSort
from indexer.search.query.tree import Query
from indexer.search.query.values import number
from indexer.settings import Settings
from web.parameters.address import format_address
from web.parameters.scope import Scope, read_phrase

LINES, MOST_LINES = 100, 1000
"""Lines on a page: where nothing is said, and at most."""


@dataclass(frozen=True, slots=True)
class ConcordanceAsked:
    """What an address asks for.

    Attributes:
        q: what is looked for, as typed.
        scope: in which reports.
        sort: order of the lines.
        size: lines on a page.
        page: number of the page.
    """

    q: str = ""
    scope: Scope = field(default_factory=Scope)
    sort: ConcordanceSort = ConcordanceSort.PLACE
    size: int = LINES
    page: int = 1

    @classmethod
    def read(cls, args: MultiDict[str, str], settings: Settings) -> ConcordanceAsked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored.

        Raises:
            QueryError: an order that there is not, a number that is none, several things to look for.
        """
        typed = tuple(dict.fromkeys(value.strip() for value in args.getlist("q") if value.strip()))
        if len(typed) > 1:
            raise QueryError("逐句对照一次只看一个词语；几个一起看请写成 甲 OR 乙。")
        sort = args.get("sort", "").strip() or ConcordanceSort.PLACE
        if sort not in CONCORDANCE_SORTS:
            offered = "、".join(f"{value.value}（{name}）" for value, name in CONCORDANCE_SORTS.items())
            raise QueryError(f"不能按“{sort[:20]}”排列，可以用：{offered}。")
        return cls(
            typed[0] if typed else "",
            Scope.read(args),
            ConcordanceSort(sort),
            number(args.get("size"), LINES, MOST_LINES, "每页行数"),
            number(args.get("page"), 1, settings.max_page, "页码"),
        )

    def query(self, settings: Settings) -> Query:
        """Return what is looked for, with its filters.

        Raises:
            QueryError: it has no meaning.
        """
        phrase, scope = read_phrase(self.q, settings), self.scope.query(settings)
        return replace(scope, typed=phrase.typed, tree=phrase.tree)

    def url(self, path: str = "/concordance") -> str:
        """The address of the page that answers."""
        pairs = [("q", self.q)] if self.q else []
        pairs += self.scope.pairs()
        pairs += [("sort", self.sort.value)] if self.sort is not ConcordanceSort.PLACE else []
        pairs += [("size", str(self.size))] if self.size != LINES else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return format_address(path, pairs)

    def on_page(self, page: int) -> ConcordanceAsked:
        """Another page of the same."""
        return replace(self, page=page)

    def sorted_by(self, sort: ConcordanceSort) -> ConcordanceAsked:
        """In another order; from the first page again."""
        return replace(self, sort=sort, page=1)

    def sized(self, size: int) -> ConcordanceAsked:
        """With another number of lines on a page; from the first page again."""
        return replace(self, size=size, page=1)
