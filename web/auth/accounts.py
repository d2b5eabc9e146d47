"""Who is signed in: a person with an account, or somebody who knows the shared password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from werkzeug.security import check_password_hash

from indexer.archive.contributions.staff import LONGEST_NAME, Account, StaffAccounts
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError
from indexer.settings import Settings

_KEY = "nianbao-accounts"


@dataclass(frozen=True, slots=True)
class Known:
    """Whoever gave the right password: the name, and the mark of the account ("" for the shared password)."""

    who: str
    mark: str = ""


def install(app: Flask, settings: Settings) -> None:
    """Give the application the accounts of its home."""
    app.extensions[_KEY] = StaffAccounts(Home.of(settings))


def exist(app: Flask) -> bool:
    """Whether there are accounts; a file of accounts that cannot be read has some."""
    try:
        return bool(_accounts(app).list_all())
    except ArchiveError:
        return True


def check(who: str, password: str, shared_hash: str = "") -> Known | None:
    """Return who is known by a name and a password; None where the password is wrong.

    The shared password does not open the name of a person who has one of their own.

    Args:
        shared_hash: hash of the shared password; "" where there is none.

    Raises:
        ArchiveDamaged: the accounts cannot be read.
    """
    accounts = _accounts(current_app)
    if shared_hash and not accounts.find(who):
        return Known(who) if check_password_hash(shared_hash, password) else None
    account = accounts.check(who, password)
    return Known(account.name, account.mark) if account else None


def is_valid(who: str, mark: str) -> bool:
    """Return whether a session goes on: its account is there, with the password that it was begun with; or it
    was begun with the shared one, and nobody has an account of that name.
    """
    try:
        account = _accounts(current_app).find(who)
    except ArchiveError:
        return False
    return mark == (account.mark if account else "")


def set_password(who: str, password: str) -> Account:
    """Give a person another password.

    Raises:
        StaffError: it is too short or too long, or the account is gone.
        ArchiveError: it cannot be written.
    """
    return _accounts(current_app).set_password(who, password)


def clean_signature(typed: str) -> str:
    """Return a name as it was typed, without what cannot be seen."""
    visible = "".join(char if char.isprintable() else " " for char in typed)
    return " ".join(visible.split())[:LONGEST_NAME]


def _accounts(app: Flask) -> StaffAccounts:
    return cast(StaffAccounts, app.extensions[_KEY])
