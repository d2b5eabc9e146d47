"""What staff did, by name: a record that nothing can rebuild, a document for each act.

::

    acts/<UTC time>-<token>.json    a document of the home

Their names are in the order of the acts. None is ever changed, and none refers to a version of
the catalogue: a rebuild knows nothing of them and loses nothing.
"""

from __future__ import annotations

import dataclasses
import json
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from indexer.archive.contributions.copies.copies import copy_work
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, NotFound

_FOLDER, _SUFFIX = "acts/", ".json"
_DAMAGED = (OSError, ValueError, TypeError, LookupError)
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
LONGEST_REASON = 1000
"""Characters of a reason; what is longer is cut."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class Deed(StrEnum):
    """What was done."""

    PUBLISH = "publish"
    DISCARD = "discard"
    CORRECT = "correct"
    SHOW = "show"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    """A withdrawal was undone."""


DEED_NAMES = {
    Deed.PUBLISH: "发布",
    Deed.DISCARD: "丢弃",
    Deed.CORRECT: "改正",
    Deed.SHOW: "改为显示",
    Deed.WITHDRAW: "撤下",
    Deed.UNDO: "恢复",
}
"""What people call each deed."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person.

    Attributes:
        deed: what was done.
        who: name of the person.
        reports: ids of the reports that it was done to, as they were afterwards.
        details: what became of single files or parts, a sentence each.
        reason: why, in the person's words; "" where none was given.
        at: when, ISO 8601 in UTC; "" until it is recorded.
        id: what it is recorded under; "" until then.
    """

    deed: Deed
    who: str
    reports: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    reason: str = ""
    at: str = ""
    id: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Act:
        """Return the act that was recorded as `data`."""
        lists = {"reports": tuple(data["reports"]), "details": tuple(data["details"])}
        return cls(**data | lists | {"deed": Deed(data["deed"])})


class Acts:
    """The acts of one home. May be shared by threads and by processes."""

    def __init__(self, home: Home) -> None:
        self._home, self._documents = home, home.documents

    def record(self, act: Act) -> Act:
        """Record an act that was done now, and return it with its time and id.

        Raises:
            ArchiveError: it cannot be written.
        """
        copy_work(self._home)
        now = datetime.now(UTC)
        name = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        act = dataclasses.replace(
            act, reason=clean_reason(act.reason), at=now.isoformat(timespec="seconds"), id=name
        )
        data = json.dumps(dataclasses.asdict(act), ensure_ascii=False, indent=1)
        self._documents.write(_make_name(name), data.encode())
        return act

    def get(self, act_id: str) -> Act:
        """Return one act.

        Raises:
            NotFound: there is none of this id.
            ArchiveDamaged: its record cannot be read.
        """
        name = _make_name(act_id)
        try:
            if not _NAME.fullmatch(act_id):
                raise FileNotFoundError
            return _parse(self._documents.read(name))
        except FileNotFoundError:
            raise NotFound("没有这一条操作记录。") from None
        except _DAMAGED:
            shown = self._documents.show(name)
            raise ArchiveDamaged(f"操作记录 {shown} 已损坏，请从备份恢复，或删去它。") from None

    def list_last(self, most: int, before: str = "") -> tuple[Act, ...]:
        """Return the last acts, the newest first; those that cannot be read are left out.

        Args:
            most: how many.
            before: id of an act; only earlier ones are returned.
        """
        found: list[Act] = []
        ids = (name[len(_FOLDER) : -len(_SUFFIX)] for name in self._documents.list_names(_FOLDER))
        wanted = (each for each in ids if _NAME.fullmatch(each) and (not before or each < before))
        names = map(_make_name, sorted(wanted, reverse=True))
        for _, data in self._documents.read_all(names):
            if len(found) == most:
                break
            with suppress(*_DAMAGED):  # verification says which one
                found.append(_parse(data))
        return tuple(found)


def _make_name(act_id: str) -> str:
    return f"{_FOLDER}{act_id}{_SUFFIX}"


def _parse(data: bytes | None) -> Act:
    """Raises:
    OSError, ValueError, TypeError, LookupError: it is no act.
    """
    if data is None:
        raise OSError
    return Act.from_json(json.loads(data.decode()))


def clean_reason(text: str) -> str:
    """Return a reason as typed without control characters, of bounded length."""
    return _CONTROL.sub("", text.replace("\r\n", "\n")).strip()[:LONGEST_REASON].strip()
