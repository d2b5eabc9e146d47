"""`nianbao batch`: how many reports say each of a list of phrases, by place and year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from indexer.archive.archive import open_archive
from indexer.cli.console import open_console
from indexer.cli.export import make_terms, save
from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_json, show_note
from indexer.errors import QueryError
from indexer.export.rows import list_batch
from indexer.report.names import UNKNOWN_YEAR
from indexer.search.auditing.batch import CountedList, read_lines, read_list
from indexer.search.query.exact import name_phrase
from indexer.search.query.parse import Choices, parse_query


@click.command()
@click.argument("list_file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--year", "years", multiple=True, help="年度，如 2020 或 2015..2020；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 广州市；可重复，每个单列一行")
@click.option("--section", "sections", multiple=True, help="章节 1–6：只数这一部分里说的；可重复")
@click.option("--kind", "kinds", multiple=True, help="类型：disclosure 或 work；可重复")
@click.option("--export", "file", type=click.Path(path_type=Path), help="结果存为 FILE（.csv、.xlsx、.json）")
@home_option
@json_option
def batch(list_file: Path, home: Path | None, as_json: bool, file: Path | None, **filters: Any) -> None:
    """数一数名单 FILE 里的每个词语有多少份报告提到，按地区和年度列出。

    FILE 是 .txt（一行一个词语）或 .csv（词语在第一列），最多二百个。一字不差地数；没有收录报告的年度留空。
    """
    settings = read_settings(home)
    if not list_file.is_file():
        raise QueryError(f"没有文件 {list_file}，请检查文件名。")
    try:
        data = list_file.read_bytes()
    except OSError as error:
        raise QueryError(f"读不了 {list_file}（{error.strerror}），请检查文件名和权限。") from None
    listed = read_list(read_lines(data, list_file.name), settings)
    scope = parse_query("", Choices(**filters), settings=settings)
    found = open_archive(settings).auditing.count_batch(listed.phrases, scope)
    for problem in listed.problems:
        show_note(problem)
    if file:
        save(list_batch(found, make_terms(settings)), file, as_json)
    elif as_json:
        show_json(found.to_json() | {"problems": list(listed.problems)})
    else:
        _show(found)


def _show(found: CountedList) -> None:
    table = Table(box=None, pad_edge=False)
    for head in ("词语", "地区"):
        table.add_column(localize(head))
    for head in ("合计", *(str(year or UNKNOWN_YEAR) for year in found.counts.years)):
        table.add_column(localize(head), justify="right")
    for row in found.rows():
        counts = (str(said) if held else "" for held, said in zip(row.held, row.said, strict=True))
        table.add_row(
            *(name_phrase(found.phrases[row.phrase]), row.place or localize("全部"), str(sum(row.said))),
            *counts,
        )
    open_console().print(table)
