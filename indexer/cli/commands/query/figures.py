"""`nianbao figures`: targets beside results, as reports state them in prose."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.archive.archive import Archive, open_archive
from indexer.cli.commands.query.commitments import print_listing
from indexer.cli.commands.query.table_figures import find_table_figures, show_table_figures
from indexer.cli.export import make_terms, save
from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_json
from indexer.errors import QueryError
from indexer.export import Terms
from indexer.export.rows.targets import list_targets
from indexer.indicators.comparison import JUDGEMENT_NAMES, MEASURE_NAMES, TargetResult, compare_figures
from indexer.indicators.record import IndicatorBody, IndicatorFilter
from indexer.indicators.register import read_register
from indexer.report.names import UNKNOWN_BODY, UNKNOWN_PLACE


@click.command()
@click.option("--body", "bodies", multiple=True, help="机构名称或地区中的字，如 苏州市；可重复")
@click.option("--indicator", "names", multiple=True, help="指标的名称或编号，如 地区生产总值、gdp；可重复")
@click.option(
    "--item",
    "items",
    multiple=True,
    help="一项指标：统计表里的（如 予以公开率、3.new.total）或正文里的；可重复",
)
@click.option("--year", "years", multiple=True, type=click.IntRange(1900, 2100), help="年度；可重复")
@click.option("--export", "file", type=click.Path(path_type=Path), help="存为 FILE（.csv、.xlsx、.json）")
@click.option("--csv", "as_csv", is_flag=True, help="以 CSV 输出")
@home_option
@json_option
def figures(
    home: Path | None, as_json: bool, file: Path | None, as_csv: bool, **asked: tuple[str, ...]
) -> None:
    """列出正文里的指标：当年的目标，下一年报告所说的完成情况，是否达到；或（--item）统计表里的数。"""
    settings = read_settings(home)
    asked = _sort_items(asked)
    if asked["items"]:
        _show_items(open_archive(settings), asked, (file, as_csv, as_json), make_terms(settings))
        return
    results = _find(open_archive(settings), asked)
    said = "、".join(str(value) for values in asked.values() for value in values)
    listing = list_targets(results, said, make_terms(settings))
    if file:
        save(listing, file, as_json)
    elif as_csv:
        print_listing(listing)
    elif as_json:
        show_json({"results": [result.to_json() for result in results]})
    else:
        _show(results)


def _sort_items(asked: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return what is asked for, with items that are indicators in prose among the indicators."""
    prose = {name for row in read_register().values() for name in (row.key, row.name)}
    stated = tuple(name for name in asked["items"] if name.strip() in prose)
    items = tuple(name for name in asked["items"] if name not in stated)
    return {**asked, "items": items, "names": (*asked["names"], *stated)}


def _show_items(
    archive: Archive,
    asked: dict[str, tuple[str, ...]],
    form: tuple[Path | None, bool, bool],
    terms: Terms,
) -> None:
    """Print items of the tables, or save them."""
    if asked["names"]:
        raise click.UsageError("--item 看统计表，--indicator 看正文里的指标，一次只能用一种。")
    file, as_csv, as_json = form
    years = tuple(map(int, asked["years"]))
    found = find_table_figures(archive, asked["items"], asked["bodies"], years)
    if file:
        save(found.list(terms), file, as_json)
    elif as_csv:
        print_listing(found.list(terms))
    else:
        show_table_figures(found, as_json)


def _find(archive: Archive, asked: dict[str, tuple[str, ...]]) -> tuple[TargetResult, ...]:
    keys = tuple(_find_key(name) for name in asked["names"])
    series = tuple(
        body.series for body in archive.list_indicator_bodies() if _is_meant(body, asked["bodies"])
    )
    if asked["bodies"] and not series:
        raise QueryError(f"本站的报告里没有“{asked['bodies'][0][:40]}”的指标，请换一个名称。")
    wanted = IndicatorFilter(series if asked["bodies"] else (), keys, tuple(map(int, asked["years"])))
    return compare_figures(archive.list_indicator_figures(wanted))


def _find_key(name: str) -> str:
    register, wanted = read_register().values(), name.strip()
    found = next((each.key for each in register if wanted in (each.key, each.name)), None)
    if found is None:
        asked, near = name[:40], "、".join(each.name for each in register if wanted and wanted in each.name)
        if near:
            raise QueryError(f"没有“{asked}”这项指标，相近的有：{near}。")
        raise QueryError(f"没有“{asked}”这项指标。")
    return found


def _is_meant(body: IndicatorBody, names: tuple[str, ...]) -> bool:
    path = body.source.region.path if body.source.region else ()
    return any(name in path or (name and name in body.source.body) for name in names)


def _show(results: tuple[TargetResult, ...]) -> None:
    if not results:
        show("没有找到这样的指标。")
        return
    heading = ""
    for result in results:
        source = result.figure.source
        place = source.district or localize(UNKNOWN_PLACE)
        body = f"{place} {source.body or localize(UNKNOWN_BODY)}"
        title = f"{body} · {localize(result.indicator.name)} · {localize(MEASURE_NAMES[result.measure])}"
        if title != heading:
            click.echo(f"\n{title}")
            heading = title
        target, done = (figure.value.text if figure else "–" for figure in (result.target, result.done))
        values = f"{localize(f'目标 {target}')}  {localize(f'完成 {done}')}"
        click.echo(f"  {result.year}  {values}  {localize(JUDGEMENT_NAMES[result.judgement])}")
