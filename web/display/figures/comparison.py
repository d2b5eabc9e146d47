"""What `/figures` compares: which bodies are offered and chosen, and their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.archive.archive import Archive
from indexer.errors import QueryError
from indexer.figures.comparison import compare
from indexer.figures.distribution import Distribution, summarize
from indexer.figures.results import Body, ReportFigures
from indexer.report.names import UNKNOWN_BODY, join_path
from indexer.settings import Settings
from web.display.charts.chart import MOST_LINES
from web.display.charts.grid import Compared
from web.parameters.figures import NEWEST, FiguresAsked, identify_body
from web.parameters.search import Asked

MOST_BODIES = 200
"""How many bodies stand side by side, or are offered, at most."""

MISSING = "还缺一样：请选一个年度（把各机构并列），或者选一个机构（看历年）。"
"""What is said where neither a year nor a body is chosen."""

_BODIES_A_TIME = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with the bodies that it is about.

    Attributes:
        asked: the question, its district by its proper name.
        known: all bodies of the archive.
        offered: those of the district.
    """

    archive: Archive
    asked: FiguresAsked
    known: tuple[Body, ...]
    offered: tuple[Body, ...]

    @property
    def chosen(self) -> tuple[Body, ...]:
        """The chosen bodies; all of the district where none is chosen.

        Raises:
            QueryError: there is no such body.
        """
        if not self.asked.body:
            return self.offered
        known = {body.series: body for body in self.known}
        if unknown := [series for series in self.asked.body if series not in known]:
            raise QueryError(self._explain_unknown(unknown[0]))
        return tuple(known[series] for series in self.asked.body)

    def names(self, bodies: Iterable[Body]) -> dict[str, str]:
        """Names of bodies by their series, with their place where others are called the same."""
        same = Counter(body.name for body in self.known)
        return {body.series: _name(body, same[body.name] > 1) for body in bodies}

    def list_figures(self, bodies: Iterable[Body]) -> Iterator[ReportFigures]:
        """Figures of bodies, a few bodies at a time: also after the request, while a file is sent."""
        series = [body.series for body in bodies]
        years = (self.asked.one_year,) if self.asked.one_year else ()
        parts = (series[start : start + _BODIES_A_TIME] for start in range(0, len(series), _BODIES_A_TIME))
        return (report for part in parts for report in self.archive.findings.list_figures(part, years))

    def compared(self) -> Compared:
        """The lines of the comparison.

        Raises:
            QueryError: too much at once, or nothing to compare.
        """
        if self.asked.one_year:
            return self._side_by_side()
        if not self.asked.body:
            raise QueryError(MISSING)
        chosen, wanted = self.chosen, self.asked.items
        if len(chosen) * len(wanted) > MOST_LINES:
            raise QueryError(f"一张图最多 {MOST_LINES} 条线，请少选几个机构或指标。")
        names, lines = self.names(chosen), []
        for body in chosen:
            reports = tuple(self.list_figures([body]))
            for item in wanted:
                name = item.name if len(chosen) == 1 else names[body.series]
                name = f"{name}：{item.name}" if len(chosen) > 1 and len(wanted) > 1 else name
                lines.append((name, item, compare(item, reports)))
        return lines

    def spread(self) -> tuple[Distribution, ...]:
        """How the items are spread over the chosen bodies of each level, in the one year that is asked for.

        Raises:
            QueryError: no year is chosen, too much at once, or nothing to compare.
        """
        year = self.asked.one_year
        if year is None:
            raise QueryError("合计与分布要选定一个年度，请选择年度。")
        return tuple(
            each
            for _, item, points in self._side_by_side()
            for each in summarize(item, points, self.chosen, year)
        )

    def _explain_unknown(self, series: str) -> str:
        for body in self.archive.list_indicator_bodies():
            if body.series == identify_body(series):
                name = body.source.body or UNKNOWN_BODY
                return f"{name}没有统计表，只有正文里的指标，请换一个机构，或者选正文里的指标。"
        return f"没有“{series[:60]}”的统计表，请从列表中选择机构。"

    def _side_by_side(self) -> Compared:
        chosen, wanted = self.chosen, self.asked.items
        if len(chosen) > MOST_BODIES:
            raise QueryError(f"一次最多并列 {MOST_BODIES} 个机构，现有 {len(chosen)} 个，请选择较小的地区。")
        reports = tuple(self.list_figures(chosen))
        if not reports:
            raise QueryError(f"所选机构没有 {self.asked.year} 年的报告，请换一个年度。")
        return [(item.name, item, compare(item, reports)) for item in wanted]


def choose(archive: Archive, asked: FiguresAsked, settings: Settings) -> Choice:
    """The bodies that a question is about, and the year where it is the newest.

    The only body of a district is chosen where neither a body nor a year is.

    Raises:
        QueryError: there is no such district.
    """
    known = archive.findings.list_bodies()
    within = known
    if asked.district:
        (district,) = Asked(district=(asked.district,)).query(settings).districts
        codes = set(district.codes)
        within = tuple(body for body in known if body.region and codes & set(body.region.codes))
        asked = replace(asked, district=district.value)
    if len(within) == 1 and asked.district and not (asked.year or asked.body):
        asked = replace(asked, body=(within[0].series,))
    if asked.year == NEWEST:
        asked = replace(asked, year=_find_newest(asked, known, within))
    return Choice(archive, asked, known, within)


def _find_newest(asked: FiguresAsked, known: Iterable[Body], offered: Iterable[Body]) -> str:
    """The newest year of the chosen bodies, or of the offered ones; "", all years, for a single body."""
    if len(asked.body) == 1:
        return ""
    bodies = (body for body in known if body.series in asked.body) if asked.body else offered
    years = [year for body in bodies for year in body.years]
    return str(max(years)) if years else ""


def _name(body: Body, ambiguous: bool) -> str:
    name = body.name or UNKNOWN_BODY
    return f"{name}（{join_path(body.region.path)}）" if ambiguous and body.region else name
