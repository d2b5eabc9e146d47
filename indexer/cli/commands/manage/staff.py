"""`nianbao staff`: who may sign in to the portal under a name and a password of their own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from indexer.archive.contributions.staff import StaffAccounts, check_password, clean_name
from indexer.archive.storage.home import Home
from indexer.cli.language import localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_done, show_json

_VARIABLE = "NIANBAO_STAFF_PASSWORD"
"""The variable of the environment that a password is taken from, where it is set."""
_stdin_option = click.option("--stdin", "from_stdin", is_flag=True, help="从标准输入的第一行读密码")


@click.group()
def staff() -> None:
    """管理工作人员的账号：各人用自己的姓名和密码登录门户。

    密码在提示后输入，或放在环境变量 NIANBAO_STAFF_PASSWORD 中，或用 --stdin 从标准输入读取。
    """


@staff.command()
@click.argument("name")
@_stdin_option
@home_option
@json_option
def add(name: str, from_stdin: bool, home: Path | None, as_json: bool) -> None:
    """添加名为 NAME 的账号。"""
    accounts, name = _open(home), clean_name(name)
    account = accounts.add(name, _ask_password(from_stdin))
    show_done(
        f"已添加 {account.name}，现在可以用这个姓名和密码登录（门户各页最下方的“工作人员登录”）。",
        {"added": account.name},
        as_json,
    )


@staff.command()
@click.argument("name")
@_stdin_option
@home_option
@json_option
def password(name: str, from_stdin: bool, home: Path | None, as_json: bool) -> None:
    """给 NAME 换一个密码；此人在别处的登录随即失效。"""
    account = _open(home).set_password(name, _ask_password(from_stdin))
    show_done(f"{account.name} 的密码已更换，原来的登录已失效。", {"changed": account.name}, as_json)


@staff.command()
@click.argument("name")
@home_option
@json_option
def remove(name: str, home: Path | None, as_json: bool) -> None:
    """删除 NAME 的账号；此人随即不能再登录，做过的事仍记在其名下。"""
    account = _open(home).remove(name)
    show_done(f"已删除 {account.name} 的账号，其登录已失效。", {"removed": account.name}, as_json)


@staff.command("list")
@home_option
@json_option
def list_accounts(home: Path | None, as_json: bool) -> None:
    """列出所有账号，和密码是何时设的。"""
    found = _open(home).list_all()
    if as_json:
        show_json([{"name": each.name, "since": each.since} for each in found])
        return
    for each in found:
        click.echo(f"{each.name}\t{each.since}")
    if not found:
        show("还没有工作人员的账号，请用 nianbao staff add 添加。")


def _open(home: Path | None) -> StaffAccounts:
    return StaffAccounts(Home.of(read_settings(home)))


def _ask_password(from_stdin: bool) -> str:
    """Return a new password: of standard input, of the environment, or asked for twice.

    Raises:
        StaffError: it is too short or too long.
    """
    if from_stdin:
        typed = sys.stdin.readline().rstrip("\r\n")
    else:
        typed = os.environ.get(_VARIABLE, "") or click.prompt(
            localize("密码"), hide_input=True, confirmation_prompt=localize("再输入一次"), err=True
        )
    check_password(typed)
    return typed
