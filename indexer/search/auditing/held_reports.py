"""Counts reports that say something, by place and year, from what is known of each report as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer.report.report import Region
from indexer.search.auditing.batch import BatchCounts
from indexer.search.auditing.trend import TrendCell
from indexer.search.facets.year_range import match_years
from indexer.search.query.division_test import make_division_test
from indexer.search.query.tree import District, Query

Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]
"""For each report whether it is meant."""


@dataclass(frozen=True, slots=True)
class HeldReports:
    """What is known of each report that has a passage, as columns.

    Attributes:
        years: 0 where unknown.
        regions, kinds: numbers among `paths` and `kind_names`.
        paths: the divisions that reports are about; None for an unknown one.
    """

    years: Codes
    regions: Codes
    kinds: Codes
    paths: Sequence[Region | None]
    kind_names: Sequence[str]


def count_trend(held: HeldReports, said: Sequence[Mask], scope: Query) -> tuple[TrendCell, ...]:
    """Return the cells of places right below the chosen one by year, each with the reports held and those
    that say each thing.

    Args:
        said: for each thing which reports say it.
        scope: its filters choose the reports.
    """
    kept = choose_reports(held, scope)
    rows, of_path = _lay_out(held.paths, scope.districts)
    years, of_year = np.unique(held.years, return_inverse=True)
    cells = of_path[held.regions] * len(years) + of_year
    size = len(rows) * len(years)
    counts = np.bincount(cells[kept], minlength=size)
    counted = [np.bincount(cells[kept & mask], minlength=size) for mask in said]
    listed = []
    for cell in np.flatnonzero(counts).tolist():
        row, year = divmod(cell, len(years))
        codes, path, alone = rows[row]
        said_here = tuple(int(each[cell]) for each in counted)
        listed.append(TrendCell(codes, path, alone, int(years[year]) or None, int(counts[cell]), said_here))
    listed.sort(key=lambda each: (not each.codes, not each.alone, each.codes, each.year or 9999))
    return tuple(listed)


def choose_reports(held: HeldReports, scope: Query) -> Mask:
    """Return for each report whether the filters let it through; of sections only their passages know."""
    kept = np.ones(len(held.years), np.bool_)
    if scope.years:
        kept &= match_years(held.years, scope.years)
    if scope.districts:
        is_chosen = make_division_test(scope.districts)
        fits = [is_chosen(region.codes if region else ()) for region in held.paths]
        kept &= np.array(fits, np.bool_)[held.regions]
    if scope.kinds:
        wanted = [code for code, kind in enumerate(held.kind_names) if kind in scope.kinds]
        kept &= np.isin(held.kinds, wanted)
    return kept


def count_batch(held: HeldReports, said: Iterable[Mask], scope: Query) -> BatchCounts:
    """Return the reports that say each thing, by district of the scope and by year.

    Args:
        said: for each thing which reports say it; one after the other, as long as there are more.
    """
    whole = replace(scope, districts=())
    within = [
        choose_reports(held, replace(scope, districts=(district,))) for district in scope.districts
    ] or [choose_reports(held, whole)]
    years = _list_years(held.years[np.logical_or.reduce(within)], scope)
    at = np.searchsorted(years, held.years)
    of_year = np.where(years.take(at, mode="clip") == held.years, at, len(years)) if len(years) else at

    def count(mask: Mask) -> tuple[tuple[int, ...], ...]:
        counted = (np.bincount(of_year[mask & place], minlength=len(years) + 1) for place in within)
        return tuple(tuple(_put_unknown_last(each[: len(years)], years)) for each in counted)

    return BatchCounts(
        tuple(year or None for year in _put_unknown_last(years, years)),
        count(np.ones(len(held.years), np.bool_)),
        tuple(map(count, said)),
    )


def _lay_out(
    paths: Sequence[Region | None], districts: Sequence[District]
) -> tuple[list[tuple[tuple[str, ...], tuple[str, ...], bool]], Codes]:
    """Return the rows (codes, names, whether without what lies below), and the row of each path.

    A chosen division has a row for itself and one for each right below it; where none is chosen, each
    division of the top has one with all below it. A name that may mean several has a row for each.
    """
    chosen = {code for district in districts for code in district.codes}
    opened = chosen if len(chosen) == 1 else set()
    numbers: dict[tuple[tuple[str, ...], tuple[str, ...], bool], int] = {}
    found = np.empty(len(paths), np.int64)
    for number, region in enumerate(paths):
        codes = region.codes if region else ()
        depth = next((at for at, code in enumerate(codes) if code in chosen), -1) + 1
        if not depth:
            depth = 1 if codes else 0
            row = codes[:1], region.path[:1] if region else (), False
        elif not opened:
            row = codes[:depth], region.path[:depth] if region else (), False
        else:
            alone = len(codes) == depth
            row = codes[: depth + 1], region.path[: depth + 1] if region else (), alone
        found[number] = numbers.setdefault(row, len(numbers))
    return list(numbers), found


def _list_years(held: Codes, scope: Query) -> Codes:
    """Return the years from the first that is held to the last, as far as they were asked for; 0 where
    reports of an unknown one are among them.
    """
    known = held[held > 0]
    years = np.arange(known.min(), known.max() + 1) if len(known) else known
    if scope.years:
        years = years[match_years(years, scope.years)]
    return np.concatenate([[0], years]) if len(known) < len(held) else years


def _put_unknown_last(values: Codes, years: Codes) -> list[int]:
    listed: list[int] = values.tolist()
    return [*listed[1:], listed[0]] if len(years) and years[0] == 0 else listed
