"""The address of a cluster: what it may be, and that no message has anything of it that is secret."""

from __future__ import annotations

import pytest

from indexer.errors import SettingError
from indexer.search.engines.opensearch.address import parse_address
from indexer.settings import Settings

WHOLE = "opensearch+https://auditor:a%40b%2Fc@one:9201,two/yunze?ca=/etc/ca.pem&shards=3&replicas=2"


def test_an_address_says_all_that_is_needed() -> None:
    address = parse_address(WHOLE)
    assert address.hosts == (("one", 9201), ("two", 9200))
    assert (address.user, address.password, address.name) == ("auditor", "a@b/c", "yunze")
    assert (address.is_secure, address.authority, address.shards, address.replicas) == (
        True, "/etc/ca.pem", 3, 2,
    )  # fmt: skip
    assert address.shown == "https://one:9201,two:9200/yunze"


def test_nothing_shows_the_password() -> None:
    settings = Settings.from_environment({"NIANBAO_ENGINE_URL": WHOLE})
    assert settings.engine_url == WHOLE
    for shown in (repr(settings), repr(parse_address(WHOLE)), str(parse_address(WHOLE))):
        assert "a%40b" not in shown
        assert "a@b" not in shown


@pytest.mark.parametrize(
    "url",
    [
        "https://one:9200/yunze",
        "opensearch+http://geheim@/yunze",
        "opensearch+http://one:geheim/yunze",
        "opensearch+http://one:9200/yunze?geheim=1",
        "opensearch+http://one:9200/yunze?shards=geheim",
    ],
)
def test_what_is_no_address_is_told_without_it(url: str) -> None:
    with pytest.raises(SettingError, match="请写成") as told:
        parse_address(url)
    assert "geheim" not in told.value.message


@pytest.mark.parametrize("url", ["http://one:9200/geheim", "opensearch+http://one:9200", "geheim"])
def test_a_setting_is_looked_at_when_it_is_read(url: str) -> None:
    with pytest.raises(SettingError, match="NIANBAO_ENGINE_URL") as told:
        Settings.from_environment({"NIANBAO_ENGINE_URL": url})
    assert "geheim" not in told.value.message
