"""Pages travel compressed, and not at all where the browser has them already."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.archive.archive import open_archive
from indexer.settings import Settings
from web import create_app

PAGES = ["/", "/search?q=公开", "/search?q=公开&view=place", "/archive", "/places/990101", "/help"]


@pytest.fixture
def app(sample_settings: Settings) -> Flask:
    return create_app(sample_settings, open_archive(sample_settings))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_compressed_for_who_can_read_it_and_says_the_same(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.content_length == len(packed.data)


@pytest.mark.parametrize("encoding", ["", "gzip", "zstd, gzip"])
@pytest.mark.parametrize("path", PAGES)
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, path: str, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    first = client.get(path, headers=headers)
    again = client.get(path, headers=headers | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Content-Security-Policy"]
    other = client.get("/checks", headers=headers | {"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_style_sheets_and_scripts_are_compressed_and_kept(client: FlaskClient) -> None:
    for name in ("site.css", "suggest.js"):
        packed = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(packed.data) == client.get(f"/static/{name}").data
        again = client.get(
            f"/static/{name}",
            headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]},
        )
        assert again.status_code == 304


def test_files_that_are_taken_away_are_sent_as_they_are(client: FlaskClient) -> None:
    packed = client.get("/search.csv?q=公开", headers={"Accept-Encoding": "gzip"})
    assert packed.status_code == 200
    assert "Content-Encoding" not in packed.headers


def test_errors_are_pages_without_a_mark(client: FlaskClient) -> None:
    missing = client.get("/nowhere", headers={"Accept-Encoding": "gzip"})
    assert missing.status_code == 404
    assert "ETag" not in missing.headers


def test_no_page_of_who_is_signed_in_is_compressed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size would tell of the token in its forms to who can have it asked for (BREACH)."""
    monkeypatch.setattr("web.delivery.read_signed_in", lambda: "staff")
    response = app.test_client().get("/search?q=公开", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers


def test_a_page_of_hits_with_all_it_needs_is_small(client: FlaskClient) -> None:
    packed = {"Accept-Encoding": "gzip"}
    page = client.get("/search?q=公开", headers=packed)
    text = gzip.decompress(page.data).decode()
    parts = {part.split('"')[0] for part in text.split('"/static/')[1:]}
    sizes = [len(client.get(f"/static/{part}", headers=packed).data) for part in parts]
    assert len(page.data) + sum(sizes) <= 60_000
