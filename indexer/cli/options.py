"""What commands take."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


def home_option(command: Command) -> Command:
    """Give a command the option `--home DIR`."""
    return click.option("--home", type=click.Path(path_type=Path), help="档案所在文件夹（默认 ./.nianbao）")(
        command
    )


def json_option(command: Command) -> Command:
    """Give a command the option `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")(command)


def queue_option(command: Command) -> Command:
    """Give a command the option `--queue`."""
    help_text = "交给各台机器上的 nianbao worker 读取（要有共同的数据库和存放原文件的地方）"
    return click.option("--queue", is_flag=True, help=help_text)(command)


def read_settings(home: Path | None) -> Settings:
    """Return the settings of the environment, with the home that was named, if one was."""
    settings = Settings.from_environment()
    return dataclasses.replace(settings, home=home) if home else settings
