"""`nianbao search`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.text import Text

from indexer.archive.archive import open_archive
from indexer.cli.console import open_console
from indexer.cli.export import save
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_json
from indexer.export import Terms
from indexer.export.rows import list_hits
from indexer.report.names import FACET_NAMES, SECTION_NAMES, UNKNOWN_PLACE, UNKNOWN_YEAR
from indexer.search.query.parse import Choices, parse_query
from indexer.search.results import Results


@click.command()
@click.argument("query")
@click.option("--year", "years", multiple=True, help="年度，如 2020 或 2019..2021；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 从化区；可重复")
@click.option("--section", "sections", multiple=True, help="章节 1–6；可重复")
@click.option("--kind", "kinds", multiple=True, help="类型：disclosure 或 work；可重复")
@click.option("--sort", default="", help="排序：relevance（默认）、newest、oldest")
@click.option("--limit", help="每页条数")
@click.option("--page", default="1", help="第几页")
@click.option(
    "--export", "file", type=click.Path(path_type=Path), help="全部结果存为 FILE（.csv、.xlsx、.json）"
)
@home_option
@json_option
def search(query: str, home: Path | None, as_json: bool, file: Path | None, **filters: Any) -> None:
    """检索 QUERY。

    空格分开的词都要出现；引号内原样匹配；可用 AND OR NOT 与 -排除；
    可写 年份:2019..2021 地区:从化区 章节:5。
    """
    settings = read_settings(home)
    archive, asked = open_archive(settings), parse_query(query, Choices(**filters), settings=settings)
    if file:
        save(list_hits(archive, asked, Terms(settings.max_export_rows)), file, as_json)
    else:
        show_results(archive.search(asked), as_json)


def show_results(results: Results, as_json: bool) -> None:
    """Print a page of hits and the facets."""
    if as_json:
        show_json(results.to_json())
        return
    screen = open_console()
    page = f"第 {results.page}/{max(results.pages, 1)} 页"
    screen.print(f"共 {results.total} 条，{page}，{results.took_ms:.1f} 毫秒")
    for hit in results.hits:
        heading = hit.heading or SECTION_NAMES[hit.kind].get(hit.section, "")
        screen.print()
        facts = f"{hit.year or UNKNOWN_YEAR} · {hit.district or UNKNOWN_PLACE} · {heading}"
        screen.print(Text(hit.title, "bold"), Text(facts, "dim"))
        snippet = Text("…" if hit.snippet.before else "")
        for span in hit.snippet.spans:
            snippet.append(span.text.replace("\n", " "), "bold red" if span.hit else "")
        screen.print(snippet.append("…" if hit.snippet.after else ""))
        screen.print(Text(hit.url(results.typed), "blue"))
    screen.print()
    for name, title in FACET_NAMES.items():
        values = [f"{v.label} {v.count}" for v in results.facets.get(name, ()) if v.count]
        if values:
            screen.print(f"{title}：" + "，".join(values[:30]) + ("……" if len(values) > 30 else ""))
    if results.suggestion:
        screen.print(f"没有结果。可以试试：{results.suggestion}")
