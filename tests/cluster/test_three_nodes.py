"""Three nodes of OpenSearch, PostgreSQL, an object store and two portals: they answer as a folder does, and
go on answering while machines fail.

With TEST_CLUSTER=all (`make test-cluster TEST_CLUSTER=all`) all real texts are added, which takes minutes,
else a draw of them. Where none are beside the checkout, the sample corpus alone is.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any
from urllib.parse import quote

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.preservation.verification import verify
from indexer.ingest.add import add
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from tests.cluster.alike import check_searches
from tests.cluster.contents import compare_contents
from tests.cluster.load import Load
from tests.cluster.portal import ROOT
from tests.cluster.servers.node import VARIABLE, NoPackages, is_wanted, is_whole_wanted
from tests.cluster.servers.services import Services, find_missing_service
from web import create_app

pytestmark = pytest.mark.skipif(
    not is_wanted() or bool(find_missing_service()),
    reason=find_missing_service() or f"`make test-cluster` starts the servers ({VARIABLE} is not set)",
)

CORPUS = ROOT / "corpus"
FIRST, MORE = CORPUS / "disclosure", CORPUS / "work"
QUERIES = ("公开", "依申请公开", "“政府信息”", "教育 OR 卫生", "云泽市 2020", "绿化", "水", "加装电梯")
ADDRESSES = (
    *(f"/api/search?q={query}" for query in QUERIES),
    "/api/reports",
    "/api/commitments?q=教育",
    "/api/checks",
    "/api/targets",
    "/api/cells",
    "/api/places/云泽市",
)
_QUERIES = {"corpus": 100, "real": 300}
"""Queries that are asked, each twice."""
_PLACES = 16
"""Places of which real texts are drawn."""


def ignore(_outcome: object, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    try:
        started = Services(tmp_path_factory.mktemp("nodes"))
    except NoPackages as error:
        pytest.skip(str(error))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in started.store.environment.items():
            patch.setenv(name, value)
        yield started
    started.stop()


@pytest.fixture
def machines(services: Services, tmp_path: Path, request: pytest.FixtureRequest) -> list[Settings]:
    """Two machines with one archive, which is empty."""
    name = f"archive{abs(hash(request.node.name)) % 10**6}"
    return [services.make_settings(tmp_path / number, name) for number in ("one", "two")]


def count_hits(settings: Settings) -> dict[str, int]:
    with closing(open_archive(settings)) as archive:
        return {query: archive.search(parse_query(query, settings=settings)).total for query in QUERIES}


@pytest.mark.parametrize("texts", ["corpus", "real"])
def test_it_is_the_archive_of_a_folder(
    texts: str, services: Services, machines: list[Settings], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Added by one machine, read by workers, read back by the other machine and by a portal of each."""
    paths = [CORPUS, *(choose_texts(request.getfixturevalue("real")) if texts == "real" else ())]
    folder = Settings(home=tmp_path / "folder")
    run = add(paths, folder, ignore)
    began = time.monotonic()
    with services.run_workers(machines) as logs:
        publisher = services.start_command(machines[0], "add", "--queue", *map(str, paths))
        _, notes = publisher.communicate(timeout=1800)
        assert publisher.returncode == (1 if run.failures else 0), notes
    assert "改由本机读取" not in notes
    files = [len(log.read_text("utf-8").splitlines()) for log in logs]
    assert all(files), "a worker has read nothing"
    added = time.monotonic()
    with closing(open_archive(folder)) as known, closing(open_archive(machines[1])) as found:
        assert found.list_runs()[0].counts == run.counts
        contents = compare_contents(found, known)
        assert not contents.differences, "\n".join(contents.differences)
        compared = time.monotonic()
        searches = check_searches(found, known, _QUERIES[texts])
        searched = time.monotonic()
        print(f"\n{files} files read in {added - began:.0f} s, {contents.counts} compared in", end=" ")
        print(f"{compared - added:.0f} s, {searches} in {searched - compared:.0f} s")
        with services.serve(machines) as portals:
            client = create_app(folder, known).test_client()
            for address in ADDRESSES:
                expected = read_values(client.get(address).data, "http://localhost")
                path = quote(address, safe="/?&=")
                one, other = (read_values(portal.get(path), portal.address) for portal in portals)
                assert one == other, address
                assert leave_hits(one) == leave_hits(expected), address
    verified = verify(machines[1], ignore)
    assert [*verified.losses, *verified.damage, *verified.faults] == []


def choose_texts(real: Path) -> list[Path]:
    """All real texts where they are wanted, else a draw: those of the country, and all years of
    some places."""
    large = real / "real-large"
    places = sorted({path.parent for path in large.rglob("*.txt")})
    chosen = [large] if is_whole_wanted() else random.Random(24).sample(places, _PLACES)
    return [real / "real", real / "real-more", *chosen]


def read_values(answer: bytes, site: str) -> dict[str, Any]:
    """What an answer says, without scores, times and moments, and the address of who gave it."""
    text = re.sub(r"\d{4}-\d\d-\d\dT[0-9:]+\+00:00", "", answer.decode().replace(site, ""))
    said: dict[str, Any] = json.loads(text, parse_float=lambda _number: 0.0)
    return said


def leave_hits(answer: dict[str, Any]) -> dict[str, Any]:
    """The same without the hits of a page: which of those that score alike are on it `check_searches` leaves
    open."""
    return {name: value for name, value in answer.items() if name != "hits"}


def test_searches_go_on_while_machines_fail(
    services: Services, machines: list[Settings], tmp_path: Path
) -> None:
    one, two = machines
    folder = Settings(home=tmp_path / "folder")
    add([FIRST], folder, ignore)
    least = count_hits(folder)
    add([MORE], folder, ignore)
    most = count_hits(folder)
    add([FIRST], one, ignore)
    assert count_hits(one) == count_hits(two) == least
    with services.serve(machines) as portals, Load(portals, least, most) as load:
        services.nodes[0].kill()
        publisher = services.start_command(one, "add", str(MORE))
        publisher.communicate(timeout=300)
        assert publisher.returncode == 0
        services.nodes[0].start()
        services.nodes[1].wait("green", 3)
        portals[0].kill()
        portals[0].start()
        services.database.stop()
        services.database.start()
        services.nodes[2].kill()
        services.nodes[2].start()
        services.nodes[0].wait("green", 3)
    outcome = load.outcome
    assert outcome.wrong == []
    assert outcome.failed <= outcome.answers / 100
    assert outcome.answers > 50
    assert count_hits(one) == count_hits(two) == most
    found = verify(one, ignore)
    assert [*found.losses, *found.damage, *found.faults] == []


def test_a_killed_publisher_loses_nothing(
    services: Services, machines: list[Settings], tmp_path: Path
) -> None:
    one, two = machines
    folder = Settings(home=tmp_path / "folder")
    add([FIRST, MORE], folder, ignore)
    add([MORE], one, ignore)
    for seconds in (1.5, 3.0, 5.0):
        publisher = services.start_command(one, "add", str(FIRST))
        with suppress(TimeoutExpired):
            publisher.wait(seconds)
        publisher.kill()
        publisher.communicate()
        one, two = two, one  # the next one to publish is the other machine, whose home is empty
        assert set(count_hits(two)) == set(QUERIES)
    add([FIRST], one, ignore)
    assert count_hits(one) == count_hits(two) == count_hits(folder)
    found = verify(one, ignore)
    assert [*found.losses, *found.damage, *found.faults] == []
