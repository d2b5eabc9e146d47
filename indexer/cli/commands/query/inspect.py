"""`nianbao inspect`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from indexer.cli.inspection import describe
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_json
from indexer.ingest.reading.readers import Readers
from indexer.sources import files


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def inspect(file: Path, home: Path | None, as_json: bool) -> None:
    """以 JSON 显示程序从 FILE 读出的报告，不收录。"""
    settings = read_settings(home)
    data = files.read(file, settings.max_file_bytes).data
    with Readers(settings) as readers:
        report, how = readers.read(data, file.name)
    show_json(describe(report, how, hashlib.sha256(data).hexdigest()))
