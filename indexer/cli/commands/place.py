"""`nianbao place`: one place with what the archive holds of it."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.archive.archive import open_archive
from indexer.archive.place import HeldPlace, NearbyPlace
from indexer.archive.place_lookup import describe_place
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show_json
from indexer.commitments.record import STATE_NAMES
from indexer.errors import QueryError
from indexer.figures.finding import OUTCOME_NAMES
from indexer.report.names import KIND_NAMES, UNKNOWN_BODY, UNKNOWN_YEAR, join_path
from indexer.report.place_names import resolve_place, suggest_places
from indexer.report.regions import read_divisions

_OFFERED = 8


@click.command()
@click.argument("name")
@home_option
@json_option
def place(name: str, home: Path | None, as_json: bool) -> None:
    """列出一个地方收录了哪些年度的报告、缺哪些，承诺和数据核对的结果。

    NAME 是省、市、县（区）的名称或代码，旧名、简称都可以，如 从化区、广州从化、440117。
    """
    found = describe_place(open_archive(read_settings(home)), _resolve(name))
    if as_json:
        show_json(found.to_json())
    else:
        _show(found)


def _resolve(name: str) -> str:
    codes = resolve_place(name)
    if len(codes) == 1:
        return codes[0]
    offered = "、".join(map(read_divisions().to_value, (codes or suggest_places(name, _OFFERED))[:_OFFERED]))
    if codes:
        raise QueryError(f"有 {len(codes)} 个地方叫“{name[:40]}”，请写明是哪一个：{offered}。")
    near = f"，相近的有：{offered}" if offered else ""
    raise QueryError(f"没有叫“{name[:40]}”的省、市、县（区）{near}。")


def _show(place: HeldPlace) -> None:
    click.echo(f"{join_path(place.region.path)}（{place.code}）")
    if not (place.reports or place.reports_below):
        click.echo(f"  还没有收录它的报告{_list_near((place.holding,) if place.holding else place.beside)}。")
        return
    click.echo(f"  收录 {place.reports} 份报告，下级地区 {place.reports_below} 份。")
    for kind in place.kinds:
        held, missing = (" ".join(map(str, years)) for years in (kind.held, kind.missing))
        if kind.held:
            click.echo(f"  {KIND_NAMES[kind.kind]}：{held}" + (f"；缺 {missing}" if missing else ""))
        else:
            click.echo(f"  {KIND_NAMES[kind.kind]}：还没有收录")
    for body in place.bodies:
        years = " ".join(str(report.year or UNKNOWN_YEAR) for report in body.reports)
        click.echo(f"  {body.name or UNKNOWN_BODY}（{KIND_NAMES[body.kind]}）：{years}")
    if place.commitments:
        states = [f"{name} {place.commitments.get(state.value, 0)}" for state, name in STATE_NAMES.items()]
        click.echo(f"  承诺：{'，'.join(states)}")
    if place.findings:
        outcomes = [f"{OUTCOME_NAMES[outcome]} {count}" for outcome, count in place.findings.items()]
        click.echo(f"  数据核对：{'，'.join(outcomes)}")
    if below := [near for near in place.below if near.reports]:
        click.echo("  下级：" + "、".join(f"{near.name} {near.reports} 份" for near in below))


def _list_near(places: tuple[NearbyPlace, ...]) -> str:
    near = "、".join(f"{near.name}（{near.reports} 份）" for near in places[:_OFFERED])
    return f"，可以先看：{near}" if near else ""
