"""Making the hash of a password, which is all that is ever kept of it."""

from __future__ import annotations

import click
from werkzeug.security import generate_password_hash

_SHORTEST = 8


def ask(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Ask for a password twice and print its hash; the program ends with it."""
    if not wanted:
        return
    password = click.prompt("密码", hide_input=True, confirmation_prompt="再输入一次", err=True)
    if len(password) < _SHORTEST:
        raise click.ClickException(f"密码至少要有 {_SHORTEST} 个字符。")
    click.echo("把下面一行放进环境变量 NIANBAO_PASSWORD_HASH，外面要有单引号：", err=True)
    click.echo(generate_password_hash(password))
    context.exit()
