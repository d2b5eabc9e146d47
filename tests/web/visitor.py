"""What tests do as a visitor: open pages, and sign in as one of the staff."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from indexer.settings import Settings
from web import create_app

PASSWORD = "云泽市 2026"
HASH = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")


def get(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    """A page."""
    response = client.get(url)
    assert response.status_code == status, response.text
    return BeautifulSoup(response.text, "lxml")


def token(client: FlaskClient, address: str = "/staff") -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def make_staff_settings(folder: Path) -> Settings:
    """Settings of an archive whose staff sign in with `PASSWORD`."""
    return Settings(folder / "home", password_hash=HASH, wait_seconds=0)


def sign_in(settings: Settings, who: str = "王芳") -> FlaskClient:
    """One of the staff at the portal."""
    client = create_app(settings).test_client()
    said = {"who": who, "password": PASSWORD, "csrf_token": token(client, "/sign-in")}
    assert client.post("/sign-in", data=said).status_code == 303
    return client
