"""Query ↔ URL, both ways: every state of a page is in its address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.search.query.parse import Choices, parse_query
from indexer.search.query.tree import Grasp, Query
from indexer.settings import Settings
from web.parameters.address import format_address, quote_value

FACETS = ("year", "district", "section", "kind")
"""Parameters that may repeat, in the order in which an address gives them."""

VIEWS = {"": "按段落", "report": "按报告", "place": "按地区"}
"""How hits are laid out, and what people call it."""

LITERAL = "all"
"""Value of `literal` for everything: nothing is understood beyond its characters."""

_SINGLE = ("q", "sort", "page")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DEFAULTS = {"q": "", "sort": "relevance", "page": "1"}


class Asked(NamedTuple):
    """What an address asks for, as strings, whether or not it makes sense.

    Attributes:
        q: what was typed, whole.
        year, district, section, kind: the chosen values of each facet, without repetitions.
        sort: order of hits, "" for the default.
        page: number of the page.
        literal: what is not to be understood beyond its characters: values of `tree.Grasp`, or `LITERAL`.
        view: a key of `VIEWS`.
    """

    q: str = ""
    year: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    sort: str = ""
    page: str = "1"
    literal: tuple[str, ...] = ()
    view: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Asked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored.

        What cannot be told apart (two different `q`) keeps its first value; `check` reports it.
        """
        given = dict(args.lists())
        q, sort, page = (next((v for v in given.get(name, ()) if v.strip()), "") for name in _SINGLE)
        year, district, section, kind, literal = (_once(given.get(name, ())) for name in (*FACETS, "literal"))
        view = next((view for view in given.get("view", ()) if view in VIEWS), "")
        return cls(q, year, district, section, kind, sort.strip(), page.strip() or "1", literal, view)

    @classmethod
    def of(cls, query: Query) -> Asked:
        """The parameters that lead to a query."""
        return cls(
            query.typed if query.typed.strip() else "",
            tuple(years.value for years in query.years),
            tuple(district.value for district in query.districts),
            tuple(str(section) for section in query.sections),
            tuple(kind.value for kind in query.kinds),
            query.sort.value,
            str(query.page),
            tuple(grasp.value for grasp in Grasp if grasp in query.literal)
            if len(query.literal) < len(Grasp)
            else (LITERAL,),
        )

    def query(self, settings: Settings) -> Query:
        """The query that the parameters mean.

        Raises:
            QueryError: they have no meaning.
        """
        choices = Choices(
            *(self.year, self.district, self.section, self.kind, self.sort, self.page), literal=self.literal
        )
        return parse_query(self.q, choices, settings=settings)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in their canonical order, without those that say what is the case anyway."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, value) for name in FACETS for value in self.chosen(name)]
        pairs += [("literal", value) for value in self.literal]
        pairs += [("sort", self.sort)] if self.sort not in ("", _DEFAULTS["sort"]) else []
        pairs += [("view", self.view)] if self.view else []
        pairs += [("page", self.page)] if self.page != _DEFAULTS["page"] else []
        return pairs

    def url(self, path: str = "/search") -> str:
        """The address of the page that answers."""
        return format_address(path, self.pairs())

    def address_around(self, facet: str) -> tuple[str, str]:
        """What is before and behind the value in the addresses of `choosing` one value alone."""
        pairs = self.choosing(facet, ("",)).pairs()
        place = pairs.index((facet, ""))
        begin = "&".join([f"{name}={quote_value(value)}" for name, value in (*pairs[:place], (facet, ""))])
        end = "".join([f"&{name}={quote_value(value)}" for name, value in pairs[place + 1 :]])
        return f"/search?{begin}", end

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def without(self, facet: str, value: str) -> Asked:
        """One filter less; from the first page again."""
        return self.choosing(facet, tuple(v for v in self.chosen(facet) if v != value))

    def choosing(self, facet: str, values: tuple[str, ...]) -> Asked:
        """Other values of a facet; from the first page again."""
        return self._replace(page="1", **{facet: values})  # type: ignore[arg-type]

    def unfiltered(self) -> Asked:
        """No filters; from the first page again."""
        return self._replace(year=(), district=(), section=(), kind=(), page="1")

    def sorted_by(self, sort: str) -> Asked:
        """In another order; from the first page again."""
        return self._replace(sort=sort, page="1")

    def viewed(self, view: str) -> Asked:
        """Laid out in another way; from the first page again."""
        return self._replace(view=view, page="1")

    def on_page(self, page: int) -> Asked:
        """Another page of the same."""
        return self._replace(page=str(page))

    def taking_literally(self, what: str) -> Asked:
        """Something more is not understood beyond its characters; from the first page again."""
        literal = (LITERAL,) if what == LITERAL else tuple(dict.fromkeys((*self.literal, what)))
        return self._replace(literal=literal, page="1")

    def understanding_all(self) -> Asked:
        """Everything is understood again; from the first page again."""
        return self._replace(literal=(), page="1")

    def with_words(self, q: str) -> Asked:
        """Other words under the same filters; from the first page again."""
        return self._replace(q=q, page="1")


def check(args: MultiDict[str, str], raw: bytes) -> None:
    """Refuse an address that does not say one thing clearly.

    Args:
        args: the decoded parameters.
        raw: the query string as it came.

    Raises:
        QueryError: bytes that are not UTF-8, control characters, or two different values
            of a parameter that can have only one.
    """
    try:
        unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise QueryError("网址中的文字不是 UTF-8 编码，请回到检索页重新输入检索词。") from None
    given = [(name, args.getlist(name)) for name in (*_SINGLE, *FACETS, "literal") if name in args]
    if any(_CONTROL.search(value) for _, values in given for value in values):
        raise QueryError("检索条件中含有看不见的控制字符，请删去后重新输入。")
    for name, values in given:
        if name in _SINGLE and len({value for value in values if value.strip()}) > 1:
            raise QueryError(f"网址中的参数 {name} 出现了几个不同的值，请只保留一个。")


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([value.strip() for value in values if value.strip()])) if values else ()
