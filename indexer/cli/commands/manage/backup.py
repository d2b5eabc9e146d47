"""`nianbao backup`, `restore` and `verify`: an archive is kept safe."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import NoReturn

import click

from indexer.archive.archive import open_archive
from indexer.archive.preservation import backup as saving
from indexer.archive.preservation import restore as restoring
from indexer.archive.preservation import verification
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_done, show_json
from indexer.cli.progress import ProgressBar
from indexer.cli.run import show_run, to_exit_code
from indexer.ingest.check_report import check_report
from indexer.ingest.reindex import reindex
from indexer.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def backup(file: Path, home: Path | None, as_json: bool) -> None:
    """把档案备份为 FILE（原文件和人工记录）；检索照常进行。"""
    saved = saving.backup(file, read_settings(home))
    size = f"{saved.size / 1048576:.1f} MB"
    if saved.elsewhere:
        sentence = (
            f"已备份人工记录和 {saved.originals} 份原文件的清单到 {file}（{size}）。"
            f"原文件本身在 {saved.elsewhere}，不在其中，请另行备份：用版本控制、复制功能或 rclone sync。"
        )
    else:
        sentence = f"已备份 {saved.originals} 份原文件到 {file}（{size}）。"
    if saved.waiting:
        sentence += f"另有 {saved.waiting} 个待发布的文件不在其中；需要一并备份的，请先发布再备份。"
    show_done(sentence, {"backup": str(file), **dataclasses.asdict(saved)}, as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def restore(file: Path, home: Path | None, as_json: bool) -> None:
    """从备份 FILE 恢复档案到空文件夹，并重建目录和索引。"""
    with ProgressBar("恢复", as_json) as progress:
        settings = read_settings(home)
        restoring.restore(file, settings)
        run = reindex(settings, progress)
    show_run(run, [o for o in progress.outcomes if o.status == "failed"], as_json)
    sys.exit(to_exit_code(run))


@click.command()
@click.option("--accept", is_flag=True, help="核对之后，以人工意见、改正和待发布文件的现状为准。")
@click.option("--report", "report_id", metavar="ID", help="只核对一份报告：原文件、重读的文字、索引。")
@home_option
@json_option
def verify(accept: bool, report_id: str | None, home: Path | None, as_json: bool) -> None:
    """核对档案中的原文件、目录、索引和人工的成果是否仍与写入时相同；有问题的，退出码为 1。"""
    if report_id:
        _verify_report(report_id, read_settings(home), as_json)
    with ProgressBar("核对", as_json) as progress:
        found = verification.verify(read_settings(home), progress, accept)
    if as_json:
        show_json(found.to_json())
    else:
        for sentence in (*found.losses, *found.damage, *found.faults):
            show(sentence)
        work = "有缺失" if found.losses else "齐全"
        show(
            f"原文件 {found.originals} 份，其中 {len(found.faults)} 份有问题；"
            f"目录和索引{'有问题' if found.damage else '完好'}；人工的意见和改正{work}。"
        )
        if accept and found.losses:
            show("今后以现状为准。")
    sys.exit(0 if found.sound else 1)


def _verify_report(report_id: str, settings: Settings, as_json: bool) -> NoReturn:
    found = check_report(open_archive(settings), report_id, settings)
    if as_json:
        show_json(dataclasses.asdict(found))
    else:
        for sentence in found.faults:
            show(sentence)
        state = "有问题" if found.faults else "原文件、文字、索引都与收录时相同"
        show(f"{found.id}（SHA-256 {found.sha256}）：{state}。")
    sys.exit(1 if found.faults else 0)
