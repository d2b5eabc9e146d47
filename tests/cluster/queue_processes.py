"""Processes that read and publish through the queue, and what they made: for tests that kill them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.archive.storage.home import Home
from indexer.settings import Settings

ROOT = Path(__file__).parents[2]
_COUNTED = ("run", "header", "commitment_change")
"""Tables that say how often something was written."""


def execute(url: str, statement: str) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else []


def make_environment(settings: Settings) -> dict[str, str]:
    addresses = {
        "NIANBAO_DATABASE_URL": settings.database_url,
        "NIANBAO_ORIGINALS_URL": settings.originals_url,
        "NIANBAO_BATCH_FILES": str(settings.batch_files),
    }
    return {**os.environ, **addresses, "PYTHONPATH": str(ROOT)}


def make_command(*arguments: str, digits: int = 12, deadly: str = "") -> list[str]:
    """A command that is soon missed (`quick_command`)."""
    return [sys.executable, "-m", "tests.cluster.quick_command", str(digits), deadly, *arguments]


class WorkerProcess:
    """A worker, started again whenever it ends until it is told to stop."""

    def __init__(self, settings: Settings, digits: int = 12, deadly: str = "") -> None:
        self._command = make_command("worker", "--processes", "1", digits=digits, deadly=deadly)
        self._environment = make_environment(settings)
        self.start()

    def start(self) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(self._command, cwd="/", env=self._environment, **quiet)

    def kill(self) -> None:
        """Kill it as the system does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        try:
            return self.process.wait(30)
        finally:
            self.kill()


@contextmanager
def run_workers(settings: Settings, *deadly: str) -> Iterator[list[WorkerProcess]]:
    workers = [WorkerProcess(settings, deadly=each) for each in deadly or ("", "")]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.kill()


def read_tables(settings: Settings) -> dict[str, list[str]]:
    """All rows of the catalogue, but for moments, where the files lay, and numbers that the database gives:
    what was undone takes some of these with it.
    """
    schema = Home.of(settings).find_current().database.schema
    listed = execute(settings.database_url, f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}'")
    found = {}
    for (table,) in listed:
        if table not in _COUNTED:
            rows = execute(settings.database_url, f'SELECT to_jsonb(t) FROM {schema}."{table}" t')
            found[table] = sorted(str(sorted(_keep(row).items())) for (row,) in rows)
    return found


def _keep(row: dict[str, Any]) -> dict[str, Any]:
    given = {name for name in ("id", "commitment") if isinstance(row.get(name), int)}
    return {name: value for name, value in row.items() if name not in {"source", "added", *given}}
