"""The form of `/figures` and `/targets`: bodies, years, items of the tables and indicators in prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.archive.archive import Archive
from indexer.figures.comparison import Item, list_items
from indexer.figures.results import Body
from indexer.indicators.record import IndicatorBody, find_codes
from indexer.indicators.register import Indicator, read_register
from indexer.report.names import UNKNOWN_BODY, join_path
from indexer.report.report import Region
from web.display.figures.targets import find_newest_full
from web.parameters.figures import FIRST_INDICATOR, NEWEST, PROSE, FiguresAsked, identify_body

MOST_OFFERED = 400
"""How many bodies are offered at most."""
IN_TABLES, IN_PROSE = "只有统计表", "只有正文"
"""What is said of a body or a year that lacks the kind of numbers that is asked for."""


@dataclass(frozen=True, slots=True)
class NumberedBody:
    """A body with numbers.

    Attributes:
        identity: its series without the kind of report.
        tables: years of its reports with tables, prose: of those that state indicators; None where it has
            none.
    """

    identity: str
    name: str
    region: Region | None
    tables: tuple[int, ...] | None
    prose: tuple[int, ...] | None

    @property
    def series(self) -> str:
        """What an address names it by: the series of its tables where it has any."""
        return self.identity if self.tables is None else f"disclosure-{self.identity}"

    @property
    def name_with_place(self) -> str:
        """Its name, and where it is."""
        name = self.name or UNKNOWN_BODY
        return f"{name}（{join_path(self.region.path)}）" if self.region else name


@dataclass(frozen=True, slots=True)
class FiguresForm:
    """What the form offers, and what is chosen in it.

    Attributes:
        years: from the newest, each with `IN_TABLES`, `IN_PROSE`, or "".
        newest: that of the tables and that of the prose, by what these are called.
        items: of the tables, indicators: in prose, by their groups; those of which the archive has numbers.
        bodies: those of the district by their series, the chosen ones first; each with its name, and like the
            years with what it only has.
        chosen: series of those that are chosen; more: how many are left out as too many.
    """

    asked: FiguresAsked
    years: tuple[tuple[int, str], ...]
    newest: dict[str, int]
    items: tuple[Item, ...]
    indicators: dict[str, list[Indicator]]
    bodies: dict[str, tuple[str, str]]
    chosen: frozenset[str]
    more: int


def offer(archive: Archive, asked: FiguresAsked, is_unasked: bool = False) -> FiguresForm:
    """Return the form of an archive with what is chosen in it.

    Args:
        is_unasked: nothing is: then it begins with the kind of numbers that more bodies have.
    """
    tables, prose = archive.findings.list_bodies(), archive.list_indicator_bodies()
    if is_unasked:
        item = (PROSE + FIRST_INDICATOR,) if len(prose) > len(tables) else asked.item
        asked = replace(asked, item=item, year=NEWEST)
    keys = frozenset(key for body in prose for key in body.keys)
    return make_form(asked, merge_bodies(tables, prose), find_codes(asked.district), keys)


def merge_bodies(tables: Iterable[Body], prose: Iterable[IndicatorBody]) -> tuple[NumberedBody, ...]:
    """Return bodies with tables and bodies that state indicators, each once, by region and name."""
    stated = {body.series: body for body in prose}
    found = []
    for body in tables:
        identity = identify_body(body.series)
        other = stated.pop(identity, None)
        years = other.years if other else None
        found.append(NumberedBody(identity, body.name, body.region, body.years, years))
    for identity, each in stated.items():
        found.append(NumberedBody(identity, each.source.body, each.source.region, None, each.years))
    found.sort(key=lambda body: (body.region is None, body.region.codes if body.region else (), body.name))
    return tuple(found)


def make_form(
    asked: FiguresAsked, known: Sequence[NumberedBody], codes: frozenset[str], keys: frozenset[str]
) -> FiguresForm:
    """Return the form with what is chosen in it.

    Args:
        known: all bodies; codes: of the district whose bodies are offered, none for all.
        keys: of the indicators that reports state.
    """
    chosen = set(map(identify_body, asked.body))
    listed = [body for body in known if body.identity in chosen]
    listed += [body for body in known if body.identity not in chosen and _lies_in(body, codes)]
    has_tables = any(body.tables is not None for body in known)
    is_prose = asked.item[0].startswith(PROSE)
    same = Counter(body.name for body in known)
    tables = {year for body in listed for year in body.tables or ()}
    prose = {year for body in listed for year in body.prose or ()}
    offered = keys.union(key.removeprefix(PROSE) for key in asked.item)
    groups: dict[str, list[Indicator]] = {}
    for indicator in read_register().values():
        if indicator.key in offered:
            groups.setdefault(indicator.group, []).append(indicator)
    return FiguresForm(
        asked=asked,
        years=tuple(
            (year, _say_lacking(is_prose, year in (prose if is_prose else tables)))
            for year in sorted(tables | prose, reverse=True)
        ),
        newest=_find_newest(listed, tables),
        items=list_items() if has_tables or not keys else (),
        indicators=groups,
        bodies={
            body.series: (
                body.name_with_place if same[body.name] > 1 else body.name or UNKNOWN_BODY,
                _say_lacking(is_prose, (body.prose if is_prose else body.tables) is not None),
            )
            for body in listed[:MOST_OFFERED]
        },
        chosen=frozenset(body.series for body in listed if body.identity in chosen),
        more=max(0, len(listed) - MOST_OFFERED),
    )


def _find_newest(bodies: Iterable[NumberedBody], tables: Iterable[int]) -> dict[str, int]:
    found = {"统计表": max(tables, default=0)}
    if stated := [body.prose for body in bodies if body.prose]:
        found["正文"] = find_newest_full(stated)
    return {name: year for name, year in found.items() if year}


def _lies_in(body: NumberedBody, codes: frozenset[str]) -> bool:
    return not codes or (body.region is not None and not codes.isdisjoint(body.region.codes))


def _say_lacking(is_prose: bool, has_it: bool) -> str:
    return "" if has_it else IN_TABLES if is_prose else IN_PROSE
