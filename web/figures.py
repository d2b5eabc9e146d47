"""`/figures`: an item of the statutory tables over the years, or of bodies side by side in one year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request

from indexer import Body, Filed, QueryError, compare, items, list_cells, list_points
from web import grid
from web.chart import MOST_LINES
from web.context import the_archive, the_settings
from web.download import SUFFIXES, download, site
from web.figures_asked import FiguresAsked
from web.querystring import Asked

pages = Blueprint("figures", __name__)

_MOST_BODIES = 200
_BODIES_A_TIME = 20


@pages.get("/figures")
def figures() -> Response:
    """The form, and what it asks for as chart and table; 400 with the form where that makes no sense."""
    asked = FiguresAsked.read(request.args)
    problem = title = ""
    shown: grid.Grid | None = None
    limits: tuple[str, ...] = ()
    bodies: tuple[Body, ...] = ()
    try:
        asked, bodies = _offered(asked)
        if asked.body or asked.year:
            compared = _compared(asked, bodies)
            missing = {item.key for _, item, points in compared for point in points if point.said is None}
            limits = tuple(item.limits for item in asked.items if item.limits and item.key in missing)
            names = "、".join(_name(body, bodies) for body in _chosen(asked, bodies)) if asked.body else ""
            title = "：".join(filter(None, (names, "、".join(item.name for item in asked.items))))
            shown = (
                grid.side_by_side(
                    compared, {body.series: _name(body, bodies) for body in _chosen(asked, bodies)}
                )
                if asked.one_year
                else grid.over_years(compared, title)
            )
    except QueryError as error:
        problem = error.message
    page = render_template(
        "figures.html",
        asked_figures=asked,
        bodies=[(body.series, _name(body, bodies)) for body in bodies[:_MOST_BODIES]],
        more=max(0, len(bodies) - _MOST_BODIES),
        districts=[row for row in the_archive().coverage() if row.value != "未详"],
        years=sorted({year for body in bodies for year in body.years}, reverse=True),
        items=items(),
        grid=shown,
        title=f"{title}，{f'{asked.year} 年' if asked.year else '历年'}" if shown else "",
        limits=limits,
        problem=problem,
        files=[(s.upper(), asked.url(f"/figures.{s}")) for s in ("csv", "xlsx", "json")],
        cells=[(s.upper(), asked.url(f"/figures/cells.{s}")) for s in ("csv", "xlsx", "json")],
    )
    return make_response(page, 400 if problem else 200)


@pages.get(f"/figures.<{SUFFIXES}:suffix>")
def compared(suffix: str) -> Response:
    """What `/figures` shows, a row for each item in each report.

    Raises:
        QueryError: it makes no sense.
    """
    asked, bodies = _offered(FiguresAsked.read(request.args))
    rows = [(wanted, points) for _, wanted, points in _compared(asked, bodies)]
    names = tuple(_name(body, bodies) for body in _chosen(asked, bodies))
    most, address = the_settings().max_export_rows, f"{site()}{asked.url()}"
    return download(list_points(rows, asked.facts(names), most, site(), address), suffix)


@pages.get(f"/figures/cells.<{SUFFIXES}:suffix>")
def cells(suffix: str) -> Response:
    """Every cell of the tables of the chosen bodies (of all of the district where none is chosen)."""
    asked, bodies = _offered(FiguresAsked.read(request.args))
    bodies = _chosen(asked, bodies)
    facts = asked.facts(tuple(body.name for body in bodies[:_MOST_BODIES]))[1:]
    most, address = the_settings().max_export_rows, f"{site()}{asked.url()}"
    return download(list_cells(_filed(asked, bodies), facts, most, site(), address), suffix)


@pages.get("/api/figures")
def figures_json() -> Response:
    """The same for scripts."""
    return compared("json")


@pages.get("/api/cells")
def cells_json() -> Response:
    """The same for scripts."""
    return cells("json")


def _offered(asked: FiguresAsked) -> tuple[FiguresAsked, tuple[Body, ...]]:
    """The bodies of the district, and the question with the district's proper name.

    Raises:
        QueryError: there is no such district.
    """
    bodies = the_archive().bodies()
    if not asked.district:
        return asked, bodies
    (district,) = Asked(district=(asked.district,)).query(the_settings()).districts
    codes = set(district.codes)
    within = tuple(body for body in bodies if body.region and codes & set(body.region.codes))
    return replace(asked, district=district.value), within


def _chosen(asked: FiguresAsked, bodies: tuple[Body, ...]) -> tuple[Body, ...]:
    if not asked.body:
        return bodies
    known = {body.series: body for body in (*the_archive().bodies(), *bodies)}
    if unknown := [series for series in asked.body if series not in known]:
        raise QueryError(f"没有“{unknown[0][:60]}”的统计表，请从列表中选择机构。")
    return tuple(known[series] for series in asked.body)


def _filed(asked: FiguresAsked, bodies: Iterable[Body]) -> Iterator[Filed]:
    """The bodies' figures, a few bodies at a time: also after the request, while a file is sent."""
    archive, series = the_archive(), [body.series for body in bodies]
    years = (asked.one_year,) if asked.one_year else ()
    parts = (series[start : start + _BODIES_A_TIME] for start in range(0, len(series), _BODIES_A_TIME))
    return (filed for part in parts for filed in archive.figures(part, years))


def _compared(asked: FiguresAsked, bodies: tuple[Body, ...]) -> grid.Compared:
    """The lines of a comparison.

    Raises:
        QueryError: too much at once, or nothing to compare.
    """
    chosen, wanted = _chosen(asked, bodies), asked.items
    if asked.one_year:
        if len(chosen) > _MOST_BODIES:
            raise QueryError(f"一次最多并列 {_MOST_BODIES} 个机构，现有 {len(chosen)} 个，请选择较小的地区。")
        filed = tuple(_filed(asked, chosen))
        if not filed:
            raise QueryError(f"所选机构 {asked.year} 年的报告没有可以读出的统计表，请换一个年度。")
        return [(item.name, item, compare(item, filed)) for item in wanted]
    if not asked.body:
        raise QueryError("请选择机构。")
    if len(chosen) * len(wanted) > MOST_LINES:
        raise QueryError(f"一张图最多 {MOST_LINES} 条线，请少选几个机构或指标。")
    lines = []
    for body in chosen:
        filed = tuple(_filed(asked, [body]))
        for item in wanted:
            name = item.name if len(chosen) == 1 else _name(body, bodies)
            name = f"{name}：{item.name}" if len(chosen) > 1 and len(wanted) > 1 else name
            lines.append((name, item, compare(item, filed)))
    return lines


def _name(body: Body, among: Iterable[Body]) -> str:
    """A body's name, with its place where others are called the same."""
    name = body.name or "机构未详"
    same = sum(other.name == body.name for other in among)
    return f"{name}（{' › '.join(body.region.path)}）" if same > 1 and body.region else name
