"""How verdicts look in a terminal."""

from __future__ import annotations

import click

from indexer.archive.archive import Archive
from indexer.cli.output import show_json
from indexer.verdict import Subject, Verdict

_SUBJECTS = {Subject.FINDING: "核对结果", Subject.COMMITMENT: "承诺"}


def show_verdicts(archive: Archive, subject: str, key: str, as_json: bool) -> None:
    """Print the verdicts that count, or the history of one key. Nothing to print is said."""
    subjects = [Subject(subject)] if subject else list(Subject)
    if key:
        found = [verdict for each in subjects for verdict in archive.verdicts.history(each, key)]
    else:
        found = [verdict for each in subjects for verdict in archive.verdicts.all(each).values()]
    if as_json:
        show_json([verdict.to_json() for verdict in found])
        return
    for verdict in found:
        show_verdict(verdict, False)
    if not found:
        click.echo("还没有人对此提出意见。" if key else "还没有核对意见。")


def show_verdict(verdict: Verdict, as_json: bool) -> None:
    """Print one verdict."""
    if as_json:
        show_json(verdict.to_json())
        return
    note = f"：{verdict.note}" if verdict.note else ""
    link = f"（{verdict.link}）" if verdict.link else ""
    who = f"，{verdict.who}" if verdict.who else ""
    about = f"{_SUBJECTS[verdict.subject]} {verdict.key}"
    click.echo(f"{about}\t{verdict.name}{note}{link}\t{verdict.at}{who}")
