"""An archive whose tables are on a real PostgreSQL: the same answers as from files, whatever is ended."""

from __future__ import annotations

import dataclasses
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from indexer.archive.archive import Archive, open_archive
from indexer.archive.attempts import Attempts
from indexer.archive.catalogue.additions import AdditionFilter
from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.contributions.acts import Acts
from indexer.archive.contributions.copies.copies import is_whole, list_copies
from indexer.archive.contributions.copies.losses import find_losses
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.contributions.staff import StaffAccounts
from indexer.archive.preservation.checkup import check_up
from indexer.archive.preservation.verification import verify
from indexer.archive.search_counts import SearchCounts
from indexer.archive.storage.home import Home
from indexer.errors import (
    ArchiveBusy,
    ArchiveError,
    ArchiveMissing,
    DatabaseUnreachable,
    NotFound,
    SettingError,
)
from indexer.figures.results import FindingFilter
from indexer.indicators.record import IndicatorFilter
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.ingest.recovery import recover
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove, undo_removal
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from indexer.verdict import Subject
from tests.cluster.servers.node import find_port
from tests.cluster.servers.postgres import PostgresServer, find_missing_server
from web import create_app

ROOT = Path(__file__).parents[2]
WORK = ROOT / "corpus" / "work"
ADDRESSES = (
    *(
        "/",
        "/archive",
        "/checks",
        "/checks?outcome=failed",
        "/figures",
        "/commitments",
        "/commitments?q=绿化",
    ),
    *("/search?q=公开", "/search?q=云泽市 2020 依申请公开", "/api/search?q=公开", "/bodies", "/indicators"),
    *("/places", "/feed.xml", "/sitemap.xml", "/api/reports", "/api/bodies", "/api/checks"),
    *("/api/commitments", "/checks.csv", "/figures.csv"),
)
_MOMENTS = re.compile(r"\d[\d.]* ?毫秒|\"took_ms\": ?[\d.]+|\d{8}T\d{12}|nonce[-=\"'\w]+")
"""What differs from one answer to the next."""

pytestmark = pytest.mark.skipif(bool(find_missing_server()), reason=find_missing_server())


def ignore(_outcome: object, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def make_database(server: PostgresServer) -> Callable[[], str]:
    """Makes an empty database, and returns its address."""
    numbers = itertools.count()

    def make() -> str:
        name = f"archive_{next(numbers)}"
        execute(server.url, f"CREATE DATABASE {name}")
        return server.address(name)

    return make


def execute(url: str, statement: str) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else []


@pytest.fixture(scope="module")
def settings(
    sample_settings: Settings, make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The sample corpus, its tables on a server. For reading only."""
    home = shutil.copytree(sample_settings.home, tmp_path_factory.mktemp("on-server") / "home")
    settings = dataclasses.replace(sample_settings, home=home, database_url=make_database())
    with closing(open_archive(settings)) as archive, pytest.raises(ArchiveMissing, match="reindex"):
        archive.list_summaries()
    reindex(settings, ignore)
    return settings


@pytest.fixture
def small(make_database: Callable[[], str], tmp_path: Path) -> Settings:
    """A few reports, which may be written to."""
    settings = Settings(home=tmp_path / "home", database_url=make_database(), batch_files=2)
    add([WORK], settings, ignore)
    return settings


@pytest.fixture
def archives(sample_settings: Settings, settings: Settings) -> Iterator[tuple[Archive, Archive]]:
    both = open_archive(sample_settings), open_archive(settings)
    yield both
    for each in both:
        each.close()


def list_ids(settings: Settings) -> set[str]:
    with closing(open_archive(settings)) as archive:
        return {summary.id for summary in archive.list_summaries()}


def read_everything(archive: Archive, home: Home) -> Iterator[tuple[str, object]]:
    """Yield what an archive answers, with what it was asked."""
    summaries = archive.list_summaries()
    yield "summaries", summaries
    yield "areas", archive.counts.list_areas()
    yield "coverage", archive.counts.list_coverage()
    yield "damage", archive.counts.count_damage()
    yield "overview", dataclasses.replace(archive.counts.read_overview(), generation="")
    for codes in ((), *(area.codes for area in archive.counts.list_areas())):
        yield f"below {codes}", archive.counts.list_coverage_below(codes)
        yield f"reports of {codes}", archive.list_reports(codes, (), 20)
        yield f"findings of {codes}", archive.places.count_findings(codes)
        yield f"place {codes}", archive.places.list_reports(codes)
        yield f"bodies of {codes}", archive.bodies.list_bodies(100, codes=codes)
        yield f"followed {codes}", archive.additions.list_newest(AdditionFilter(codes=codes), 10)
    yield "unknown", archive.list_reports(None, (None, 2020), 20, 1)
    yield "spans", archive.places.list_year_spans()
    yield "newest", archive.places.list_newest(10)
    yield "after", archive.additions.list_after(AdditionFilter(kind="work"), 10, 3)
    some = {summaries[0].id, summaries[-1].id}
    yield "some", archive.additions.list_newest(AdditionFilter(reports=some), 10)
    yield "parts", archive.sitemap.list_parts({})
    yield "pages", archive.sitemap.list_reports(0, {})
    yield "places", archive.sitemap.list_places()
    found = archive.findings.find()
    yield "findings", found
    yield "streamed", tuple(archive.findings.iterate(FindingFilter()))
    yield "bodies with tables", archive.findings.list_bodies()
    yield "figures", archive.findings.list_figures()
    keys = tuple(each.finding.key for each in found.items[:40:7])
    for wanted in (
        FindingFilter(keys=keys),
        FindingFilter(but=keys, years=(2020, None)),
        FindingFilter(reports=tuple(some)),
        FindingFilter(regions=("990100",), rules=tuple(found.rules)[:2]),
        FindingFilter(series=tuple(body.series for body in archive.findings.list_bodies()[:2])),
    ):
        yield f"{wanted}", archive.findings.find(wanted, limit=30, offset=1)
    yield "keys", [archive.findings.has_key(key) for key in (*keys, keys[0][:8], "none")]
    yield "indicators", archive.list_indicator_figures(IndicatorFilter())
    yield "bodies with indicators", archive.list_indicator_bodies()
    for summary in summaries:
        record = archive.read_report(summary.id)
        yield summary.id, record
        yield f"similar to {summary.id}", archive.find_similar(record.report, record.source.sha256)
        yield f"figures of {summary.id}", archive.findings.read_figures(summary.id)
        yield f"series of {summary.id}", archive.additions.find_series(summary.id)
    with closing(Catalogue(home.find_current().database)) as catalogue:
        yield "current", catalogue.reports.list_current()
        yield "originals", catalogue.reports.list_originals()
        yield "faults", catalogue.find_faults()
        yield "outdated", catalogue.outdated
        yield "searched reports", catalogue.commitments.list_search_reports()
        yield "searched rows", catalogue.commitments.read_search_rows([each.id for each in summaries])
        yield "states", sorted(catalogue.commitments.read_states())
        for summary in summaries:
            commitments = catalogue.commitments.read_report(summary.id)
            yield f"commitments of {summary.id}", commitments
            for commitment in commitments[:3]:
                yield commitment.key, catalogue.commitments.read_dossier(commitment.key)
        for summary in summaries[:3]:
            yield f"near {summary.id}", catalogue.neighbours.list_of(summary.id)
            yield f"called {summary.body}", catalogue.neighbours.list_named(summary.body, summary.year or 0)
        yield "neighbours", catalogue.neighbours.list_in(str(ROOT / "corpus" / "disclosure"))


def test_everything_is_answered_alike(
    archives: tuple[Archive, Archive], sample_settings: Settings, settings: Settings
) -> None:
    files, server = archives
    count = 0
    for (asked, ours), (_, theirs) in zip(
        read_everything(files, Home.of(sample_settings)),
        read_everything(server, Home.of(settings)),
        strict=True,
    ):
        assert theirs == ours, asked
        count += 1
    assert count > 300


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_are_alike(sample_settings: Settings, settings: Settings, address: str) -> None:
    pages = []
    for each in (sample_settings, settings):
        with closing(open_archive(each)) as archive:
            answer = create_app(each, archive).test_client().get(address)
            text = _MOMENTS.sub("", answer.text)
            pages.append((answer.status_code, text))
    assert pages[0] == pages[1]


def test_what_no_text_has_is_found_nowhere(settings: Settings) -> None:
    with closing(open_archive(settings)) as archive, pytest.raises(NotFound):
        archive.read_report("disclosure\0x")
    assert not archive.findings.has_key("\0")
    assert create_app(settings, archive).test_client().get("/checks?key=%00").status_code < 500


def test_reports_come_and_go_as_in_files(small: Settings, tmp_path: Path) -> None:
    files = dataclasses.replace(small, home=tmp_path / "files", database_url="")
    add([WORK], files, ignore)
    for each in (files, small):
        ids = sorted(list_ids(each))
        remove(ids[0], each)
        assert list_ids(each) == set(ids[1:])
        with closing(open_archive(each)) as archive:
            assert archive.search(parse_query("2024")).total >= 0
        undo_removal(ids[0], each)
        assert sorted(list_ids(each)) == ids
        again = add([WORK], each, ignore)
        assert again.counts == {"unchanged": len(ids)}
        assert verify(each, ignore).damage == ()
    assert list_ids(files) == list_ids(small)
    with closing(open_archive(files)) as ours, closing(open_archive(small)) as theirs:
        assert theirs.list_summaries() == ours.list_summaries()
        assert theirs.findings.find() == ours.findings.find()
        assert [run.command for run in theirs.list_runs()] == [run.command for run in ours.list_runs()]
    assert not list(small.home.rglob("*.sqlite"))


def test_what_people_add_is_seen_by_every_machine(small: Settings, tmp_path: Path) -> None:
    one, other = (open_archive(small) for _ in range(2))
    key = read_key(small)
    given = one.verdicts.add(Subject.COMMITMENT, key, "done", note="已核对", who="王芳")
    assert other.verdicts.read(Subject.COMMITMENT, [key]) == {key: given}
    later = other.verdicts.add(Subject.COMMITMENT, key, "not", who="李明")
    assert [each.who for each in one.verdicts.list_history(Subject.COMMITMENT, key)] == ["李明", "王芳"]
    reindex(small, ignore)
    assert one.verdicts.read_complete(Subject.COMMITMENT)[key] == later
    home = Home.of(small)
    assert find_losses(home, accept=False) == ()
    execute(small.database_url, "DELETE FROM nianbao.verdict WHERE who = '王芳'")
    assert "现有 1 条" in find_losses(home, accept=False)[0]
    places = [home.place_records(home.attempts)] * 2
    attempts = [Attempts(place) for place in places]
    assert [each.add("10.0.0.1", 1, 1000, 60) for each in attempts * 2] == [1, 2, 3, 4]
    assert attempts[0].read("10.0.0.1", 1059) == (4, 1060)
    assert attempts[1].read("10.0.0.1", 1060) == (0, 1060)
    assert attempts[1].delete() == 1
    for _ in range(2):
        SearchCounts(small).add({"政务公开": (2, 0), "登月": (1, 1)})
    summary = SearchCounts(small).summarize()
    assert [(each.text, each.searches) for each in summary.frequent] == [("政务公开", 4), ("登月", 2)]
    assert [each.text for each in summary.in_vain] == ["登月"]
    assert execute(small.database_url, "SELECT relpersistence FROM pg_class WHERE relname = 'demand'") == [
        ("u",)
    ]
    SearchCounts(small).delete()
    assert SearchCounts(small).summarize().frequent == ()
    for archive in (one, other):
        archive.close()


def test_what_a_folder_had_is_taken_over_once_and_missed_where_it_is_gone(
    make_database: Callable[[], str], tmp_path: Path
) -> None:
    folder = Settings(home=tmp_path / "home", wait_seconds=0)
    add([WORK], folder, ignore)
    with closing(open_archive(folder)) as archive:
        record = archive.read_report(archive.list_summaries()[0].id)
        archive.verdicts.add(Subject.COMMITMENT, read_key(folder), "done", who="王芳")
    correct(record.id, Correction(body="云泽市政务公开办公室", who="王芳"), folder)
    StaffAccounts(Home.of(folder)).add("王芳", "够长的另一个密码")
    before = tell_contributions(folder, record.source.sha256)
    server = dataclasses.replace(folder, database_url=make_database())
    reindex(server, ignore)
    other = dataclasses.replace(server, home=tmp_path / "other")
    assert before == tell_contributions(server, record.source.sha256)
    assert before == tell_contributions(other, record.source.sha256)
    Corrections(Home.of(other)).store(record.source.sha256, Correction(body="云泽市统计局", who="李明"))
    reindex(server, ignore)  # what the folder still has is not taken a second time
    with closing(open_archive(server)) as archive:
        assert "云泽市统计局" in {each.body for each in archive.list_summaries()}
    home = Home.of(other)
    assert find_losses(home, accept=False) == ()
    (copy,) = list_copies(home)  # one of a day on each machine, whole as a home's own
    assert is_whole(copy)
    assert (copy / "staff.json").stat().st_mode & 0o077 == 0
    execute(server.database_url, "UPDATE nianbao.document SET content = '{}' WHERE name = 'staff.json'")
    execute(server.database_url, "DELETE FROM nianbao.document WHERE name LIKE 'corrections/%'")
    losses = find_losses(home, accept=True)
    assert [sum(what in each for each in losses) for what in ("与写入时不同", "不在了")] == [1, 1]
    assert str(copy / "staff.json") in "".join(losses)
    assert find_losses(Home.of(server), accept=False) == ()


def tell_contributions(settings: Settings, sha256: str) -> list[object]:
    home = Home.of(settings)
    with closing(open_archive(settings)) as archive:
        return [
            Corrections(home).read(sha256),
            Acts(home).list_last(9),
            StaffAccounts(home).list_all(),
            archive.verdicts.read_all(Subject.COMMITMENT),
        ]


def read_key(settings: Settings) -> str:
    with closing(Catalogue(Home.of(settings).find_current().database)) as catalogue:
        reports = sorted(catalogue.reports.list_current())
        return next(c.key for each in reports for c in catalogue.commitments.read_report(each))


def test_readers_go_on_while_generations_are_swapped(small: Settings) -> None:
    wanted, faults, is_over = list_ids(small), list[BaseException](), threading.Event()

    def read() -> None:
        with closing(open_archive(small)) as archive:
            while not is_over.is_set():
                try:
                    assert {summary.id for summary in archive.list_summaries()} == wanted
                    assert sum(1 for _ in archive.findings.iterate(FindingFilter())) >= 0
                except BaseException as error:
                    faults.append(error)
                    return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    names = [Home.of(small).find_current().name]
    for _ in range(3):
        reindex(small, ignore)
        names.append(Home.of(small).find_current().name)
    is_over.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert names == sorted(set(names))
    assert Home.of(small).list_generations() == set(names[-2:])


def test_one_writes_at_a_time_and_the_next_learns_who(small: Settings) -> None:
    with (
        Home.of(small).lock_for_writing(),
        pytest.raises(ArchiveBusy, match=rf"进程号 {os.getpid()}，在 .*，始于 "),
    ):
        add([WORK], dataclasses.replace(small, wait_seconds=0), ignore)
    assert add([WORK], small, ignore).counts == {"unchanged": len(list_ids(small))}


def test_who_lost_the_lock_saves_nothing(small: Settings) -> None:
    before = list_ids(small)
    home = Home.of(small)
    ended = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"

    def write(catalogue: Catalogue) -> None:
        with catalogue.write() as tables:
            tables.delete(min(before))
            execute(small.database_url, ended)

    with (
        home.lock_for_writing(),
        closing(Catalogue(home.find_current().database)) as catalogue,
        pytest.raises(ArchiveError, match="写入锁"),
    ):
        write(catalogue)
    assert list_ids(small) == before


def start(settings: Settings, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "NIANBAO_DATABASE_URL": settings.database_url,
        "NIANBAO_BATCH_FILES": str(settings.batch_files),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "indexer.cli.main", *arguments, "--home", str(settings.home)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, text=True, cwd=ROOT, **pipes)  # type: ignore[call-overload,no-any-return]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_killed_writer_loses_nothing_that_was_published(small: Settings, sample_settings: Settings) -> None:
    small = dataclasses.replace(small, batch_files=3)
    published = list_ids(small)
    wanted = list_ids(sample_settings)
    for number in range(4):
        process = start(small, "add", str(ROOT / "corpus"))
        deadline = time.monotonic() + 60
        while len(list_ids(small)) <= len(published) and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        time.sleep(0.15 * number)
        process.kill()
        process.communicate()
        there = list_ids(small)
        assert there >= published
        published = there
        recover(small)
        assert verify(small, ignore).damage == ()
    add([ROOT / "corpus"], small, ignore)
    assert list_ids(small) == wanted
    assert [item.level.value for item in check_up(small, {}) if item.level.value == "error"] == []


def test_while_no_server_answers_one_sentence_says_so(
    server: PostgresServer, small: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    archive = open_archive(small)
    client = create_app(small, archive).test_client()
    assert client.get("/archive").status_code == 200
    server.stop()
    try:
        page, answer = client.get("/archive"), client.get("/api/reports")
        assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
        assert answer.json["error"]["code"] == "database_unreachable"
        assert client.get("/livez").status_code == 200
        with pytest.raises(DatabaseUnreachable, match=r"拒绝连接.*请稍候再试"):
            archive.list_summaries()
        for arguments in (["list", "--json"], ["add", str(WORK)], ["search", "公开"]):
            done = start(small, *arguments)
            out, err = done.communicate()
            assert done.returncode == 2, err
            assert "连不上数据库 127.0.0.1" in out + err
            assert "secret" not in out + err
            assert "Traceback" not in err
        said = capfd.readouterr()
        assert "secret@" not in page.text + answer.text + said.out + said.err
    finally:
        server.start()
    assert client.get("/archive").status_code == 200
    # Ended between two pages: nobody notices.
    server.stop()
    server.start()
    assert [client.get(each).status_code for each in ("/archive", "/checks")] == [200, 200]
    archive.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+psycopg://tests:wrong@{host}/postgres", "不接受这个用户或密码"),
        ("postgresql+psycopg://tests:secret@{host}/nowhere", "没有这个用户或数据库"),
        ("postgresql+psycopg://tests:secret@127.0.0.1:{closed}/postgres", "拒绝连接"),
    ],
)
def test_what_keeps_the_database_from_being_reached_is_named(
    server: PostgresServer, tmp_path: Path, url: str, said: str
) -> None:
    address = url.format(host=f"127.0.0.1:{server.port}", closed=find_port())
    settings = Settings(home=tmp_path, database_url=address)
    with pytest.raises(DatabaseUnreachable, match=said) as told:
        open_archive(settings).list_summaries()
    assert "wrong" not in told.value.message


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ('致命错误:  用户 "tests" Password 认证失败', "不接受这个用户或密码"),
        ('致命错误:  数据库 "nowhere" 不存在', "没有这个用户或数据库"),
        ('致命错误:  没有用于主机 "10.0.0.1", 用户 "u", 数据库 "d" 的 pg_hba.conf 记录', "不让这个用户"),
        ("致命错误:  对不起, 已经有太多的客户", "连接太多"),
        ("致命错误:  数据库系统启动中", "正在启动"),
        ("服务器突然关闭了连接", "连接中断"),
    ],
)
def test_a_server_that_speaks_chinese_is_understood(message: str, said: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    from indexer.archive.databases.postgresql.troubles import explain_trouble

    error = explain_trouble(psycopg.OperationalError(message), "档案", "h/d")
    assert isinstance(error, DatabaseUnreachable)
    assert said in error.message


@pytest.mark.parametrize(
    "url", ["postgres://u:geheim@h/d", "postgresql+psycopg://u:geheim@h:5432", "sqlite:///geheim", "geheim"]
)
def test_an_address_that_is_none_is_not_repeated(url: str) -> None:
    with pytest.raises(SettingError, match="NIANBAO_DATABASE_URL") as told:
        Settings.from_environment({"NIANBAO_DATABASE_URL": url})
    assert "geheim" not in told.value.message
    assert "geheim" not in repr(Settings(database_url=url))
    assert "geheim" not in repr(Home(Path(), database_url=url))


def test_a_database_that_holds_no_chinese_is_refused(server: PostgresServer, tmp_path: Path) -> None:
    execute(server.url, "CREATE DATABASE narrow ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")
    settings = Settings(home=tmp_path / "home", database_url=server.address("narrow"))
    with pytest.raises(ArchiveError, match="UTF8"):
        add([WORK], settings, ignore)


def test_a_user_that_may_make_nothing_is_told_what_is_wanted(server: PostgresServer, tmp_path: Path) -> None:
    execute(server.url, "CREATE ROLE reader LOGIN PASSWORD 'secret'")
    url = server.url.replace("tests:", "reader:")
    with pytest.raises(ArchiveError, match="CREATE"):
        add([WORK], Settings(home=tmp_path / "home", database_url=url), ignore)
