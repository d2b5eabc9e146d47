"""What every page says where verdicts of people are lost, and pages without those that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from indexer.commitments.search.results import CommitmentFilter, CommitmentResults
from indexer.errors import ArchiveError
from indexer.search.query.tree import Query
from indexer.verdict import Subject, Verdict
from web.auth.sign_in import read_signed_in
from web.context import the_archive

_MESSAGE = "部分人工核对意见缺失或暂时无法读取，页面上的核对结论可能不全，管理员正在处理。"


def install(app: Flask) -> None:
    """Give templates `find_loss`."""
    app.context_processor(lambda: {"find_loss": find_loss})


def find_loss() -> str:
    """Return a sentence where verdicts are lost: to staff what is and what to do, to others that it is so;
    "" where none are.
    """
    try:
        loss = the_archive().verdicts.find_loss()
    except ArchiveError as error:
        loss = error.message
    return loss if not loss or read_signed_in() else _MESSAGE


def read_verdicts(subject: Subject, keys: Iterable[str]) -> dict[str, Verdict]:
    """Return the verdicts that count, by key; none where they cannot be read, as the page then says.

    Raises:
        ArchiveError: they cannot be read just now, though nothing is wrong with them.
    """
    try:
        return the_archive().verdicts.read(subject, keys)
    except ArchiveError:
        if not find_loss():
            raise
        return {}


def find_commitments(query: Query, wanted: CommitmentFilter) -> CommitmentResults:
    """Return the commitments that match; as if nobody had judged them where verdicts cannot be read, as the
    page then says.

    Raises:
        ArchiveError: they cannot be read, and are asked for.
    """
    try:
        return the_archive().commitments.find(query, wanted)
    except ArchiveError:
        if wanted.verdicts or not find_loss():
            raise
        return the_archive().commitments.find(query, wanted, is_judged=False)
