"""What many tests of pages ask: the portal over the sample corpus."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from web import create_app


@pytest.fixture
def client(sample_settings: Settings) -> FlaskClient:
    """A visitor of the sample archive, unless a file has its own."""
    return create_app(sample_settings).test_client()
