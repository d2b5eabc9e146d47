"""Asks about a file, and makes sense of what is answered: the publisher's side of the messages."""

from __future__ import annotations

from typing import Any

from indexer import errors
from indexer.archive.catalogue.writing.report_rows import Prepared
from indexer.archive.contributions.reading_basis import BasisReader
from indexer.archive.storage.home import Home
from indexer.errors import NianbaoError, OversizedSource, SourceError
from indexer.ingest.reading.prepare import File
from indexer.ingest.reading.queue.messages import Messages, Question
from indexer.ingest.reading.queue.program import describe_program
from indexer.ingest.reading.read import OthersNeeded
from indexer.ingest.reading.readers import Readers

Said = Prepared | BaseException
"""What is answered: what a file says, why it says nothing (`SourceError`), or that it is damaged
(`OthersNeeded`)."""


class Asker:
    """Asks workers about files. May be shared by threads."""

    def __init__(self, readers: Readers) -> None:
        self._readers, home = readers, Home.of(readers.settings)
        self._answered: frozenset[str] = frozenset()
        self._bases, self._messages = BasisReader(home), Messages(home.objects)

    def begin(self) -> None:
        """See what was answered after a publisher had stopped.

        Raises:
            OriginalsUnreachable: the store gives no answer.
        """
        self._answered = self._messages.list_answered()

    def may_be_answered(self, key: str) -> bool:
        """Return whether a question was answered before this run."""
        return key in self._answered

    def ask(self, file: File) -> str:
        """Put the question about a file where workers find it; return its key.

        Raises:
            ArchiveDamaged: what people said of the file cannot be read.
            OriginalsUnreachable: the store gives no answer.
        """
        values = {
            "task": "prepare",
            "name": file.name,
            "sha256": file.sha256,
            "path": file.path,
            "basis": self._bases.read(file.sha256).to_json(),
            "settings": self._readers.limits,
            "program": describe_program().digest,
        }
        return self._messages.ask(Question(values, file.data))

    def hear(self, key: str) -> Said | None:
        """Return what was answered to a question; None where nothing was that makes sense.

        Raises:
            OriginalsUnreachable: the store gives no answer.
        """
        answer = self._messages.read_answer(key)
        return _decode(answer) if answer else None

    def give_up(self, key: str, deaths: int) -> None:
        """Answer in place of the workers that a file has ended.

        Args:
            deaths: how many they were.
        """
        message = (
            f"读取这个文件时 nianbao worker 先后 {deaths} 次意外终止，没有读入；"
            "请检查文件，或另存为网页、TXT 后再收录。"
        )
        self._messages.answer(key, {"error": OversizedSource.__name__, "message": message})

    def delete(self, key: str) -> None:
        """Delete a question and its answer."""
        self._messages.delete(key)

    def delete_all(self) -> None:
        """Delete all questions and answers: there is one publisher, and it has published."""
        self._messages.delete_all()


def _decode(answer: dict[str, Any]) -> Said | None:
    if "others_needed" in answer:
        return OthersNeeded()
    if "error" in answer:
        kind = getattr(errors, str(answer["error"]), None)
        is_known = isinstance(kind, type) and issubclass(kind, SourceError)
        return kind(str(answer.get("message", ""))) if kind and is_known else None
    try:
        return Prepared.from_json(answer["prepared"])
    except (LookupError, TypeError, ValueError, AttributeError, NianbaoError):
        return None
