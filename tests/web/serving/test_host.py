"""By which name the portal is reached: what is none is refused, and never comes to stand in a citation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import create_environ, run_wsgi_app

from indexer.errors import SettingError
from indexer.settings import Settings
from web import create_app
from web.host import is_host

REPORT = "/reports/disclosure-990101-2021"


@pytest.fixture(scope="module")
def app(sample_settings: Settings) -> Flask:
    return create_app(sample_settings)


def ask(app: Flask, path: str, host: str | None, protocol: str = "HTTP/1.1") -> tuple[int, str]:
    """Status and text of an answer; werkzeug's own client does not take every host."""
    environ = create_environ(path) | {"SERVER_PROTOCOL": protocol, "HTTP_HOST": host}
    if host is None:
        del environ["HTTP_HOST"]
    pieces, status, _ = run_wsgi_app(app, environ)
    return int(status.split()[0]), b"".join(pieces).decode()


@pytest.mark.parametrize(
    "host",
    [
        *(
            ".",
            "a..b",
            "a" * 64 + ".cn",
            "xn--a",
            "xn--",
            "a b",
            "a,b",
            "a/b",
            "-a.cn",
            "a.cn:x",
            "a.cn:",
            "",
        ),
        *("a:70000", "[::1", "[::g]", "[1]", "a.cn\\@evil.cn", "a" * 300, "政府.cn", "a.cn:0", "a.cn, b.cn"),
    ],
)
def test_what_is_no_host_is_400(app: Flask, host: str) -> None:
    for path in (
        "/",
        REPORT,
        "/search?q=a",
        "/search.csv",
        "/api/search",
        "/nowhere",
        "/healthz",
        "/archive",
    ):
        status, text = ask(app, path, host)
        assert status == 400, path
        assert len(host) < 3 or host not in text


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "[::1]:80", "localhost", "nb.cn.", "xn--55qx5d.cn", "a_b.local"]
)
def test_hosts_are_answered(app: Flask, host: str) -> None:
    status, text = ask(app, REPORT, host)
    assert status == 200
    assert "[R/OL]" in text


def test_only_old_clients_name_no_host(app: Flask) -> None:
    assert ask(app, "/help", None, "HTTP/1.0")[0] == 200
    assert ask(app, "/help", None, "HTTP/1.1")[0] == 400


def test_addresses_begin_as_the_settings_say(sample_settings: Settings) -> None:
    client = create_app(replace(sample_settings, base_url="https://nb.example/portal")).test_client()
    page = client.get(REPORT, headers={"Host": "evil.example"}).get_data(as_text=True)
    assert f"https://nb.example/portal{REPORT}." in page
    assert "evil.example" not in page
    rows = client.get("/search.csv?q=公开", headers={"Host": "evil.example"}).get_data(as_text=True)
    assert "https://nb.example/portal/reports/" in rows
    assert "evil.example" not in rows


@pytest.mark.parametrize(
    "given", ["nb.example", "ftp://nb.example", "https://", "https://a b", "https://a/?q"]
)
def test_a_base_address_is_one(given: str) -> None:
    with pytest.raises(SettingError, match="NIANBAO_BASE_URL"):
        Settings.from_environment({"NIANBAO_BASE_URL": given})
    assert (
        Settings.from_environment({"NIANBAO_BASE_URL": "https://a.cn:81/b/"}).base_url == "https://a.cn:81/b"
    )


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=80) | st.from_regex(r"[a-z0-9.:\[\]-]{1,80}"))
def test_no_text_is_too_strange_to_be_judged(text: str) -> None:
    assert is_host(text) in (True, False)
