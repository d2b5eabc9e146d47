"""`nianbao place`: one place with what the archive holds of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from indexer.archive.archive import open_archive
from indexer.archive.places.place import HeldPlace, NearbyPlace
from indexer.archive.places.place_lookup import describe_place
from indexer.cli.language import bracket, localize
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
    click.echo(join_path(place.region.path) + bracket(place.code))
    if not (place.reports or place.reports_below):
        near = _list_near((place.holding,) if place.holding else place.beside[:_OFFERED])
        seen = localize("可以先看：") + near if near else ""
        click.echo(f"  {localize('还没有收录它的报告。')}{seen}")
        return
    click.echo("  " + localize(f"收录 {place.reports} 份报告，下级地区 {place.reports_below} 份。"))
    for kind in place.kinds:
        held, missing = (" ".join(map(str, years)) for years in (kind.held, kind.missing))
        lacking = f"；缺 {missing}" if held and missing else ""
        _show_fact(KIND_NAMES[kind.kind], (held or localize("还没有收录")) + localize(lacking))
    for body in place.bodies:
        years = " ".join(str(report.year or localize(UNKNOWN_YEAR)) for report in body.reports)
        name = body.name or localize(UNKNOWN_BODY)
        click.echo(f"  {name}{bracket(localize(KIND_NAMES[body.kind]))}{localize('：')}{years}")
    if place.commitments:
        states = {name: place.commitments.get(state.value, 0) for state, name in STATE_NAMES.items()}
        _show_fact("承诺", _join_counts(states))
    if place.findings:
        _show_fact("数据核对", _join_counts({OUTCOME_NAMES[each]: n for each, n in place.findings.items()}))
    if below := [near for near in place.below if near.reports]:
        _show_fact("下级", _list_near(below))


def _show_fact(name: str, value: str) -> None:
    click.echo(f"  {localize(name)}{localize('：')}{value}")


def _join_counts(counts: Mapping[str, int]) -> str:
    return localize("，").join(f"{localize(name)} {count}" for name, count in counts.items())


def _list_near(places: Sequence[NearbyPlace]) -> str:
    """Places with the number of their reports."""
    return localize("、").join(
        f"{near.name}{bracket(localize(f'报告 {near.reports} 份'))}" for near in places
    )
