"""An archive that moves to a database, an object store and an engine, and back into a folder."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.ingest.add import add
from indexer.ingest.migrate import migrate
from indexer.ingest.remove import remove
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from indexer.verdict import Subject
from tests.cluster.postgres import PostgresServer, find_missing_server
from tests.cluster.s3 import S3Server

CORPUS = Path(__file__).parents[2] / "corpus"
QUERIES = ("公开", "依申请公开", "“政府信息”", "教育 OR 卫生", "云泽市 2020", "绿化", "水")

pytestmark = pytest.mark.skipif(bool(find_missing_server()), reason=find_missing_server())


def ignore(_outcome: object, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    import psycopg

    server = PostgresServer()
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE DATABASE moved")
    yield server.address("moved")
    server.remove()


@pytest.fixture
def originals_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    pytest.importorskip("moto")
    pytest.importorskip("obstore")
    server = S3Server()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    yield f"s3://{server.make_bucket()}/yunze"
    server.stop()


def tell(settings: Settings) -> dict[str, object]:
    with closing(open_archive(settings)) as archive:
        found = {query: archive.search(parse_query(query, settings=settings)) for query in QUERIES}
        commitments = archive.commitments.find(parse_query("")).commitments
        return {
            "reports": sorted(each.id for each in archive.list_summaries()),
            "totals": {query: (each.total, each.total_partial) for query, each in found.items()},
            "facets": {query: {n: list(v) for n, v in each.facets.items()} for query, each in found.items()},
            "commitments": [each.key for each in commitments],
            "verdicts": archive.verdicts.read_all(Subject.COMMITMENT),
        }


def test_an_archive_moves_to_many_machines_and_back(
    database_url: str, originals_url: str, cluster_url: str, tmp_path: Path
) -> None:
    old = Settings(home=tmp_path / "old", wait_seconds=0)
    add([CORPUS / "work", *itertools.islice(sorted((CORPUS / "disclosure").iterdir()), 3)], old, ignore)
    with closing(open_archive(old)) as archive:
        removed = archive.list_summaries()[-1].id
        key = archive.commitments.find(parse_query("")).commitments[0].key
    remove(removed, old)
    with closing(Verdicts(Home.of(old))) as verdicts:
        verdicts.add(Subject.COMMITMENT, key, "done", who="审计员")
    new = dataclasses.replace(
        old,
        home=tmp_path / "new",
        database_url=database_url,
        originals_url=originals_url,
        engine_url=f"{cluster_url.rpartition('/')[0]}/moved",
    )
    assert migrate(old, new, ignore).differences == ()
    assert tell(new) == tell(old)
    found = verify(new, ignore)
    assert [*found.losses, *found.damage, *found.faults] == []
    with closing(Verdicts(Home.of(new))) as verdicts:  # whoever judges next gets a number of its own
        verdicts.add(Subject.COMMITMENT, key, "not", who="审计员")
    assert migrate(old, new, ignore).run is None
    back = Settings(home=tmp_path / "back", wait_seconds=0)
    assert migrate(new, back, ignore).differences == ()
    assert tell(back) == tell(new)
    assert tell(back) != tell(old)
