"""`nianbao add`, `reindex` and `remove`."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from indexer.cli.options import home_option, json_option, queue_option, read_settings
from indexer.cli.output import show_done
from indexer.cli.progress import ProgressBar
from indexer.cli.run import show_run, to_exit_code
from indexer.ingest.add import add as add_files
from indexer.ingest.reading.queue import open_queue
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reindex import reindex as reindex_archive
from indexer.ingest.remove import remove as remove_report
from indexer.ingest.remove import undo_removal
from indexer.ingest.tables.joining import separate_tables


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@queue_option
@home_option
@json_option
def add(paths: tuple[Path, ...], home: Path | None, as_json: bool, queue: bool) -> None:
    """收录文件或文件夹 PATHS 中的报告；已收录且未变的跳过。"""
    settings = read_settings(home)
    with ProgressBar("收录", as_json) as progress, Readers(settings) as readers:
        readers.recogniser.on_page = progress.show_page
        if queue:
            readers.executor = open_queue(readers, progress.notify)
        run = add_files(paths, settings, progress, readers=readers)
    show_run(run, progress.outcomes, as_json)
    sys.exit(to_exit_code(run))


@click.command()
@click.option("--recognise", is_flag=True, help="扫描件重新识别，不用以前识别的文字")
@queue_option
@home_option
@json_option
def reindex(home: Path | None, as_json: bool, recognise: bool, queue: bool) -> None:
    """从原文件重建目录和索引；建好并核对后才替换现有的。"""
    settings = read_settings(home)
    with ProgressBar("重建", as_json) as progress, Readers(settings) as readers:
        if queue:
            readers.executor = open_queue(readers, progress.notify)
        run = reindex_archive(settings, progress, recognise, readers)
    show_run(run, [o for o in progress.outcomes if o.status == "failed"], as_json)
    sys.exit(to_exit_code(run))


@click.command()
@click.argument("report")
@click.option("--reason", default="", help="为什么撤下")
@click.option("--undo", is_flag=True, help="恢复以前撤下的这一份")
@click.option("--tables", is_flag=True, help="只撤下并入它的电子表格")
@click.option("--who", default=getpass.getuser, help="署名（默认为当前用户名）")
@home_option
@json_option
def remove(report: str, home: Path | None, as_json: bool, undo: bool, tables: bool, **record: str) -> None:
    """撤下一份报告（编号 REPORT）；原文件移入档案的 trash 文件夹，可以用 --undo 恢复。"""
    settings = read_settings(home)
    if undo and tables:
        raise click.UsageError("--undo 和 --tables 不能同时使用。")
    if tables:
        done = separate_tables(report, settings, **record)
        show_done(f"已从 {done.id} 撤下并入的电子表格。", {"separated": done.id}, as_json)
        return
    if undo:
        done = undo_removal(report, settings, record["who"])
        show_done(f"已恢复 {done.id}。", {"restored": done.id, "shown": done.is_current}, as_json)
        return
    remove_report(report, settings, **record)
    show_done(f"已撤下 {report}，原文件在 trash 文件夹中。", {"removed": report}, as_json)
