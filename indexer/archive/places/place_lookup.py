"""Finds what the archive holds of one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from indexer.archive.archive import Archive
from indexer.archive.catalogue.coverage import Coverage
from indexer.archive.catalogue.places import PlaceReport
from indexer.archive.places.place import HeldPlace, NearbyPlace, PlaceBody, PlaceKind, PlaceYear
from indexer.commitments.search.filter import parse_commitment_filter
from indexer.errors import NotFound
from indexer.report.regions import WHOLE, read_divisions
from indexer.report.report import Kind, Region
from indexer.search.query.parse import Choices, parse_query

_INVENTED = "99"
"""How the codes of the invented province of the sample archive begin."""


def describe_place(archive: Archive, code: str) -> HeldPlace:
    """Return a place with what an archive holds of it.

    Args:
        code: as `place_names.resolve_place` gives it.

    Raises:
        NotFound: there is no such division.
        ArchiveMissing, ArchiveDamaged: the archive cannot answer.
    """
    table = read_divisions()
    region = table.find_by_code(code)
    if region is None:
        raise NotFound(f"没有代码为“{code[:20]}”的地区。")
    reports = archive.places.list_reports(region.codes)
    below = _list_below(archive, region)
    own = [report.id for report in reports if report.own]
    bare = not reports and not any(near.reports for near in below)
    return HeldPlace(
        region,
        table.to_value(code),
        table.find_former(code),
        tuple(_list_kinds(reports, archive.places.list_year_spans())),
        tuple(_list_bodies(reports)),
        _find_above(archive, region),
        below,
        _find_holding(archive, region) if bare else None,
        _list_beside(archive, region) if bare else (),
        {} if bare else _count_commitments(archive, code),
        {} if bare else archive.places.count_findings(region.codes),
        archive.places.has_indicators(own),
        archive.places.has_tables(own),
    )


def _list_kinds(reports: Sequence[PlaceReport], spans: dict[str, tuple[int, int]]) -> Iterable[PlaceKind]:
    for kind in Kind:
        own = [report for report in reports if report.own and report.kind == kind]
        first, last = spans.get(kind, (0, -1))
        years: list[int | None] = [*range(last, first - 1, -1)]
        years += [None] if any(report.year is None for report in own) else []
        yield PlaceKind(
            kind.value,
            tuple(PlaceYear(year, tuple(report for report in own if report.year == year)) for year in years),
        )


def _list_bodies(reports: Iterable[PlaceReport]) -> Iterable[PlaceBody]:
    others = sorted((r for r in reports if not r.own), key=lambda r: (r.body, r.kind))
    for (body, kind), those in groupby(others, key=lambda report: (report.body, report.kind)):
        yield PlaceBody(body, kind, tuple(those))


def _find_above(archive: Archive, region: Region) -> NearbyPlace | None:
    if region.code == WHOLE:
        return None
    if len(region.codes) == 1:
        whole = read_divisions().find_by_code(WHOLE)
        return NearbyPlace(WHOLE, whole.name if whole else "", archive.counts.read_overview().reports)
    codes = region.codes[:-1]
    held = len(archive.places.list_reports(codes)) + sum(
        map(_count, archive.counts.list_coverage_below(codes))
    )
    return NearbyPlace(codes[-1], region.path[-2], held)


def _find_holding(archive: Archive, region: Region) -> NearbyPlace | None:
    for end in range(len(region.codes) - 1, 0, -1):
        if held := len(archive.places.list_reports(region.codes[:end])):
            return NearbyPlace(region.codes[end - 1], region.path[end - 1], held)
    return None


def _list_below(archive: Archive, region: Region) -> tuple[NearbyPlace, ...]:
    """What lies right below a division; of the invented province only what has reports."""
    codes = () if region.code == WHOLE else region.codes
    counts = {
        row.area.codes[-1]: _count(row) for row in archive.counts.list_coverage_below(codes) if row.area.codes
    }
    table = read_divisions()
    near = (
        NearbyPlace(code, below.name, counts.get(code, 0))
        for code in table.list_below(region.code)
        if (below := table.find_by_code(code))
    )
    return tuple(each for each in near if each.reports or not each.code.startswith(_INVENTED))


def _list_beside(archive: Archive, region: Region) -> tuple[NearbyPlace, ...]:
    """Divisions with reports in the nearest division above that has any."""
    for end in range(len(region.codes) - 1, 0, -1):
        rows = archive.counts.list_coverage_below(region.codes[:end])
        if rows:
            return tuple(NearbyPlace(row.area.codes[-1], row.area.name, _count(row)) for row in rows)
    return ()


def _count(row: Coverage) -> int:
    return sum(count.reports for count in row.years.values())


def _count_commitments(archive: Archive, code: str) -> dict[str, int]:
    """Number of promises that are listed where no class is asked for, by what came of them."""
    query = parse_query("", Choices(districts=(code,), limit=1))
    found = archive.commitments.find(query, parse_commitment_filter())
    return {value.value: value.count for value in found.facets["state"] if value.count}
