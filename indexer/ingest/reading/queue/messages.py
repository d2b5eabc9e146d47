"""What is asked about a file, and what is answered, as objects beside the originals.

::

    reading/<key>.question    a line of JSON, what a process is asked (`reading.worker`); then the file
    reading/<key>.answer      what it answered, as JSON, compressed with zlib

The key is the sum of the question: whoever asks the same, and be it after a stop, finds the answer. The first
answer stays, and a second one would be the same: nothing of the machine that reads goes into it.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from indexer.archive.storage.objects.ahead import ask_ahead
from indexer.archive.storage.objects.base import ObjectStore
from indexer.errors import ArchiveError

_FOLDER = "reading"
_KEY = re.compile(rf"{_FOLDER}/([0-9a-f]{{64}})\.(question|answer)")
_MOST_BYTES = 2**28
"""No answer is larger: it would be none of ours."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a file.

    Attributes:
        values: in values of JSON.
        data: the file.
    """

    values: dict[str, Any]
    data: bytes

    def dump(self) -> bytes:
        """Return it as bytes; the same ones for the same question."""
        return json.dumps(self.values, sort_keys=True, separators=(",", ":")).encode() + b"\n" + self.data


class Messages:
    """The questions and answers of one store. May be shared by threads."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._answered: frozenset[str] = frozenset()

    def ask(self, question: Question) -> str:
        """Put a question where it can be read; return its key."""
        dumped = question.dump()
        key = hashlib.sha256(dumped).hexdigest()
        if key not in self._answered:
            self._store.create(_name(key, "question"), dumped)
        return key

    def list_answered(self) -> frozenset[str]:
        """Return the keys of all questions that have been answered; they are not asked again."""
        names = (_KEY.fullmatch(name) for name in self._store.list_keys(_FOLDER))
        self._answered = frozenset(name[1] for name in names if name and name[2] == "answer")
        return self._answered

    def read_question(self, key: str) -> Question | None:
        """Return a question; None where nobody asks it any more."""
        try:
            dumped = self._store.read(_name(key, "question"))
        except FileNotFoundError:
            return None
        line, _, data = dumped.partition(b"\n")
        if hashlib.sha256(dumped).hexdigest() != key:
            return None  # damaged: who asked it will see that there is no answer
        return Question(json.loads(line), data)

    def answer(self, key: str, values: dict[str, Any]) -> None:
        """Answer a question, unless it has been answered."""
        dumped = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        self._store.create(_name(key, "answer"), zlib.compress(dumped.encode("utf-8", "surrogatepass"), 3))

    def read_answer(self, key: str) -> dict[str, Any] | None:
        """Return the answer to a question; None where there is none that makes sense."""
        try:
            stream = zlib.decompressobj()
            dumped = stream.decompress(self._store.read(_name(key, "answer")), _MOST_BYTES)
            values = json.loads(dumped.decode("utf-8", "surrogatepass")) if stream.eof else None
        except (FileNotFoundError, ValueError, zlib.error):
            return None
        return values if isinstance(values, dict) else None

    def delete(self, key: str) -> None:
        """Delete a question and its answer; one that cannot be deleted is deleted another time."""
        with suppress(ArchiveError):
            for kind in ("question", "answer"):
                self._store.delete(_name(key, kind))

    def delete_all(self) -> None:
        """Delete all of them, many at once; what cannot be deleted is deleted another time."""
        names = [name for name in self._store.list_keys(_FOLDER) if _KEY.fullmatch(name)]
        with suppress(ArchiveError):
            for _ in ask_ahead(self._store.delete, names, self._store.width):
                pass


def _name(key: str, kind: str) -> str:
    return f"{_FOLDER}/{key}.{kind}"
