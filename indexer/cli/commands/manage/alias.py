"""`nianbao alias`: which names are of one body."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import click

from indexer.archive.contributions.aliases import AliasStore, StatedAlias, parse_alias
from indexer.archive.storage.home import Home
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_done
from indexer.report.regions import read_divisions

_LATER = "运行 nianbao reindex 后生效"


@click.command()
@click.argument("alias", required=False)
@click.argument("name", required=False)
@click.option("--region", default="", help="只对这个地区的机构，如 西岭区；不写则对所有地区")
@click.option("--drop", is_flag=True, help="去掉 ALIAS 的登记")
@click.option("--who", default=getpass.getuser, help="署名（默认为当前用户名）")
@home_option
@json_option
def alias(alias: str | None, name: str | None, home: Path | None, as_json: bool, **how: Any) -> None:
    """登记机构 ALIAS 就是 NAME，两者的报告连成一个系列；都不写则列出已登记的。

    两个名称写成一样，表示这个机构自成系列，不按通行的别名表归并。
    """
    region, drop, who = how["region"], how["drop"], how["who"]
    store = AliasStore(Home.of(read_settings(home)))
    if alias is None:
        listed = [_describe(each) for each in store.load()]
        if as_json or not listed:
            show_done("没有登记过机构别名。", {"aliases": listed}, as_json)
        for each in listed:
            if not as_json:
                show(each)
        return
    if drop == (name is not None):
        raise click.UsageError("请写明 ALIAS 和 NAME，或 ALIAS 和 --drop。")
    stated = parse_alias(alias, name or alias, region, who)
    if not drop:
        store.put(stated)
        done = f"已登记：{_describe(stated)}；{_LATER}。"
    elif store.drop(stated.region, stated.alias):
        done = f"已去掉“{stated.alias}”的登记；{_LATER}。"
    else:
        done = f"没有登记过“{stated.alias}”。"
    facts = {"alias": stated.alias, "name": stated.name, "region": stated.region, "dropped": drop}
    show_done(done, facts, as_json)


def _describe(stated: StatedAlias) -> str:
    where = read_divisions().to_value(stated.region) if stated.region else "所有地区"
    what = "自成系列" if stated.alias == stated.name else f"归入 {stated.name}"
    return f"{where}：{stated.alias} {what}（{stated.who}）"
