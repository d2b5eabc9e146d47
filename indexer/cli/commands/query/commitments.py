"""`nianbao commitments`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from indexer.archive.archive import open_archive
from indexer.cli.export import make_terms, save
from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_json
from indexer.commitments.classes import CLASS_NAMES
from indexer.commitments.record import STATE_NAMES
from indexer.commitments.search.filter import parse_commitment_filter
from indexer.commitments.search.results import CommitmentResults
from indexer.export import FORMATS, ExportTable
from indexer.export.rows import list_commitments
from indexer.report.names import UNKNOWN_PLACE, format_year
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from indexer.verdict import Subject, Verdict


@click.command()
@click.argument("query", default="")
@click.option("--year", "years", multiple=True, help="承诺的年度，如 2021 或 2019..2021；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 从化区；可重复")
@click.option(
    "--class",
    "class_",
    multiple=True,
    help="类别：checkable（可核对）、task（事项）、course（方针）、none（不是承诺）、all（默认前两类）；可重复",
)
@click.option("--topic", multiple=True, help="主题，如 教育；可重复")
@click.option("--having", multiple=True, help="figure（有数字）、deadline（有期限）；可重复")
@click.option("--state", multiple=True, help="结果：found、none、waiting；可重复")
@click.option("--verdict", multiple=True, help="核对意见：done、part、not、unclear、open；可重复")
@click.option("--sort", default="", help="排序：relevance（默认）、newest、oldest")
@click.option("--limit", help="每页条数")
@click.option("--page", default="1", help="第几页")
@click.option(
    "--export", "file", type=click.Path(path_type=Path), help="全部承诺存为 FILE（.csv、.xlsx、.json）"
)
@click.option("--csv", "as_csv", is_flag=True, help="全部承诺以 CSV 输出")
@home_option
@json_option
def commitments(query: str, home: Path | None, as_json: bool, **asked: Any) -> None:
    """查找承诺：报告中写明要做的事。QUERY 写法同 search，在承诺的原文中查找。"""
    _run(read_settings(home), query, as_json, asked)


def _run(settings: Settings, query: str, as_json: bool, asked: dict[str, Any]) -> None:
    """Find commitments and print them, or save them.

    Args:
        asked: the options of the command by name.
    """
    file, as_csv = asked.pop("file"), asked.pop("as_csv")
    facets = [asked.pop(name) for name in ("topic", "having", "state", "verdict", "class_")]
    wanted = parse_commitment_filter(*facets)
    archive, parsed = open_archive(settings), parse_query(query, Choices(**asked), settings=settings)
    if file or as_csv:
        listing = list_commitments(archive, parsed, wanted, make_terms(settings))
        if file:
            save(listing, file, as_json)
        else:
            print_listing(listing)
        return
    found = archive.commitments.find(parsed, wanted)
    verdicts = archive.verdicts.read(Subject.COMMITMENT, (commitment.key for commitment in found.commitments))
    show_commitments(found, verdicts, as_json)


def show_commitments(found: CommitmentResults, verdicts: Mapping[str, Verdict], as_json: bool) -> None:
    """One page of commitments."""
    if as_json:
        show_json(found.to_json())
        return
    if not found.total:
        show("没有找到这样的承诺。")
        return
    show(f"共 {found.total} 条承诺，第 {found.page}/{found.pages} 页。")
    for commitment in found.commitments:
        click.echo(f"\n{commitment.text}")
        place = commitment.source.district or localize(UNKNOWN_PLACE)
        facts = [
            localize(CLASS_NAMES[commitment.class_]),
            localize(format_year(commitment.year)),
            place,
            commitment.source.body,
            localize(STATE_NAMES[commitment.state]),
        ]
        if verdict := verdicts.get(commitment.key):
            facts.append(localize(f"核对意见：{verdict.name}"))
        click.echo("  " + " · ".join(fact for fact in facts if fact))
        click.echo(f"  {commitment.there}  {localize('编号')} {commitment.key}")


def print_listing(listing: ExportTable) -> None:
    """A listing as CSV on standard output."""
    with click.open_file("-", "wb") as out:
        for piece in FORMATS["csv"].write(listing):
            out.write(piece)
