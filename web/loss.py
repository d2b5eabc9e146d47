"""What every page says where verdicts of people are lost."""

from __future__ import annotations

from flask import Flask

from indexer.errors import ArchiveError
from web.auth.sign_in import read_signed_in
from web.context import the_archive

_MESSAGE = "部分人工核对意见暂时缺失，页面上的核对结论可能不全，管理员正在处理。"


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
