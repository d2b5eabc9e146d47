"""The help of commands in the chosen language."""

from __future__ import annotations

import inspect
import re
from copy import copy

import click

from indexer.cli.language import localize, read_language
from indexer.language.languages import SOURCE


def localize_command(command: click.Command) -> click.Command:
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
