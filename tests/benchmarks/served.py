"""A served archive, in processes of its own, for programs that attack or load it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path


class Server:
    """The portal over an archive, in processes of its own."""

    def __init__(self, home: Path, workers: int, files: int | None = None) -> None:
        command = [sys.executable, "-m", "web.server", "--home", str(home), "--port", "0"]
        command += ["--workers", str(workers)]
        if files:
            command = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *command]
        root = Path(__file__).parents[2]
        environment = {**os.environ, "PYTHONPATH": str(root)}
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            cwd=root,
            start_new_session=True,
        )
        assert self.process.stdout
        found = re.search(r":(\d+) ", self.process.stdout.readline())
        if not found:
            sys.exit("the portal did not start")
        self.port = int(found[1])

    def seconds(self) -> float:
        """Processor time of all its processes."""
        total = 0
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with suppress(OSError):
                    parts = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                    total += (int(parts[11]) + int(parts[12])) * (int(parts[2]) == self.process.pid)
        return total / os.sysconf("SC_CLK_TCK")

    def ask(self, said: bytes, seconds: float = 60, until_head: bool = False) -> tuple[int, int]:
        """Status and bytes of an answer; 0 where none came."""
        received, first = 0, b""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), seconds) as connection:
            connection.settimeout(seconds)
            with suppress(ConnectionError):
                connection.sendall(said)
            while more := connection.recv(1 << 20):
                first = first or more
                received += len(more)
                if until_head:
                    break
        return (int(first.split()[1]), received) if first.startswith(b"HTTP/1.") else (0, received)

    def get(self, path: str, head: str = "Host: 127.0.0.1\r\n") -> tuple[int, int]:
        """The answer to a GET."""
        return self.ask(f"GET {path} HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode())

    def stop(self) -> None:
        """End it as an administrator does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
