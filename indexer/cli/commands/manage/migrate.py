"""`nianbao migrate`: an archive moves to where other settings say."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_done, show_note
from indexer.cli.progress import ProgressBar
from indexer.ingest import migrate as moving
from indexer.settings import CONFIG, Settings


@click.command()
@click.option(
    "--to",
    "file",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="新档案的设置文件（TOML）：home 和各个地址。",
)
@home_option
@json_option
def migrate(file: Path, home: Path | None, as_json: bool) -> None:
    """把档案迁移到 FILE 的设置所说的地方。"""
    target = Settings.from_environment({CONFIG: str(file)})
    with ProgressBar("迁移", as_json) as progress:
        done = moving.migrate(read_settings(home), target, progress)
    for sentence in done.differences:
        show_note(sentence)
    how = "的目录和索引已按原文件重建" if done.run else "已经迁移过，没有需要再做的"
    sentence = (
        f"{target.home} {how}，共 {done.reports} 份报告；这次复制了 {done.objects} 个原文件和记录、"
        f"{done.files} 个人工记录的文件、{done.verdicts} 条核对意见。"
    )
    if done.differences:
        sentence += "有与原档案不同之处，请核对。"
    else:
        sentence += f"请改用 {file} 的设置启动 nianbao-web。"
    show_done(sentence, {"migrate": str(target.home), **asdict(done)}, as_json)
    sys.exit(1 if done.differences or (done.run and done.run.failures) else 0)
