"""Signing in: off by default, slow to guess, never forged, and forms lead nowhere else."""

from __future__ import annotations

import dataclasses
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.test import TestResponse

from indexer.archive.archive import Archive, open_archive
from indexer.archive.search_counts import SearchCounts
from indexer.archive.storage.home import Home
from indexer.errors import SettingError
from indexer.settings import Settings
from indexer.verdict import Subject, hash_key
from tests.web.visitor import token
from web import create_app
from web.auth.storage import AttemptStorage
from web.server import main

PASSWORD = "云泽市 2026"
HASH = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
KEY = hash_key("rule", "63", "62")


@pytest.fixture
def archive(invented_copy: Path) -> Archive:
    return open_archive(Settings(invented_copy))


@pytest.fixture
def key(archive: Archive) -> str:
    """Key of a finding."""
    return archive.findings.find(limit=1).items[0].finding.key


@pytest.fixture
def opened(tmp_path: Path, archive: Archive) -> Callable[..., FlaskClient]:
    def client(**settings: str) -> FlaskClient:
        return create_app(Settings(tmp_path, **settings), archive).test_client()  # type: ignore[arg-type]

    return client


@pytest.fixture
def client(opened: Callable[..., FlaskClient]) -> FlaskClient:
    return opened(password_hash=HASH)


def sign_in(client: FlaskClient, password: str = PASSWORD, **more: str) -> TestResponse:
    said = {"csrf_token": token(client, "/sign-in"), "who": "甲", "password": password} | more
    return client.post("/sign-in", data=said)


def test_without_a_password_nobody_can_sign_in_and_no_cookie_is_set(
    opened: Callable[..., FlaskClient], tmp_path: Path
) -> None:
    client = opened()
    assert client.get("/sign-in").status_code == 404
    assert client.post("/verdicts", data={"subject": "finding"}).status_code == 404
    page = client.get("/help")
    assert "登录" not in page.text
    assert "Set-Cookie" not in page.headers
    assert not (tmp_path / "secret").exists()


def test_who_does_not_sign_in_gets_no_cookie(client: FlaskClient) -> None:
    page = client.get("/search?q=公开")
    assert "Set-Cookie" not in page.headers
    assert 'href="/sign-in?next=/search' in page.text


def test_signing_in_and_out(client: FlaskClient, tmp_path: Path) -> None:
    answer = sign_in(client, next="/search?q=公开")
    assert (answer.status_code, answer.location) == (303, "/search?q=%E5%85%AC%E5%BC%80")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    page = client.get("/help")
    assert "已登录：甲" in page.text
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    client.post("/sign-out", data={"csrf_token": token(client, "/help")})
    assert "已登录" not in client.get("/help").text


def test_a_copy_of_the_cookie_ends_with_the_session(client: FlaskClient) -> None:
    cookie = sign_in(client).headers["Set-Cookie"].partition(";")[0]
    thief = client.application.test_client(use_cookies=False)
    assert "已登录：甲" in thief.get("/help", headers={"Cookie": cookie}).text
    client.post("/sign-out", data={"csrf_token": token(client, "/help")})
    assert "已登录" not in thief.get("/help", headers={"Cookie": cookie}).text
    assert thief.get("/staff", headers={"Cookie": cookie}).status_code == 303
    sign_in(client)  # the same person, once more
    assert "已登录：甲" in client.get("/help").text


def test_a_damaged_file_of_attempts_keeps_nobody_out(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "attempts.sqlite").write_bytes(b"junk" * 1000)
    assert sign_in(client, "wrong").status_code == 403
    assert sign_in(client).status_code == 303


def test_over_https_the_cookie_travels_over_https_alone(client: FlaskClient) -> None:
    page = client.get("/sign-in", base_url="https://example.org")
    assert "Secure" in page.headers["Set-Cookie"]


def test_the_sixth_wrong_password_in_a_minute_is_slowed_down(client: FlaskClient) -> None:
    statuses = [sign_in(client, "wrong").status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    answer = sign_in(client)
    assert answer.status_code == 429  # the right one waits too
    assert "一分钟后" in answer.text
    assert answer.headers["Retry-After"] == "60"
    assert client.get("/sign-in").status_code == 200


def test_wrong_passwords_sent_at_once_are_slowed_down_as_well(opened: Callable[..., FlaskClient]) -> None:
    """Each takes a while to look at: that must not let others pass meanwhile."""
    slow = generate_password_hash(PASSWORD, method="scrypt:16384:8:1")
    client = opened(password_hash=slow)
    forms = [
        (other, token(other, "/sign-in")) for other in (client.application.test_client() for _ in range(20))
    ]

    def guess(form: tuple[FlaskClient, str]) -> int:
        said = {"csrf_token": form[1], "who": "甲", "password": "wrong"}
        return form[0].post("/sign-in", data=said).status_code

    with ThreadPoolExecutor(20) as guessing:
        statuses = sorted(guessing.map(guess, forms))
    assert statuses == [403] * 5 + [429] * 15


def test_what_is_given_back_late_is_no_credit(tmp_path: Path) -> None:
    counts = AttemptStorage(Home(tmp_path))
    assert counts.incr("a", 60, -1) == 0
    assert [counts.incr("a", 60), counts.incr("a", 60), counts.incr("a", 60, -1)] == [1, 2, 1]


def test_right_passwords_are_not_counted(client: FlaskClient) -> None:
    assert {sign_in(client).status_code for _ in range(8)} == {303}


def test_a_name_is_needed(client: FlaskClient) -> None:
    answer = sign_in(client, who=" ")
    assert "请填写署名" in answer.text
    assert "已登录" not in client.get("/help").text


def test_a_forged_form_is_refused(client: FlaskClient, archive: Archive, key: str) -> None:
    assert client.post("/sign-in", data={"who": "甲", "password": PASSWORD}).status_code == 400
    sign_in(client)
    said = {"subject": "finding", "key": key, "value": "confirmed"}
    for forged in ({}, {"csrf_token": "x"}):
        answer = client.post("/verdicts", data=said | forged)
        assert answer.status_code == 400
        assert "不是从本站提交" in answer.text
    assert archive.verdicts.read_all(Subject.FINDING) == {}


@pytest.mark.parametrize(
    "address", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", "", "/\t/x"]
)
def test_forms_lead_nowhere_else(client: FlaskClient, address: str) -> None:
    assert sign_in(client, next=address).location == "/"


def test_a_verdict_is_given_by_who_is_signed_in(client: FlaskClient, archive: Archive, key: str) -> None:
    said = {"subject": "finding", "key": key, "value": "confirmed", "note": "<b>总计写错</b>"}
    refused = client.post("/verdicts", data=said | {"csrf_token": token(client, "/sign-in")})
    assert refused.status_code == 303
    assert refused.location.startswith("/sign-in")
    sign_in(client)
    page = token(client, "/help")
    answer = client.post("/verdicts", data=said | {"csrf_token": page, "back": "/checks#f1", "who": "乙"})
    assert (answer.status_code, answer.location) == (303, "/checks#f1")
    given = archive.verdicts.read(Subject.FINDING, [key])[key]
    assert (given.value, given.note, given.who) == ("confirmed", "<b>总计写错</b>", "甲")
    history = client.get(f"/verdicts/finding/{key}").text
    assert "&lt;b&gt;总计写错" in history
    assert "确有问题" in history


def test_verdicts_that_make_no_sense_are_refused(client: FlaskClient, key: str) -> None:
    sign_in(client)
    for said, status in (
        ({"subject": "finding", "key": key, "value": "done"}, 400),
        ({"subject": "finding", "key": "x", "value": "confirmed"}, 400),
        ({"subject": "nothing", "key": key, "value": "confirmed"}, 400),
        ({}, 400),
    ):
        answer = client.post("/verdicts", data=said | {"csrf_token": token(client, "/help")})
        assert answer.status_code == status, said
    assert client.get(f"/verdicts/finding/{key}").status_code == 404
    assert client.get("/verdicts/nothing/x").status_code == 400


def test_what_was_typed_with_a_wrong_link_is_not_lost(client: FlaskClient, key: str) -> None:
    sign_in(client)
    said = {
        "subject": "finding",
        "key": key,
        "value": "confirmed",
        "note": "甲<b>",
        "link": "http://a.cn/a b",
    }
    page = client.post("/verdicts", data=said | {"csrf_token": token(client, "/help"), "back": "/checks"})
    assert page.status_code == 400
    shown = BeautifulSoup(page.data, "lxml")
    assert "空格" in shown.select_one("[role=alert]").text  # type: ignore[union-attr]
    assert shown.select_one("details[open] textarea").text == "甲<b>"  # type: ignore[union-attr]
    again = {str(i["name"]): str(i.get("value", "")) for i in shown.select("details[open] [name]")}
    assert again["link"] == said["link"]
    assert shown.select_one("input[value=confirmed][checked]")
    mended = {**again, "value": "confirmed", "note": said["note"], "link": "http://a.cn/a"}
    assert client.post("/verdicts", data=mended).location == "/checks"


def test_sessions_end_with_the_password(opened: Callable[..., FlaskClient]) -> None:
    first, second = opened(password_hash=HASH), opened(password_hash=HASH)
    other = opened(password_hash=generate_password_hash("another one", method="scrypt:1024:8:1"))
    sign_in(first)
    cookie = first.get_cookie("nianbao")
    assert cookie is not None
    for client, known in ((second, True), (other, False)):
        client.set_cookie("nianbao", cookie.value)
        assert ("已登录" in client.get("/help").text) is known


def test_a_password_is_hashed_at_the_command_line() -> None:
    result = CliRunner().invoke(main, ["--hash-password"], input=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert check_password_hash(result.stdout.strip().splitlines()[-1], PASSWORD)
    short = CliRunner().invoke(main, ["--hash-password"], input="short\nshort\n")
    assert short.exit_code != 0
    assert "至少" in short.output


def test_a_secret_of_the_settings_holds_for_portals_with_other_homes(
    archive: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "Lk3/" * 8
    settings = Settings.from_environment({"NIANBAO_SECRET": secret, "NIANBAO_PASSWORD_HASH": HASH})
    assert settings.secret == secret
    one, other = (
        create_app(dataclasses.replace(settings, home=tmp_path / name), archive).test_client()
        for name in ("one", "other")
    )
    assert sign_in(one).status_code == 303
    form, cookie = token(one, "/help"), one.get_cookie("nianbao")
    assert cookie
    other.set_cookie("nianbao", cookie.value)
    assert "已登录：甲" in other.get("/help").text
    assert other.post("/sign-out", data={"csrf_token": form}).status_code == 303
    assert not list(tmp_path.rglob("secret"))
    stranger = create_app(Settings(tmp_path / "third", password_hash=HASH), archive).test_client()
    stranger.set_cookie("nianbao", cookie.value)
    assert "已登录" not in stranger.get("/help").text
    assert secret not in "".join(capfd.readouterr()) + repr(settings)


def test_a_short_secret_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingError, match="NIANBAO_SECRET 的值不到 32 个字符") as error:
        Settings.from_environment({"NIANBAO_SECRET": "geheim" * 5})
    assert "geheim" not in error.value.message


@pytest.mark.parametrize("value", [PASSWORD, "scrypt:32768:8:1", HASH.split("$")[0] + "$", "md5$a$b"])
def test_what_is_no_hash_is_refused_at_the_start(value: str) -> None:
    with pytest.raises(SettingError) as error:
        Settings.from_environment({"NIANBAO_PASSWORD_HASH": value})
    assert PASSWORD not in error.value.message


def test_the_hash_is_taken_from_the_environment() -> None:
    found = Settings.from_environment({"NIANBAO_PASSWORD_HASH": HASH, "NIANBAO_TRUSTED_PROXY": "127.0.0.1"})
    assert (found.password_hash, found.trusted_proxy) == (HASH, "127.0.0.1")


def test_wrong_passwords_are_counted_for_all_processes_together(opened: Callable[..., FlaskClient]) -> None:
    workers = [opened(password_hash=HASH) for _ in range(3)]
    statuses = [sign_in(workers[number % 3], "wrong").status_code for number in range(6)]
    assert statuses == [403] * 5 + [429]
    assert {sign_in(worker).status_code for worker in workers} == {429}


def test_a_count_runs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("web.auth.storage.time.time", lambda: now)
    storage = AttemptStorage(Home(tmp_path))
    assert [storage.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    now += 59
    assert (storage.get("a"), storage.get("b"), storage.get_expiry("a")) == (3, 0, 1060.0)
    now += 1
    assert storage.get("a") == 0
    assert storage.incr("a", 60) == 1
    storage.clear("a")
    assert storage.get("a") == 0
    assert storage.check()


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_what_is_noted_of_people_is_read_by_nobody_else(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    settings = Settings(home=home, password_hash=HASH)
    former = home / "searches.sqlite"
    client = create_app(settings).test_client()
    former.touch(0o644)
    assert client.post("/sign-in", data={"who": "甲", "password": "wrong"}).status_code in (400, 403)
    AttemptStorage(Home(home)).incr("a", 60)
    SearchCounts(settings).add({"公开": (1, 0)})
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    for name in ("attempts.sqlite", "searches.sqlite", "secret"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
