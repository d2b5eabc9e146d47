"""What a reverse proxy says of its visitors: believed of the one that is named, in its last word only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.serving.test_connections import Served

OWN, OTHER = "127.0.0.1", "192.0.2.1"


def tell(environ: Any, start_response: Any) -> list[bytes]:
    """Answer with what is believed of the visitor."""
    said = [environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], environ.get("HTTP_HOST", "")]
    said += [name for name in environ if name.startswith(("HTTP_X_FORWARDED", "HTTP_FORWARDED"))]
    body = json.dumps(said).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture(scope="module")
def trusting() -> Iterator[Served]:
    with Served(tell, trusted_proxy=OWN) as served:
        yield served


def ask(served: Served, *headers: str) -> tuple[int, list[str]]:
    """Status, and what is believed: address, scheme, host, headers that are left."""
    head = "\r\n".join(("GET /search HTTP/1.1", "Host: h", "Connection: close", *headers, "", ""))
    with served.connect(head.encode("latin-1")) as connection:
        received = b""
        while part := connection.recv(65536):
            received += part
    first, _, body = received.partition(b"\r\n\r\n")
    status = int(first.split()[1])
    return status, json.loads(body) if status == 200 else []


FORGED = (
    "X-Forwarded-For: 6.6.6.6",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-Port: 1",
    "X-Forwarded-By: 6.6.6.6",
    "Forwarded: for=6.6.6.6;host=evil.example;proto=https",
    "X_Forwarded_For: 6.6.6.6",
    "X_Forwarded_Host: evil.example",
)


@pytest.mark.parametrize("trusted", ["", OTHER])
def test_nobody_else_is_believed(trusted: str) -> None:
    with Served(tell, trusted_proxy=trusted) as served:
        for headers in (*((each,) for each in FORGED), FORGED):
            status, (address, scheme, host, *left) = ask(served, *headers)
            assert (status, address, scheme, host) == (200, OWN, "http", "h")
            assert not (trusted and left)


def test_the_proxy_is_believed_in_its_last_word(trusting: Served) -> None:
    _, believed = ask(
        trusting,
        "X-Forwarded-For: 6.6.6.6, 127.0.0.1, 198.51.100.7",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: evil.example, portal.example",
    )
    assert believed[:3] == ["198.51.100.7", "https", "portal.example"]
    # What a visitor sent by the same name as the proxy's own, on a line of its own, comes first too.
    _, believed = ask(trusting, "X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 198.51.100.7")
    assert believed[0] == "198.51.100.7"
    _, believed = ask(trusting, *FORGED[3:])
    assert believed[:3] == [OWN, "http", "h"]


@pytest.mark.parametrize("said", ["https, http", "javascript", "https\thttp", ","])
def test_a_scheme_that_is_none_is_400(said: str, trusting: Served) -> None:
    assert ask(trusting, f"X-Forwarded-Proto: {said}")[0] == 400


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(("For", "Proto", "Host")),
    st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f"), max_size=60),
)
def test_no_word_of_a_proxy_is_too_strange(trusting: Served, name: str, said: str) -> None:
    assert ask(trusting, f"X-Forwarded-{name}: {said}")[0] in (200, 400)
