"""What `/targets` shows: targets and results of one body over years, or of bodies in one year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.archive.archive import Archive
from indexer.errors import QueryError
from indexer.indicators.comparison import TargetResult, compare_figures, list_compared
from indexer.indicators.record import IndicatorBody, IndicatorFigure, IndicatorFilter
from indexer.indicators.register import Indicator, read_register
from indexer.indicators.value import Measure
from indexer.report.names import UNKNOWN_BODY, UNKNOWN_PLACE, join_path
from web.display.charts.chart import Chart, Line, draw_lines
from web.parameters.targets import TargetsAsked

_FIRST = "gdp"
"""The indicator that is shown where none is chosen."""
_MONEY = 1e8


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Results of one indicator and measure.

    Attributes:
        rows: by year, or by body; None in a row's place marks a year without any.
        chart: None where there are not enough numbers.
    """

    indicator: Indicator
    measure: Measure
    rows: tuple[TargetResult, ...]
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class TargetsChoice:
    """A question with its answer.

    Attributes:
        asked: the question, completed where something had to be chosen.
        bodies: those that are offered; body: the one that is chosen, None for all.
        tables: the answer.
        note: what was chosen by the program, as a Chinese sentence; "" where nothing was.
    """

    asked: TargetsAsked
    bodies: tuple[IndicatorBody, ...]
    body: IndicatorBody | None
    years: tuple[int, ...]
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
    """Return what an address asks for; where neither body nor year is chosen, the newest year is.

    Raises:
        QueryError: it has no meaning, or there is no such body.
    """
    asked.check()
    known = archive.list_indicator_bodies()
    bodies = tuple(body for body in known if not asked.district or body.lies_in(asked.district))
    body = next((body for body in known if body.series == asked.body), None)
    if asked.body and body is None:
        raise QueryError(f"没有“{asked.body[:60]}”的指标，请从列表中选择机构。")
    if asked.district and not bodies:
        raise QueryError(f"本站收录的报告中没有“{asked.district[:40]}”的指标，请换一个地区。")
    years = tuple(sorted({year for each in bodies for year in each.years}, reverse=True))
    note = ""
    if body is None and not asked.year and years:
        asked = replace(asked, year=str(_newest_full(bodies)))
        note = f"没有选机构，先列出 {asked.year} 年各地的数。"
    if body is None and not asked.indicator:
        asked = replace(asked, indicator=_FIRST)
    keys = (asked.indicator,) if asked.indicator else ()
    wanted = IndicatorFilter((asked.body,) if body else (), keys, (int(asked.year),) if asked.year else ())
    figures = archive.list_indicator_figures(wanted)
    series = {each.series for each in bodies}
    chosen = [f for f in figures if body is not None or f.series in series]
    return TargetsChoice(asked, bodies, body, years, _tables(chosen, asked, body), note)


def _newest_full(bodies: Sequence[IndicatorBody]) -> int:
    """The newest year for which there are results: that before the newest that several bodies have."""
    counts: dict[int, int] = {}
    for body in bodies:
        for year in body.years:
            counts[year] = counts.get(year, 0) + 1
    many = [year for year, count in counts.items() if count * 3 >= max(counts.values())]
    return max(many or counts) - 1


def _tables(
    figures: Sequence[IndicatorFigure], asked: TargetsAsked, body: IndicatorBody | None
) -> tuple[ResultTable, ...]:
    results = compare_figures(figures)
    tables = []
    for key, measure in list_compared(results):
        rows = tuple(r for r in results if (r.key, r.measure) == (key, measure))
        if body is None:
            rows = _side_by_side(rows, figures, asked.sort)
            tables.append(ResultTable(read_register()[key], measure, rows))
        else:
            chart = _draw(rows) if asked.indicator and not asked.year else None
            tables.append(ResultTable(read_register()[key], measure, rows, chart))
    return tuple(tables)


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
