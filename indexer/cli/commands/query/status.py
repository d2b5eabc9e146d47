"""`nianbao status`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.cells import cell_len
from rich.table import Table as Grid

from indexer.archive.archive import open_archive
from indexer.archive.catalogue.coverage import Coverage, Overview
from indexer.archive.catalogue.records import Run
from indexer.archive.outcome import STATUS_NAMES
from indexer.cli.console import open_console
from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_json
from indexer.ingest.reading.queue import require_shared
from indexer.report.names import FACET_NAMES, KIND_NAMES
from indexer.report.report import UNKNOWN
from indexer.settings import Settings
from indexer.text.damage import Damage

_GAP = 2
"""Blanks between two columns."""


@click.command()
@click.option("--queue", is_flag=True, help="只看读取任务：有多少等待，哪些 nianbao worker 在运行")
@home_option
@json_option
def status(home: Path | None, as_json: bool, queue: bool) -> None:
    """档案现状：各地区各年度的报告、索引、最近的收录及失败。"""
    settings = read_settings(home)
    if queue:
        show_queue(settings, as_json)
        return
    archive = open_archive(settings)
    overview = archive.counts.read_overview()
    coverage = (
        archive.counts.list_coverage()
        if as_json or overview.compact
        else archive.counts.list_coverage_below(())
    )
    show_status(overview, archive.counts.count_damage(), coverage, archive.list_runs(), as_json)


def show_queue(settings: Settings, as_json: bool) -> None:
    """Print which files wait to be read, and who reads."""
    require_shared(settings)
    # Packages of an extra.
    from indexer.ingest.reading.queue.state import read_queue_state

    state = read_queue_state(settings)
    if as_json:
        show_json(state.to_json())
        return
    count = len(state.workers)
    show(f"等待读取 {state.waiting} 个文件，正在读取 {state.reading} 个；有 {count} 个 nianbao worker。")
    for worker in state.workers:
        other = "" if worker.is_same else "，与本机的程序不同，不读取本机交出的文件"
        show(f"  {worker.process}，版本 {worker.version}，始于 {worker.since:%Y-%m-%dT%H:%M:%S%z}{other}")


def show_status(
    overview: Overview,
    damage: Sequence[Damage],
    coverage: Sequence[Coverage],
    runs: Sequence[Run],
    as_json: bool,
) -> None:
    """Print what the archive holds."""
    if as_json:
        show_json(
            {
                "reports": overview.reports,
                "kinds": overview.kinds,
                "samples": overview.samples,
                "generation": overview.generation,
                "damaged": overview.damaged,
                "damage": [found.to_json() for found in damage],
                "coverage": [
                    {
                        "district": row.area.value,
                        "years": {str(year or "unknown"): n.reports for year, n in row.years.items()},
                    }
                    for row in coverage
                ],
                "runs": [_run(run) for run in runs],
            }
        )
        return
    kinds = "，".join(f"{KIND_NAMES[kind]} {count} 份" for kind, count in overview.kinds.items())
    samples = f"其中示例 {overview.samples} 份" if overview.samples else "没有示例"
    show(f"报告 {overview.reports} 份（{kinds}），{samples}；索引版本 {overview.generation}。")
    if overview.damaged:
        kinds = localize("；").join(localize(found.sentence) for found in damage)
        show(f"其中 {overview.damaged} 份的副本有损坏（{kinds}）。")
    if not overview.compact:
        show("地区较多，下表只列最上一级，含其下级：")
    _show_coverage(coverage, overview.years)
    for run in runs:
        counts = "，".join(f"{STATUS_NAMES[status]} {count}" for status, count in run.counts.items())
        print(f"{run.began} {run.command}{localize('：')}{localize(counts or '没有文件')}")
        for path, message in run.failures[:20]:
            print(f"  {path}{localize('：')}{localize(message)}")


def _show_coverage(coverage: Sequence[Coverage], known: Sequence[int]) -> None:
    """Divisions by year; in a terminal as many years beside each other as it is wide."""
    years = [*known, *([None] if any(None in row.years for row in coverage) else [])]
    names = ["  " * row.area.depth + row.area.name for row in coverage]
    screen = open_console()
    beside = len(years)
    if screen.is_terminal:
        left = screen.width - max(map(cell_len, names), default=0) - _GAP
        beside = max(left // (len("2020") + _GAP), 1)
    for first in range(0, len(years), max(beside, 1)):
        some = years[first : first + beside]
        grid = Grid(box=None, padding=(0, _GAP, 0, 0))
        grid.add_column(localize(FACET_NAMES["district"]), no_wrap=True)
        for year in some:
            grid.add_column(
                str(year or localize(UNKNOWN)), no_wrap=True, justify="right", min_width=len("2020")
            )
        for name, row in zip(names, coverage, strict=True):
            counts = (row.years.get(year) for year in some)
            grid.add_row(name, *(str(count.reports) if count else "·" for count in counts))
        screen.print(grid, crop=False)


def _run(run: Run) -> dict[str, Any]:
    return {
        "command": run.command,
        "began": run.began,
        "ended": run.ended,
        "counts": run.counts,
        "failures": [{"path": path, "message": message} for path, message in run.failures],
    }
