"""An archive that moves to a database, an object store and an engine, and back into a folder."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.contributions.acts import Acts
from indexer.archive.contributions.aliases import AliasStore, load_aliases, parse_alias
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.contributions.staff import StaffAccounts
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.preservation.manifest import Manifests
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.ingest.migrate import migrate
from indexer.ingest.remove import remove
from indexer.ingest.staging.area import WaitingArea
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from indexer.verdict import Subject
from tests.cluster.servers.postgres import PostgresServer, find_missing_server
from tests.cluster.servers.s3 import S3Server

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
    home = Home.of(settings)
    with closing(open_archive(settings)) as archive:
        found = {query: archive.search(parse_query(query, settings=settings)) for query in QUERIES}
        commitments = archive.commitments.find(parse_query("")).commitments
        return {
            "reports": sorted(each.id for each in archive.list_summaries()),
            "totals": {query: (each.total, each.total_partial) for query, each in found.items()},
            "facets": {query: {n: list(v) for n, v in each.facets.items()} for query, each in found.items()},
            "commitments": [each.key for each in commitments],
            "verdicts": archive.verdicts.read_all(Subject.COMMITMENT),
            "acts": Acts(home).list_last(50),
            "corrected": Corrections(home).list_given(50),
            "aliases": load_aliases(home),
            "accounts": StaffAccounts(home).list_all(),
            "waiting": [(each.sha256, each.name, each.who) for each in WaitingArea(settings).list_all()],
            "manifests": Manifests(home).list_all(),
        }


def add_contributions(settings: Settings) -> None:
    home = Home.of(settings)
    correct(read_first(settings), Correction(body="云泽市政务公开办公室", who="甲"), settings)
    AliasStore(home).put(parse_alias("督查局", "审计局", "", "甲"))
    StaffAccounts(home).add("王芳", "够长的另一个密码")
    WaitingArea(settings).take((CORPUS / "disclosure" / "东湖区" / "2019.html").read_bytes(), "a.html", "甲")


def read_first(settings: Settings) -> str:
    with closing(open_archive(settings)) as archive:
        return archive.list_summaries()[0].id


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
    add_contributions(old)
    new = dataclasses.replace(
        old,
        home=tmp_path / "new",
        database_url=database_url,
        originals_url=originals_url,
        engine_url=f"{cluster_url.rpartition('/')[0]}/moved",
    )
    done = migrate(old, new, ignore)
    assert done.differences == ()
    assert done.files == 6  # an act of removing, correcting, correction, alias, account, what waits
    assert tell(new) == tell(old)
    assert not {"acts", "corrections", "staff.json"} & {path.name for path in new.home.iterdir()}
    found = verify(new, ignore)
    assert [*found.losses, *found.damage, *found.faults] == []
    with closing(Verdicts(Home.of(new))) as verdicts:  # whoever judges next gets a number of its own
        verdicts.add(Subject.COMMITMENT, key, "not", who="审计员")
    assert migrate(old, new, ignore).run is None
    correct(read_first(new), Correction(body="云泽市统计局", who="乙"), new)
    with pytest.raises(ArchiveError, match="未迁移"):  # what is there by now is another archive's
        migrate(old, new, ignore)
    back = Settings(home=tmp_path / "back", wait_seconds=0)
    assert migrate(new, back, ignore).differences == ()
    assert tell(back) == tell(new)
    assert tell(back) != tell(old)
