"""Everything that an archive beyond one machine stands on, as servers of this machine: three nodes of
OpenSearch, PostgreSQL, an S3 server; and commands and portals over it, each a process of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer.settings import Settings
from tests.cluster.node import Node, find_missing, start_nodes
from tests.cluster.postgres import PostgresServer, find_missing_server
from tests.cluster.s3 import S3Server

ROOT = Path(__file__).parents[2]
_NODES = 3
_PORTAL_SECONDS = 120
"""That a portal may take to begin."""


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


class Portal:
    """A portal, in a process group of its own.

    Attributes:
        port: that it answers at.
    """

    def __init__(self, home: Path, environment: dict[str, str], workers: int = 1) -> None:
        """Start it, and wait until it answers.

        Raises:
            RuntimeError: it does not begin.
        """
        self._command = [sys.executable, "-m", "web.server", "--home", str(home), "--workers", str(workers)]
        self._environment = environment
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, for the first time or after `kill`, at the same port."""
        self.process = subprocess.Popen(
            [*self._command, "--port", str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
            cwd=ROOT,
            start_new_session=True,
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        if "127.0.0.1:" not in line:
            raise RuntimeError(f"the portal does not begin: {line!r}")
        self.port = int(line.partition("127.0.0.1:")[2].split()[0])

    def kill(self) -> None:
        """End it as a loss of power does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as an administrator does."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def get(self, path: str, seconds: float = 20) -> bytes:
        """Return an answer.

        Raises:
            OSError: there is none, or it is not 200.
        """
        with urllib.request.urlopen(f"{self.url}{path}", timeout=seconds) as answer:
            body: bytes = answer.read()
            return body


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
        self._bucket = ""
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

    def make_environment(self, settings: Settings) -> dict[str, str]:
        """Return the environment of a process that works with an archive."""
        return {
            **os.environ,
            **self.store.environment,
            "PYTHONPATH": str(ROOT),
            "NIANBAO_ENGINE_URL": settings.engine_url,
            "NIANBAO_DATABASE_URL": settings.database_url,
            "NIANBAO_ORIGINALS_URL": settings.originals_url,
            "NIANBAO_SECRET": settings.secret,
        }

    def start_command(self, settings: Settings, *arguments: str) -> subprocess.Popen[str]:
        """Start a command of `nianbao` over an archive."""
        command = [sys.executable, "-m", "indexer.cli.main", *arguments, "--home", str(settings.home)]
        return subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=self.make_environment(settings),
            cwd=ROOT,
        )

    @contextmanager
    def serve(self, all_settings: Sequence[Settings]) -> Iterator[list[Portal]]:
        """Portals over an archive, one of each machine."""
        portals: list[Portal] = []
        try:
            for settings in all_settings:
                portals.append(Portal(settings.home, self.make_environment(settings)))
            yield portals
        finally:
            for portal in portals:
                portal.stop()

    def stop(self) -> None:
        """End them."""
        for node in self.nodes:
            node.stop()
        self.store.stop()
        self.database.remove()
