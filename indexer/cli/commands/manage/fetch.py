"""`nianbao fetch` and `watch`: reports that come in of themselves."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import click

from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_note
from indexer.cli.progress import ProgressBar
from indexer.cli.run import show_outcome, show_run, to_exit_code
from indexer.ingest import watch as watching
from indexer.ingest.downloads import fetch as fetching
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
    settings = read_settings(home)
    with Client(settings) as client, ProgressBar("下载", as_json) as progress:
        addresses = fetching.gather(client, **sources, notify=lambda outcome: progress(outcome, 1))
        run = fetching.fetch(addresses, client, settings, progress, again)
    show_run(run, progress.outcomes, as_json)
    sys.exit(to_exit_code(run))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--seconds", type=float, help="看守多久（默认直到中断）")
@click.option("--review", is_flag=True, help="不直接收录，放到 /staff 等人核对后发布")
@home_option
@json_option
def watch(folder: Path, seconds: float | None, review: bool, home: Path | None, as_json: bool) -> None:
    """看守文件夹 FOLDER，其中新出现或有改动的报告随即收录，或用 --review 等人核对。"""
    watching.check(folder)
    show_note(f"正在看守 {folder}，按 Ctrl+C 停止。")
    with suppress(KeyboardInterrupt):
        progress = partial(show_outcome, as_json=as_json)
        take = watching.review if review else watching.watch
        runs = take(folder, read_settings(home), progress, seconds)
        sys.exit(max(map(to_exit_code, runs), default=0))
