"""A real PostgreSQL in a folder: made and started by the tests that ask one, ended after them."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.cluster.servers.node import find_port

_USERS = ("postgres", "nobody")
"""Who a server is run as where the tests are run by root: it refuses that."""
_SETTINGS = "fsync=off", "max_connections=200", "unix_socket_directories="


class PostgresServer:
    """A running server, on this machine alone.

    Attributes:
        port: that it answers at.
    """

    def __init__(self, certificate: tuple[Path, Path] | None = None) -> None:
        """Make it and start it.

        Args:
            certificate: files of what it shows and of its key; then it speaks by TLS alone.
        """
        # Not in a folder of pytest's, where nobody looks but who runs the tests.
        folder = self._folder = Path(tempfile.mkdtemp(prefix="nianbao-postgres-"))
        self._programs = _find_programs() or Path()
        self.port = find_port()
        self._user = _choose_user()
        if self._user:
            os.chown(folder, pwd.getpwnam(self._user).pw_uid, -1)
        (folder / "password").write_text("secret")
        made = ("-U", "tests", "-A", "scram-sha-256", "--pwfile", str(folder / "password"))
        self._run("initdb", "-D", str(folder / "data"), "-E", "UTF8", "--locale=C.UTF-8", "-N", *made)
        if certificate:
            self._encrypt(*certificate)
        self.start()

    @property
    def url(self) -> str:
        """The address of its first database, as the setting has it."""
        return self.address("postgres")

    @property
    def pid(self) -> int:
        """Number of the process that all its others were begun by."""
        return int((self._folder / "data" / "postmaster.pid").read_text().split()[0])

    def address(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql+psycopg://tests:secret@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = " ".join(f"-c {each}" for each in (*_SETTINGS, f"port={self.port}"))
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """End it at once, as a loss of power does."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", "immediate", "stop")

    def remove(self) -> None:
        """End it, and delete all that it wrote."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _encrypt(self, certificate: Path, key: Path) -> None:
        data = self._folder / "data"
        for path, name in ((certificate, "server.crt"), (key, "server.key")):
            (data / name).write_bytes(path.read_bytes())
            (data / name).chmod(0o600)
            if self._user:
                os.chown(data / name, pwd.getpwnam(self._user).pw_uid, -1)
        with (data / "postgresql.conf").open("a") as file:
            file.write("ssl = on\n")
        rules = data / "pg_hba.conf"
        rules.write_text(re.sub(r"^host ", "hostssl ", rules.read_text(), flags=re.MULTILINE))

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        subprocess.run(command, check=True, user=self._user, cwd="/", timeout=120, **quiet)  # type: ignore[call-overload]


def find_missing_server() -> str:
    """Return what keeps a server from being started, "" where nothing does."""
    if not hasattr(os, "geteuid") or not _find_programs():
        return "PostgreSQL is not installed"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "the extra nianbao[cluster] is not installed"
    return "there is no user to run PostgreSQL as" if os.geteuid() == 0 and not _choose_user() else ""


def _find_programs() -> Path | None:
    """Return the folder of its programs, the latest release's."""
    return next((path.parent for path in _list_programs()), None)


def _list_programs() -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found)
    releases = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    yield from sorted(releases, key=lambda path: -int(path.parts[-3]) if path.parts[-3].isdecimal() else 0)


def _choose_user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return next((name for name in _USERS if name in known), None)
