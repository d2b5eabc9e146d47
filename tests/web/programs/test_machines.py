"""What search engines and browsers read: sitemaps, robots.txt, linked data, the description of the search."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from urllib.robotparser import RobotFileParser

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree
from PIL import Image
from pyld import jsonld

from indexer.archive.archive import open_archive
from indexer.archive.catalogue import sitemap
from indexer.archive.contributions.corrections import Correction
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.settings import Settings
from tests.conftest import ROOT
from web import create_app

SCHEMAS = Path(__file__).parent / "schemas"
SITEMAP = etree.XMLSchema(file=str(SCHEMAS / "sitemap.xsd"))
OPENSEARCH = etree.RelaxNG(file=str(SCHEMAS / "opensearch.rng"))
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
REPORT = "/reports/disclosure-990101-2020"


@pytest.fixture
def client(invented_settings: Settings) -> FlaskClient:
    settings = dataclasses.replace(invented_settings, base_url="https://nianbao.example")
    return create_app(settings, open_archive(invented_settings)).test_client()


def read_sitemap(client: FlaskClient, path: str) -> dict[str, str]:
    """The addresses of a sitemap or index, with the time of the last change of each."""
    answer = client.get(path)
    assert answer.content_type.startswith("application/xml")
    tree = etree.fromstring(answer.data)
    SITEMAP.assertValid(tree)
    return {
        each.findtext("s:loc", "", NAMES): each.findtext("s:lastmod", "", NAMES)
        for each in tree.iterchildren()
    }


def test_sitemaps_hold_every_current_report_and_place_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PART", 4)
    parts = read_sitemap(client, "/sitemap.xml")
    assert len(parts) == 5
    addresses: list[str] = []
    for part, changed in parts.items():
        listed = read_sitemap(client, part)
        assert max(listed.values()) == changed
        addresses += listed
    assert len(set(addresses)) == len(addresses)
    found = {unquote(address.rpartition("/")[2]) for address in addresses if "/reports/" in address}
    archive = client.application.extensions["nianbao"].archive
    assert found == {each.id for each in archive.list_summaries() if not each.superseded_by}
    assert "https://nianbao.example/places/990101" in addresses
    for address in addresses:
        assert client.get(address.removeprefix("https://nianbao.example")).status_code == 200
    assert client.get("/sitemap-reports-99.xml").status_code == 404


def test_a_sitemap_tells_of_a_correction_and_of_nothing_else(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    ids: list[str] = []
    add(
        [ROOT / "corpus" / "disclosure" / "东湖区" / name for name in ("2019.html", "2020.html")],
        settings,
        lambda outcome, _total: ids.append(outcome.id),
    )
    client = create_app(settings).test_client()
    before = read_sitemap(client, "/sitemap-reports-0.xml")
    assert read_sitemap(client, "/sitemap-reports-0.xml") == before
    moved = correct(ids[0], Correction(region="990102", who="甲"), settings)
    after = read_sitemap(client, "/sitemap-reports-0.xml")
    (new,) = after.keys() - before.keys()
    assert new.endswith(moved.id)
    assert after[new] >= max(before.values())
    assert after.keys() & before.keys() == {address for address in before if ids[1] in address}


def test_robots_read_pages_and_not_searches(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.site_maps() == ["https://nianbao.example/sitemap.xml"]
    assert all(rules.can_fetch("x", path) for path in (REPORT, "/places/990101", "/archive", "/"))
    assert not any(
        rules.can_fetch("x", path) for path in ("/search?q=a", "/staff", "/api/search", "/suggest")
    )


def test_an_archive_that_is_not_to_be_listed_says_so_everywhere(invented_settings: Settings) -> None:
    hidden = dataclasses.replace(invented_settings, listed=0)
    client = create_app(hidden, open_archive(hidden)).test_client()
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())
    assert not rules.can_fetch("x", "/")
    for path in ("/", REPORT, "/api/search", "/no-such-page"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        (REPORT, REPORT),
        (f"{REPORT}?q=公开&repairs=0", REPORT),
        ("/places/990101", "/places/990101"),
        ("/search?year=2020&no-such=1&q=a+b", "/search?q=a+b&year=2020"),
        ("/archive", "/archive"),
        ("/", "/"),
        ("/archive?year=2020", None),
    ],
)
def test_a_page_has_one_address(client: FlaskClient, path: str, canonical: str | None) -> None:
    soup = BeautifulSoup(client.get(path).text, "lxml")
    found = [link["href"] for link in soup.select("link[rel=canonical]")]
    assert found == ([f"https://nianbao.example{canonical}"] if canonical else [])


@pytest.mark.parametrize("path", ["/", REPORT, "/places/990101", "/search?q=公开", "/no-such-page"])
def test_pages_say_what_is_shown_of_them_elsewhere(client: FlaskClient, path: str) -> None:
    soup = BeautifulSoup(client.get(path).text, "lxml")
    said = {meta["property"]: meta["content"] for meta in soup.select("meta[property]")}
    assert {"og:title", "og:type", "og:site_name", "og:description", "og:image", "og:locale"} <= said.keys()
    assert said["og:title"].strip()
    picture = said["og:image"].removeprefix("https://nianbao.example")
    assert client.get(picture).content_type == "image/png"
    assert soup.select_one("meta[name=description]")["content"] == said["og:description"]  # type: ignore[index]


def load_context(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """The context of schema.org, of which nothing is fetched: every name is one of its."""
    assert url.startswith("https://schema.org")
    document = {"@context": {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}}
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": document,
        "contentType": "application/ld+json",
    }


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        (REPORT, {"Report", "GovernmentOrganization", "AdministrativeArea", "MediaObject"}),
        ("/reports/disclosure-990101-2018", {"Report", "GovernmentOrganization"}),
        ("/places/990101", {"Dataset", "AdministrativeArea", "DataCatalog"}),
        ("/", {"WebSite", "SearchAction", "DataCatalog"}),
    ],
)
def test_pages_carry_linked_data(client: FlaskClient, path: str, kinds: set[str]) -> None:
    soup = BeautifulSoup(client.get(path).text, "lxml")
    (script,) = soup.select("script[type='application/ld+json']")
    expanded = jsonld.expand(json.loads(script.string or ""), {"documentLoader": load_context})
    told = json.dumps(expanded)
    assert all(f"https://schema.org/{kind}" in told for kind in kinds)
    quads = jsonld.to_rdf(expanded)["@default"]
    assert len(quads) > 5
    assert not [quad for quad in quads if quad["object"]["value"] in ("", "None")]


def test_linked_data_cannot_leave_its_element(client: FlaskClient) -> None:
    page = client.get("/reports/disclosure-990101-2018-2").text
    assert "</script><script>" not in page.replace(" ", "")
    assert all(json.loads(s.string or "") for s in BeautifulSoup(page, "lxml").select("[type*='ld+json']"))


def test_browsers_take_the_search_into_their_address_bar(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.content_type.startswith("application/opensearchdescription+xml")
    tree = etree.fromstring(answer.data)
    OPENSEARCH.assertValid(tree)
    urls = {each.get("type"): each.get("template", "") for each in tree.findall("{*}Url")}
    filled = {
        kind: url.replace("{searchTerms}", "%E5%85%AC").replace("{startPage?}", "").partition("example")[2]
        for kind, url in urls.items()
        if kind
    }
    assert "找到" in client.get(filled["text/html"]).text
    offered = client.get(filled["application/x-suggestions+json"])
    assert offered.get_json()[0] == "公"
    assert client.get(filled["application/atom+xml"]).status_code == 200
    for image in tree.findall("{*}Image"):
        assert client.get((image.text or "").partition("example")[2]).mimetype == image.get("type")
    head = BeautifulSoup(client.get("/").text, "lxml").select_one("link[rel=search]")
    assert head is not None
    assert head["href"] == "/opensearch.xml"


@pytest.mark.parametrize(
    ("path", "sizes"),
    [
        ("/favicon.ico", {(16, 16), (32, 32), (48, 48)}),
        ("/apple-touch-icon.png", {(180, 180)}),
        ("/static/icon-192.png", {(192, 192)}),
        ("/static/icon-512.png", {(512, 512)}),
    ],
)
def test_icons_have_the_usual_sizes(
    client: FlaskClient, path: str, sizes: set[tuple[int, int]], tmp_path: Path
) -> None:
    answer = client.get(path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    (tmp_path / "icon").write_bytes(answer.data)
    with Image.open(tmp_path / "icon") as image:
        assert set(image.info.get("sizes", {image.size})) == sizes


def test_the_manifest_names_files_that_are_there(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.content_type == "application/manifest+json"
    manifest = json.loads(answer.data)
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "192x192", "512x512"}
    for icon in manifest["icons"]:
        assert client.get(f"/{icon['src']}").mimetype == icon["type"]
