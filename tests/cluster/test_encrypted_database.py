"""A PostgreSQL that speaks by TLS alone: what its address needs, and what is said where it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.errors import DatabaseUnreachable
from indexer.ingest.add import add
from indexer.settings import Settings
from tests.cluster.servers.postgres import PostgresServer, find_missing_server

pytestmark = pytest.mark.skipif(bool(find_missing_server()), reason=find_missing_server())
pytest.importorskip("cryptography", reason="the extra nianbao[cluster-test] is not installed")
from tests.cluster.servers.certificates import Authority  # noqa: E402

SAMPLES = sorted((Path(__file__).parents[2] / "corpus" / "work").rglob("*.*"))[:2]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def server(authority: Authority) -> Iterator[PostgresServer]:
    started = PostgresServer(authority.sign("database", "127.0.0.1"))
    yield started
    started.remove()


def test_tables_are_read_and_written_encrypted(
    authority: Authority, server: PostgresServer, tmp_path: Path
) -> None:
    url = f"{server.url}?sslmode=verify-full&sslrootcert={authority.path}"
    settings = Settings(home=tmp_path / "home", database_url=url)
    assert add(SAMPLES, settings, lambda _outcome, _total: None).counts == {"added": 2}
    with closing(open_archive(settings)) as archive:
        assert len(archive.list_summaries()) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("sslmode=disable", "不让这个用户从这里连接"),
        ("sslmode=verify-full&sslrootcert={folder}/none.pem", "证书文件不能用"),
        ("sslmode=verify-full&sslrootcert={stranger}", "证书无法验证"),
        ("sslmode=require&sslcert={certificate}&sslkey={folder}/none.pem", "证书文件不能用"),
    ],
)
def test_what_is_wrong_is_said(
    options: str, said: str, authority: Authority, server: PostgresServer, tmp_path: Path
) -> None:
    files = {
        "folder": tmp_path,
        "stranger": Authority(tmp_path, "stranger").path,
        "certificate": authority.sign("visitor")[0],
    }
    settings = Settings(home=tmp_path / "home", database_url=f"{server.url}?{options.format(**files)}")
    with pytest.raises(DatabaseUnreachable, match=said) as raised:
        add(SAMPLES, settings, lambda _outcome, _total: None)
    assert "secret" not in raised.value.message


def test_a_name_that_is_not_the_certificates_is_refused(
    authority: Authority, server: PostgresServer, tmp_path: Path
) -> None:
    url = server.url.replace("127.0.0.1", "localhost")
    url = f"{url}?sslmode=verify-full&sslrootcert={authority.path}"
    with pytest.raises(DatabaseUnreachable, match="证书无法验证"):
        add(SAMPLES, Settings(home=tmp_path / "home", database_url=url), lambda _outcome, _total: None)
