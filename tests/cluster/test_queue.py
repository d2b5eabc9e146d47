"""Files that workers read through the queue: the same archive, whoever of them is killed and when."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from indexer import __version__
from indexer.archive.archive import open_archive
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.outcome import FileOutcome
from indexer.archive.storage.home import Home
from indexer.errors import DatabaseUnreachable, SettingError
from indexer.ingest.add import add
from indexer.ingest.reading.queue import check_queue, open_queue
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reindex import reindex
from indexer.settings import Settings
from tests.cluster.queue_processes import (
    WorkerProcess,
    execute,
    make_command,
    make_environment,
    read_tables,
    run_workers,
)
from tests.cluster.servers.node import find_port
from tests.cluster.servers.postgres import PostgresServer, find_missing_server
from tests.cluster.servers.s3 import S3Server

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "corpus" / "disclosure").glob("*/*.*"))
CASES = sorted(path for path in (ROOT / "tests" / "cases").glob("*/*.*") if path.suffix in (".html", ".txt"))
"""Some of them are damaged, or no reports."""

pytestmark = [
    pytest.mark.skipif(bool(find_missing_server()), reason=find_missing_server()),
    pytest.mark.skipif(not os.environ.get("TEST_CLUSTER"), reason="takes minutes: make test-cluster"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    pytest.importorskip("procrastinate")
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    pytest.importorskip("moto")
    server = S3Server()
    yield server
    server.stop()


@pytest.fixture
def make_settings(
    server: PostgresServer, s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Settings]:
    """Makes the settings of an empty archive."""
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    # As of the workers that these tests start.
    monkeypatch.setattr("indexer.ingest.reading.queue.rescue.STALLED", 2.0)
    monkeypatch.setattr("indexer.ingest.reading.queue.rescue._LOOK", 0.5)

    def make(name: str) -> Settings:
        database = f"{name}_{find_port()}"
        execute(server.url, f"CREATE DATABASE {database}")
        return Settings(
            home=tmp_path / name,
            database_url=server.address(database),
            originals_url=f"s3://{s3.make_bucket()}/{name}",
            batch_files=10,
        )

    return make


@dataclasses.dataclass
class Added:
    """What a run through the queue came to."""

    outcomes: list[tuple[str, str, str]]
    said: list[str]
    seconds: float


def describe(outcome: FileOutcome) -> tuple[str, str, str]:
    return Path(str(outcome.path)).name, outcome.status, outcome.message or outcome.id


def read_queue_state(settings: Settings) -> Any:
    from indexer.ingest.reading.queue import state

    return state.read_queue_state(settings)


def wait_for_workers(settings: Settings) -> Any:
    """Wait until a worker is connected; return those that are."""
    until = time.monotonic() + 60
    while not (found := read_queue_state(settings).workers) and time.monotonic() < until:
        time.sleep(0.2)
    return found


def add_queued(settings: Settings, paths: list[Path], patience: float = 60.0) -> Added:
    from indexer.ingest.reading.queue.publisher import QueueExecutor

    said, outcomes, began = list[str](), list[tuple[str, str, str]](), time.monotonic()
    with Readers(settings) as readers:
        readers.executor = QueueExecutor(readers, said.append, patience)
        add(paths, settings, lambda outcome, _: outcomes.append(describe(outcome)), readers=readers)
    return Added(outcomes, said, time.monotonic() - began)


def list_reading(settings: Settings) -> list[str]:
    return list(Home.of(settings).objects.list_keys("reading"))


def test_it_is_the_same_archive(make_settings: Callable[[str], Settings]) -> None:
    plain, queued = make_settings("plain"), make_settings("queued")
    paths = [*SAMPLES[:20], *CASES, *SAMPLES[20:]]
    correction = Correction(2013, who="审计员", at="2026-01-05T08:00:00+00:00", reason="封面写错")
    for settings in (plain, queued):
        sha256 = hashlib.sha256(SAMPLES[3].read_bytes()).hexdigest()
        Corrections(Home.of(settings)).store(sha256, correction)
    expected = list[tuple[str, str, str]]()
    add(paths, plain, lambda outcome, _: expected.append(describe(outcome)))
    with run_workers(queued):
        done = add_queued(queued, paths)
        state = read_queue_state(queued)
        assert [worker.is_same for worker in state.workers] == [True, True]
        assert (state.waiting, state.reading) == (0, 0)
        assert (done.outcomes, done.said) == (expected, [])
        assert read_tables(queued) == read_tables(plain)
        assert list_reading(queued) == []
        before = read_tables(queued)
        with Readers(queued) as readers:
            readers.executor = open_queue(readers, done.said.append)
            reindex(queued, lambda _outcome, _total: None, readers=readers)
        after = read_tables(queued)
    assert done.said == []
    assert after == before


def test_workers_that_are_killed_or_held_cost_nothing(make_settings: Callable[[str], Settings]) -> None:
    plain, queued = make_settings("plain"), make_settings("queued")
    add(SAMPLES, plain, lambda _outcome, _total: None)
    draw = random.Random(24)
    with run_workers(queued) as workers:

        def disturb() -> None:
            for number in range(6):
                time.sleep(draw.uniform(0.5, 3))
                worker = draw.choice(workers)
                if number % 3:
                    worker.kill()
                    worker.start()
                else:  # counts as dead, and answers after another one
                    worker.process.send_signal(signal.SIGSTOP)
                    time.sleep(5)
                    worker.process.send_signal(signal.SIGCONT)

        disturber = threading.Thread(target=disturb)
        disturber.start()
        done = add_queued(queued, SAMPLES)
        disturber.join()
    assert [status for _, status, _ in done.outcomes] == ["added"] * len(SAMPLES)
    assert read_tables(queued) == read_tables(plain)


def test_a_publisher_that_is_killed_goes_on(make_settings: Callable[[str], Settings]) -> None:
    plain, queued = make_settings("plain"), make_settings("queued")
    add(SAMPLES, plain, lambda _outcome, _total: None)
    draw = random.Random(24)
    command = make_command("add", "--queue", *map(str, SAMPLES), "--home", str(queued.home))
    with run_workers(queued):
        for _ in range(4):
            publisher = subprocess.Popen(
                command,
                env=make_environment(queued),
                cwd="/",
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(draw.uniform(2, 7))
            publisher.kill()
            publisher.wait()
        done = add_queued(queued, SAMPLES)
        assert {status for _, status, _ in done.outcomes} <= {"added", "unchanged"}
        assert list_reading(queued) == []
    assert read_tables(queued) == read_tables(plain)
    with closing(open_archive(queued)) as archive:
        assert len(archive.list_summaries()) == len(SAMPLES)


def test_without_a_worker_this_machine_reads(make_settings: Callable[[str], Settings]) -> None:
    settings = make_settings("alone")
    other = WorkerProcess(settings, digits=11)  # of another version: it takes none of the jobs
    try:
        (worker,) = wait_for_workers(settings)
        assert (worker.version, worker.is_same) == (__version__, False)
        assert [item.level for item in check_queue(settings)] == ["warning", "ok"]
        done = add_queued(settings, SAMPLES[:12], patience=2.0)
    finally:
        code = other.stop()
    assert [status for _, status, _ in done.outcomes] == ["added"] * 12
    (said,) = done.said
    assert "改由本机读取" in said
    assert done.seconds > 2.0
    assert code == 0
    assert list_reading(settings) == []


def test_a_file_that_ends_workers_is_answered(make_settings: Callable[[str], Settings]) -> None:
    settings, deadly = make_settings("poison"), SAMPLES[5]
    with run_workers(settings, deadly.name, deadly.name) as workers:
        ended = threading.Event()

        def supervise() -> None:
            while not ended.wait(0.2):
                for worker in workers:
                    if worker.process.poll() is not None:
                        worker.start()

        supervisor = threading.Thread(target=supervise)
        supervisor.start()
        try:
            chosen = [path for path in SAMPLES[:10] if path.name != deadly.name]
            done = add_queued(settings, [*chosen, deadly])
        finally:
            ended.set()
            supervisor.join()
    assert [status for _, status, _ in done.outcomes] == ["added"] * len(chosen) + ["failed"]
    assert "nianbao worker 先后 3 次意外终止" in done.outcomes[-1][2]


def test_a_worker_of_another_store_ends(make_settings: Callable[[str], Settings]) -> None:
    settings = make_settings("mine")
    add(SAMPLES[:1], settings, lambda _outcome, _total: None)
    astray = dataclasses.replace(settings, originals_url=make_settings("theirs").originals_url)
    worker = WorkerProcess(astray)
    try:
        wait_for_workers(settings)
        done = add_queued(settings, SAMPLES[1:4], patience=4.0)
        assert worker.process.wait(20) == 2
    finally:
        worker.kill()
    assert [status for _, status, _ in done.outcomes] == ["added"] * 3


def test_the_database_may_be_away_for_a_while(
    make_settings: Callable[[str], Settings], server: PostgresServer
) -> None:
    settings = make_settings("restarted")
    with run_workers(settings, "") as (worker,):
        assert add_queued(settings, SAMPLES[:3]).said == []
        server.stop()
        with pytest.raises(DatabaseUnreachable):
            add_queued(settings, SAMPLES[3:6])
        server.start()
        assert worker.process.poll() is None
        done = add_queued(settings, SAMPLES[3:6])
        assert done.said == []
        assert worker.stop() == 0
    assert [status for _, status, _ in done.outcomes] == ["added"] * 3


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with (
        Readers(Settings(home=tmp_path)) as readers,
        pytest.raises(SettingError, match="NIANBAO_DATABASE_URL"),
    ):
        open_queue(readers, print)


@pytest.mark.parametrize("missing", ["database", "store"])
def test_a_worker_without_its_servers_says_so(
    missing: str, make_settings: Callable[[str], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, nowhere = make_settings("nowhere"), f"127.0.0.1:{find_port()}"
    if missing == "database":
        settings = dataclasses.replace(settings, database_url=f"postgresql+psycopg://a:geheim@{nowhere}/a")
    else:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{nowhere}")
    ended = subprocess.run(
        make_command("worker"), cwd="/", env=make_environment(settings), capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    greeting, said = ended.stderr.strip().splitlines()
    assert greeting.startswith("程序 ")
    assert "拒绝连接" in said
    assert "geheim" not in said
