"""A report stands beside its original, which runs and loads nothing."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from tests.web.visitor import get

REPORT = "disclosure-990101-2021"


def test_the_text_stands_beside_the_file(client: FlaskClient) -> None:
    link = get(client, f"/reports/{REPORT}").find("a", string="与文字并排看")
    page = get(client, str(link["href"]))  # type: ignore[index]
    text = page.select_one("[aria-labelledby=read-title]")
    assert text
    assert "总体情况" in text.get_text()
    frame = page.select_one("iframe")
    assert frame
    assert frame.has_attr("sandbox")
    shown = client.get(str(frame["src"]))
    assert shown.mimetype == "text/html"
    assert shown.text == Path("corpus/disclosure/东湖区/2021.html").read_text("utf-8")
    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "frame-ancestors 'self'" in policy
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_what_is_not_there_is_said(client: FlaskClient) -> None:
    assert client.get("/reports/none/beside").status_code == 404
    assert client.get("/reports/none/original/shown").status_code == 404
