"""Three nodes of OpenSearch, PostgreSQL, an object store and two portals: they answer as a folder does, and
go on answering while machines fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.preservation.verification import verify
from indexer.ingest.add import add
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from tests.cluster.alike import check_searches, tell_rows
from tests.cluster.load import Load
from tests.cluster.node import VARIABLE, NoPackages, is_wanted
from tests.cluster.portal import ROOT
from tests.cluster.services import Services, find_missing_service

pytestmark = pytest.mark.skipif(
    not is_wanted() or bool(find_missing_service()),
    reason=find_missing_service() or f"`make test-cluster` starts the servers ({VARIABLE} is not set)",
)

FIRST, MORE = ROOT / "corpus" / "disclosure", ROOT / "corpus" / "work"
QUERIES = ("公开", "依申请公开", "“政府信息”", "教育 OR 卫生", "云泽市 2020", "绿化", "水", "加装电梯")


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


def test_it_answers_as_a_folder_does(services: Services, machines: list[Settings], tmp_path: Path) -> None:
    folder = Settings(home=tmp_path / "folder")
    add([FIRST, MORE], folder, ignore)
    add([FIRST, MORE], machines[0], ignore)
    with closing(open_archive(folder)) as known, closing(open_archive(machines[1])) as found:
        assert {each.id for each in found.list_summaries()} == {each.id for each in known.list_summaries()}
        check_searches(found, known, 150)
        assert tell_rows(found) == tell_rows(known)


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
