"""`/figures`: an item of the statutory tables over the years, or of bodies side by side in one year."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request

from indexer.errors import QueryError
from indexer.export.rows import list_cells, list_distributions, list_points
from web.api.parameters import describe
from web.context import the_archive, the_settings
from web.display.charts import grid
from web.display.charts.chart import number
from web.display.download import SUFFIXES, download, read_terms
from web.display.figures.comparison import MISSING, MOST_BODIES, Choice, choose
from web.display.figures.form import offer
from web.parameters.figures import FiguresAsked
from web.parameters.targets import TargetsAsked

pages = Blueprint("figures", __name__)


@pages.get("/figures")
def figures() -> Response:
    """The form, and what it asks for as chart and table; 400 with the form where that makes no sense.

    Indicators in prose are answered by `/targets`, which has the same form.
    """
    asked = FiguresAsked.read(request.args)
    choice = Choice(the_archive(), asked, (), ())
    problem = title = hint = ""
    shown: grid.Grid | None = None
    limits: tuple[str, ...] = ()
    try:
        if asked.is_prose:
            return make_response(redirect(TargetsAsked.of_figures(asked).url() + "#answer"))
        choice = choose(the_archive(), asked, the_settings())
        if choice.asked.body or choice.asked.year:
            title = _title(choice)
            shown, limits = _shown(choice, title)
        elif request.args:
            hint = MISSING
    except QueryError as error:
        problem = error.message
    asked = choice.asked
    form = offer(the_archive(), asked, is_unasked=not request.args)
    page = render_template(
        "figures.html",
        asked_figures=asked,
        form=form,
        districts=[area for area in the_archive().counts.list_areas() if area.codes],
        format_number=number,
        grid=shown,
        title=title,
        limits=limits,
        problem=problem or hint,
        files=[(s.upper(), asked.url(f"/figures.{s}")) for s in ("csv", "xlsx", "json")],
        cells=[(s.upper(), asked.url(f"/figures/cells.{s}")) for s in ("csv", "xlsx", "json")],
        spread=[(s.upper(), asked.url(f"/figures/spread.{s}")) for s in ("csv", "xlsx", "json")],
    )
    return make_response(page, 400 if problem else 200)


@pages.get(f"/figures.<{SUFFIXES}:suffix>")
def compared(suffix: str) -> Response:
    """What `/figures` shows, a row for each item in each report.

    Raises:
        QueryError: it makes no sense.
    """
    if (asked := FiguresAsked.read(request.args)).is_prose:
        return make_response(redirect(TargetsAsked.of_figures(asked).url(f"/targets.{suffix}")))
    choice = choose(the_archive(), asked, the_settings())
    rows = [(wanted, points) for _, wanted, points in choice.compared()]
    facts = choice.asked.facts(tuple(choice.names(choice.chosen).values()))
    placed = choice.spread() if choice.asked.year else ()
    return download(list_points(rows, facts, read_terms(choice.asked.url()), placed), suffix)


@pages.get(f"/figures/spread.<{SUFFIXES}:suffix>")
def spread(suffix: str) -> Response:
    """Sums, medians and quartiles over the chosen bodies of one level, and what is missing.

    Raises:
        QueryError: no year is chosen, or it makes no sense.
    """
    choice = choose(the_archive(), FiguresAsked.read(request.args), the_settings())
    facts = choice.asked.facts(tuple(choice.names(choice.chosen[:MOST_BODIES]).values()))
    return download(list_distributions(choice.spread(), facts, read_terms(choice.asked.url())), suffix)


@pages.get(f"/figures/cells.<{SUFFIXES}:suffix>")
def cells(suffix: str) -> Response:
    """Every cell of the tables of the chosen bodies (of all of the district where none is chosen)."""
    choice = choose(the_archive(), FiguresAsked.read(request.args), the_settings())
    chosen = choice.chosen
    facts = choice.asked.facts(tuple(choice.names(chosen[:MOST_BODIES]).values()))[1:]
    return download(list_cells(choice.list_figures(chosen), facts, read_terms(choice.asked.url())), suffix)


@pages.get("/api/figures")
@describe(
    "统计表的项目，历年或各机构并排",
    "one_district body item applicant one_year figures_sort",
    "Listing",
    "数字",
)
def figures_json() -> Response:
    """The same for scripts."""
    if (asked := FiguresAsked.read(request.args)).is_prose:
        return make_response(redirect(TargetsAsked.of_figures(asked).url("/api/targets")))
    return compared("json")


@pages.get("/api/cells")
@describe("所选机构统计表的全部单元格", "one_district body item applicant one_year", "Listing", "数字")
def cells_json() -> Response:
    """The same for scripts."""
    return cells("json")


@pages.get("/api/figures/spread")
@describe("同级机构的合计、中位数和四分位数", "one_district body item applicant one_year", "Listing", "数字")
def spread_json() -> Response:
    """The same for scripts."""
    return spread("json")


def _title(choice: Choice) -> str:
    """`某区人民政府：一、本年新收政府信息公开申请数量 · 总计，历年`."""
    bodies = "、".join(choice.names(choice.chosen).values()) if choice.asked.body else ""
    said = "、".join(item.name for item in choice.asked.items)
    years = f"{choice.asked.one_year} 年" if choice.asked.one_year else "历年"
    return f"{bodies}：{said}，{years}" if bodies else f"{said}，{years}"


def _shown(choice: Choice, title: str) -> tuple[grid.Grid, tuple[str, ...]]:
    """The comparison laid out, and between which years its items do not compare."""
    lines = choice.compared()
    missing = {item.key for _, item, points in lines for point in points if point.said is None}
    limits = tuple(item.limits for item in choice.asked.items if item.limits and item.key in missing)
    if choice.asked.one_year:
        names = choice.names(choice.chosen)
        return grid.arrange_side_by_side(lines, names, choice.spread(), choice.asked.by_value), limits
    return grid.arrange_over_years(lines, title), limits
