"""What `/targets` shows: targets and results of one body over years, or of bodies in one year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.archive.archive import Archive
from indexer.errors import QueryError
from indexer.indicators.comparison import TargetResult, compare_figures, list_compared
from indexer.indicators.record import IndicatorBody, IndicatorFigure, IndicatorFilter
from indexer.indicators.register import Indicator, read_register
from indexer.indicators.value import Measure
from indexer.report.names import UNKNOWN_BODY, UNKNOWN_PLACE, join_path
from web.display.charts.chart import MOST_LINES, Chart, Line, draw_lines
from web.parameters.figures import FIRST_INDICATOR, NEWEST, identify_body
from web.parameters.targets import TargetsAsked

_MONEY = 1e8


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Results of one indicator and measure.

    Attributes:
        rows: by year, or by body; None in a row's place marks a year without any.
        body: whose results these are, None for bodies side by side.
        chart: None where there are not enough numbers.
    """

    indicator: Indicator
    measure: Measure
    rows: tuple[TargetResult, ...]
    body: IndicatorBody | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class TargetsChoice:
    """A question with its answer.

    Attributes:
        asked: the question, completed where something had to be chosen.
        bodies: those that are offered; chosen: those that are chosen, () for all.
        tables: the answer.
        note: what was chosen by the program, as a Chinese sentence; "" where nothing was.
    """

    asked: TargetsAsked
    bodies: tuple[IndicatorBody, ...]
    chosen: tuple[IndicatorBody, ...]
    tables: tuple[ResultTable, ...]
    note: str = ""

    def results(self) -> tuple[TargetResult, ...]:
        """All rows, in their order."""
        return tuple(row for table in self.tables for row in table.rows)


def name_body(body: IndicatorBody) -> str:
    """Return what people call a body: its place, and its name where that says more."""
    source = body.source
    place = join_path(source.region.path) if source.region else UNKNOWN_PLACE
    return f"{place} {source.body or UNKNOWN_BODY}"


def choose_targets(archive: Archive, asked: TargetsAsked) -> TargetsChoice:
    """Return what an address asks for: bodies over the years, or side by side in one year.

    Where neither bodies nor a year are chosen, the newest year is, or the only body of the district.

    Raises:
        QueryError: it has no meaning, there is no such body, or it is too much at once.
    """
    asked.check()
    known = {body.series: body for body in archive.list_indicator_bodies()}
    bodies = tuple(body for body in known.values() if not asked.district or body.lies_in(asked.district))
    if unknown := [series for series in asked.body if series not in known]:
        raise QueryError(_explain_unknown(archive, unknown[0]))
    if asked.district and not bodies:
        raise QueryError(f"本站收录的报告中没有“{asked.district[:40]}”的指标，请换一个地区。")
    if len(bodies) == 1 and asked.district and not (asked.year or asked.body):
        asked = replace(asked, body=(bodies[0].series,))
    chosen = tuple(known[series] for series in asked.body)
    asked, note = _complete(asked, chosen or bodies)
    if len(chosen) > MOST_LINES and not asked.year:
        raise QueryError(f"历年的数一次最多看 {MOST_LINES} 个机构，请少选几个，或者选一个年度。")
    keys = (asked.indicator,) if asked.indicator else ()
    wanted = IndicatorFilter(asked.body, keys, (int(asked.year),) if asked.year else ())
    series = {each.series for each in chosen or bodies}
    figures = [f for f in archive.list_indicator_figures(wanted) if f.series in series]
    if asked.year and len(chosen) != 1:
        return TargetsChoice(asked, bodies, chosen, tuple(_compare_bodies(figures, asked.sort)), note)
    tables = (
        table
        for body in chosen
        for table in _follow_body(body, [f for f in figures if f.series == body.series], asked)
    )
    return TargetsChoice(asked, bodies, chosen, tuple(tables), note)


def _explain_unknown(archive: Archive, series: str) -> str:
    for body in archive.findings.list_bodies():
        if identify_body(body.series) == series:
            name = body.name or UNKNOWN_BODY
            return f"{name}的报告没有正文里的指标，只有统计表，请换一个机构，或者选统计表的指标。"
    return f"没有“{series[:60]}”的指标，请从列表中选择机构。"


def _complete(asked: TargetsAsked, bodies: Sequence[IndicatorBody]) -> tuple[TargetsAsked, str]:
    """Return the question with the year and indicator that had to be chosen, and a sentence that says which.

    Args:
        bodies: those that are chosen, all that are offered where none is.
    """
    is_single = len(asked.body) == 1
    lacks_year, lacks_indicator = not (asked.year or asked.body), not (asked.indicator or is_single)
    if lacks_year or asked.year == NEWEST:
        newest = "" if is_single or not bodies else str(find_newest_full(body.years for body in bodies))
        asked = replace(asked, year=newest)
    if lacks_indicator:
        asked = replace(asked, indicator=FIRST_INDICATOR)
    if not bodies:
        return asked, ""
    name = read_register()[asked.indicator].name if asked.indicator else ""
    if lacks_year and lacks_indicator:
        return asked, f"没有选指标、年度和机构，先列出 {asked.year} 年各地的{name}。"
    if lacks_year:
        return asked, f"没有选年度和机构，先列出 {asked.year} 年各地的{name}。"
    return asked, f"没有选指标，先列出{name}。" if lacks_indicator else ""


def find_newest_full(years_of_bodies: Iterable[Sequence[int]]) -> int:
    """Return the newest year for which there are results: that before the newest that several bodies have."""
    counts = Counter(year for years in years_of_bodies for year in years)
    many = [year for year, count in counts.items() if count * 3 >= max(counts.values())]
    return max(many or counts) - 1


def _compare_bodies(figures: Sequence[IndicatorFigure], sort: str) -> Iterator[ResultTable]:
    """Yield a table of bodies for each indicator and measure."""
    results = compare_figures(figures)
    for key, measure in list_compared(results):
        rows = [r for r in results if (r.key, r.measure) == (key, measure)]
        yield ResultTable(read_register()[key], measure, _side_by_side(rows, figures, sort))


def _follow_body(
    body: IndicatorBody, figures: Sequence[IndicatorFigure], asked: TargetsAsked
) -> Iterator[ResultTable]:
    """Yield a table of years for each indicator and measure of one body."""
    results = compare_figures(figures)
    for key, measure in list_compared(results):
        rows = tuple(r for r in results if (r.key, r.measure) == (key, measure))
        # Drawing takes most of the page's time: the charts of several bodies would take too long.
        is_drawn = asked.indicator and not asked.year and len(asked.body) == 1
        chart = _draw(rows) if is_drawn else None
        yield ResultTable(read_register()[key], measure, rows, body, chart)


def _side_by_side(
    rows: Sequence[TargetResult], figures: Sequence[IndicatorFigure], sort: str
) -> tuple[TargetResult, ...]:
    places = {series: at for at, series in enumerate(dict.fromkeys(f.series for f in figures))}
    ordered = sorted(rows, key=lambda r: places[r.figure.series])
    if not sort:
        return tuple(ordered)

    def height(row: TargetResult) -> float:
        figure = row.target if sort == "target" else row.done
        return -figure.value.low if figure else float("inf")

    return tuple(sorted(ordered, key=height))


def _draw(rows: Sequence[TargetResult]) -> Chart | None:
    years = range(min(r.year for r in rows), max(r.year for r in rows) + 1)
    by_year = {r.year: r for r in rows}
    scale = _MONEY if rows[0].figure.value.unit == "元" and rows[0].figure.value.low >= _MONEY else 1.0

    def numbers(name: str) -> tuple[float | None, ...]:
        found = (getattr(by_year[year], name) if year in by_year else None for year in years)
        return tuple(figure.value.low / scale if figure else None for figure in found)

    shown = [Line("目标", numbers("target")), Line("完成", numbers("done"))]
    if sum(value is not None for line in shown for value in line.values) < 2:
        return None
    return draw_lines([str(year) for year in years], shown)
