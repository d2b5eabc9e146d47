"""Staff have names and passwords of their own: by command, at the door, in backups."""

from __future__ import annotations

import json
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from indexer.archive.contributions.copies.copies import is_whole, list_copies
from indexer.archive.contributions.staff import StaffAccounts, clean_name, fold_name
from indexer.archive.preservation.backup import backup
from indexer.archive.preservation.restore import restore
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.cli.main import nianbao
from indexer.errors import ArchiveDamaged, StaffError
from indexer.ingest.add import add
from indexer.settings import Settings
from tests.web.visitor import token
from web import create_app

SHARED = "众人皆知的 2026"
HASH = generate_password_hash(SHARED, method="scrypt:1024:8:1")
OWN = "我自己的密码 2026"
FOLDER = Path(__file__).parents[3] / "corpus" / "disclosure" / "东湖区"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def quick(password: str) -> str:
        return generate_password_hash(password, method="scrypt:1024:8:1")

    monkeypatch.setattr("indexer.archive.contributions.staff.generate_password_hash", quick)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def accounts(home: Home) -> StaffAccounts:
    accounts = StaffAccounts(home)
    accounts.add("王芳", OWN)
    return accounts


def open_portal(home: Home, shared: str = "") -> FlaskClient:
    return create_app(Settings(home.path, password_hash=shared)).test_client()


def sign_in(client: FlaskClient, who: str, password: str) -> TestResponse:
    return client.post(
        "/sign-in", data={"who": who, "password": password, "csrf_token": token(client, "/sign-in")}
    )


def run(home: Home, *words: str, typed: str = "", env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(nianbao, ["staff", *words, "--home", str(home.path)], input=typed, env=env)


def test_a_person_signs_in_with_a_password_of_their_own(home: Home, accounts: StaffAccounts) -> None:
    client = open_portal(home)
    assert sign_in(client, "王芳", "不是密码").status_code == 403
    assert sign_in(client, "李四", OWN).status_code == 403
    assert sign_in(client, " 王芳 ", OWN).status_code == 303
    assert "已登录：王芳" in client.get("/staff").text


@pytest.mark.parametrize("who", ["Alice", "ALICE", "Ａlice", "alice\u200b"])
def test_the_shared_password_opens_no_name_that_is_somebodys(home: Home, who: str) -> None:
    StaffAccounts(home).add("Alice", OWN)
    client = open_portal(home, HASH)
    assert sign_in(client, who, SHARED).status_code == 403
    assert sign_in(client, "别人", SHARED).status_code == 303
    assert "已登录：别人" in client.get("/staff").text
    assert sign_in(open_portal(home, HASH), who, OWN).status_code == 303


def test_a_removed_account_or_a_new_password_ends_its_sessions(home: Home, accounts: StaffAccounts) -> None:
    accounts.add("李四", OWN)
    first, second, other = (open_portal(home) for _ in range(3))
    for client, who in ((first, "王芳"), (second, "王芳"), (other, "李四")):
        sign_in(client, who, OWN)
        assert client.get("/staff").status_code == 200
    accounts.set_password("王芳", "另外一个密码 2026")
    assert [c.get("/staff").status_code for c in (first, second, other)] == [303, 303, 200]
    assert sign_in(first, "王芳", OWN).status_code == 403
    assert sign_in(first, "王芳", "另外一个密码 2026").status_code == 303
    accounts.remove("王芳")
    assert [c.get("/staff").status_code for c in (first, second, other)] == [303, 303, 200]
    assert sign_in(first, "王芳", "另外一个密码 2026").status_code == 403


def test_a_name_that_becomes_somebodys_is_nobody_elses(home: Home) -> None:
    client = open_portal(home, HASH)
    sign_in(client, "王芳", SHARED)
    assert client.get("/staff").status_code == 200
    StaffAccounts(home).add("王芳", OWN)
    assert client.get("/staff").status_code == 303


def test_people_change_their_passwords_themselves(home: Home, accounts: StaffAccounts) -> None:
    here, elsewhere = open_portal(home), open_portal(home)
    assert here.get("/sign-in/password").status_code == 303
    for client in (here, elsewhere):
        sign_in(client, "王芳", OWN)
    said = {"csrf_token": token(here, "/sign-in/password"), "former": OWN, "password": "新的密码 2026"}
    for changes, field, told in (
        ({"former": "错的", "again": said["password"]}, "former", "现在的密码不对"),
        ({"again": "新的密码 2025"}, "again", "两次输入的新密码不同"),
        ({"password": "短", "again": "短"}, "password", "至少要有 8 个字符"),
    ):
        page = here.post("/sign-in/password", data=said | changes)
        soup = BeautifulSoup(page.text, "html.parser")
        assert told in page.text
        (invalid,) = soup.select("[aria-invalid]")
        assert invalid["name"] == field
        assert told in soup.select_one(f"#{invalid['aria-describedby']}").text
    done = here.post("/sign-in/password", data=said | {"again": said["password"]}, follow_redirects=True)
    assert "密码已更换" in done.text
    assert [here.get("/staff").status_code, elsewhere.get("/staff").status_code] == [200, 303]
    assert accounts.check("王芳", "新的密码 2026")


def test_guesses_are_slowed_down_at_either_form(home: Home, accounts: StaffAccounts) -> None:
    client = open_portal(home)
    sign_in(client, "王芳", OWN)
    said = {"csrf_token": token(client, "/sign-in/password"), "password": "x" * 9, "again": "x" * 9}
    answers = [client.post("/sign-in/password", data=said | {"former": "?"}).status_code for _ in range(3)]
    answers += [sign_in(open_portal(home), "王芳", "?").status_code for _ in range(3)]
    assert answers == [403] * 5 + [429]


def test_nothing_is_offered_where_there_are_no_accounts(home: Home) -> None:
    client = open_portal(home)
    assert [client.get(path).status_code for path in ("/staff", "/sign-in", "/sign-in/password")] == [404] * 3
    assert not (home.path / "secret").exists()


def test_a_running_portal_opens_with_the_first_account_and_closes_after_the_last(home: Home) -> None:
    client = open_portal(home)
    assert client.post("/staff/publish", data={"do": "publish"}).status_code == 404
    assert "工作人员登录" not in client.get("/help").text
    StaffAccounts(home).add("王芳", OWN)
    assert "工作人员登录" in client.get("/help").text
    assert client.post("/staff/publish", data={"do": "publish"}).status_code == 400  # a forged form
    assert sign_in(client, "王芳", OWN).status_code == 303
    assert client.get("/staff").status_code == 200
    StaffAccounts(home).remove("王芳")
    assert [client.get(path).status_code for path in ("/staff", "/sign-in")] == [404, 404]
    assert client.post("/sign-out").status_code == 404


def test_a_key_that_is_damaged_keeps_staff_out_and_readers_in(home: Home) -> None:
    client = open_portal(home)
    home.path.mkdir(exist_ok=True)
    (home.path / "secret").write_bytes(b"short")
    StaffAccounts(home).add("王芳", OWN)
    assert client.get("/help").status_code == 200
    assert client.get("/sign-in").status_code == 404
    (home.path / "secret").unlink()
    assert client.get("/sign-in").status_code == 200


def test_commands(home: Home) -> None:
    assert "还没有" in run(home, "list").output
    assert run(home, "add", "王芳", typed=f"{OWN}\n{OWN}\n").exit_code == 0
    assert run(home, "add", "李四", "--stdin", typed=f"{OWN}\nx\n").exit_code == 0
    named = run(home, "add", "赵六", env={"NIANBAO_STAFF_PASSWORD": OWN})
    assert named.exit_code == 0
    assert OWN not in named.output + (home.path / "staff.json").read_text("utf-8")
    found = json.loads(run(home, "list", "--json").output)
    assert [each["name"] for each in found] == sorted(["王芳", "李四", "赵六"])
    assert run(home, "password", "王芳", "--stdin", typed="短\n").exit_code == 1
    assert run(home, "password", "王芳", "--stdin", typed="七个字的密码啊\n").exit_code == 1
    assert run(home, "password", "王芳", "--stdin", typed="换了一个新密码了\n").exit_code == 0
    assert StaffAccounts(home).check("王芳", "换了一个新密码了")
    assert run(home, "remove", "李四").exit_code == 0
    for words in (("remove", "李四"), ("add", "王芳"), ("add", " "), ("password", "李四")):
        answer = run(home, *words, *(["--stdin"] if words[0] != "remove" else []), typed=f"{OWN}\n")
        assert isinstance(answer.exception, StaffError), words


def test_the_file_is_private_verified_copied_saved_and_restored(
    home: Home, accounts: StaffAccounts, tmp_path: Path
) -> None:
    settings = Settings(home.path)
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    path = home.path / "staff.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    accounts.add("李四", OWN)  # what was there before is copied first
    (copy,) = list_copies(home)
    assert is_whole(copy)
    assert stat.S_IMODE((copy / "staff.json").stat().st_mode) == 0o600
    backup(tmp_path / "saved.tgz", settings)
    elsewhere = Home(tmp_path / "elsewhere")
    restore(tmp_path / "saved.tgz", Settings(elsewhere.path))
    assert stat.S_IMODE((elsewhere.path / "staff.json").stat().st_mode) == 0o600
    assert StaffAccounts(elsewhere).check("李四", OWN)
    assert verify(settings, lambda _outcome, _total: None).losses == ()
    path.unlink()
    (loss,) = verify(settings, lambda _outcome, _total: None).losses
    assert "工作人员的账号" in loss
    assert str(copy / "staff.json") in loss
    shutil.copy2(copy / "staff.json", path)
    verify(settings, lambda _outcome, _total: None, accept=True)
    assert [each.name for each in accounts.list_all()] == ["王芳"]


def test_a_damaged_file_lets_nobody_in(home: Home, accounts: StaffAccounts) -> None:
    client = open_portal(home)
    sign_in(client, "王芳", OWN)
    (home.path / "staff.json").write_text("{")
    assert client.get("/staff").status_code == 303
    assert client.get("/").status_code in (200, 503)  # nothing was added yet
    answer = sign_in(open_portal(home), "王芳", OWN)
    assert answer.status_code == 503
    assert str(home.path) not in answer.text
    with pytest.raises(ArchiveDamaged, match="从备份恢复"):
        accounts.list_all()


def test_accounts_added_at_once_are_all_there(home: Home) -> None:
    names = [f"第{n}人" for n in range(6)]
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda name: StaffAccounts(home).add(name, OWN), names))
    assert sorted(each.name for each in StaffAccounts(home).list_all()) == sorted(names)


@given(st.text(max_size=60))
def test_a_name_is_one_line_in_one_spelling(typed: str) -> None:
    try:
        name = clean_name(typed)
    except StaffError:
        return
    assert name == clean_name(name)
    assert name.isprintable()
    assert fold_name(name) == fold_name(typed)
