"""Two portals with a home each, one database, one store, one engine: what is done at one holds at both."""

from __future__ import annotations

import dataclasses
import hashlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from indexer.archive.archive import open_archive
from indexer.archive.contributions.acts import Acts
from indexer.archive.contributions.aliases import AliasStore, load_aliases, parse_alias
from indexer.archive.contributions.copies.losses import find_losses
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.contributions.staff import StaffAccounts
from indexer.archive.preservation.backup import backup
from indexer.archive.preservation.restore import restore
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import UNFINISHED, Home
from indexer.errors import ArchiveError
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.ingest.recovery import recover
from indexer.ingest.reindex import reindex
from indexer.ingest.staging.area import WaitingArea
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from indexer.verdict import Subject
from tests.cluster.portal import Portal, make_environment, read_token, send
from tests.cluster.servers.postgres import PostgresServer, find_missing_server
from tests.cluster.servers.s3 import S3Server

CORPUS = Path(__file__).parents[2] / "corpus"
SENT = CORPUS / "disclosure" / "东湖区" / "2019.html"
PASSWORD = "云泽市 2026"

pytestmark = pytest.mark.skipif(bool(find_missing_server()), reason=find_missing_server())


def ignore(_outcome: object, _total: int) -> None:
    pass


@pytest.fixture
def homes(
    cluster_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Settings, Settings, PostgresServer]]:
    """Settings of the same archive for two machines, and the server of its database."""
    pytest.importorskip("moto")
    pytest.importorskip("obstore")
    store, database = S3Server(), PostgresServer()
    for name, value in store.environment.items():
        monkeypatch.setenv(name, value)
    one = Settings(
        home=tmp_path / "one",
        engine_url=f"{cluster_url.rpartition('/')[0]}/portals",
        database_url=database.url,
        originals_url=f"s3://{store.make_bucket()}/yunze",
        secret="0123456789abcdef" * 2,
        wait_seconds=5,
    )
    yield one, dataclasses.replace(one, home=tmp_path / "other"), database
    database.remove()
    store.stop()


@pytest.fixture
def portals(homes: tuple[Settings, Settings, PostgresServer]) -> Iterator[tuple[Portal, Portal]]:
    one, other, _ = homes
    add([CORPUS / "work"], one, ignore)
    StaffAccounts(Home.of(other)).add("王芳", PASSWORD)
    both = Portal(one), Portal(other)
    yield both
    for each in both:
        assert "Traceback" not in each.stop()


def sign_in(portal: Portal) -> httpx.Client:
    client = portal.visit()
    form = {"who": "王芳", "password": PASSWORD, "csrf_token": read_token(client, "/sign-in")}
    assert "已登录：王芳" in client.post("/sign-in", data={**form, "next": "/staff"}).text
    return client


def test_what_is_done_at_one_portal_holds_at_the_other(
    homes: tuple[Settings, Settings, PostgresServer], portals: tuple[Portal, Portal], tmp_path: Path
) -> None:
    one, other, _ = homes
    here = sign_in(portals[0])
    there = portals[1].visit(here.cookies)  # the session of the one, at the other
    assert "已登录：王芳" in there.get("/staff").text

    # A file comes in at the one, and is published at the other.
    sum_of_sent = hashlib.sha256(SENT.read_bytes()).hexdigest()
    form = {"csrf_token": read_token(here)}
    sent = here.post("/staff/upload", data=form, files={"files": ("东湖年报.html", SENT.read_bytes())})
    assert "收到 1 个文件" in sent.text
    assert "东湖年报.html" in there.get("/staff").text
    assert there.get(f"/staff/waiting/{sum_of_sent}").status_code == 200
    published = send(there, "/staff/publish", file=[sum_of_sent], do="publish")
    assert "收录 1 个" in published.text
    assert "东湖年报.html" not in here.get("/staff").text.split("最近")[0]
    found = here.get("/api/search", params={"q": "东湖区 2019"}).json()["hits"]
    report = found[0]["report"]
    assert here.get(f"/reports/{report}/original").content == SENT.read_bytes()

    # What is corrected, judged and stated at one holds at the other.
    corrected = send(there, f"/staff/correct/{report}", body="东湖区政务公开办公室", reason="见附件")
    assert corrected.status_code == 200
    report = str(corrected.url).rpartition("/")[2]
    page = here.get(f"/reports/{report}").text
    assert "东湖区政务公开办公室" in page
    assert "见附件" in page
    with closing(open_archive(other)) as archive:
        key = archive.commitments.find(parse_query("")).commitments[0].key
    send(here, "/verdicts", subject="commitment", key=key, value="done", note="已核对")
    assert "已核对" in there.get(f"/verdicts/commitment/{key}").text
    AliasStore(Home.of(one)).put(parse_alias("督查局", "审计局", "", "甲"))
    assert load_aliases(Home.of(other)).resolve("督查局", "") == "审计局"
    acts = here.get("/staff/acts").text
    assert acts.replace(portals[0].address, portals[1].address) == there.get("/staff/acts").text
    assert all(deed in acts for deed in ("发布", "改正"))

    # One that is building the archive anew loses nothing of it, and readers go on.
    form = {"csrf_token": read_token(here)}
    here.post("/staff/upload", data=form, files={"files": ("待审.html", SENT.read_bytes()[:-200])})
    reindex(other, ignore)
    for client in (here, there):
        assert "东湖区政务公开办公室" in client.get(f"/reports/{report}").text
        assert "待审.html" in client.get("/staff").text
        assert "已核对" in client.get(f"/verdicts/commitment/{key}").text
    assert Acts(Home.of(one)).list_last(9) == Acts(Home.of(other)).list_last(9)
    for each in (one, other):
        assert find_losses(Home.of(each), accept=False) == ()
    result = verify(other, ignore)
    assert [*result.losses, *result.damage, *result.faults] == []

    # Lists are kept at each, whoever made the generation; nothing of people's is in either home.
    lists = [client.get("/commitments.csv?class=all").text for client in (here, there)]
    assert lists[0].replace(portals[0].address, portals[1].address) == lists[1]
    assert all(any((each.home / "lists").iterdir()) for each in (one, other))
    kept = {path.parts[len(one.home.parts)] for path in one.home.parent.rglob("*.json")}
    assert not kept & {"acts", "corrections", "waiting", "fetched", "staff.json", "aliases.json"}
    assert not list(tmp_path.rglob("secret"))

    # A new password ends sessions at both; signing out at one ends the session at the other.
    assert "已登录" in there.get("/help").text
    send(there, "/sign-out")
    assert "已登录" not in here.get("/help").text

    # A portal that is gone is no loss to the other.
    again = sign_in(portals[1])
    portals[0].stop(signal.SIGKILL)
    assert "待审.html" in again.get("/staff").text
    StaffAccounts(Home.of(one)).set_password("王芳", "另一个够长的密码")
    time.sleep(0.5)  # what another machine wrote is noticed within a quarter of a second
    assert "已登录" not in again.get("/help").text


def test_what_the_database_has_is_saved_and_restored(
    homes: tuple[Settings, Settings, PostgresServer], tmp_path: Path
) -> None:
    import psycopg

    one, other, server = homes
    add([CORPUS / "work"], one, ignore)
    with closing(open_archive(one)) as archive:
        record = archive.read_report(archive.list_summaries()[0].id)
        key = archive.commitments.find(parse_query("")).commitments[0].key
        archive.verdicts.add(Subject.COMMITMENT, key, "done", who="王芳")
    correct(record.id, Correction(body="云泽市政务公开办公室", who="甲"), one)
    StaffAccounts(Home.of(other)).add("王芳", PASSWORD)
    WaitingArea(other).take(SENT.read_bytes(), "东湖.html", "甲")
    saved = backup(tmp_path / "saved.tar.gz", other)
    assert (saved.waiting, saved.elsewhere) == (1, one.originals_url)
    with pytest.raises(ArchiveError, match="数据库中已有档案"):
        restore(tmp_path / "saved.tar.gz", dataclasses.replace(one, home=tmp_path / "third"))
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored")
    engine_url = f"{one.engine_url}-restored"
    for again in (
        dataclasses.replace(
            one, home=tmp_path / "third", database_url=server.address("restored"), engine_url=engine_url
        ),
        Settings(home=tmp_path / "fourth", originals_url=one.originals_url),
    ):
        restore(tmp_path / "saved.tar.gz", again)
        reindex(again, ignore)
        (tmp_path / "saved.tar.gz").unlink()
        backup(tmp_path / "saved.tar.gz", again)  # of what was restored: the originals are its by now
        home = Home.of(again)
        assert Corrections(home).read(record.source.sha256).body == "云泽市政务公开办公室"
        assert StaffAccounts(home).check("王芳", PASSWORD)
        with closing(open_archive(again)) as archive:
            assert archive.verdicts.read(Subject.COMMITMENT, [key])[key].value == "done"
            assert {each.id for each in archive.list_summaries()} == list_ids(one)
        assert Acts(home).list_last(9) == Acts(Home.of(one)).list_last(9)
        result = verify(again, ignore)
        assert [*result.losses, *result.damage, *result.faults] == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_what_a_killed_writer_left_is_completed_on_another_machine(
    homes: tuple[Settings, Settings, PostgresServer],
) -> None:
    one, other = (dataclasses.replace(each, batch_files=2) for each in homes[:2])
    add([CORPUS / "work"], one, ignore)
    published, documents = list_ids(one), Home.of(one).documents
    for number, (writing, next_one) in enumerate(((one, other), (other, one), (one, other))):
        command = [sys.executable, "-m", "indexer.cli.main", "add", str(CORPUS / "disclosure")]
        process = subprocess.Popen(
            [*command, "--home", str(writing.home)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=make_environment(writing),
        )
        until = time.monotonic() + 120
        while not (documents.has(UNFINISHED) and len(list_ids(one)) > len(published)):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.01)
        time.sleep(0.1 * number)
        process.kill()
        process.wait()
        recover(next_one)
        assert not documents.has(UNFINISHED)
        assert list_ids(next_one) >= published
        published = list_ids(next_one)
        result = verify(next_one, ignore)
        assert [*result.losses, *result.damage, *result.faults] == []


def list_ids(settings: Settings) -> set[str]:
    with closing(open_archive(settings)) as archive:
        return {each.id for each in archive.list_summaries()}
