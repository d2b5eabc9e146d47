"""`nianbao correct` and `show`: what is published is amended."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from indexer.archive.archive import open_archive
from indexer.archive.contributions.corrections import parse_correction
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_done
from indexer.ingest import amend as amendment
from indexer.ingest.replacement import Replacement


@click.command()
@click.argument("report")
@click.option("--year", help="年度，如 2023；写 '' 则恢复为读出的")
@click.option("--body", help="机构，如 东湖区财政局；写 '' 则恢复为读出的")
@click.option("--region", help="地区，如 从化区；重名的写 南京市/鼓楼区；写 '' 则恢复为读出的")
@click.option("--who", default=getpass.getuser, help="署名（默认为当前用户名）")
@home_option
@json_option
def correct(report: str, home: Path | None, as_json: bool, who: str, **changes: str | None) -> None:
    """改正一份已发布的报告（编号 REPORT）的年度、机构、地区；没有写的不变。

    编号会随之改变，原来的编号和网址仍然可用。
    """
    if all(part is None for part in changes.values()):
        raise click.UsageError("请写明要改正什么：--year、--body、--region。")
    settings = read_settings(home)
    correction = parse_correction(**{name: part or "" for name, part in changes.items()}, who=who)
    kept = [name for name, part in changes.items() if part is None]
    before = open_archive(settings).read_correction(report)
    done = amendment.correct(report, correction.keep_parts(before, kept), settings)
    _show(f"已改正 {done.former_id}。", done, as_json)


@click.command()
@click.argument("report")
@home_option
@json_option
def show(report: str, home: Path | None, as_json: bool) -> None:
    """改为显示一份报告的某个旧版本（编号 REPORT），直到收录了更新的版本。"""
    done = amendment.show(report, read_settings(home))
    _show(f"检索显示 {done.former_id}。", done, as_json)


def _show(done: str, replacement: Replacement, as_json: bool) -> None:
    facts = {"report": replacement.id, "former": replacement.former_id, "shown": replacement.is_current}
    lists = {
        "shown_again": list(replacement.now_current),
        "shown_no_longer": list(replacement.now_superseded),
    }
    sentences = [done]
    if replacement.id != replacement.former_id:
        sentences.append(f"编号改为 {replacement.id}。")
    if not replacement.is_current:
        sentences.append("档案中还有收录得更晚的同一份报告，检索显示那一份。")
    if replacement.now_superseded:
        sentences.append(f"不再显示 {'、'.join(replacement.now_superseded)}。")
    if replacement.now_current:
        sentences.append(f"重新显示 {'、'.join(replacement.now_current)}。")
    show_done("".join(sentences), {**facts, **lists}, as_json)
