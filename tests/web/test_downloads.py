"""Lists that are taken away: as many at a time as the portal has room for, whole, and in one order."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from indexer.archive.archive import open_archive
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from web import create_app
from web.display.download import AT_A_TIME

HASH = generate_password_hash("12345678", method="scrypt:1024:8:1")
FILES = ("/search.csv", "/commitments.xlsx", "/checks.json", "/figures/cells.csv", "/api/checks")


def test_a_third_stranger_waits_until_one_is_done(sample_settings: Settings) -> None:
    client = create_app(sample_settings).test_client()
    under_way = [client.get("/commitments.csv") for _ in range(AT_A_TIME)]
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
    archive.find_commitments(parse_query(""))
    for typed in ("".join(rare), " ".join(rare)):
        found = archive.find_commitments(parse_query(typed))
        assert found.total == 0
        assert found.took_ms < 500
