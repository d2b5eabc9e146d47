"""What `/targets` is asked for ↔ its address, both ways."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.indicators.register import read_register
from web.parameters.address import format_address
from web.parameters.figures import NEWEST, PROSE, FiguresAsked, identify_body

SORTS = {"": "地区", "target": "目标", "done": "完成"}
"""Orders of bodies side by side, and what people read."""
_YEAR = re.compile("[0-9]{4}")
_SINGLE = ("district", "indicator", "year", "sort")


@dataclass(frozen=True, slots=True)
class TargetsAsked:
    """What an address asks for.

    Attributes:
        district: division whose bodies are offered and compared, "" for all.
        body: series of bodies, () for all side by side.
        indicator: key, "" for all of one body.
        year: one year, "" for all years of few bodies, `NEWEST` until it is known which that is.
        sort: order of bodies side by side.
    """

    district: str = ""
    body: tuple[str, ...] = ()
    indicator: str = ""
    year: str = ""
    sort: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> TargetsAsked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored."""
        single = {name: args.get(name, "").strip() for name in _SINGLE}
        return cls(body=tuple(dict.fromkeys(body for body in args.getlist("body") if body)), **single)

    @classmethod
    def of_figures(cls, asked: FiguresAsked) -> TargetsAsked:
        """What the form of `/figures` asks for, where that is an indicator in prose."""
        # Of one body all years are meant, of all bodies the year that `/targets` chooses.
        year = asked.year if asked.year != NEWEST or len(asked.body) > 1 else ""
        sort = "target" if asked.by_value else ""
        bodies = tuple(map(identify_body, asked.body))
        return cls(asked.district, bodies, asked.item[0].removeprefix(PROSE), year, sort)

    def to_figures(self) -> FiguresAsked:
        """What is chosen in the form of `/figures`."""
        sort = "value" if self.sort else ""
        return FiguresAsked(self.district, self.body, (PROSE + self.indicator,), "", self.year, sort)

    def check(self) -> None:
        """Refuse what has no meaning.

        Raises:
            QueryError: an indicator, a year or an order that there is not.
        """
        if self.indicator and self.indicator not in read_register():
            raise QueryError(f"没有“{self.indicator[:40]}”这项指标，请从列表中选择。")
        if self.year not in ("", NEWEST) and not _YEAR.fullmatch(self.year):
            raise QueryError(f"“{self.year[:20]}”不是年份，请写成 2021。")
        if self.sort not in SORTS:
            raise QueryError(f"不能按“{self.sort[:20]}”排序，可以用：target（目标）、done（完成）。")

    def url(self, path: str = "/targets") -> str:
        """The address of the page that answers."""
        district, *others = [(name, getattr(self, name)) for name in _SINGLE]
        pairs = [district, *(("body", series) for series in self.body), *others]
        pairs = [(name, value) for name, value in pairs if value]
        return format_address(path, pairs)

    def of_body(self, series: str) -> TargetsAsked:
        """The same over all years of one body."""
        return replace(self, body=(series,), year="", sort="")

    def of_indicator(self, key: str) -> TargetsAsked:
        """Another indicator of the same."""
        return replace(self, indicator=key)

    def of_year(self, year: int) -> TargetsAsked:
        """All bodies side by side in one year."""
        return replace(self, body=(), year=str(year))

    def sorted_by(self, sort: str) -> TargetsAsked:
        """In another order."""
        return replace(self, sort=sort)
