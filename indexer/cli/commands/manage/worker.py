"""`nianbao worker`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_note
from indexer.ingest.reading.queue import require_shared


@click.command()
@click.option("--processes", type=click.IntRange(1, 256), help="同时读取几个文件（默认与处理器数相同）")
@home_option
@json_option
def worker(processes: int | None, home: Path | None, as_json: bool) -> None:
    """在这台机器上读取 nianbao add --queue 交来的文件，直到中断。

    各台机器要装同一版本的程序，设同一个 NIANBAO_DATABASE_URL 和 NIANBAO_ORIGINALS_URL；不需要档案的文件夹。
    """
    settings = read_settings(home)
    require_shared(settings)
    # Packages of an extra.
    from indexer.ingest.reading.queue.program import describe_program
    from indexer.ingest.reading.queue.worker import Worker

    program, reader = describe_program(), Worker(settings, processes or 0)
    reader.notify = show_note
    reader.report = _show_json if as_json else _show
    show_note(
        f"程序 {program.version}（{program.digest}）等待读取任务，同时读取 {reader.processes} 个文件；"
        "按 Ctrl+C 停止。"
    )
    reader.run()


def _show(name: str, seconds: float, reason: str) -> None:
    said = localize("：") + localize(reason) if reason else ""
    print(localize(f"{name}，{seconds:.1f} 秒") + said, flush=True)


def _show_json(name: str, seconds: float, reason: str) -> None:
    values = {"name": name, "seconds": round(seconds, 3), "message": reason}
    print(json.dumps(values, ensure_ascii=False), flush=True)
