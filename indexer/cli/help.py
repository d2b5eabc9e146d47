"""The help of commands in the chosen language."""

from __future__ import annotations

import inspect
import re
from copy import copy
from typing import Any, TypeVar

import click

from indexer.cli.language import localize, read_language
from indexer.language.languages import SOURCE

_Command = TypeVar("_Command", bound=click.Command)


class LocalizedCommand(click.Command):
    """A command that speaks the chosen language whenever it is run, however often a process runs it."""

    def main(self, *arguments: Any, **named: Any) -> Any:
        """Run a copy in the chosen language (`click.Command.main`)."""
        return super(LocalizedCommand, localize_command(self)).main(*arguments, **named)


def localize_command(command: _Command) -> _Command:
    """Return a copy of a command whose help is in the chosen language, a group with copies of those in it.

    A copy in the language of the source too: click keeps a command's option `--help` in the language in which
    it was first asked for.
    """
    localized = copy(command)
    if read_language() is not SOURCE:
        localized.help = "\n\n".join(map(localize, list_paragraphs(command.help or "")))
        localized.params = [_localize_parameter(parameter) for parameter in command.params]
    if isinstance(command, click.Group) and isinstance(localized, click.Group):
        localized.commands = {name: localize_command(each) for name, each in command.commands.items()}
    return localized


def list_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a docstring, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", inspect.cleandoc(text))]


def _localize_parameter(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    localized = copy(parameter)
    localized.help = localize(parameter.help)
    return localized
