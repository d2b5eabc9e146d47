"""A verdict: what a person judged of a finding or a commitment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from indexer.errors import VerdictError

_KEY = re.compile(r"[0-9a-f]{16,64}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LONGEST = {"note": 2000, "link": 1000, "who": 40}
_NAMES = {"note": "说明", "link": "链接", "who": "署名"}


FINDING_DIGITS = 16
"""Hexadecimal digits of a finding's key, unless it needs more to tell its parts apart."""


class Subject(StrEnum):
    """What a verdict speaks of."""

    FINDING = "finding"
    """The outcome of a rule over cells."""
    COMMITMENT = "commitment"
    """A commitment, and whether it was kept."""


WITHDRAWN = "withdrawn"
"""The verdict that takes the one before it back; any subject can have it."""

VERDICT_NAMES = {
    Subject.FINDING: {"confirmed": "确有问题", "dismissed": "不是问题"},
    Subject.COMMITMENT: {"done": "已完成", "part": "部分完成", "not": "未完成", "unclear": "无法判断"},
}
"""The verdicts that a subject can have, and what people read."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict as it was given.

    Attributes:
        key: hash of what was judged, hexadecimal.
        value: one of `VERDICT_NAMES[subject]`, or `withdrawn`.
        note: why, in the person's words; may have several lines.
        link: `http(s)` address or path on this portal that shows it, else "".
        who: name that the person gave.
        at: when, ISO 8601 in UTC.
    """

    subject: Subject
    key: str
    value: str
    note: str
    link: str
    who: str
    at: str

    @property
    def name(self) -> str:
        """What people read."""
        return VERDICT_NAMES[self.subject].get(self.value, "已撤回")

    def to_json(self) -> dict[str, str]:
        """For scripts."""
        return {
            "subject": self.subject.value,
            "key": self.key,
            "value": self.value,
            "note": self.note,
            "link": self.link,
            "who": self.who,
            "at": self.at,
        }


class LatestVerdicts(Mapping[str, Verdict]):
    """The verdicts that count, by the key of what they judge.

    A finding that nobody judged under its own key has the verdict of its former one (`former_key`).
    """

    def __init__(self, subject: Subject, newest: Mapping[str, Verdict]) -> None:
        """Args:
        subject: what all of them judge.
        newest: the last verdict of each key, withdrawn ones included.
        """
        self._subject, self._newest = subject, newest

    def __getitem__(self, key: str) -> Verdict:
        found = self._newest.get(key)
        if found is None:
            found = self._newest.get(derive_former_key(self._subject, key))
        if found is None or found.value == WITHDRAWN:
            raise KeyError(key)
        return found if found.key == key else replace(found, key=key)

    def __iter__(self) -> Iterator[str]:
        return (key for key, verdict in self._newest.items() if verdict.value != WITHDRAWN)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Keys whose last verdict takes back the one before it."""
        return tuple(key for key, verdict in self._newest.items() if verdict.value == WITHDRAWN)


def hash_key(*parts: str) -> str:
    """Return a key for what is judged, equal for equal parts only (32 hexadecimal digits)."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8) + data)
    return digest.hexdigest()[:32]


def derive_former_key(subject: Subject, key: str) -> str:
    """Return the key that a finding had before its key told all parts apart; the same if it always did."""
    return key[:FINDING_DIGITS] if subject is Subject.FINDING else key


def check_verdict(verdict: Verdict) -> Verdict:
    """Return a verdict with its texts cleaned: no control characters, only the note has lines.

    Raises:
        VerdictError: the key is none, the subject cannot have the value, a text is too long,
            or the link leads to neither the web nor this portal.
    """
    if not _KEY.fullmatch(verdict.key):
        raise VerdictError(f"“{verdict.key[:80]}”不是核对编号，请从核对结果中复制。")
    if verdict.value != WITHDRAWN and verdict.value not in VERDICT_NAMES[verdict.subject]:
        known = "、".join((*VERDICT_NAMES[verdict.subject], WITHDRAWN))
        raise VerdictError(f"没有“{verdict.value[:40]}”这种意见，可以用 {known}。")
    link = _clean("link", verdict.link)
    if link and not _leads_somewhere(link):
        raise VerdictError("链接要以 http://、https:// 或本站的 / 开头，中间没有空格，请改正后再提交。")
    return replace(verdict, note=_clean("note", verdict.note), link=link, who=_clean("who", verdict.who))


def _clean(field: str, text: str) -> str:
    text = _CONTROL.sub("", text.replace("\r\n", "\n")).strip()
    if field != "note":
        text = " ".join(text.split())
    if len(text) > _LONGEST[field]:
        raise VerdictError(f"{_NAMES[field]}有 {len(text)} 字，最多 {_LONGEST[field]} 字，请缩短后再提交。")
    return text


def _leads_somewhere(link: str) -> bool:
    """Whether a link is an address on the web, or a path on this portal (never `//host` or `/\\host`)."""
    if re.search(r"[\s\\<>\"]", link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in ("http", "https") and bool(parts.netloc)
    return not parts.netloc and link.startswith("/")
