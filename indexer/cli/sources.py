"""The commands by which reports come in of themselves, and by which an archive is kept safe."""

from __future__ import annotations

import dataclasses
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import click

from indexer.archive import backup as saving
from indexer.archive import verification as checking
from indexer.cli import output as terminal
from indexer.cli.options import exit_code, home_option, json_option, settings_of
from indexer.ingest import fetch as fetching
from indexer.ingest import watch as watching
from indexer.ingest.reindex import reindex
from indexer.sources.web.client import Client


@click.command()
@click.argument("urls", nargs=-1)
@click.option("--list", "lists", multiple=True, type=click.Path(path_type=Path), help="网址清单，每行一个")
@click.option("--index-page", "pages", multiple=True, help="报告目录页的网址，收录其中链接的报告")
@click.option("--again", is_flag=True, help="一天之内访问过的也再问一次")
@home_option
@json_option
def fetch(home: Path | None, as_json: bool, again: bool, **sources: Any) -> None:
    """从网上下载并收录报告；页面本身不是报告的，收录其附件。"""
    if not any(sources.values()):
        raise click.UsageError("请给出网址，或用 --list、--index-page 指明从哪里取网址。")
    settings = settings_of(home)
    with Client(settings) as client, terminal.ProgressBar("下载", as_json) as told:
        run = fetching.fetch(fetching.gather(client, **sources), client, settings, told, again)
    terminal.show_run(run, told.outcomes, as_json)
    sys.exit(exit_code(run))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--seconds", type=float, help="看守多久（默认直到中断）")
@home_option
@json_option
def watch(folder: Path, seconds: float | None, home: Path | None, as_json: bool) -> None:
    """看守文件夹 FOLDER，其中新出现或有改动的报告随即收录。"""
    watching.check(folder)
    click.echo(f"正在看守 {folder}，按 Ctrl+C 停止。", err=True)
    with suppress(KeyboardInterrupt):
        told = partial(terminal.show_outcome, as_json=as_json)
        runs = watching.watch(folder, settings_of(home), told, seconds)
        sys.exit(max(map(exit_code, runs), default=0))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def backup(file: Path, home: Path | None, as_json: bool) -> None:
    """把档案备份为 FILE（原文件和人工记录）；检索照常进行。"""
    saved = saving.backup(file, settings_of(home))
    sentence = f"已备份 {saved.originals} 份原文件到 {file}（{saved.size / 1048576:.1f} MB）。"
    if saved.waiting:
        sentence += f"另有 {saved.waiting} 个待发布的文件不在其中；需要一并备份的，请先发布再备份。"
    terminal.show_done(sentence, {"backup": str(file), **dataclasses.asdict(saved)}, as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def restore(file: Path, home: Path | None, as_json: bool) -> None:
    """从备份 FILE 恢复档案到空文件夹，并重建目录和索引。"""
    with terminal.ProgressBar("恢复", as_json) as told:
        settings = settings_of(home)
        saving.restore(file, settings)
        run = reindex(settings, told)
    terminal.show_run(run, [o for o in told.outcomes if o.status == "failed"], as_json)
    sys.exit(exit_code(run))


@click.command()
@home_option
@json_option
def verify(home: Path | None, as_json: bool) -> None:
    """核对档案中的原文件、目录和索引是否仍与写入时相同；有问题的，退出码为 1。"""
    with terminal.ProgressBar("核对", as_json) as told:
        found = checking.verify(settings_of(home), told)
    if as_json:
        terminal.show_json(found.to_json())
    else:
        for sentence in (*found.damage, *found.faults):
            click.echo(sentence)
        click.echo(
            f"原文件 {found.originals} 份，其中 {len(found.faults)} 份有问题；"
            f"目录和索引{'有问题' if found.damage else '完好'}。"
        )
    sys.exit(0 if found.sound else 1)


COMMANDS = (fetch, watch, backup, restore, verify)
