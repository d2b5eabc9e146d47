"""What people look for is counted for staff by words alone: nobody is known by it, no search waits for it."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.security import generate_password_hash

from indexer.archive.preservation import backup
from indexer.archive.search_counts import SearchCounts, to_counted_form
from indexer.ingest.add import add
from indexer.settings import Settings
from web import create_app
from web import search_counter as counting

PASSWORD = "云泽市 2026"
HASH = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
FOLDER = Path(__file__).parents[2] / "corpus" / "disclosure" / "东湖区"
NONE_KEPT, COUNTED = "本站不记录您的检索词", "只按日累计检索词出现的次数"
TODAY = date(2026, 3, 1)


@pytest.fixture
def settings(invented_copy: Path) -> Settings:
    return Settings(invented_copy, password_hash=HASH)


@pytest.fixture
def opened(settings: Settings) -> Callable[[], FlaskClient]:
    return lambda: create_app(settings).test_client()


@pytest.fixture
def client(opened: Callable[[], FlaskClient]) -> FlaskClient:
    return opened()


def sign_in(client: FlaskClient) -> FlaskClient:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    said = {"who": "甲", "password": PASSWORD, "csrf_token": token[1]}
    assert client.post("/sign-in", data=said).status_code == 303
    return client


def ask(client: FlaskClient, q: str, times: int = 1, **more: str) -> None:
    for _ in range(times):
        assert client.get("/search", query_string={"q": q} | more).status_code == 200


def rows(home: Path) -> list[tuple[str, str, int, int]]:
    with closing(sqlite3.connect(home / "searches.sqlite")) as file:
        return file.execute("SELECT * FROM demand").fetchall()


def write(client: FlaskClient) -> None:
    counting.write_counts(client.application)


def test_staff_see_what_is_missing_and_what_is_asked_often(opened: Callable[[], FlaskClient]) -> None:
    visitor, other = opened(), opened()  # two processes would have a counter each, too
    ask(visitor, "登月计划", 1)
    ask(other, "登月計劃 ", 1)
    ask(visitor, "政务公开", 2)
    ask(visitor, "<b>政务公开", 1)
    ask(other, "政务公开", 1)
    for one in (visitor, other):
        write(one)
    page = sign_in(opened()).get("/staff").text
    vain, frequent = page[page.index("没有结果的检索") :].split("常用的检索")
    assert re.search(r'href="/search\?q=%E7%99%BB%E6%9C%88[^"]+">登月计划</a> <span>2 次没有结果<', vain)
    assert "政务公开" not in vain
    assert re.search(r">政务公开</a> <span>3 次<", frequent)
    assert "<b>" not in frequent
    ask(visitor, "<b>政务公开", 2)
    write(visitor)
    assert "&lt;b&gt;政务公开</a>" in sign_in(opened()).get("/staff").text


def test_what_few_have_asked_is_shown_to_nobody(client: FlaskClient) -> None:
    ask(client, "政务公开", 2)
    ask(client, "月球基地", 1)
    page = sign_in(client).get("/staff").text
    assert "政务公开</a>" not in page
    assert "月球基地" not in page
    assert "没有反复落空的检索" in page
    assert "没有三次以上的检索" in page


def test_only_questions_asked_anew_count(client: FlaskClient, settings: Settings) -> None:
    client.get("/api/search?q=公开")
    client.head("/search?q=公开")
    ask(client, " ")
    ask(client, "公开", page="2")
    ask(client, "公开", year="2019")
    assert client.get("/search?q=公开 AND").status_code == 400
    before = "http://localhost/search?" + urlencode({"q": "公开", "year": 2019, "page": 2})
    client.get("/search?q=公开", headers={"Referer": before})
    write(client)
    assert not (settings.home / "searches.sqlite").exists()
    for other in ("", before.replace("q=", "q=x"), "http://[", "http://localhost/search?q=%ff"):
        client.get("/search?q=公开", headers={"Referer": other})
    write(client)
    assert [row[1:] for row in rows(settings.home)] == [("公开", 4, 0)]
    ask(sign_in(client), "公开")
    write(client)
    assert [row[1:] for row in rows(settings.home)] == [("公开", 4, 0)]


def test_nothing_tells_of_a_person_or_a_moment(client: FlaskClient, settings: Settings) -> None:
    for q in ("乙", "甲", "丙", "身份证 110101199003071234", "a@example.org"):
        headers = {"User-Agent": "Netscape", "X-Forwarded-For": "198.51.100.7", "Cookie": "x=secret-cookie"}
        client.get("/search", query_string={"q": q}, headers=headers)
    write(client)
    kept = rows(settings.home)
    assert {row[0] for row in kept} == {datetime.now(UTC).date().isoformat()}
    assert [row[1] for row in kept] == sorted("甲乙丙")  # by their key, not as they came
    data = (settings.home / "searches.sqlite").read_bytes()
    for said in ("1101", "example", "Netscape", "198.51", "127.0.0.1", "secret-cookie"):
        assert said.encode() not in data


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  政務公開　培訓 ", "政务公开 培训"),
        ("教育 OR 衛生 NOT (Ａ AND b)", "教育 OR 卫生 NOT (a AND b)"),
        ("年份:2019..2021 2020-2021 学位", "年份:2019..2021 2020-2021 学位"),
        ("字" * 64, "字" * 64),
        ("字" * 65, ""),
        ("㍿" * 20, ""),  # folds to four characters each
        ("电话 5551234", ""),
        ("１３８００１３８０００", ""),
        ("138-0013-8000", ""),
        ("2019 138 0013 8000 张三", ""),
        ("2012 3456 789", ""),
        ("110101 1990 0307 1234", ""),
        ("2019 2020 2021年 学位", "2019 2020 2021年 学位"),
        ("一三八〇〇一三八", ""),
        ("某某＠example.org", ""),
        ("a\ud800b", ""),
        ("", ""),
    ],
)
def test_the_form_kept(typed: str, kept: str) -> None:
    assert to_counted_form(typed) == kept


@given(st.text(max_size=100))
def test_the_form_kept_is_short_its_own_form_and_no_number(typed: str) -> None:
    kept = to_counted_form(typed)
    assert len(kept) <= 64
    assert to_counted_form(kept) == kept
    assert not re.search(r"\d{7}|\S@\S", kept)
    kept.encode()


def test_off_unless_staff_can_sign_in_and_off_by_setting(invented_copy: Path) -> None:
    home = invented_copy
    on = create_app(Settings(home, password_hash=HASH, searches_kept_days=45)).test_client()
    assert f"{COUNTED}，以便补齐缺少的报告；不记录检索者、来处和时刻，45 天后删除" in on.get("/").text
    assert NONE_KEPT not in on.get("/").text
    ask(on, "公开")
    write(on)
    assert len(rows(home)) == 1
    for settings in (Settings(home), Settings(home, password_hash=HASH, searches_kept_days=0)):
        off = create_app(settings).test_client()
        ask(off, "公开", 3)
        write(off)
        assert NONE_KEPT in off.get("/").text
        assert COUNTED not in off.get("/").text
    assert not (home / "searches.sqlite").exists()  # switched off is forgotten
    assert "统计已关闭" in sign_in(off).get("/staff").text


def test_the_setting_is_read() -> None:
    for value, days in (("0", 0), ("7", 7), ("", 90)):
        found = Settings.from_environment({"NIANBAO_SEARCHES_KEPT_DAYS": value})
        assert found.searches_kept_days == days


def test_days_go_and_the_last_thirty_are_shown(settings: Settings) -> None:
    demand = SearchCounts(settings)
    for ago, text in ((0, "今天"), (29, "近的"), (30, "早的"), (89, "最早"), (90, "过期")):
        demand.add({text: (3, 1)}, TODAY - timedelta(ago))
    demand.add({"今天": (1, 1)}, TODAY)
    assert {text for _, text, _, _ in rows(settings.home)} == {"今天", "近的", "早的", "最早"}
    told = demand.summarize(TODAY)
    assert [(w.text, w.searches, w.in_vain) for w in told.frequent] == [("今天", 4, 2), ("近的", 3, 1)]
    assert told.frequent == told.in_vain
    assert "过期".encode() not in (settings.home / "searches.sqlite").read_bytes()
    short = SearchCounts(replace(settings, searches_kept_days=7)).summarize(TODAY)
    assert (short.days, [w.text for w in short.frequent]) == (7, ["今天"])
    SearchCounts(replace(settings, searches_kept_days=10**9)).add({"长久": (1, 0)}, TODAY)


def test_a_day_has_bounds_and_the_rarest_go(settings: Settings) -> None:
    demand = SearchCounts(settings)
    demand.add({"常问": (9, 0), "落空": (1, 1)}, TODAY)
    for start in range(0, 5000, 1000):
        demand.add({f"词{number}": (1, 0) for number in range(start, start + 1000)}, TODAY)
    kept = {text for _, text, _, _ in rows(settings.home)}
    assert len(kept) == 2000
    assert {"常问", "落空"} <= kept


def test_memory_has_bounds(settings: Settings) -> None:
    counter = counting.Counter(SearchCounts(settings), most=10)
    for number in range(50):
        counter.count(f"词{number}", True)
    counter.count("词1", True)
    counter.write()
    assert sum(searches for _, _, searches, _ in rows(settings.home)) == 11


def test_counts_are_written_beside_the_searches(settings: Settings) -> None:
    counter = counting.Counter(SearchCounts(settings), pause=0.05)
    for times in (3, 4):  # a thread for each batch
        for _ in range(times):
            counter.count("公开", True)
        for _ in range(200):
            if [w.searches for w in SearchCounts(settings).summarize().frequent] == [times // 4 * 3 + times]:
                break
            time.sleep(0.02)
    assert [w.searches for w in SearchCounts(settings).summarize().frequent] == [7]


def test_processes_write_at_once_and_nothing_is_lost(settings: Settings) -> None:
    script = f"""
from pathlib import Path
from indexer.archive.search_counts import SearchCounts
from indexer.settings import Settings
demand = SearchCounts(Settings(Path({str(settings.home)!r})))
for _ in range(20):
    demand.add({{"公开": (2, 1)}})
"""
    running = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert [row[1:] for row in rows(settings.home)] == [("公开", 120, 60)]


def damage(path: Path) -> None:
    path.write_bytes(b"no database" * 100)


def other_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE demand (x)")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(damage, "已损坏"), (other_table, "已损坏"), (Path.mkdir, "打不开文件")],
)
def test_a_file_that_cannot_be_used_disturbs_no_search(
    client: FlaskClient, settings: Settings, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(settings.home / "searches.sqlite")
    for _ in range(2):
        ask(client, "公开")
        write(client)
    page = sign_in(client).get("/staff")
    assert page.status_code == 200
    assert page.text.count(said) == 1
    assert "检索不受影响" in page.text
    assert str(settings.home) not in page.text


def test_what_was_counted_is_shown_where_no_more_can_be(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.archive.search_counts._PATIENCE", 0.05)
    sign_in(client)
    SearchCounts(settings).add({"公开": (3, 0)})
    with closing(sqlite3.connect(settings.home / "searches.sqlite")) as file:
        file.execute("BEGIN IMMEDIATE")
        page = client.get("/staff").text
        assert "另一个进程正在写入" in page
        assert "公开</a> <span>3 次" in page
        file.rollback()
        file.execute("BEGIN EXCLUSIVE")
        page = client.get("/staff").text
        assert "另一个进程正在写入" in page
        assert "公开</a>" not in page
    page = client.get("/staff").text
    assert "另一个进程正在写入" not in page
    assert "公开</a> <span>3 次" in page


def test_a_backup_does_not_outlive_the_days(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home", password_hash=HASH)
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    SearchCounts(settings).add({"公开": (3, 0)})
    backup.backup(tmp_path / "saved.tar.gz", settings)
    with tarfile.open(tmp_path / "saved.tar.gz") as tar:
        assert "searches.sqlite" not in tar.getnames()


def test_workers_write_what_they_counted_when_they_are_stopped(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home", password_hash=HASH)
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    process = subprocess.Popen(
        [sys.executable, "-m", "web.server", "--home", str(settings.home), "--port", "0", "--workers", "2"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NIANBAO_PASSWORD_HASH": HASH},
    )
    assert process.stdout is not None
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address is not None
        for _ in range(12):
            with urlopen(f"{address[0]}/search?{urlencode({'q': '月球基地'})}", timeout=10) as page:
                assert page.status == 200
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    (told,) = SearchCounts(settings).summarize().in_vain
    assert (told.text, told.searches, told.in_vain) == ("月球基地", 12, 12)
