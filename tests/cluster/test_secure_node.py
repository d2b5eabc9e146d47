"""A node that speaks by TLS alone and asks for a password: what a user of one archive needs, and what is said
where something of it is wrong.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.preservation.verification import verify
from indexer.errors import EngineUnreachable, NianbaoError, SettingError
from indexer.ingest.add import add
from indexer.ingest.remove import remove
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from tests.cluster.alike import check_searches
from tests.cluster.portal import ROOT
from tests.cluster.servers.node import VARIABLE, NoPackages, find_missing, is_wanted

pytestmark = pytest.mark.skipif(
    not is_wanted() or bool(find_missing()),
    reason=find_missing() or f"`make test-cluster` asks a real node ({VARIABLE} is not set)",
)
pytest.importorskip("opensearchpy", reason="the extra nianbao[cluster] is not installed")
pytest.importorskip("cryptography", reason="the extra nianbao[cluster-test] is not installed")
from tests.cluster.servers.certificates import Authority  # noqa: E402
from tests.cluster.servers.secure_node import PASSWORD, SecureNode  # noqa: E402

README = (ROOT / "web" / "README.md").read_text("utf-8")


def ignore(_outcome: object, _total: int) -> None:
    pass


def read_role() -> dict[str, object]:
    """The role that the README gives a user of the archive `yunze`."""
    found = re.search(r'^ +\{\n +"cluster_permissions".*?^ +\}$', README, re.MULTILINE | re.DOTALL)
    assert found
    role: dict[str, object] = json.loads(found[0])
    return role


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureNode]:
    try:
        started = SecureNode(tmp_path_factory.mktemp("secure"), "yunze", read_role())
    except NoPackages as error:
        pytest.skip(str(error))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def settings(node: SecureNode, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive on it."""
    url = node.make_url(ca=str(node.authority.path), replicas="0")
    made = Settings(home=tmp_path_factory.mktemp("archive"), engine_url=url)
    add([ROOT / "corpus" / "work"], made, ignore)
    return made


def test_it_answers_as_a_folder_does(settings: Settings, tmp_path: Path) -> None:
    folder = Settings(home=tmp_path / "folder")
    add([ROOT / "corpus" / "work"], folder, ignore)
    with closing(open_archive(settings)) as found, closing(open_archive(folder)) as known:
        check_searches(found, known, 40)
        assert found.complete("依申", 5) == known.complete("依申", 5)
        removed = found.list_summaries()[0].id
    for each in (settings, folder):
        remove(removed, each)
    with closing(open_archive(settings)) as found, closing(open_archive(folder)) as known:
        check_searches(found, known, 40)
    verified = verify(settings, ignore)
    assert [*verified.losses, *verified.damage, *verified.faults] == []


def fail(settings: Settings, url: str) -> str:
    """What a search says at another address."""
    with (
        closing(open_archive(dataclasses.replace(settings, engine_url=url))) as archive,
        pytest.raises(NianbaoError) as raised,
    ):
        archive.search(parse_query("公开"))
    assert isinstance(raised.value, EngineUnreachable | SettingError)
    assert "geheim" not in raised.value.message
    return raised.value.message


def test_what_is_wrong_is_said(node: SecureNode, settings: Settings, tmp_path: Path) -> None:
    trusted = str(node.authority.path)
    stranger = Authority(tmp_path, "stranger")
    assert "不接受这个用户、密码或证书" in fail(settings, node.make_url("geheim", ca=trusted))
    assert "证书无法验证" in fail(settings, node.make_url(ca=str(stranger.path)))
    assert "证书无法验证" in fail(settings, node.make_url())
    assert "证书无法验证" in fail(
        settings, node.make_url(host="localhost", ca=trusted)
    )  # it is for 127.0.0.1
    plain = node.make_url(ca=trusted).replace("+https", "+http")
    assert "连接中断" in fail(settings, plain.partition("?")[0])
    beyond = node.make_url(ca=trusted).replace("/yunze", "/another")
    assert "不接受这个用户" in fail(settings, beyond)


def test_the_password_is_nowhere(settings: Settings) -> None:
    for path in settings.home.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes()
            assert b"geheim" not in path.read_bytes(), path
