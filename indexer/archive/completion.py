"""Completes what a person is typing: places with reports, the years of a place, words of the texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from indexer.archive.catalogue.coverage import Area, Coverage
from indexer.search.engines.base import Engine
from indexer.text.fold import fold

_PLACES = 4
"""Places that are offered."""
_YEARS = 3
"""Years of a place whose reports are offered."""


def complete(
    typed: str, areas: Sequence[Area], coverage: Sequence[Coverage], engine: Engine, most: int
) -> tuple[str, ...]:
    """Return queries that begin with what was typed, the likeliest first.

    Args:
        typed: as far as it was typed; only the last of several words is completed.
        areas: the divisions with reports.
        coverage: their years.
        most: how many, at most.
    """
    before, _, last = typed.lstrip().rpartition(" ")
    run = fold(last).strip()
    if not run:
        return ()
    lead = f"{before} " if before else ""
    offered = [*islice(_places(run, areas), _PLACES)]
    if not before:
        offered += islice(_reports(run, coverage), _YEARS)
    offered += engine.complete(run, most)
    return tuple(dict.fromkeys(lead + each for each in offered if each != run))[:most]


def _places(run: str, areas: Sequence[Area]) -> Iterator[str]:
    """Divisions whose names begin so, the highest first."""
    for area in sorted(areas, key=lambda area: area.depth):
        if area.codes and area.name.startswith(run):
            yield area.name


def _reports(run: str, coverage: Sequence[Coverage]) -> Iterator[str]:
    """Yield the newest years of a place that is named whole or but for its last character."""
    for each in coverage:
        if each.area.codes and run in (each.area.name, each.area.name[:-1]) and len(run) > 1:
            for year in sorted(filter(None, each.years), reverse=True):
                yield f"{each.area.name} {year}年"
