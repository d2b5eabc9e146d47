"""What `/figures` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.export import Fact
from indexer.figures.comparison import Item, find_item

_DEFAULT_ITEM = "3.new.total"
_LISTS = ("body", "item")
NEWEST = "newest"
"""The year that is the newest one, or all of them where a single body is chosen."""
PROSE = "prose."
"""What stands before the key of an indicator that reports state in prose."""


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
        return f"{path}?{urlencode(pairs)}"

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
    def prose(self) -> str:
        """Key of the indicator in prose that is asked for instead of an item of the tables, else ""."""
        return self.item[0].removeprefix(PROSE) if self.item[0].startswith(PROSE) else ""

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
        if self.sort not in ("", "value"):
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
