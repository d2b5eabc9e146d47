"""`nianbao search`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from indexer.archive.archive import open_archive
from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_json
from indexer.report.names import FACET_NAMES, SECTION_NAMES, UNKNOWN_PLACE, UNKNOWN_YEAR
from indexer.report.report import UNKNOWN, Kind
from indexer.search.query.parse import Choices, parse_query
from indexer.search.query.tree import Grasp, Sort
from indexer.search.results import Results


@click.command()
@click.argument("query")
@click.option("--year", "years", multiple=True, help="年度，如 2020 或 2019..2021；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 从化区；可重复")
@click.option("--section", "sections", multiple=True, help="章节 1–6；可重复")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([kind.value for kind in Kind]), help="类型；可重复"
)
@click.option(
    "--sort",
    default="relevance",
    type=click.Choice([sort.value for sort in Sort]),
    help="排序",
    show_default=True,
)
@click.option(
    "--literal",
    multiple=True,
    type=click.Choice([*(grasp.value for grasp in Grasp), "all"]),
    help="不作理解、只按字面检索的部分；可重复",
)
@click.option("--limit", help="每页条数")
@click.option("--page", default="1", help="第几页")
@click.option(
    "--export", "file", type=click.Path(path_type=Path), help="全部结果存为 FILE（.csv、.xlsx、.json）"
)
@home_option
@json_option
def search(query: str, home: Path | None, as_json: bool, file: Path | None, **filters: Any) -> None:
    """检索 QUERY。

    含有全部词的在前，只含一部分的在后；引号内原样匹配；可用 AND OR NOT NEAR 与 -排除；
    可写 年份:2019..2021 地区:从化区 章节:5 文号:国办发〔2019〕60号。
    """
    settings = read_settings(home)
    archive, asked = open_archive(settings), parse_query(query, Choices(**filters), settings=settings)
    if file:
        # Here and below: what one way of answering needs is loaded for that alone.
        from indexer.cli.export import make_terms, save
        from indexer.export.rows import list_hits

        save(list_hits(archive, asked, make_terms(settings)), file, as_json)
    else:
        show_results(archive.search(asked), as_json, settings.base_url)


def show_results(results: Results, as_json: bool, site: str = "") -> None:
    """Print a page of hits and the facets.

    Args:
        site: `https://host` before addresses; "" leaves paths.
    """
    if as_json:
        show_json(results.to_json())
        return
    from rich.text import Text

    from indexer.cli.console import open_console

    screen = open_console()
    screen.print("".join(map(localize, _count(results))))
    for sentence in _hint_sentences(results):
        screen.print(localize(sentence))
    was_partial = False
    for hit in results.hits:
        if hit.partial and not was_partial:
            screen.print()
            screen.print(Text(localize("—— 以下只含检索词的一部分 ——"), "dim"))
            was_partial = True
        heading = hit.heading or localize(SECTION_NAMES[hit.kind].get(hit.section, ""))
        screen.print()
        year, place = hit.year or localize(UNKNOWN_YEAR), hit.district or localize(UNKNOWN_PLACE)
        facts = f"{year} · {place} · {heading}"
        screen.print(Text(hit.title, "bold"), Text(facts, "dim"))
        snippet = Text("…" if hit.snippet.before else "")
        for span in hit.snippet.spans:
            snippet.append(span.text.replace("\n", " "), "bold red" if span.hit else "")
        screen.print(snippet.append("…" if hit.snippet.after else ""))
        screen.print(Text(site + hit.url(results.typed), "blue"))
    screen.print()
    for name, title in FACET_NAMES.items():
        values = [
            f"{v.label if name == 'district' and v.value != UNKNOWN else localize(v.label)} {v.count}"
            for v in results.near(name)
            if v.count
        ]
        if values:
            listed = localize("，").join(values[:30]) + ("……" if len(values) > 30 else "")
            screen.print(localize(title) + localize("：") + listed)
    if results.suggestion:
        screen.print(localize(f"没有结果。可以试试：{results.suggestion}"))


def _count(results: Results) -> Iterator[str]:
    """Yield how many hits there are, part by part of a sentence."""
    yield f"共 {results.total} 条"
    if results.total_partial:
        yield f"，另有 {results.total_partial} 条只含检索词的一部分"
    if results.pages:
        yield f"，第 {results.page}/{results.pages} 页"
    yield f"，{results.took_ms:.1f} 毫秒"


def _hint_sentences(results: Results) -> Iterator[str]:
    """Yield how a query was understood, and what is told beside its hits."""
    if results.searched != results.typed:
        yield f"没有找到“{results.typed}”，已按“{results.searched}”检索；--literal correction 仍按原样检索。"
    if others := dict.fromkeys(
        word for each in results.understood if each.grasp is Grasp.SYNONYM for word in each.values
    ):
        yield f"也检索了：{'、'.join(others)}；--literal synonym 只按原词检索。"
    if results.hints.alternatives:
        yield f"您是不是要找：{'、'.join(results.hints.alternatives)}"
    for absence in results.hints.absences:
        if absence.years:
            yield f"没有收录{absence.place} {absence.years} 年的报告。"
        else:
            yield f"没有收录{absence.place}的报告。"
        for each in absence.held:
            yield f"{each.place}有 {'、'.join(map(str, each.years))} 年的报告。"
    for report in results.hints.reports:
        yield f"报告：{report.title or report.id}（{report.id}）"
