"""However much an address asks for, its page is soon answered, and small; what runs on is given up."""

from __future__ import annotations

import itertools
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.archive.archive import open_archive
from indexer.settings import Settings
from tests.web.serving.hostile_addresses import FILES, PARAMETERS, list_hostile, list_paths
from web import bounds, create_app, deadline

STATUSES = {200, 302, 303, 308, 400, 404, 405, 413, 414}


LONG = deadline.SECONDS / 4
"""Seconds of the processor: more than any page of a small archive may take."""


@pytest.fixture(scope="module")
def app(sample_settings: Settings) -> Flask:
    return create_app(sample_settings)


def test_every_route_and_parameter_doubled_and_multiplied(app: Flask, sample_settings: Settings) -> None:
    archive, client = open_archive(sample_settings), app.test_client()
    paths = list_paths(app, archive)
    assert len(paths) > 30
    worst: dict[str, tuple[float, str]] = {}

    def ask(url: str) -> tuple[int, int, float]:
        """Status, bytes and seconds of the processor of an answer."""
        began = time.thread_time()
        answer = client.get(url)
        size = len(answer.get_data())
        used = time.thread_time() - began
        answer.close()
        return answer.status_code, size, used

    for path in paths:
        for hostile in list_hostile([path], archive):
            status, size, used = ask(hostile.url)
            if used > LONG:  # the garbage of all tests before may have been collected meanwhile
                used = ask(hostile.url)[2]
            what = f"{path}: {hostile.much}"
            assert status in STATUSES, what
            assert size < bounds.LARGEST_PAGE or path.endswith(FILES), (what, size)
            worst[path] = max(worst.get(path, (0.0, "")), (used, what))
    assert not [worst[path] for path in paths if worst[path][0] > LONG and not path.endswith(FILES)]


@pytest.mark.parametrize(
    "path",
    [
        "/search",
        "/commitments",
        "/checks",
        "/archive",
        "/figures",
        "/trend",
        "/concordance",
        "/batch",
        "/compare",
        "/api/search",
    ],
)
@pytest.mark.parametrize("name", [name for name in PARAMETERS if name != "body"])
def test_a_parameter_has_twenty_values_at_most(app: Flask, path: str, name: str) -> None:
    values = "&".join(f"{name}={year}" for year in range(1950, 1971))
    answer = app.test_client().get(f"{path}?{values}")
    assert answer.status_code == 400
    assert "21" in answer.get_data(as_text=True)


def test_twenty_years_are_answered_with_an_address_without_each(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/search?" + "&".join(f"year={year}" for year in range(2003, 2023)))
    assert page.status_code == 200
    assert page.get_data(as_text=True).count("去掉年度") == 20


def test_pages_far_beyond_the_last_are_refused(app: Flask) -> None:
    client = app.test_client()
    for path in (
        "/checks",
        "/checks.csv",
        "/api/checks",
        "/search",
        "/api/search",
        "/archive",
        "/commitments",
        "/concordance",
        "/api/concordance",
    ):
        for page in ("9" * 5000, "٣", "-1", "0", "1e9"):
            assert client.get(f"{path}?page={page}").status_code == 400, (path, page[:9])


@pytest.fixture
def strange(sample_settings: Settings) -> FlaskClient:
    """A portal with pages that nobody bounded, each with a fifth of a second."""
    app = create_app(sample_settings)

    def run_on() -> str:
        return str(sum(1 for _ in itertools.count()))

    def run_longer() -> str:
        deadline.lift()
        until = time.thread_time() + 0.8
        while time.thread_time() < until:
            pass
        return "whole"

    class Swallowing:
        def __del__(self) -> None:  # Python ignores what is raised here
            until = time.thread_time() + 0.6
            while time.thread_time() < until:
                pass

    def swallow() -> str:
        Swallowing()
        return run_on()

    app.add_url_rule("/on", "on", run_on)
    app.add_url_rule("/swallowed", "swallowed", swallow)
    app.add_url_rule("/api/on", "api_on", run_on)
    app.add_url_rule("/longer", "longer", run_longer)
    app.add_url_rule("/large", "large", lambda: "x" * (bounds.LARGEST_PAGE + 1))
    deadline.install(app, 0.2)
    return app.test_client()


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="no clock of one thread here")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_swallows_its_end_is_ended_all_the_same(strange: FlaskClient) -> None:
    assert strange.get("/swallowed").status_code == 503


def test_a_page_that_is_too_large_is_one_sentence(strange: FlaskClient) -> None:
    answer = strange.get("/large")
    assert answer.status_code == 413
    assert "下载原文件" in answer.get_data(as_text=True)


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="no clock of one thread here")
def test_what_runs_on_is_given_up_and_the_next_is_answered(strange: FlaskClient) -> None:
    page = strange.get("/on")
    assert page.status_code == 503
    assert "太久" in page.get_data(as_text=True)
    answer = strange.get("/api/on")
    assert answer.json is not None
    assert answer.json["error"]["code"] == "overdue"
    assert strange.get("/longer").get_data() == b"whole"
    for _ in range(20):
        assert strange.get("/help").status_code == 200
