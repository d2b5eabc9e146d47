"""`nianbao concordance`: every place where a phrase stands, on one line with what is around it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from indexer.archive.archive import open_archive
from indexer.cli.console import open_console
from indexer.cli.export import make_terms, save
from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_json
from indexer.export.rows import list_concordance
from indexer.report.names import UNKNOWN_PLACE, UNKNOWN_YEAR
from indexer.search.auditing.concordance import CONCORDANCE_SORTS, Concordance, ConcordanceSort
from indexer.search.query.exact import make_exact
from indexer.search.query.parse import Choices, parse_query

_ORDERS = "、".join(f"{sort.value}（{name}）" for sort, name in CONCORDANCE_SORTS.items())


@click.command()
@click.argument("phrase")
@click.option("--year", "years", multiple=True, help="年度，如 2020 或 2015..2020；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 广州市；可重复")
@click.option("--section", "sections", multiple=True, help="章节 1–6；可重复")
@click.option("--kind", "kinds", multiple=True, help="类型：disclosure 或 work；可重复")
@click.option(
    "--sort",
    "order",
    type=click.Choice([sort.value for sort in ConcordanceSort]),
    default="place",
    help=f"排列：{_ORDERS}",
)
@click.option("--limit", type=click.IntRange(1), default=100, help="最多列出几行（默认 100）")
@click.option("--export", "file", type=click.Path(path_type=Path), help="全部存为 FILE（.csv、.xlsx、.json）")
@home_option
@json_option
def concordance(
    phrase: str, home: Path | None, as_json: bool, file: Path | None, limit: int, **filters: Any
) -> None:
    """列出 PHRASE 出现的每一处，一处一行，带上下文。

    一字不差地找；几个词语写成 甲 OR 乙。
    """
    settings, order = read_settings(home), ConcordanceSort(filters.pop("order"))
    wanted = make_exact(parse_query(phrase, settings=settings))
    scope = parse_query("", Choices(**filters), settings=settings)
    query = replace(scope, typed=wanted.typed, tree=wanted.tree)
    found = open_archive(settings).auditing.find_places(query, order)
    if file:
        save(list_concordance(query, found, make_terms(settings)), file, as_json)
    elif as_json:
        lines = [line.to_json() for line in found.list_lines(0, limit)]
        show_json({"query": query.typed, "total": found.total, "sort": found.sort.value, "lines": lines})
    else:
        _show(found, limit, order, settings.base_url)


def _show(found: Concordance, limit: int, wanted: ConcordanceSort, site: str) -> None:
    screen = open_console()
    shown = f"，列出前 {limit} 处" if found.total > limit else ""
    screen.print(localize(f"共 {found.total} 处{shown}。"))
    if found.sort is not wanted:
        order = CONCORDANCE_SORTS[wanted]
        screen.print(localize(f"太多，不能{order}排列，已按地区排列；请加上地区或年度。"))
    for line in found.list_lines(0, limit):
        place = line.region[-1] if line.region else localize(UNKNOWN_PLACE)
        said = Text(line.left.rjust(26, "　") + " ")
        said.append(line.word, "bold red").append(f" {line.right}")
        year = line.year or localize(UNKNOWN_YEAR)
        screen.print(said.append(f"  {place} {year}", "dim").append(f" {site}{line.url}", "blue"))
