"""What many tests of pages ask: the portal over the sample corpus."""

from __future__ import annotations

import gc

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from web import create_app


@pytest.fixture(scope="module", autouse=True)
def _earlier_garbage_set_aside() -> None:
    """Have no request pay for the garbage of the tests before it.

    A served process collects once and sets aside what it holds (`web.server`); here thousands of tests leave
    millions of objects, and one pass through them takes a page the time that `web.deadline` gives it.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@pytest.fixture
def client(sample_settings: Settings) -> FlaskClient:
    """A visitor of the sample archive, unless a file has its own."""
    return create_app(sample_settings).test_client()
