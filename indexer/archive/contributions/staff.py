"""Accounts of staff: names with passwords of their own, in one document that nobody else can read.

``staff.json`` holds a hash of each password (scrypt, as `werkzeug.security` makes it), never the
password. Nothing can rebuild it: it is in the inventory, in the daily copies and in backups.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from indexer.archive.contributions.copies.copies import copy_work
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, StaffError

_NAME = "staff.json"
SHORTEST_PASSWORD = 8
"""Characters."""
LONGEST_PASSWORD = 200
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Account:
    """One person: name, hash of the password, and since when the password is this one (ISO 8601 in UTC)."""

    name: str
    hash: str
    since: str

    @property
    def mark(self) -> str:
        """What changes as soon as the password does: sessions bear it, and it tells nothing of either."""
        return hashlib.sha256(self.hash.encode()).hexdigest()[:32]


class StaffAccounts:
    """The accounts of one home. May be shared by threads and by processes."""

    def __init__(self, home: Home) -> None:
        self._home, self._documents = home, home.documents
        self._read: tuple[object, tuple[Account, ...]] | None = None

    def list_all(self) -> tuple[Account, ...]:
        """Return all accounts, by name.

        Raises:
            ArchiveDamaged: the file cannot be read.
        """
        try:
            stamp = self._documents.read_stamp(_NAME)
        except OSError as error:
            shown = self._documents.show(_NAME)
            raise ArchiveDamaged(f"无法读取账号文件 {shown}（{error.strerror}），请检查权限。") from None
        if stamp is None:
            return ()
        if self._read is None or self._read[0] != stamp:
            try:
                people = json.loads(self._documents.read(_NAME).decode())["people"]
                self._read = stamp, tuple(Account(**each) for each in people)
            except (OSError, ValueError, TypeError, LookupError):
                shown = self._documents.show(_NAME)
                raise ArchiveDamaged(
                    f"账号文件 {shown} 已损坏，请从备份恢复，或删去它后用 nianbao staff add 重新添加。"
                ) from None
        return self._read[1]

    def find(self, name: str) -> Account | None:
        """Return the account of a name, however it is written (`fold_name`); None where there is none.

        Raises:
            ArchiveDamaged: the file cannot be read.
        """
        return next((each for each in self.list_all() if fold_name(each.name) == fold_name(name)), None)

    def check(self, name: str, password: str) -> Account | None:
        """Return the account of a name if this is its password, else None; it takes as long where there is
        no such name.

        Raises:
            ArchiveDamaged: the file cannot be read.
        """
        account = self.find(name)
        is_right = check_password_hash(account.hash if account else _hash_nothing(), password)
        return account if is_right else None

    def add(self, name: str, password: str) -> Account:
        """Add a person.

        Raises:
            StaffError: there is one of this name, the name is none, or the password too short or long.
            ArchiveError: it cannot be written.
        """
        name = clean_name(name)
        return self._change(name, password, is_new=True)

    def set_password(self, name: str, password: str) -> Account:
        """Give a person another password; whoever is signed in under the former one is so no longer.

        Raises:
            StaffError: there is no such person, or the password is too short or long.
            ArchiveError: it cannot be written.
        """
        return self._change(name, password, is_new=False)

    def remove(self, name: str) -> Account:
        """Remove a person, who is signed in no longer; what they did stays under their name.

        Raises:
            StaffError: there is no such person.
            ArchiveError: it cannot be written.
        """
        with self._documents.lock(_NAME):
            account = self._require(name)
            self._write(each for each in self.list_all() if each != account)
        return account

    def _change(self, name: str, password: str, is_new: bool) -> Account:
        check_password(password)
        with self._documents.lock(_NAME):
            if is_new and (known := self.find(name)):
                raise StaffError(
                    f"已有名为 {known.name} 的账号，请换一个名字，或用 nianbao staff password 改密码。"
                )
            known_name = name if is_new else self._require(name).name
            now = datetime.now(UTC).isoformat(timespec="seconds")
            account = Account(known_name, generate_password_hash(password), now)
            others = (each for each in self.list_all() if each.name != known_name)
            self._write([*others, account])
        return account

    def _require(self, name: str) -> Account:
        account = self.find(name)
        if not account:
            raise StaffError(f"没有名为 {name[:LONGEST_NAME]} 的账号，请用 nianbao staff list 查看。")
        return account

    def _write(self, accounts: Iterable[Account]) -> None:
        people = [asdict(each) for each in sorted(accounts, key=lambda each: each.name)]
        data = json.dumps({"people": people}, ensure_ascii=False, indent=1).encode()
        copy_work(self._home)
        # Private from the start: the temporary file that becomes it is (`tempfile.mkstemp`).
        self._documents.write(_NAME, data)
        self._read = None


def clean_name(name: str) -> str:
    """Return a name as people sign with: one line, in one spelling.

    Raises:
        StaffError: there is nothing of it, or it is too long.
    """
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if not name or not name.isprintable():
        raise StaffError("请写明姓名，例如 王芳。")
    if len(name) > LONGEST_NAME:
        raise StaffError(f"姓名超过 {LONGEST_NAME} 个字，请改短。")
    return name


def fold_name(name: str) -> str:
    """Return a name so that two that look alike are the same: nobody signs as another by capitals."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_password(password: str) -> None:
    """Make sure that a new password is long enough.

    Raises:
        StaffError: it is too short or too long.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise StaffError(f"密码至少要有 {SHORTEST_PASSWORD} 个字符，请换一个。")
    if len(password) > LONGEST_PASSWORD:
        raise StaffError(f"密码最多 {LONGEST_PASSWORD} 个字符，请换一个。")


@cache
def _hash_nothing() -> str:
    """Return a hash that no password has."""
    return generate_password_hash(hashlib.sha256(b"").hexdigest())
