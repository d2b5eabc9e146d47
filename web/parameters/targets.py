"""What `/targets` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.indicators.register import read_register

SORTS = {"": "地区", "target": "目标", "done": "完成"}
"""Orders of bodies side by side, and what people read."""


@dataclass(frozen=True, slots=True)
class TargetsAsked:
    """What an address asks for.

    Attributes:
        district: division whose bodies are offered and compared, "" for all.
        body: series of one body, "" for all side by side.
        indicator: key, "" for all of one body.
        year: one year, "" for all of one body.
        sort: order of bodies side by side.
    """

    district: str = ""
    body: str = ""
    indicator: str = ""
    year: str = ""
    sort: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> TargetsAsked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored."""
        return cls(*(args.get(name, "").strip() for name in cls.__slots__))

    def check(self) -> None:
        """Refuse what has no meaning.

        Raises:
            QueryError: an indicator, a year or an order that there is not.
        """
        if self.indicator and self.indicator not in read_register():
            raise QueryError(f"没有“{self.indicator[:40]}”这项指标，请从列表中选择。")
        if self.year and not (self.year.isdecimal() and self.year.isascii() and len(self.year) == 4):
            raise QueryError(f"“{self.year[:20]}”不是年份，请写成 2021。")
        if self.sort not in SORTS:
            raise QueryError(f"不能按“{self.sort[:20]}”排序，可以用：target（目标）、done（完成）。")

    def url(self, path: str = "/targets") -> str:
        """The address of the page that answers."""
        pairs = [(name, getattr(self, name)) for name in self.__slots__ if getattr(self, name)]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def of_body(self, series: str) -> TargetsAsked:
        """The same over all years of one body."""
        return replace(self, body=series, year="", sort="")

    def of_indicator(self, key: str) -> TargetsAsked:
        """Another indicator of the same."""
        return replace(self, indicator=key)

    def of_year(self, year: int) -> TargetsAsked:
        """All bodies side by side in one year."""
        return replace(self, body="", year=str(year))

    def sorted_by(self, sort: str) -> TargetsAsked:
        """In another order."""
        return replace(self, sort=sort)
