"""Lists that are taken away: as many at a time as the portal has room for, whole, and in one order."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from indexer.archive.archive import open_archive
from indexer.archive.storage.kept_lists import KeptLists
from indexer.ingest.add import add
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from indexer.verdict import Subject
from web import create_app
from web.display.download import AT_A_TIME
from web.pages import commitments

DISTRICT = Path(__file__).parents[3] / "corpus" / "disclosure" / "东湖区"

HASH = generate_password_hash("12345678", method="scrypt:1024:8:1")
FILES = ("/search.xlsx", "/checks.json", "/figures/cells.csv", "/api/checks")


def test_a_third_stranger_waits_until_one_is_done(sample_settings: Settings) -> None:
    client = create_app(sample_settings).test_client()
    under_way = [client.get("/search.csv") for _ in range(AT_A_TIME)]
    assert [answer.status_code for answer in under_way] == [200, 200]
    for path in FILES:
        refused = client.get(path)
        assert refused.status_code == 429, path
        assert refused.headers["Retry-After"] == "30"
    assert client.get("/search").status_code == 200
    under_way[0].close()  # read or not
    for path in FILES:
        again = client.get(path)
        assert again.status_code == 200, path
        assert again.get_data()
        again.close()
    under_way[1].close()


def test_what_cannot_be_made_takes_no_room(sample_settings: Settings) -> None:
    client = create_app(sample_settings).test_client()
    for _ in range(AT_A_TIME + 1):
        assert client.get("/commitments.csv?year=never").status_code == 400
        client.head("/commitments.csv").close()
    assert client.get("/commitments.csv").status_code == 200


def test_staff_do_not_wait(sample_settings: Settings) -> None:
    client = create_app(replace(sample_settings, password_hash=HASH)).test_client()
    under_way = [client.get("/search.csv") for _ in range(AT_A_TIME)]
    with client.session_transaction() as session:
        session["who"], session["id"] = "甲", "1"
    assert client.get("/search.csv").status_code == 200
    for answer in under_way:
        answer.close()


@pytest.mark.parametrize(
    "asked", ["", "q=学位", "q=公开+服务&sort=oldest", "q=龘", "q=公开+OR+龘&sort=newest"]
)
def test_the_whole_list_is_what_the_pages_show(sample_settings: Settings, asked: str) -> None:
    client: FlaskClient = create_app(sample_settings).test_client()
    rows = list(csv.DictReader(io.StringIO(client.get(f"/commitments.csv?{asked}").text)))
    keys: list[str] = []
    for page in range(1, 100):
        answer = client.get(f"/api/commitments?{asked}&page={page}").json
        assert answer is not None
        keys += [commitment["key"] for commitment in answer["commitments"]]
        if page >= answer["pages"]:
            break
    assert [row["承诺编号"] for row in rows] == keys
    assert len(keys) == len(set(keys))


def test_many_rare_characters_are_one_look(sample_settings: Settings) -> None:
    """Of words that are all to be there, no more are looked for once nothing is left."""
    archive = open_archive(sample_settings)
    rare = [chr(0x9FA5 - 7 * number) for number in range(150)]
    archive.commitments.find(parse_query(""))
    for typed in ("".join(rare), " ".join(rare)):
        found = archive.commitments.find(parse_query(typed))
        assert found.total == 0
        assert found.took_ms < 500


def _add(home: Path, *years: int) -> Settings:
    settings = Settings(home=home)
    add([DISTRICT / f"{year}.html" for year in years], settings, lambda _outcome, _total: None)
    return settings


def test_a_list_is_made_once_for_each_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _add(tmp_path / "home", 2020)
    client, made = create_app(settings).test_client(), []
    real = commitments.list_commitments
    monkeypatch.setattr(commitments, "list_commitments", lambda *given: made.append(given) or real(*given))

    def take(path: str) -> bytes:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        return answer.get_data()

    first = take("/commitments.csv")
    assert take("/commitments.csv") == first
    assert len(made) == 1
    assert take("/commitments.csv?q=公开") != first
    take("/commitments.json")
    assert len(made) == 3
    _add(tmp_path / "home", 2021)
    assert len(take("/commitments.csv")) > len(first)
    assert len(made) == 4
    archive = open_archive(settings)
    [one, *_] = archive.commitments.find(parse_query("")).commitments
    archive.verdicts.add(Subject.COMMITMENT, one.key, "not", note="查过了")
    assert "查过了" in take("/commitments.csv").decode("utf-8-sig")
    assert client.get("/commitments.csv?year=never").status_code == 400


def test_a_kept_list_needs_no_room(tmp_path: Path) -> None:
    settings = _add(tmp_path / "home", 2020)
    client = create_app(settings).test_client()
    assert client.get("/commitments.csv").get_data()
    under_way = [client.get("/search.csv") for _ in range(AT_A_TIME)]
    assert client.get("/commitments.csv").status_code == 200
    assert client.get("/commitments.csv?q=公开").status_code == 429
    for answer in under_way:
        answer.close()


def test_only_whole_files_are_kept_and_only_the_latest(tmp_path: Path) -> None:
    lists = KeptLists(tmp_path / "lists", most=2, most_bytes=10)
    started = lists.keep("a", [b"1", b"2"])
    assert next(started) == b"1"
    started.close()
    assert lists.read("a") is None
    assert b"".join(lists.keep("a", [b"x" * 11])) == b"x" * 11
    assert lists.read("a") is None
    for number, name in enumerate("abc"):
        assert b"".join(lists.keep(name, [b"1", b"2"])) == b"12"
        path = max((tmp_path / "lists").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(path, (number, number))
    assert lists.read("a") is None
    assert [b"".join(lists.read(name) or ()) for name in "bc"] == [b"12", b"12"]
    assert len(list((tmp_path / "lists").iterdir())) == 2
    nowhere = KeptLists(tmp_path / "missing" / "lists")
    assert b"".join(nowhere.keep("a", [b"1"])) == b"1"
    assert nowhere.read("a") is None
