"""What every command takes, and how it exits."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer.archive.catalogue.records import Run
from indexer.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


def home_option(command: Command) -> Command:
    """`--home DIR`."""
    return click.option("--home", type=click.Path(path_type=Path), help="档案所在文件夹（默认 ./.nianbao）")(
        command
    )


def json_option(command: Command) -> Command:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")(command)


def settings_of(home: Path | None) -> Settings:
    """The settings of the environment, for the home that was named, if one was."""
    settings = Settings.from_environment()
    return dataclasses.replace(settings, home=home) if home else settings


def exit_code(run: Run) -> int:
    """0 done, 1 done but some files failed, 2 nothing done."""
    done = sum(count for status, count in run.counts.items() if status not in ("failed", "skipped"))
    return 2 if not done else 1 if run.failures else 0
