"""`nianbao list`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from indexer.archive.archive import open_archive
from indexer.archive.catalogue.records import Summary
from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_json
from indexer.cli.run import describe_damage, describe_place
from indexer.report.names import KIND_NAMES, UNKNOWN_BODY, UNKNOWN_YEAR


@click.command("list")
@home_option
@json_option
def list_reports(home: Path | None, as_json: bool) -> None:
    """列出全部报告。"""
    show_list(open_archive(read_settings(home)).list_summaries(), as_json)


def show_list(summaries: Sequence[Summary], as_json: bool) -> None:
    """Print every report."""
    if as_json:
        show_json([_summary(summary) for summary in summaries])
        return
    for s in summaries:
        place = describe_place(s.region)
        doubts = f"，存疑 {len(s.doubts)} 处" if s.doubts else ""
        damage = describe_damage(s.damage)
        replaced = f"，已由 {s.superseded_by} 取代" if s.superseded_by else ""
        known = localize(f"{s.sections} 个章节，{s.tables} 张表") + localize(doubts) + damage
        print(
            f"{s.id}\t{localize(KIND_NAMES[s.kind])}\t{s.year or localize(UNKNOWN_YEAR)}\t{place}"
            f"\t{s.body or localize(UNKNOWN_BODY)}\t{s.title}\t{known}{localize(replaced)}\t{s.source}"
        )
    show(f"共 {len(summaries)} 份。")


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "id": summary.id,
        "kind": summary.kind,
        "year": summary.year,
        "region": list(summary.region.path) if summary.region else [],
        "district": summary.district,
        "body": summary.body,
        "title": summary.title,
        "source": summary.source,
        "sections": summary.sections,
        "tables": summary.tables,
        "doubts": [doubt.sentence for doubt in summary.doubts],
        "damage": [damage.to_json() for damage in summary.damage],
        "versions": list(summary.versions),
        "superseded_by": summary.superseded_by or None,
        "sample": summary.sample,
    }
