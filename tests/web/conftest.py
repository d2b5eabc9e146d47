"""What many tests of pages ask: the portal over the sample corpus."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from web import create_app


@pytest.fixture(scope="module", autouse=True)
def _no_earlier_garbage(earlier_garbage_set_aside: None) -> None:
    """No page pays for the garbage of the tests before it."""


@pytest.fixture
def client(sample_settings: Settings) -> FlaskClient:
    """A visitor of the sample archive, unless a file has its own."""
    return create_app(sample_settings).test_client()
