"""Counts reports that say something, by place and year: from arrays, no passage is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer.report.report import Region
from indexer.search.batch import BatchCounts
from indexer.search.engines.whoosh.matches import Mask
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.query.tree import District, Node, Query
from indexer.search.trend import TrendCell
from indexer.search.year_range import match_years

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class HeldReports:
    """What is known of each report that has a passage, as columns; `at` gives a report's place in them
    (-1 where it has none that lives) from its code in the snapshot."""

    at: Codes
    years: Codes
    regions: Codes
    kinds: Codes


def list_held_reports(snapshot: Snapshot) -> HeldReports:
    """Return the reports of a snapshot, deleted ones left out."""
    docs = np.arange(snapshot.size) if snapshot.live is None else np.flatnonzero(snapshot.live)
    codes, first = np.unique(snapshot.reports.codes[docs], return_index=True)
    at = np.full(int(snapshot.reports.codes.max(initial=-1)) + 1, -1, np.int64)
    at[codes] = np.arange(len(codes))
    firsts = docs[first]
    return HeldReports(
        at,
        snapshot.year[firsts].astype(np.int64),
        snapshot.regions.codes[firsts].astype(np.int64),
        snapshot.kinds.codes[firsts].astype(np.int64),
    )


def count_trend(
    snapshot: Snapshot, held: HeldReports, trees: Sequence[Node], scope: Query
) -> tuple[TrendCell, ...]:
    """Return the cells of places right below the chosen one by year, each with the reports held and those
    that say what each tree says.

    Args:
        scope: its filters choose the reports; of its sections only what is said there counts.
    """
    kept = _choose(snapshot, held, scope)
    rows, of_path = _lay_out(snapshot.paths, scope.districts)
    years, of_year = np.unique(held.years, return_inverse=True)
    cells = of_path[held.regions] * len(years) + of_year
    size = len(rows) * len(years)
    counts = np.bincount(cells[kept], minlength=size)
    said = [np.bincount(cells[kept & _say(snapshot, held, tree, scope)], minlength=size) for tree in trees]
    listed = []
    for cell in np.flatnonzero(counts).tolist():
        row, year = divmod(cell, len(years))
        codes, path, alone = rows[row]
        said_here = tuple(int(each[cell]) for each in said)
        listed.append(TrendCell(codes, path, alone, int(years[year]) or None, int(counts[cell]), said_here))
    listed.sort(key=lambda each: (not each.codes, not each.alone, each.codes, each.year or 9999))
    return tuple(listed)


def _choose(snapshot: Snapshot, held: HeldReports, scope: Query) -> Mask:
    """Return for each report whether the filters let it through."""
    kept = np.ones(len(held.years), np.bool_)
    if scope.years:
        kept &= match_years(held.years, scope.years)
    if scope.districts:
        kept &= snapshot.match_districts(scope.districts)[held.regions]
    if scope.kinds:
        wanted = [code for code, kind in enumerate(snapshot.kinds.values) if kind in scope.kinds]
        kept &= np.isin(held.kinds, wanted)
    return kept


def _say(snapshot: Snapshot, held: HeldReports, tree: Node, scope: Query) -> Mask:
    """Return for each report whether it has a passage that a tree matches, in the sections of the scope."""
    docs = snapshot.find(tree).docs
    if scope.sections:
        docs = docs.compress(snapshot.in_sections(scope.sections)[docs])
    mask = np.zeros(len(held.years), np.bool_)
    mask[held.at[snapshot.reports.codes[docs]]] = True
    return mask


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


def count_batch(snapshot: Snapshot, held: HeldReports, trees: Iterable[Node], scope: Query) -> BatchCounts:
    """Return the reports that say what each tree says, by district of the scope and by year.

    Args:
        trees: counted one after the other, as long as there are more.
    """
    whole = replace(scope, districts=())
    within = [
        _choose(snapshot, held, replace(scope, districts=(district,))) for district in scope.districts
    ] or [_choose(snapshot, held, whole)]
    years = _list_years(held.years[np.logical_or.reduce(within)], scope)
    at = np.searchsorted(years, held.years)
    of_year = np.where(years.take(at, mode="clip") == held.years, at, len(years)) if len(years) else at

    def count(mask: Mask) -> tuple[tuple[int, ...], ...]:
        counted = (np.bincount(of_year[mask & place], minlength=len(years) + 1) for place in within)
        return tuple(tuple(_put_unknown_last(each[: len(years)], years)) for each in counted)

    return BatchCounts(
        tuple(year or None for year in _put_unknown_last(years, years)),
        count(np.ones(len(held.years), np.bool_)),
        tuple(count(_say(snapshot, held, tree, scope)) for tree in trees),
    )


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
