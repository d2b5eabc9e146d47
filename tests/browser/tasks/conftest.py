"""The home page of the sample archive's portal on each device."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.tasks.devices import DEVICES, Device, visit


@pytest.fixture(params=DEVICES, ids=lambda device: device.name)
def device(request: pytest.FixtureRequest) -> Device:
    found: Device = request.param
    return found


@pytest.fixture
def page(browser: Browser, site: str, device: Device) -> Iterator[Page]:
    with visit(browser, site, device) as page:
        yield page
