"""Gives the jobs of workers that died to others."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from indexer.ingest.reading.queue.asking import Asker
from indexer.ingest.reading.queue.jobs import STALLED
from indexer.ingest.reading.queue.library import TROUBLES, App, Job
from indexer.ingest.reading.queue.program import describe_program

_LOOK = 5.0
"""Seconds between two looks for them."""
_MOST_DEATHS = 3
"""Times that a worker may die over one file: then it is the file that ends them."""


class Rescue:
    """Knows which workers died, and over which files."""

    def __init__(self, asker: Asker) -> None:
        """Look at nothing yet.

        Args:
            asker: what answers in place of workers that a file has ended.
        """
        self._asker, self._looked = asker, 0.0
        self._deaths: Counter[str] = Counter()

    async def find_alive(self, app: App, doing: Iterable[Job]) -> list[Job]:
        """Return those jobs at which a worker is at work; give the others back."""
        if time.monotonic() - self._looked < _LOOK:
            return list(doing)
        self._looked = time.monotonic()
        queue = describe_program().queue
        found = await app.job_manager.get_stalled_jobs(queue=queue, seconds_since_heartbeat=STALLED)
        stalled = {job.id: job for job in found}
        for job in stalled.values():
            await self._give_back(app, job)
        return [job for job in doing if job.id not in stalled]

    async def _give_back(self, app: App, job: Job) -> None:
        """Have another worker do a job; where the file has ended too many, answer that it cannot be read."""
        self._deaths[job.queueing_lock] += 1
        deaths = self._deaths[job.queueing_lock]
        if deaths < _MOST_DEATHS:
            with suppress(*TROUBLES):  # somebody may have finished it after all
                await app.job_manager.retry_job(job)
            return
        await asyncio.to_thread(self._asker.give_up, job.queueing_lock, deaths)
        # Out of the reach of workers before it is deleted.
        with suppress(*TROUBLES):
            await app.job_manager.retry_job(job, retry_at=datetime.now(UTC) + timedelta(days=1))
        await app.job_manager.cancel_job_by_id_async(job.id, delete_job=True)
