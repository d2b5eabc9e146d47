"""While the bucket gives no answer, pages and commands say so in one sentence, and nothing is lost."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.preservation.checkup import check_up
from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.source import Source
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.cli.main import main
from indexer.errors import OriginalsUnreachable, SettingError
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.settings import Settings
from tests.cluster.servers.s3 import S3Server
from tests.web.visitor import HASH, sign_in

CORPUS = Path(__file__).parents[3] / "corpus" / "disclosure" / "柳溪镇"
REPORT = "disclosure-柳溪镇-2019"


def silence(_outcome: object, _total: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Reports of the sample corpus, to which others are added."""
    return Path(shutil.copytree(CORPUS, tmp_path / "reports"))


@pytest.fixture
def settings(
    s3: S3Server, bucket_url: str, tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """An archive in a bucket of a server that may be stopped."""
    monkeypatch.setattr("indexer.archive.storage.objects.client._SILENT", 0.0)
    made = Settings(home=tmp_path / "home", originals_url=bucket_url, password_hash=HASH, wait_seconds=0)
    add([reports], made, silence)
    yield made
    s3.start()


def test_pages_without_originals_go_on_and_the_others_are_503(settings: Settings, s3: S3Server) -> None:
    report = open_archive(settings).list_summaries()[0].id
    staff = sign_in(settings)
    visitor = staff.application.test_client()
    s3.stop()
    for address in ("/", f"/reports/{report}", "/search?q=公开", "/readyz"):
        assert visitor.get(address).status_code == 200, address
    answer = visitor.get(f"/reports/{report}/original")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "原文件暂时取不到，请过一会儿再试；检索和阅读照常" in answer.text
    assert "127.0.0.1" not in answer.text
    assert visitor.get("/reports/none-2019").status_code == 404
    told = staff.get(f"/reports/{report}/original").text
    assert "拒绝连接" in told
    assert "geheim" not in told
    s3.start()
    assert visitor.get(f"/reports/{report}/original").status_code == 200


def test_commands_end_with_2_and_name_no_key(
    settings: Settings, s3: S3Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NIANBAO_ORIGINALS_URL", settings.originals_url)
    s3.stop()
    for words in (["add", str(CORPUS)], ["verify"], ["backup", str(settings.home.parent / "x.tar.gz")]):
        monkeypatch.setattr("sys.argv", ["nianbao", *words, "--json", "--home", str(settings.home)])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == 2
        said = capsys.readouterr()
        error = json.loads(said.out)["error"]
        assert error["code"] == "originals_unreachable"
        assert "拒绝连接，请稍候再试" in error["message"]
        assert "geheim" not in said.out + said.err


def test_a_server_that_dies_while_files_are_added_leaves_whole_batches(
    settings: Settings, s3: S3Server, reports: Path
) -> None:
    text = next(reports.glob("*.txt")).read_text("utf-8")
    year = next(reports.glob("*.txt")).stem
    for number in range(30, 36):
        (reports / f"20{number}.txt").write_text(text.replace(year, f"20{number}"), "utf-8")
    smaller = dataclasses.replace(settings, batch_files=2)
    before = len(open_archive(settings).list_summaries())
    done: list[object] = []

    def stop_midway(outcome: object, _total: int) -> None:
        done.append(outcome)
        if len(done) == len(list(CORPUS.iterdir())) + 3:
            s3.stop()

    with pytest.raises(OriginalsUnreachable):
        add([reports], smaller, stop_midway)
    s3.start()
    held = len(open_archive(settings).list_summaries())
    assert before <= held < before + 6
    assert add([reports], smaller, silence).counts["added"] == before + 6 - held
    found = verify(settings, silence)
    assert found.sound
    assert found.originals == before + 6


def test_what_is_published_stays_where_a_rebuild_or_a_withdrawal_gets_no_answer(
    settings: Settings, s3: S3Server
) -> None:
    held = open_archive(settings).list_summaries()
    s3.stop()
    for act in (lambda: reindex(settings, silence), lambda: remove(held[0].id, settings)):
        with pytest.raises(OriginalsUnreachable):
            act()
    s3.start()
    assert open_archive(settings).list_summaries() == held
    assert verify(settings, silence).sound


def test_a_server_that_dies_during_a_rebuild_leaves_the_former_archive(
    settings: Settings, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of what it can no longer read is taken for damaged."""
    generation = open_archive(settings).counts.read_overview()
    monkeypatch.setattr("indexer.archive.preservation.originals._READ_AHEAD", 1)
    read = Originals.read

    def read_the_last(self: Originals, source: Source) -> bytes:
        data = read(self, source)
        s3.stop()
        return data

    with monkeypatch.context() as stopped:
        stopped.setattr(Originals, "read", read_the_last)
        with pytest.raises(OriginalsUnreachable):
            reindex(settings, silence)
    s3.start()
    assert open_archive(settings).counts.read_overview() == generation


def test_what_gave_no_answer_is_not_waited_for_again_at_once(
    settings: Settings, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.archive.storage.objects.client._SILENT", 60.0)
    store = Home.of(settings).objects
    s3.stop()
    with pytest.raises(OriginalsUnreachable):
        store.read("claim.json")
    began = time.monotonic()
    with pytest.raises(OriginalsUnreachable, match="拒绝连接"):
        store.read("claim.json")
    assert time.monotonic() - began < 0.1


def test_a_host_that_never_answers_is_given_up(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("indexer.archive.storage.objects.client._ANSWERING", "1s")
    monkeypatch.setattr("indexer.archive.storage.objects.client._TRIES", 1)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(OriginalsUnreachable, match="没有回应"):
            Home(tmp_path, "s3://silent/x").objects.read("claim.json")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot here!", "回答不像对象存储"),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "没有权限"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf", "连接中断|没有回应"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "连接中断"),
    ],
)
def test_what_is_no_object_store_is_none(
    answer: bytes, said: str, s3: S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A page of a proxy is not taken for the word that an original is gone."""
    monkeypatch.setattr("indexer.archive.storage.objects.client._TRIES", 1)
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(4096)
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(OriginalsUnreachable, match=said):
            Home(tmp_path, "s3://other/x").objects.read("originals/ab/cd.bin")


def test_a_bucket_that_is_not_there_is_said(s3: S3Server, tmp_path: Path) -> None:
    with pytest.raises(OriginalsUnreachable, match="没有这个存储桶"):
        Home(tmp_path, "s3://no-such-bucket/x").objects.read("claim.json")


def test_a_child_of_a_process_that_has_asked_is_told_and_does_not_wait(settings: Settings) -> None:
    """The client's threads are not those of the child: it would wait for ever."""
    store = Home.of(settings).objects
    store.read("claim.json")
    child = os.fork()
    if not child:
        try:
            store.read("claim.json")
        except RuntimeError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_a_checkup_says_where_they_are(settings: Settings, s3: S3Server) -> None:
    assert [each.level for each in check_up(settings) if each.topic == "originals"] == ["ok"]
    s3.stop()
    assert [each.level for each in check_up(settings) if each.topic == "originals"] == ["error"]


@pytest.mark.parametrize(
    "url",
    [
        "s3://",
        "s3://AB/x",
        "s3://key:geheim@bucket/x",
        "http://bucket",
        "file://host/x",
        "s3://bucket/x?y=geheim",
        "x",
    ],
)
def test_other_addresses_are_refused_without_being_shown(url: str) -> None:
    with pytest.raises(SettingError, match="NIANBAO_ORIGINALS_URL 的值不是存放原文件的地址") as told:
        Settings.from_environment({"NIANBAO_ORIGINALS_URL": url})
    assert "geheim" not in told.value.message
