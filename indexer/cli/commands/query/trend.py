"""`nianbao trend`: how many reports say a phrase, by year and by place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from indexer.archive.archive import open_archive
from indexer.cli.console import open_console
from indexer.cli.export import make_terms, save
from indexer.cli.language import bracket, localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_json
from indexer.errors import QueryError
from indexer.export.rows import list_trend
from indexer.search.auditing.trend import MOST_PHRASES, Trend, TrendRow
from indexer.search.query.exact import make_exact, name_phrase
from indexer.search.query.parse import Choices, parse_query


@click.command()
@click.argument("phrases", nargs=-1, required=True)
@click.option("--year", "years", multiple=True, help="年度，如 2020 或 2015..2020；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 广州市；列出它的下一级")
@click.option("--section", "sections", multiple=True, help="章节 1–6：只数这一部分里说的；可重复")
@click.option("--kind", "kinds", multiple=True, help="类型：disclosure 或 work；可重复")
@click.option(
    "--export",
    "file",
    type=click.Path(path_type=Path),
    help="全部的数存为 FILE（.csv、.xlsx、.json）",
)
@home_option
@json_option
def trend(
    phrases: tuple[str, ...], home: Path | None, as_json: bool, file: Path | None, **filters: Any
) -> None:
    """数一数有多少份报告提到 PHRASES（最多六个），占收录的几成，按年度和地区列出。

    一字不差地数；没有收录报告的年度写明没有，不当作 0。
    """
    settings = read_settings(home)
    if len(phrases) > MOST_PHRASES:
        raise QueryError(f"一次最多看 {MOST_PHRASES} 个词语，请少写几个；更多的请用 nianbao batch。")
    wanted = [make_exact(parse_query(phrase, settings=settings)) for phrase in phrases]
    scope = parse_query("", Choices(**filters), settings=settings)
    found = open_archive(settings).auditing.count_trend(wanted, scope)
    if file:
        save(list_trend(found, make_terms(settings)), file, as_json)
    elif as_json:
        show_json(found.to_json())
    else:
        _show(found)


def _show(found: Trend) -> None:
    if not found.total.held:
        show("所选的地区、年度和类型没有收录报告。")
        return
    screen = open_console()
    for title, rows in (("年度", found.years), ("地区", found.places)):
        screen.print(
            _tabulate(title, (*rows, found.total), [name_phrase(phrase) for phrase in found.phrases])
        )


def _tabulate(title: str, rows: Sequence[TrendRow], heads: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(localize(title))
    for head in (localize("收录份数"), *heads):
        table.add_column(head, justify="right")
    for row in rows:
        said = [
            localize("没有收录") if share is None else f"{count}{bracket(f'{100 * share:.0f}%')}"
            for count, share in zip(row.said, row.shares(), strict=True)
        ]
        name = row.name if row.value and not row.year else localize(row.name)
        table.add_row(name, str(row.held), *said)
    return table
