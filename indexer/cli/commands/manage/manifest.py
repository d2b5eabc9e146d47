"""`nianbao manifest`: the sums of what was added, month by month."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import click

from indexer.archive.preservation.manifest import Manifests
from indexer.archive.storage.home import Home
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_done, show_json


@click.command()
@click.option("--compare", "file", type=click.Path(path_type=Path), help="把保存的清单 FILE 与档案的现状比较")
@home_option
@json_option
def manifest(file: Path | None, home: Path | None, as_json: bool) -> None:
    """为已经过完的月份写下原文件的摘要清单（/manifests 页列出）；写成的不再改动。"""
    manifests = Manifests(Home.of(read_settings(home)))
    if file is None:
        written = manifests.write_missing()
        months = "、".join(each.month for each in written)
        sentence = f"已写下 {months} 的清单。" if written else "没有新的清单要写：过完的月份都有了。"
        show_done(sentence, {"written": [dataclasses.asdict(each) for each in written]}, as_json)
        return
    found = manifests.compare(file)
    if as_json:
        show_json(dataclasses.asdict(found))
    else:
        for sentence in found.faults:
            show(sentence)
        if found.withdrawn:
            show(f"已撤下 {len(found.withdrawn)} 份：{'、'.join(found.withdrawn)}。")
        state = "都没有变" if not found.faults else "有不同之处"
        show(f"清单中有 {found.originals} 份原文件，{state}。")
    sys.exit(1 if found.faults else 0)
