"""`nianbao verdict`."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from indexer.archive.archive import Archive, open_archive
from indexer.cli.language import bracket, localize
from indexer.cli.options import home_option, json_option, read_settings
from indexer.cli.output import show, show_json
from indexer.verdict import Subject, Verdict

_SUBJECTS = {Subject.FINDING: "核对结果", Subject.COMMITMENT: "承诺"}


@click.command()
@click.argument(
    "subject",
    default="",
    type=click.Choice(["", *(s.value for s in Subject)]),
    metavar="[finding|commitment]",
)
@click.argument("key", default="")
@click.argument("value", default="")
@click.option("--note", default="", help="说明")
@click.option("--link", default="", help="佐证的链接：http(s) 网址，或本站以 / 开头的地址")
@click.option("--who", default=getpass.getuser, help="署名（默认为当前用户名）")
@home_option
@json_option
def verdict(subject: str, key: str, value: str, home: Path | None, as_json: bool, **details: str) -> None:
    """查看或提出核对意见 VALUE；KEY 是核对结果或承诺的编号。

    核对结果可用 confirmed（确有问题）、dismissed（不是问题）；承诺可用 done、part、not、unclear；
    withdrawn 撤回。重建档案、重新收录后，内容未变的意见仍在。
    """
    archive = open_archive(read_settings(home))
    if value:
        given = archive.judge(Verdict(Subject(subject), key, value, **details, at=""))
        show_verdict(given, as_json)
    else:
        show_verdicts(archive, subject, key, as_json)


def show_verdicts(archive: Archive, subject: str, key: str, as_json: bool) -> None:
    """Print the verdicts that count, or the history of one key, or that there are none."""
    subjects = [Subject(subject)] if subject else list(Subject)
    if key:
        found = [verdict for each in subjects for verdict in archive.verdicts.list_history(each, key)]
    else:
        found = [verdict for each in subjects for verdict in archive.verdicts.read_all(each).values()]
    if as_json:
        show_json([verdict.to_json() for verdict in found])
        return
    for verdict in found:
        show_verdict(verdict, False)
    if not found:
        show("还没有人对此提出意见。" if key else "还没有核对意见。")


def show_verdict(verdict: Verdict, as_json: bool) -> None:
    """Print one verdict."""
    if as_json:
        show_json(verdict.to_json())
        return
    note = localize("：") + verdict.note if verdict.note else ""
    link = bracket(verdict.link) if verdict.link else ""
    who = localize("，") + verdict.who if verdict.who else ""
    about = f"{localize(_SUBJECTS[verdict.subject])} {verdict.key}"
    click.echo(f"{about}\t{localize(verdict.name)}{note}{link}\t{verdict.at}{who}")
