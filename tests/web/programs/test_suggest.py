"""`/suggest`: what browsers are offered while somebody types."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer.archive.archive import open_archive
from indexer.settings import Settings
from web import create_app


@pytest.fixture(scope="module")
def client(invented_settings: Settings) -> FlaskClient:
    return create_app(Settings(), open_archive(invented_settings)).test_client()


def suggestions(client: FlaskClient, typed: str) -> list[str]:
    answer = client.get("/suggest", query_string={"q": typed})
    assert answer.status_code == 200
    assert answer.mimetype == "application/x-suggestions+json"
    of, offered = answer.get_json(force=True)
    assert of == typed
    return list(offered)


def test_places_come_with_the_years_that_are_held(client: FlaskClient) -> None:
    offered = suggestions(client, "东湖")
    assert offered[0] == "东湖区"
    assert any(each.startswith("东湖区 20") for each in offered)


def test_words_of_the_texts_are_offered(client: FlaskClient) -> None:
    assert any(each.startswith("公开") for each in suggestions(client, "公"))
    assert all(each.startswith("培训 公") for each in suggestions(client, "培训 公"))


@pytest.mark.parametrize("typed", ["", " ", "长" * 200, "\x00", "<script>", "“", "(("])
def test_what_nobody_completes_gets_nothing(client: FlaskClient, typed: str) -> None:
    assert suggestions(client, typed) == []


def test_the_field_knows_its_list(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'list="suggestions"' in page
    assert "suggest.js" in page
