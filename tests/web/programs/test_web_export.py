"""Files from the portal: every hit, not a page of them."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from web import create_app


@pytest.fixture
def client(invented_settings: Settings) -> FlaskClient:
    return create_app(invented_settings).test_client()


def test_every_hit_can_be_taken_away_as_a_file(client: FlaskClient) -> None:
    page = client.get("/search?q=公开&section=1&page=2").get_data(as_text=True)
    addresses = re.findall(r'href="(/search\.\w+\?[^"]+)" download', page)
    assert [address.split("?")[0] for address in addresses] == ["/search.csv", "/search.xlsx", "/search.json"]
    total = client.get("/api/search?q=公开&section=1").get_json()["total"]
    answer = client.get(html.unescape(addresses[2]))
    assert answer.get_json()["count"] == total
    assert answer.get_json()["query"] == "公开"
    assert answer.get_json()["address"].startswith("http://localhost/search?")
    csv = client.get(html.unescape(addresses[0]))
    assert csv.data.startswith(b"\xef\xbb\xbf")
    assert csv.data.count(b"\r\n") == total + 1
    assert "attachment" in csv.headers["Content-Disposition"]
    assert client.get(html.unescape(addresses[1])).data.startswith(b"PK")


def test_a_file_of_a_query_without_meaning_is_refused(client: FlaskClient) -> None:
    assert client.get("/search.csv?q=公开 AND").status_code == 400
    assert client.get("/search.doc?q=公开").status_code == 404
