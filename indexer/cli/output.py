"""What any command prints: sentences for people in the chosen language, JSON for scripts."""

from __future__ import annotations

import json
from typing import Any

import click

from indexer.cli.language import localize


def show_json(value: object) -> None:
    """Print JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def show(sentence: str) -> None:
    """Print a sentence of the code in the chosen language."""
    click.echo(localize(sentence))


def show_note(sentence: str) -> None:
    """Print a sentence beside the results: on standard error."""
    click.echo(localize(sentence), err=True)


def show_error(code: str, message: str, as_json: bool) -> None:
    """Print what went wrong: a sentence on standard error, or JSON on standard output."""
    if as_json:
        show_json({"error": {"code": code, "message": message}})
    else:
        show_note(message)


def show_done(sentence: str, facts: dict[str, Any], as_json: bool) -> None:
    """Print that something was done: a sentence for people, facts for scripts."""
    if as_json:
        show_json(facts)
    else:
        show(sentence)
