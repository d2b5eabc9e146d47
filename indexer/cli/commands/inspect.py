"""`nianbao inspect`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_json
from indexer.ingest.readers import Readers
from indexer.report.report_json import to_public_json


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def inspect(file: Path, home: Path | None, as_json: bool) -> None:
    """以 JSON 显示程序从 FILE 读出的报告，不收录。"""
    with Readers(read_settings(home)) as readers:
        report, how = readers.inspect(file)
    damage = [found.to_json() for found in report.damage]
    show_json(to_public_json(report) | {"damage": damage, "reading": dataclasses.asdict(how)})
