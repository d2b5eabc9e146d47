"""Everything that an archive beyond one machine needs, as servers of this machine: three nodes of
OpenSearch, PostgreSQL, an S3 server; and commands and portals over it, each a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from indexer.settings import Settings
from tests.cluster.portal import ROOT, Portal, make_environment
from tests.cluster.servers.node import Node, find_missing, start_nodes
from tests.cluster.servers.postgres import PostgresServer, find_missing_server
from tests.cluster.servers.s3 import S3Server

_NODES = 3
_CONNECTING = 60
"""Seconds in which a worker must have begun."""


def find_missing_service() -> str:
    """Return what keeps the servers from being started, "" where nothing does."""
    if missing := find_missing() or find_missing_server():
        return missing
    try:
        import moto  # noqa: F401
        import obstore  # noqa: F401
        import opensearchpy  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed"
    return ""


class Services:
    """The servers.

    Attributes:
        nodes: of the cluster that keeps indexes.
        database: the server of tables.
        store: the server of originals.
    """

    def __init__(self, folder: Path, nodes: int = _NODES) -> None:
        """Start them.

        Raises:
            NoPackages: Maven does not get those of a node.
        """
        self._folder, self._bucket = folder, ""
        self.database, self.store = PostgresServer(), S3Server()
        self.nodes: list[Node] = []
        try:
            self.nodes = start_nodes(folder, nodes)
        except BaseException:
            self.stop()
            raise

    def make_settings(self, home: Path, name: str) -> Settings:
        """Return the settings of an archive on the servers.

        Args:
            home: of one machine: several may have one archive, each a home of its own.
            name: of the archive, in small letters.
        """
        import psycopg

        self._bucket = self._bucket or self.store.make_bucket()
        with psycopg.connect(self.database.url.replace("+psycopg", ""), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if not known:
                connection.execute(f"CREATE DATABASE {name}")
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return Settings(
            home=home,
            engine_url=f"opensearch+http://{hosts}/{name}?replicas={min(len(self.nodes) - 1, 1)}",
            database_url=self.database.address(name),
            originals_url=f"s3://{self._bucket}/{name}",
            secret="the same for all portals of this test, and long enough",
        )

    def start_command(
        self, settings: Settings, *arguments: str, output: IO[str] | None = None
    ) -> subprocess.Popen[str]:
        """Start a command of `nianbao` over an archive.

        Args:
            output: where what it prints is written; nowhere if that is not said.
        """
        command = [sys.executable, "-m", "indexer.cli.main", *arguments, "--home", str(settings.home)]
        return subprocess.Popen(
            command,
            stdout=output or subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**make_environment(settings), **self.store.environment},
            cwd=ROOT,
        )

    @contextmanager
    def serve(self, all_settings: Sequence[Settings]) -> Iterator[list[Portal]]:
        """Portals over an archive, one of each machine. The environment must be that of the store."""
        portals: list[Portal] = []
        try:
            for settings in all_settings:
                portals.append(Portal(settings, "--workers", "1"))
            yield portals
        finally:
            for portal in portals:
                portal.stop()

    @contextmanager
    def run_workers(self, all_settings: Sequence[Settings]) -> Iterator[list[Path]]:
        """Workers of an archive, one of each machine, and what each prints: a line for each file it has read.

        Raises:
            RuntimeError: they do not connect to the database.
        """
        from indexer.ingest.reading.queue.state import read_queue_state

        workers, logs = list[subprocess.Popen[str]](), list[Path]()
        try:
            for number, settings in enumerate(all_settings, 1):
                logs.append(self._folder / f"worker-{number}.log")
                with logs[-1].open("w") as output:
                    workers.append(self.start_command(settings, "worker", output=output))
            until = time.monotonic() + _CONNECTING
            while len(read_queue_state(all_settings[0]).workers) < len(workers):
                if time.monotonic() > until:
                    raise RuntimeError("the workers do not connect to the database")
                time.sleep(0.2)
            yield logs
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.communicate(timeout=60)

    def stop(self) -> None:
        """End them."""
        for node in self.nodes:
            node.stop()
        self.store.stop()
        self.database.remove()
