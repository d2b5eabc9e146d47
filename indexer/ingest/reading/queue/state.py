"""What there is in the queue at this moment, and who reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indexer.ingest.reading.queue.jobs import WORKER, Queue
from indexer.ingest.reading.queue.library import TROUBLES
from indexer.ingest.reading.queue.program import describe_program
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class RunningWorker:
    """A worker that is connected.

    Attributes:
        process: its number and its machine, as `123@host`.
        version: of its program.
        since: when it connected.
        is_same: whether its program is this one: it reads what this machine asks.
    """

    process: str
    version: str
    since: datetime
    is_same: bool


@dataclass(frozen=True, slots=True)
class QueueState:
    """How many files wait, and are being read; and the workers, the oldest first."""

    waiting: int
    reading: int
    workers: tuple[RunningWorker, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return {
            "waiting": self.waiting,
            "reading": self.reading,
            "workers": [
                {
                    "process": worker.process,
                    "version": worker.version,
                    "since": worker.since.isoformat(timespec="seconds"),
                    "same_program": worker.is_same,
                }
                for worker in self.workers
            ],
        }


def read_queue_state(settings: Settings) -> QueueState:
    """Return what there is in the queue. Nothing is made.

    Raises:
        SettingError: what it needs is not installed.
        DatabaseUnreachable: the database gives no answer.
    """
    queue, counts = Queue(settings), {"todo": 0, "doing": 0}
    if queue.schema.exists():
        app = queue.connect(f"{WORKER.split()[0]} status", 1)
        try:
            with app.open():
                for each in app.job_manager.list_queues():
                    for status in counts:
                        counts[status] += each[status]
        except TROUBLES as error:
            raise queue.schema.explain(error) from error
    found = queue.schema.list_connections(f"{WORKER} ")
    workers = (_parse(each.name.split(), each.since) for each in found)
    return QueueState(counts["todo"], counts["doing"], tuple(worker for worker in workers if worker))


def _parse(words: list[str], since: datetime) -> RunningWorker | None:
    """Return the worker whose connections have a name (`jobs.name_worker`)."""
    match words:
        case [_, _, digest, version, process, *_]:
            return RunningWorker(process, version, since, digest == describe_program().digest)
    return None
