"""The API: described as it is, the same for every site, gone through without gaps while reports come."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from indexer.archive.archive import open_archive
from indexer.ingest.add import add
from indexer.ingest.remove import remove
from indexer.language.sentences import CHINESE
from indexer.settings import Settings
from tests.conftest import ROOT
from web import create_app
from web.api.specification import list_operations

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
PATHS = [each.path for each in list_operations(create_app(Settings(home=Path("nowhere"))))]


@pytest.fixture(scope="module")
def app(invented_settings: Settings) -> Flask:
    return create_app(invented_settings, open_archive(invented_settings))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def described(app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("path", PATHS)
def test_whatever_is_asked_is_answered_as_described(
    described: Any, path: str, mode: schemathesis.GenerationMode
) -> None:
    """Values as described and others: no internal error, and no answer that the description does not have."""
    operation = described[path]["GET"]
    if mode is schemathesis.GenerationMode.NEGATIVE and not operation.query:
        pytest.skip("it takes no parameters")

    @hypothesis.settings(
        max_examples=15, derandomize=True, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    ask()


def test_the_description_is_one(client: FlaskClient) -> None:
    described = client.get("/api/openapi.json").get_json()
    OpenAPIV31SpecValidator(described).validate()
    assert described["openapi"] == "3.1.0"
    assert described["servers"] == [{"url": "http://localhost"}]


def test_every_address_of_the_api_is_described(app: Flask, client: FlaskClient) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    paths = client.get("/api/openapi.json").get_json()["paths"]
    assert len(paths) == len(rules)
    assert all(CHINESE.search(path["get"]["summary"]) for path in paths.values())
    answers = {name: path["get"]["responses"]["200"]["content"] for name, path in paths.items()}
    loose = [name for name, content in answers.items() if "/Anything" in str(content)]
    assert loose == ["/api/openapi.json"]
    assert {"/api/search", "/api/reports", "/api/reports/{report_id}", "/api/places", "/api/bodies"} <= set(
        paths
    )
    assert {"/api/figures", "/api/commitments", "/api/checks", "/api/targets", "/api/suggest"} <= set(paths)


def test_people_read_the_same(client: FlaskClient) -> None:
    soup = BeautifulSoup(client.get("/help/api").text, "lxml")
    paths = client.get("/api/openapi.json").get_json()["paths"]
    shown = [code.get_text().removeprefix("GET ") for code in soup.select("h3 code")]
    assert set(shown) == set(paths)
    for section in soup.select("main"):
        assert not section.select("script")
    assert soup.select_one(f'a[href="{"/api/openapi.json"}"]')
    assert BeautifulSoup(client.get("/help").text, "lxml").select_one('a[href="/help/api"]')


def test_a_report_whole(client: FlaskClient) -> None:
    (summary, *_) = client.get("/api/reports?limit=1").get_json()["reports"]
    report = client.get(summary["whole"]).get_json()
    assert report["id"] == summary["id"]
    assert report["provenance"]["sha256"] == summary["sha256"]
    assert [section["number"] for section in report["sections"]][-1] == 6
    page = BeautifulSoup(client.get(report["address"]).text, "lxml")
    blocks = [block for section in report["sections"] for block in section["blocks"] if "text" in block]
    for block in blocks:
        line = page.find(id=block["anchor"])
        assert line is not None
        assert block["text"] in line.get_text()
    assert client.get(report["original"]).status_code == 200
    assert report["commitments"]
    assert all(commitment["report"] == report["id"] for commitment in report["commitments"])


def test_a_report_whole_has_its_numbers(sample_settings: Settings) -> None:
    client = create_app(sample_settings).test_client()
    report = client.get("/api/reports/disclosure-990101-2021").get_json()
    assert {table["number"] for table in report["figures"]["tables"]} == {2, 3, 4}
    assert {finding["outcome"] for finding in report["findings"]} <= {
        "holds",
        "fails",
        "holds_if_blank_zero",
        "cannot_judge",
    }
    page = client.get("/reports/disclosure-990101-2021").text
    assert all(f'id="{finding["anchor"]}"' in page for finding in report["findings"] if finding["anchor"])


def test_fields_are_chosen(client: FlaskClient) -> None:
    answer = client.get("/api/reports?fields=id,year&limit=3").get_json()
    assert [set(report) for report in answer["reports"]] == [{"id", "year"}] * 3
    report = client.get(f"/api/reports/{answer['reports'][0]['id']}?fields=sections").get_json()
    assert set(report) == {"sections"}
    refused = client.get("/api/bodies?fields=id")
    assert refused.status_code == 400
    assert "series" in refused.get_json()["error"]["message"]


@pytest.mark.parametrize(("path", "key"), [("reports", "id"), ("bodies", "series"), ("places", "code")])
def test_lists_are_gone_through_page_by_page(client: FlaskClient, path: str, key: str) -> None:
    whole = client.get(f"/api/{path}?limit=100").get_json()
    assert whole["next"] is None
    found: list[str] = []
    address = f"/api/{path}?limit=1"
    while address:
        answer = client.get(address)
        found += [item[key] for item in answer.get_json()[path]]
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(answer.get_json()["next"])
        address = link.partition("<")[2].partition(">")[0]
    assert found == [item[key] for item in whole[path]]
    assert len(found) >= 2


def test_a_cursor_outlives_additions_and_withdrawals(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    files = sorted((ROOT / "corpus" / "disclosure" / "东湖区").iterdir())
    desk = tmp_path / "desk"
    desk.mkdir()

    def add_some(some: list[Path]) -> None:
        copies = [Path(shutil.copy(path, desk)) for path in some]
        add(copies, settings, lambda _outcome, _total: None)

    add_some(files[:4])
    client = create_app(settings).test_client()
    first = client.get("/api/reports?limit=2").get_json()
    remove(first["reports"][1]["id"], settings)  # the very report that the cursor speaks of
    add_some(files[4:6])
    rest = client.get(f"/api/reports?limit=100&cursor={first['next']}").get_json()
    assert len(rest["reports"]) == 4
    assert not {each["id"] for each in first["reports"]} & {each["id"] for each in rest["reports"]}


def test_reports_are_chosen_by_place_year_kind_and_body(client: FlaskClient) -> None:
    def ask(query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = client.get(f"/api/reports?limit=100&{query}").get_json()["reports"]
        return found

    assert {each["year"] for each in ask("year=2020")} == {2020}
    assert {each["region"][-1] for each in ask("district=云泽市/东湖区")} == {"东湖区"}
    assert len(ask("district=云泽市")) > len(ask("district=990101"))
    assert ask("kind=work") == []
    bodies = client.get("/api/bodies").get_json()["bodies"]
    assert sum(body["reports"] for body in bodies) == len(ask(""))
    for body in bodies:
        listed = ask(f"body={body['series']}")
        assert len(listed) == body["reports"]
        years = [each["year"] for each in listed if each["year"]]
        assert (min(years, default=None), max(years, default=None)) == (body["first_year"], body["last_year"])
        assert client.get(body["feed"]).status_code == 200
    places = client.get("/api/places").get_json()["places"]
    assert all(client.get(place["whole"]).status_code == 200 for place in places)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/reports?cursor=x", 400),
        ("/api/reports?cursor=" + "9" * 300, 400),
        ("/api/reports?limit=0", 400),
        ("/api/reports?limit=101", 400),
        ("/api/reports?year=20", 400),
        ("/api/reports?kind=x", 400),
        ("/api/reports?district=没有这个地方", 404),
        ("/api/reports/no-such", 404),
        ("/api/bodies?cursor=" + "x" * 300, 400),
        ("/api/no-such", 404),
    ],
)
def test_what_makes_no_sense_is_said(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert set(answer.get_json()["error"]) == {"code", "message"}


def test_suggestions(client: FlaskClient) -> None:
    answer = client.get("/api/suggest?q=公").get_json()
    assert answer["completions"] == client.get("/suggest?q=公").get_json()[1]
    assert "从化区" in " ".join(client.get("/api/suggest?q=从化").get_json()["places"])


@pytest.mark.parametrize("path", ["/api/search?q=公开", "/api/no-such", "/api/openapi.json"])
def test_scripts_of_other_sites_may_read(client: FlaskClient, path: str) -> None:
    asked = client.get(path, headers={"Origin": "https://elsewhere.example"})
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in asked.headers
    before = client.options(path.partition("?")[0], headers={"Access-Control-Request-Method": "GET"})
    assert before.status_code in (200, 404)
    assert "POST" not in before.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Origin" not in client.get("/search?q=公开").headers


def test_limits_are_told_and_kept(invented_settings: Settings) -> None:
    settings = dataclasses.replace(invented_settings, api_per_minute=3)
    client = create_app(settings, open_archive(settings)).test_client()
    answers = [client.get("/api/suggest?q=公") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer.headers["RateLimit"].partition(";t=")[0] for answer in answers[:4]] == [
        f'"address";r={left}' for left in (2, 1, 0, 0)
    ]
    assert answers[0].headers["RateLimit-Policy"] == '"address";q=3;w=60'
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 60
    assert json.loads(answers[3].data)["error"]["code"] == "busy"
    assert client.get("/search?q=公开").status_code == 200
    assert client.get("/api/suggest?q=公", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 200
