"""The commands of `nianbao`. Only the module of the command that is run is loaded."""

from __future__ import annotations

from importlib import import_module

import click

from indexer.cli.help import LocalizedCommand, localize_command

MODULES = {
    "add": "manage.add",
    "alias": "manage.alias",
    "backup": "manage.backup",
    "batch": "query.batch",
    "check": "query.check",
    "commitments": "query.commitments",
    "concordance": "query.concordance",
    "correct": "manage.amend",
    "doctor": "manage.doctor",
    "export": "manage.export",
    "fetch": "manage.fetch",
    "figures": "query.figures",
    "inspect": "query.inspect",
    "list": "query.list",
    "manifest": "manage.manifest",
    "migrate": "manage.migrate",
    "place": "query.place",
    "reindex": "manage.add",
    "remove": "manage.add",
    "restore": "manage.backup",
    "search": "query.search",
    "show": "manage.amend",
    "staff": "manage.staff",
    "status": "query.status",
    "trend": "query.trend",
    "verdict": "manage.verdict",
    "verify": "manage.backup",
    "watch": "manage.fetch",
    "worker": "manage.worker",
}
"""The module of this folder that holds each command."""


class Commands(LocalizedCommand, click.Group):
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
