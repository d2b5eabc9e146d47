"""`nianbao export`: the whole archive as a folder of tables."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from indexer.archive.archive import open_archive
from indexer.archive.storage.home import Home
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_done
from indexer.cli.progress import ProgressBar
from indexer.export.dump.dump import dump
from indexer.report.beijing import read_today


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--gzip", "packed", is_flag=True, help="把每个文件压缩为 .gz（DuckDB、pandas 可以直接读）")
@home_option
@json_option
def export(folder: Path | None, packed: bool, home: Path | None, as_json: bool) -> None:
    """把全部现行的报告导出到新文件夹 DIR：文字、统计表、核对、承诺和指标，JSON Lines 和 CSV 各一份。

    不写 DIR 时导出到档案的 dumps 文件夹，在 /data 页上供人下载。
    """
    settings = read_settings(home)
    archive = open_archive(settings)
    total = archive.counts.read_overview().reports
    target = folder or Home.of(settings).dumps / f"{read_today():%Y%m%d}"
    with ProgressBar("导出", as_json) as bar:
        dumped = dump(archive, target, settings.base_url, packed, lambda done: bar.show(done, total))
    rows = sum(dumped.rows.values())
    sentence = f"已把 {dumped.reports} 份报告的 {rows} 行导出到 {target}（{dumped.size / 1048576:.1f} MB）。"
    show_done(sentence, {"export": str(target), **dataclasses.asdict(dumped)}, as_json)
