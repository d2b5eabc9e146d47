"""The commands of `nianbao`. Only the module of the command that is run is loaded."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

from indexer.cli.help import localize_command

MODULES = {
    "add": "add",
    "alias": "alias",
    "backup": "backup",
    "batch": "batch",
    "check": "check",
    "commitments": "commitments",
    "concordance": "concordance",
    "correct": "amend",
    "doctor": "doctor",
    "export": "export",
    "fetch": "fetch",
    "figures": "figures",
    "inspect": "inspect",
    "list": "list",
    "manifest": "manifest",
    "place": "place",
    "reindex": "add",
    "remove": "add",
    "restore": "backup",
    "search": "search",
    "show": "amend",
    "staff": "staff",
    "status": "status",
    "trend": "trend",
    "verdict": "verdict",
    "verify": "backup",
    "watch": "fetch",
}
"""The module of this folder that holds each command."""


class Commands(click.Group):
    """A group of the commands of `MODULES`; each is loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in alphabetical order."""
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, None where there is none."""
        if cmd_name not in MODULES:
            return None
        module = import_module(f"{__name__}.{MODULES[cmd_name]}")
        found = (value for value in vars(module).values() if isinstance(value, click.Command))
        return localize_command(next(command for command in found if command.name == cmd_name))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the group is for, in the chosen language."""
        click.Group.format_help_text(cast(click.Group, localize_command(self)), ctx, formatter)
