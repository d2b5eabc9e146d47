"""The two kinds of place that originals can be kept in beside the home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.servers.s3 import S3Server


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """A server that speaks S3, with nothing in it."""
    pytest.importorskip("obstore", reason="the extra nianbao[cluster] is not installed")
    pytest.importorskip("moto", reason="the extra nianbao[cluster-test] is not installed")
    server = S3Server()
    yield server
    server.stop()


@pytest.fixture
def s3(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """The same, and what a client needs to reach it in the environment."""
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    return s3_server


@pytest.fixture
def bucket_url(s3: S3Server) -> str:
    """A place in a bucket that nobody has written to."""
    return f"s3://{s3.make_bucket()}/yunze"


@pytest.fixture(params=["folder", "bucket"])
def originals_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place outside the home that nobody has written to."""
    if request.param == "folder":
        return (tmp_path / "共享 的").as_uri()
    return str(request.getfixturevalue("bucket_url"))
