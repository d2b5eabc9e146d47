"""What `nianbao figures --item` prints: items of the statutory tables, and how bodies stand to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from indexer.archive.archive import Archive
from indexer.cli.language import localize
from indexer.cli.output import show, show_json
from indexer.errors import QueryError
from indexer.export import ExportTable, Fact, Terms
from indexer.export.rows import list_points
from indexer.figures.comparison import Item, Point, compare, find_item, list_items
from indexer.figures.distribution import Distribution, summarize
from indexer.figures.rates import find_rate
from indexer.figures.results import Body
from indexer.report.names import UNKNOWN_BODY, join_path

_NEAR = 5  # names that are offered where none is meant


@dataclass(frozen=True, slots=True)
class TableFigures:
    """Items in the reports of some bodies.

    Attributes:
        asked: what was asked for, in words.
        spread: how the items are spread over the bodies, () but for one year.
    """

    asked: str
    compared: tuple[tuple[Item, tuple[Point, ...]], ...]
    spread: tuple[Distribution, ...]

    def list(self, terms: Terms) -> ExportTable:
        """Return a row for each item in each report."""
        return list_points(self.compared, [Fact("query", "查询", self.asked)], terms, self.spread)


def find_table_figures(
    archive: Archive, names: Sequence[str], bodies: Sequence[str], years: Sequence[int]
) -> TableFigures:
    """Return items of bodies in some years.

    Args:
        names: of the items, or their keys.
        bodies: words of names of bodies or places; all bodies where none is given.

    Raises:
        QueryError: there is no such item or body.
    """
    items = [_find_item(name) for name in names]
    chosen = [body for body in archive.findings.list_bodies() if not bodies or _is_meant(body, bodies)]
    if not chosen:
        said = f"没有“{bodies[0][:40]}”的统计表" if bodies else "还没有带统计表的报告"
        raise QueryError(f"本站{said}，请换一个名称，或用 nianbao list 看收录了哪些报告。")
    reports = archive.findings.list_figures([body.series for body in chosen], years)
    compared = tuple((item, compare(item, reports)) for item in items)
    year = years[0] if len(years) == 1 else None
    spread = [each for item, points in compared if year for each in summarize(item, points, chosen, year)]
    asked = "、".join((*(item.name for item in items), *bodies, *map(str, years)))
    return TableFigures(asked, compared, tuple(spread))


def show_table_figures(found: TableFigures, as_json: bool) -> None:
    """Print items body by body, and below them sums and quartiles."""
    if as_json:
        rows = [dict(row) for row in found.list(Terms(10**6)).rows]
        show_json({"figures": rows, "spread": [each.to_json() for each in found.spread]})
        return
    for item, points in found.compared:
        click.echo()
        show(item.name)
        for point in points:
            heading = point.heading
            said = localize(point.reason) if point.value is None else f"{point.value:g}"
            click.echo(f"  {heading.year}  {heading.body or localize(UNKNOWN_BODY)}  {said}")
    for each in found.spread:
        level, name = localize(each.level), localize(each.item.name)
        click.echo(f"\n{level} · {name}{localize('：')}{localize(_sum_up(each))}")
        for body in each.missing:
            click.echo(f"  {localize('没有数：')}{body.name}{localize('。')}{localize(body.reason)}")


def _sum_up(each: Distribution) -> str:
    if each.quartiles is None:
        return "都没有数"
    low, middle, high = each.quartiles
    total = "" if each.total is None else f"合计 {each.total:g}，"
    return f"{len(each.values)} 个有数，{total}中位数 {middle:g}，四分位数 {low:g} 和 {high:g}"


def _find_item(name: str) -> Item:
    wanted = name.strip()
    items = list_items()
    found = [item for item in items if wanted in (item.key, item.name, item.name.removesuffix("（%）"))]
    if found:
        return found[0]
    if wanted.replace(".", "").replace("_", "").isascii():
        return find_item(wanted)
    # Rates and totals before the columns that they are made of.
    offered = sorted(items, key=lambda item: (find_rate(item.key) is None, not item.key.endswith(".total")))
    near = "、".join([item.name for item in offered if wanted and wanted in item.name][:_NEAR])
    asked = name[:40]
    if near:
        raise QueryError(f"统计表中没有“{asked}”这一项，相近的有：{near}。")
    raise QueryError(f"统计表中没有“{asked}”这一项。")


def _is_meant(body: Body, names: Sequence[str]) -> bool:
    path = body.region.path if body.region else ()
    return any(name in path or (name and name in (body.name + join_path(path))) for name in names)
