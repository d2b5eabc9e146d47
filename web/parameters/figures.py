"""What `/figures` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.export import Fact
from indexer.figures.comparison import Item, find_item
from web.parameters.address import format_address

_DEFAULT_ITEM = "3.new.total"
_LISTS = ("body", "item")
NEWEST = "newest"
"""The year that is the newest one, or all of them where a single body is chosen."""
PROSE = "prose."
"""What stands before the key of an indicator that reports state in prose; alone it means all of them."""
FIRST_INDICATOR = "gdp"
"""The indicator in prose that is shown where none is chosen."""
SORTS = {"": "按地区", "value": "从高到低"}
"""Orders of bodies side by side, and what people read."""


def identify_body(series: str) -> str:
    """Return a body's series without the kind of its reports: that of its indicators in prose."""
    return series.removeprefix("disclosure-")


@dataclass(frozen=True, slots=True)
class FiguresAsked:
    """What an address asks for.

    Attributes:
        district: division whose bodies are offered, "" for all.
        body: series of the bodies that are compared; none means all of the district in one year.
        item: keys of the items.
        applicant: column of table 3 to take instead of the items' own, "" for these.
        year: the one year in which bodies stand side by side, "" for all years of few bodies, `NEWEST`
            until it is known which that is.
        sort: order of bodies side by side: "" as listed, `value` by the first item, the highest first.
    """

    district: str = ""
    body: tuple[str, ...] = ()
    item: tuple[str, ...] = (_DEFAULT_ITEM,)
    applicant: str = ""
    year: str = ""
    sort: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> FiguresAsked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored."""
        body, items = (tuple(dict.fromkeys(v for v in args.getlist(name) if v)) for name in _LISTS)
        single = {name: args.get(name, "").strip() for name in ("district", "applicant", "year", "sort")}
        return cls(body=body, item=items or (_DEFAULT_ITEM,), **single)

    def url(self, path: str = "/figures") -> str:
        """The address of the page that answers."""
        pairs = [("district", self.district)] if self.district else []
        pairs += [("body", value) for value in self.body] + [("item", value) for value in self.item]
        pairs += [
            (name, getattr(self, name)) for name in ("applicant", "year", "sort") if getattr(self, name)
        ]
        return format_address(path, pairs)

    def of(self, body: str) -> FiguresAsked:
        """The same over the years of one body."""
        return replace(self, body=(body,), year="", sort="")

    def of_year(self, year: int) -> FiguresAsked:
        """The same for all bodies of the district in one year."""
        return replace(self, body=(), year=str(year), sort="")

    def sorted_by(self, sort: str) -> FiguresAsked:
        """The same in another order."""
        return replace(self, sort=sort)

    @property
    def is_prose(self) -> bool:
        """Whether indicators in prose are asked for instead of items of the tables.

        Raises:
            QueryError: both are.
        """
        prose = [key for key in self.item if key.startswith(PROSE)]
        if prose and len(self.item) > 1:
            raise QueryError("正文里的指标一次看一项；“同时看”只用于统计表的指标，请选“（不加）”。")
        return bool(prose)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items.

        Raises:
            QueryError: the tables have no such item or applicant.
        """
        return tuple(dict.fromkeys(find_item(self._key(key)) for key in self.item))

    @property
    def one_year(self) -> int | None:
        """The year in which bodies stand side by side, None for all years.

        Raises:
            QueryError: it is no year.
        """
        if not self.year:
            return None
        if not (self.year.isdecimal() and len(self.year) == 4):
            raise QueryError(f"“{self.year[:20]}”不是年份，请写成 2021。")
        return int(self.year)

    @property
    def by_value(self) -> bool:
        """Whether the highest number comes first.

        Raises:
            QueryError: there is no such order.
        """
        if self.sort not in SORTS:
            raise QueryError(f"不能按“{self.sort[:20]}”排序，可以用：value（数值）。")
        return bool(self.sort)

    def facts(self, names: tuple[str, ...]) -> tuple[Fact, ...]:
        """What was asked, for exported files."""
        facts = (
            Fact("items", "指标", "；".join(wanted.name for wanted in self.items)),
            Fact("bodies", "机构", "；".join(names)),
            Fact("year", "年度", self.year or "历年"),
        )
        return (*facts, Fact("district", "地区", self.district)) if self.district else facts

    def _key(self, key: str) -> str:
        if self.applicant and key.startswith("3."):
            return f"{key.rpartition('.')[0]}.{self.applicant}"
        return key
