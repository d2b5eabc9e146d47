"""In which language and size of type pages are shown: as chosen, and as remembered where somebody chose."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.archive import open_archive
from indexer.language.languages import LANGUAGES
from indexer.settings import Settings
from web import create_app

TAGS = {"zh-Hans": "zh-CN", "zh-Hant": "zh-Hant", "en": "en"}
PAGES = ["/", "/search?q=公开&year=2020", "/archive", "/help", "/nowhere"]


@pytest.fixture(scope="module")
def client(sample_settings: Settings) -> FlaskClient:
    return create_app(sample_settings, open_archive(sample_settings)).test_client(use_cookies=False)


def read_tag(client: FlaskClient, path: str, **headers: str) -> str:
    page = BeautifulSoup(
        client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()}).data, "lxml"
    )
    assert page.html is not None
    return str(page.html["lang"])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_the_language_of_its_address(client: FlaskClient, path: str) -> None:
    joint = "&" if "?" in path else "?"
    for value, tag in TAGS.items():
        assert read_tag(client, f"{path}{joint}lang={value}", Accept_Language="fr", Cookie="lang=en") == tag


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("", "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("zh-Hans-HK", "zh-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.5,zh;q=0.7", "zh-CN"),
        ("de", "zh-CN"),
        ("*", "zh-CN"),
        ("en;q=nonsense,;;,", "zh-CN"),
    ],
)
def test_without_a_choice_it_is_what_the_browser_asks_for(
    client: FlaskClient, accepted: str, tag: str
) -> None:
    assert read_tag(client, "/", Accept_Language=accepted) == tag


@given(accepted=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=60))
def test_no_header_breaks_a_page(client: FlaskClient, accepted: str) -> None:
    assert read_tag(client, "/nowhere", Accept_Language=accepted) in TAGS.values()


def test_a_choice_is_remembered_and_nothing_is_where_nobody_chose(sample_settings: Settings) -> None:
    client = create_app(sample_settings, open_archive(sample_settings)).test_client()
    assert "Set-Cookie" not in client.get("/", headers={"Accept-Language": "en"}).headers
    assert "Set-Cookie" not in client.get("/?lang=tlh").headers
    kept = client.get("/?lang=en").headers["Set-Cookie"]
    assert "SameSite=Lax" in kept
    assert "HttpOnly" in kept
    assert read_tag(client, "/archive", Accept_Language="zh-CN") == "en"
    client.get("/?lang=zh-Hans")
    assert read_tag(client, "/archive", Accept_Language="en") == "zh-CN"


def test_large_type_is_remembered_until_it_is_taken_back(sample_settings: Settings) -> None:
    client = create_app(sample_settings, open_archive(sample_settings)).test_client()

    def is_large() -> bool:
        return b'class="large-type"' in client.get("/archive").data

    assert not is_large()
    page = BeautifulSoup(client.get("/archive").data, "lxml")
    client.get(str(page.select(".type-size")[0]["href"]))
    assert is_large()
    page = BeautifulSoup(client.get("/archive").data, "lxml")
    client.get(str(page.select(".type-size")[0]["href"]))
    assert not is_large()
    assert client.get_cookie("text") is None


@pytest.mark.parametrize(
    "path", ["/search?q=公开&year=2020&year=2021", "/search?q=%22a%26b%22&lang=en", "/没有?text=large"]
)
def test_links_keep_the_address(client: FlaskClient, path: str) -> None:
    page = BeautifulSoup(client.get(path).data, "lxml")
    links = [str(link["href"]) for link in page.select(".preferences a")]
    assert len(links) == len(LANGUAGES) + 1
    asked = urlsplit(path)
    for name, link in zip(["lang"] * len(LANGUAGES) + ["text"], links, strict=True):
        given = [pair for pair in parse_qsl(urlsplit(link).query) if pair[0] != name]
        assert given == [pair for pair in parse_qsl(asked.query) if pair[0] != name]
        assert BeautifulSoup(client.get(link).data, "lxml").h1.get_text(strip=True)  # type: ignore[union-attr]


def test_no_address_leads_elsewhere(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("//evil.example/").data, "lxml")
    assert all(str(link["href"]).startswith("/?") for link in page.select(".preferences a"))


def test_caches_are_told_what_a_page_depends_on_and_get_another_for_another_language(
    client: FlaskClient,
) -> None:
    chinese, english = (client.get("/help", headers={"Accept-Language": tag}) for tag in ("zh", "en"))
    assert {"Accept-Language", "Cookie"} <= set(chinese.vary)
    assert chinese.headers["ETag"] != english.headers["ETag"]
    again = client.get("/help", headers={"Accept-Language": "en", "If-None-Match": english.headers["ETag"]})
    assert again.status_code == 304
    assert {"Accept-Language", "Cookie"} <= set(again.vary)
    other = client.get("/help", headers={"Accept-Language": "en", "If-None-Match": chinese.headers["ETag"]})
    assert other.status_code == 200


def test_scripts_get_the_same_in_every_language(client: FlaskClient) -> None:
    for path in ("/api/search?q=公开&year=2020", "/api/search?year=abc", "/search.csv?q=公开", "/api/checks"):
        bodies = []
        for tag in ("zh-CN", "en", "zh-TW"):
            with client.get(path, headers={"Accept-Language": tag}) as answer:
                bodies.append(answer.data.partition(b'"took_ms"')[0])
                assert "Accept-Language" not in answer.vary
        assert bodies[0] == bodies[1] == bodies[2]


@pytest.mark.parametrize(
    ("contact", "link"),
    [("help@example.org", "mailto:help@example.org"), ("https://example.org/who", "https://example.org/who")],
)
def test_the_statement_says_how_staff_is_reached(sample_settings: Settings, contact: str, link: str) -> None:
    settings = Settings(home=sample_settings.home, contact=contact)
    client = create_app(settings, open_archive(sample_settings)).test_client()
    page = BeautifulSoup(client.get("/accessibility").data, "lxml")
    assert [a.get_text() for a in page.select(f'main a[href="{link}"]')] == [contact]
    assert BeautifulSoup(client.get("/").data, "lxml").select('.colophon a[href="/accessibility"]')
