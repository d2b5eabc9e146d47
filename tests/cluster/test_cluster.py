"""An archive whose index is on a real node: the same answers as in the home, and one commit over both."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.archive.archive import Archive, open_archive
from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.writing.writer import CatalogueWriter
from indexer.archive.preservation.checkup import check_up
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.archive.storage.index import open_index
from indexer.ingest.add import add
from indexer.ingest.recovery import recover
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove, undo_removal
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from tests.cluster.alike import check_searches
from tests.cluster.servers.node import VARIABLE, is_wanted
from web import create_app

ROOT = Path(__file__).parents[2]

pytest.importorskip("opensearchpy", reason="the extra nianbao[cluster] is not installed")
from indexer.search.engines.opensearch.cluster import Cluster, connect  # noqa: E402
from indexer.search.engines.opensearch.transaction import IndexTransactions  # noqa: E402

pytestmark = pytest.mark.skipif(
    not is_wanted(), reason=f"`make test-cluster` asks a real node ({VARIABLE} is not set)"
)


def ignore(_outcome: object, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def settings(
    sample_settings: Settings, cluster_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """The sample corpus, its index on a node."""
    home = shutil.copytree(sample_settings.home, tmp_path_factory.mktemp("cluster") / "home")
    settings = dataclasses.replace(sample_settings, home=home, engine_url=cluster_url)
    reindex(settings, ignore)
    yield settings
    delete_indexes(settings)


def delete_indexes(settings: Settings) -> None:
    cluster = connect(settings.engine_url)
    for name in Home(settings.home).list_generations():
        cluster.delete_index(name)
    cluster.close()


@pytest.fixture
def copy(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Another archive of the same, which may be written to."""
    home = shutil.copytree(settings.home, tmp_path / "home")
    copied = dataclasses.replace(settings, home=home, engine_url=settings.engine_url + "-copy")
    reindex(copied, ignore)
    yield copied
    delete_indexes(copied)


def test_queries_find_the_same_in_the_same_order(sample_settings: Settings, settings: Settings) -> None:
    ours, theirs = open_archive(settings), open_archive(sample_settings)
    check_searches(ours, theirs, 150)
    ours.close()
    theirs.close()


def test_groups_trends_and_lists_are_the_same(sample_settings: Settings, settings: Settings) -> None:
    ours, theirs = open_archive(settings), open_archive(sample_settings)
    for typed in ("公开", "申请", "“政府信息”"):
        query = parse_query(typed)
        mine, known = ours.search(query).groups, theirs.search(query).groups
        assert mine.count_reports() == known.count_reports()
        assert mine.list_cells() == known.list_cells()
        assert set(mine.list_ids()) == set(known.list_ids())
        assert {group.report: group.hits for group in mine.list_reports(0, 50)} == {
            group.report: group.hits for group in known.list_reports(0, 50)
        }
        scope = parse_query("", Choices(years=["2019..2022"]))
        phrase = parse_query(f"“{typed.strip('“”')}”")
        assert (
            ours.auditing.count_trend([phrase], scope).cells
            == theirs.auditing.count_trend([phrase], scope).cells
        )
        assert (
            ours.auditing.count_batch([phrase], scope).counts
            == theirs.auditing.count_batch([phrase], scope).counts
        )
    ours.close()
    theirs.close()


def test_it_is_verified_and_looked_over(copy: Settings) -> None:
    live, cluster = Home(copy.home).find_current(), connect(copy.engine_url)
    generations = Home(copy.home).list_generations()
    assert len(generations) > 1  # the one of before is kept, and needs no index that nobody asks
    assert [name for name in generations if cluster.has_index(name)] == [live.name]
    assert verify(copy, ignore).sound
    assert [each.level for each in check_up(copy, {}) if each.topic == "index"] == ["ok"]
    found = cluster.search(live.name, {"size": 1, "query": {"term": {"ordinal": 0}}})["hits"]["hits"][0]
    source = found["_source"]
    source["shown"]["text"] = source["shown"]["text"].replace("公开", "公升")
    cluster.write_documents(live.name, [{"_id": found["_id"], **source}])
    cluster.refresh(live.name)
    (damage,) = verify(copy, ignore).damage
    assert source["report"] in damage
    cluster.delete_documents(live.name, {"ids": {"values": [found["_id"]]}})
    (damage,) = verify(copy, ignore).damage
    assert "reindex" in damage
    reindex(copy, ignore)
    assert verify(copy, ignore).sound
    cluster.close()


def test_one_commit_publishes_catalogue_and_index(copy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop before it leaves nothing to be found; a stop right after it loses nothing."""
    archive = open_archive(copy)
    gone = min(ids(archive))
    total = count(archive)
    with monkeypatch.context() as stopped:
        stopped.setattr(CatalogueWriter, "set_index_generation", stop)  # all was sent to the index by then
        with pytest.raises(KeyboardInterrupt):
            remove(gone, copy)
    assert count(archive) == total
    assert gone in ids(archive)
    recover(copy)  # its original was in the trash already
    less = count(archive)
    assert less < total
    assert gone not in ids(archive)
    with monkeypatch.context() as stopped:
        calls = iter(range(9))
        delete = IndexTransactions._delete_replaced
        # The first of a transaction is for what was left before, the second for what it has replaced.
        stopped.setattr(
            IndexTransactions,
            "_delete_replaced",
            lambda *arguments: stop() if next(calls) else delete(*arguments),
        )
        with pytest.raises(KeyboardInterrupt):
            undo_removal(gone, copy)
    assert count(archive) == total
    recover(copy)
    assert count(archive) == total
    assert verify(copy, ignore).sound
    archive.close()


def test_questions_name_only_reports_that_were_replaced(copy: Settings) -> None:
    """Each question names them: a first transaction of ten thousand reports replaces none."""
    live, cluster = Home(copy.home).find_current(), connect(copy.engine_url)
    with closing(open_archive(copy)) as archive:
        gone = min(ids(archive))
    assert list_replaced(cluster, live.name) == []
    remove(gone, copy)
    assert list_replaced(cluster, live.name) == [gone]
    undo_removal(gone, copy)
    assert list_replaced(cluster, live.name) == []
    cluster.close()


def list_replaced(cluster: Cluster, index: str) -> list[str]:
    """What the last transaction says that it has replaced."""
    body = {"size": 1, "query": {"exists": {"field": "commit"}}, "sort": [{"commit": "desc"}]}
    (commit,) = cluster.search(index, body)["hits"]["hits"]
    replaced: list[str] = commit["_source"]["replaced"]
    return replaced


def count(archive: Archive) -> int:
    return archive.search(parse_query("公开")).total


def stop(*_arguments: object) -> None:
    raise KeyboardInterrupt


def ids(archive: Archive) -> set[str]:
    return {report.id for report in archive.list_summaries()}


def test_a_report_comes_goes_and_comes_back(copy: Settings) -> None:
    archive = open_archive(copy)
    before, total = ids(archive), count(archive)
    assert add([ROOT / "tests" / "cases" / "disclosure_2021"], copy, ignore).counts["added"] > 0
    (added, *_) = sorted(ids(archive) - before)
    more = count(archive)
    assert more > total
    for act in (remove, undo_removal):
        act(added, copy)
        live = Home(copy.home).find_current()
        catalogue = Catalogue(live.database)
        engine = open_index(live, catalogue, copy)
        assert engine.list_reports() == catalogue.reports.list_current()
        assert (added in engine.list_reports()) == (act is undo_removal)
        engine.close()
        catalogue.close()
    assert count(archive) == more
    archive.close()


def test_the_portal_answers_through_it(settings: Settings) -> None:
    archive = open_archive(settings)
    client = create_app(settings, archive).test_client()
    for address in (
        "/search?q=公开 申请",
        "/search?q=公开&view=reports",
        "/trend?q=公开",
        "/api/search?q=公开",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        assert page.json["total"] if page.is_json else "<mark>" in page.text or "公开" in page.text
    archive.close()
