"""`nianbao-web`: says where it is once it answers, and why it cannot where it cannot."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from werkzeug.security import generate_password_hash

COMMAND = [sys.executable, "-m", "web.server"]


def test_serves_and_stops(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--home", str(tmp_path), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address is not None, process.stderr.read()
        with pytest.raises(HTTPError) as answer:
            urlopen(f"{address[0]}/healthz", timeout=10)
        assert answer.value.code == 503
        answer.value.close()
        with urlopen(f"{address[0]}/help", timeout=10) as page:
            assert page.status == 200
            assert page.headers["Server"] is None
        # Typed as it is read, as curl sends it.
        with socket.create_connection(("127.0.0.1", int(address[0].rpartition(":")[2]))) as connection:
            connection.sendall("GET /help?q=预算 HTTP/1.0\r\n\r\n".encode())
            assert connection.makefile("rb").readline().split()[1] == b"200"
    finally:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "nianbao add" in said  # the home is empty


def test_says_what_is_in_its_way(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        _refuses(["--home", str(tmp_path), "--port", port], f":{port}")
    _refuses(["--home", str(tmp_path), "--host", "no.such.host.invalid"], "no.such.host.invalid")
    _refuses(["--home", str(tmp_path)], "NIANBAO_PAGE_SIZE", NIANBAO_PAGE_SIZE="many")
    _refuses(["--home", str(tmp_path)], "NIANBAO_TRUSTED_PROXY", NIANBAO_TRUSTED_PROXY="proxy.example")


def _refuses(arguments: list[str], said: str, **environment: str) -> None:
    result = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=60, env={**os.environ, **environment}
    )
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert result.stderr.strip().endswith("。")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_worker_that_dies_is_started_anew(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--home", str(tmp_path), "--port", "0", "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address is not None
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            pytest.skip("no /proc to find the workers in")
        first = children.read_text().split()
        assert len(first) == 2
        victim, seen = first[0], set(first)
        for _ in range(2):  # the second as soon as it begins
            os.kill(int(victim), signal.SIGKILL)
            for _ in range(200):
                with urlopen(f"{address[0]}/help", timeout=10) as page:
                    assert page.status == 200
                if fresh := set(children.read_text().split()) - seen:
                    break
                time.sleep(0.05)
            assert len(children.read_text().split()) == 2
            assert first[1] in children.read_text().split()
            (victim,) = fresh
            seen |= fresh
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 0


def test_believes_the_named_proxy_and_nobody_else(tmp_path: Path) -> None:
    hashed = generate_password_hash("12345678", method="scrypt:1024:8:1")
    for proxy, secure in (("127.0.0.1", True), ("192.0.2.1", False)):
        process = subprocess.Popen(
            [*COMMAND, "--home", str(tmp_path), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "NIANBAO_PASSWORD_HASH": hashed, "NIANBAO_TRUSTED_PROXY": proxy},
        )
        assert process.stdout is not None
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert address is not None
            request = Request(f"{address[0]}/sign-in", headers={"X-Forwarded-Proto": "https"})
            with urlopen(request, timeout=10) as page:
                assert ("Secure" in page.headers["Set-Cookie"]) is secure
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
