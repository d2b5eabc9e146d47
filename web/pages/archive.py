"""`/archive`: what the archive holds, region by year, and which reports these are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from indexer.archive.archive import Archive
from indexer.archive.catalogue.coverage import Area, Count, Coverage, Overview
from indexer.errors import NotFound
from indexer.report.place_names import resolve_place
from indexer.report.report import UNKNOWN
from indexer.search.query.values import number
from web.context import the_archive
from web.parameters.address import format_address
from web.parameters.paging import list_pages

pages = Blueprint("archive", __name__)

_ON_A_PAGE = 100
_LAST_PAGE = 10_000
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class CoverageAsked:
    """What an address asks for: the reports of one cell, row or column; all rows where it asks for none."""

    district: str = ""
    year: str = ""
    page: int = 1

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> CoverageAsked:
        """Take the parameters of an address; unknown ones are ignored.

        Raises:
            QueryError: the page is no number.
        """
        page = number(args.get("page"), 1, _LAST_PAGE, "页码")
        return cls(args.get("district", "").strip(), args.get("year", "").strip(), page)

    def on_page(self, page: int) -> CoverageAsked:
        """Another page of the same."""
        return replace(self, page=page)

    def url(self) -> str:
        """The address of the page that answers."""
        said = {"district": self.district, "year": self.year, "page": str(self.page) if self.page > 1 else ""}
        return format_address("/archive", [pair for pair in said.items() if pair[1]])


@pages.get("/archive")
def coverage() -> Answer:
    """The table; with `district` and `year` the list of the reports of one cell, row or column.

    Where there are too many divisions for one table, it has the uppermost ones, or those right below
    `district`, each with all that lies below.

    Raises:
        NotFound: there is no such district, or the archive has nothing of that year.
        QueryError: the page is no number.
    """
    archive, asked = the_archive(), CoverageAsked.read(request.args)
    overview = archive.counts.read_overview()
    area = None
    if asked.district:
        codes = () if asked.district == UNKNOWN else resolve_place(asked.district)
        found = _find_areas(archive, asked.district, codes)
        if len(found) != 1:
            # Places without a report have a page that says so, and names that mean several a choice.
            return redirect(f"/places?name={quote(asked.district[:_LONGEST_NAME])}")
        (area,) = found
        asked = replace(asked, district=area.value)
    rows, inner = _rows(archive, overview, area)
    total, listed = _listed(archive, asked, area)
    if not listed and (asked.year or not inner) and (asked.district or asked.year):
        said = "、".join(part[:40] for part in (asked.district, asked.year) if part)
        raise NotFound(f"档案中没有“{said}”的报告，请从收录情况表中选择。")
    years = sorted({year for row in rows for year in row.years}, key=_newest_first)
    last = -(-total // _ON_A_PAGE)
    page = render_template(
        "archive.html",
        overview=overview,
        rows=rows,
        inner=inner,
        years=years,
        total=total,
        listed=listed,
        area=area,
        asked=asked,
        last=last,
        numbers=list_pages(asked.page, last),
        totals={year: sum(_count(row.years.get(year)) for row in rows) for year in years},
    )
    return make_response(page)


def _find_areas(archive: Archive, district: str, codes: tuple[str, ...]) -> list[Area]:
    """Return the areas with reports that are meant.

    Raises:
        NotFound: there is no such division.
    """
    areas = archive.counts.list_areas()
    if exact := [area for area in areas if area.value == district]:
        return exact
    if not codes:
        raise NotFound(f"没有名为“{district[:40]}”的地区，请核对名称，或从收录情况表中选择。")
    return [area for area in areas if area.codes and area.codes[-1] in codes]


def _rows(archive: Archive, overview: Overview, area: Area | None) -> tuple[tuple[Coverage, ...], bool]:
    """The table's rows, and whether they lead to tables of their own."""
    if overview.compact:
        return archive.counts.list_coverage(), False
    rows = (
        archive.counts.list_coverage_below(area.codes if area else ()) if area is None or area.codes else ()
    )
    if not rows and area and area.codes:
        rows = archive.counts.list_coverage_below(area.codes[:-1])  # its neighbours
        return rows, False
    return rows, True


def _listed(archive: Archive, asked: CoverageAsked, area: Area | None) -> tuple[int, tuple[object, ...]]:
    if not (asked.district or asked.year):
        return 0, ()
    if asked.year not in ("", UNKNOWN) and not (asked.year.isdecimal() and len(asked.year) == 4):
        return 0, ()
    years = () if not asked.year else (None if asked.year == UNKNOWN else int(asked.year),)
    start = (asked.page - 1) * _ON_A_PAGE
    return archive.list_reports(area.codes if area else None, years, _ON_A_PAGE, start)


def _count(count: Count | None) -> int:
    return count.reports if count else 0


def _newest_first(year: int | None) -> int:
    return -(year or 0)
