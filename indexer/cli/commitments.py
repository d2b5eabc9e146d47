"""Commitments in a terminal: the promise first, then where it stands and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from indexer.archive.archive import open_archive
from indexer.cli.export import save
from indexer.cli.output import show_json
from indexer.commitments.classes import CLASS_NAMES
from indexer.commitments.filter import parse_commitment_filter
from indexer.commitments.record import STATE_NAMES, CommitmentResults
from indexer.export import FORMATS, ExportTable, Terms
from indexer.export.rows import list_promises
from indexer.report.names import UNKNOWN_PLACE, format_year
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from indexer.verdict import Subject, Verdict


def run(settings: Settings, query: str, as_json: bool, asked: dict[str, Any]) -> None:
    """Find commitments and print them, or save them.

    Args:
        asked: the options of the command by name.
    """
    file, as_csv = asked.pop("file"), asked.pop("as_csv")
    facets = [asked.pop(name) for name in ("topic", "having", "state", "verdict", "class_")]
    wanted = parse_commitment_filter(*facets)
    archive, parsed = open_archive(settings), parse_query(query, Choices(**asked), settings=settings)
    if file or as_csv:
        listing = list_promises(archive, parsed, wanted, Terms(settings.max_export_rows))
        if file:
            save(listing, file, as_json)
        else:
            print_listing(listing)
        return
    found = archive.promises(parsed, wanted)
    verdicts = archive.verdicts.of(Subject.COMMITMENT, (promise.key for promise in found.promises))
    show_promises(found, verdicts, as_json)


def show_promises(found: CommitmentResults, verdicts: Mapping[str, Verdict], as_json: bool) -> None:
    """One page of commitments."""
    if as_json:
        show_json(found.to_json())
        return
    if not found.total:
        click.echo("没有找到这样的承诺。")
        return
    click.echo(f"共 {found.total} 条承诺，第 {found.page}/{found.pages} 页。")
    for promise in found.promises:
        click.echo(f"\n{promise.text}")
        place = promise.source.district or UNKNOWN_PLACE
        facts = [
            CLASS_NAMES[promise.class_],
            format_year(promise.year),
            place,
            promise.source.body,
            STATE_NAMES[promise.state],
        ]
        if verdict := verdicts.get(promise.key):
            facts.append(f"核对意见：{verdict.name}")
        click.echo("  " + " · ".join(fact for fact in facts if fact))
        click.echo(f"  {promise.there}  编号 {promise.key}")


def print_listing(listing: ExportTable) -> None:
    """A listing as CSV on standard output."""
    with click.open_file("-", "wb") as out:
        for piece in FORMATS["csv"].write(listing):
            out.write(piece)
