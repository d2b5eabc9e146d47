"""`nianbao doctor`: whether an installation is well."""

from __future__ import annotations

import dataclasses
import sys
from itertools import chain
from pathlib import Path

import click

from indexer.archive.preservation.checkup import CheckupLevel, check_up
from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_json
from indexer.ingest.reading.queue import check_queue

_MARKS = {CheckupLevel.OK: "好  ", CheckupLevel.WARNING: "注意", CheckupLevel.ERROR: "有误"}


@click.command()
@home_option
@json_option
def doctor(home: Path | None, as_json: bool) -> None:
    """检查安装：版本、设置、权限、磁盘、目录和索引，每项一句话；有误的，退出码为 1。"""
    found, settings = [], read_settings(home)
    for item in chain(check_up(settings), check_queue(settings)):
        found.append(item)
        if not as_json:
            click.echo(f"{localize(_MARKS[item.level])} {localize(item.sentence)}")
    if as_json:
        show_json([dataclasses.asdict(item) for item in found])
    sys.exit(1 if any(item.level is CheckupLevel.ERROR for item in found) else 0)
