"""A Chromium, and the portal of the sample archive for it to look at."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from indexer.settings import Settings
from web import create_app

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
    "--accept-lang=zh-CN",
]


def _executable() -> str:
    path = shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).exists():
        reason = "no Chromium on this machine (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="module", autouse=True)
def _no_earlier_garbage(earlier_garbage_set_aside: None) -> None:
    """No page pays for the garbage of the tests before it: the portal runs in this process."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = _executable()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The portal of an archive while the block lasts: its address."""
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def serve() -> Callable[[Settings], AbstractContextManager[str]]:
    """`serving`, for tests that have an archive of their own."""
    return serving


@pytest.fixture(scope="session")
def site(sample_settings: Settings) -> Iterator[str]:
    """Address of the running portal."""
    with serving(sample_settings) as address:
        yield address
