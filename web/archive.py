"""`/archive`: what the archive holds, region by year, and which reports these are."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from indexer import UNKNOWN, Coverage, NotFound, Summary
from web.context import the_archive

pages = Blueprint("archive", __name__)


@pages.get("/archive")
def coverage() -> str:
    """The table; with `district` and `year` the list of the reports of one cell, row or column.

    Raises:
        NotFound: the archive has no such district or year.
    """
    rows = the_archive().coverage()
    years = sorted({year for row in rows for year in row.years}, key=_newest_first)
    district, year = request.args.get("district", "").strip(), request.args.get("year", "").strip()
    listed = _listed(rows, district, year) if district or year else ()
    return render_template(
        "archive.html",
        overview=the_archive().overview(),
        rows=rows,
        years=years,
        listed=listed,
        district=next((row.name for row in rows if row.value == district), ""),
        year=year,
        totals={y: sum(len(row.years.get(y, ())) for row in rows) for y in years},
    )


def _newest_first(year: int | None) -> int:
    return -(year or 0)


def _listed(rows: tuple[Coverage, ...], district: str, year: str) -> tuple[Summary, ...]:
    reports = [
        report
        for row in rows
        if district in ("", row.value)
        for shown, of_year in sorted(row.years.items(), key=lambda item: _newest_first(item[0]))
        if year in ("", UNKNOWN if shown is None else str(shown))
        for report in of_year
    ]
    if not reports:
        asked = "、".join(part[:40] for part in (district, year) if part)
        raise NotFound(f"档案中没有“{asked}”的报告，请从收录情况表中选择。")
    return tuple(reports)
