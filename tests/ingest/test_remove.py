"""A withdrawal is recorded with its reason, and undone as if it had never been."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.archive.archive import Archive, open_archive
from indexer.archive.contributions.acts import Acts, Deed
from indexer.archive.preservation.backup import backup
from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.restore import restore
from indexer.archive.preservation.source import Source
from indexer.archive.preservation.trashed import TrashedOriginals
from indexer.archive.preservation.verification import verify
from indexer.archive.preservation.withdrawn import find_withdrawn, list_withdrawn
from indexer.archive.storage.home import Home
from indexer.cli.main import nianbao
from indexer.errors import NotFound
from indexer.ingest import remove as removing
from indexer.ingest.add import add
from indexer.ingest.recovery import recover
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove, undo_removal
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from tests.cluster.alike import check_searches

FOLDER = Path(__file__).parents[2] / "corpus" / "disclosure" / "东湖区"


def run(settings: Settings, *paths: Path) -> None:
    add(paths, settings, lambda _outcome, _total: None)


def describe(archive: Archive) -> list[tuple[object, ...]]:
    """All that is published, and what searches find of it."""
    found = archive.search(dataclasses.replace(parse_query("公开"), limit=100))
    summaries = [
        (each.id, each.title, each.superseded_by, archive.read_report(each.id).source)
        for each in archive.list_summaries()
    ]
    return [*summaries, found.total, *sorted((hit.report, hit.section) for hit in found.hits)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "home", wait_seconds=0)
    run(settings, FOLDER / "2019.html", FOLDER / "2020.html", FOLDER / "2021.html")
    return settings


@pytest.mark.parametrize("year", [2019, 2021])
def test_undone_it_is_as_if_it_had_never_been(settings: Settings, year: int) -> None:
    home = Home(settings.home)
    before = describe(open_archive(settings))
    report_id = f"disclosure-990101-{year}"
    remove(report_id, settings, "王芳", "  单位更正后\r\n重新发布 ")
    (withdrawn,) = list_withdrawn(home)
    known = withdrawn.source.withdrawn
    assert known is not None
    assert (known.who, known.reason, withdrawn.is_kept) == ("王芳", "单位更正后\n重新发布", True)
    assert find_withdrawn(home, report_id) == withdrawn
    assert describe(open_archive(settings)) != before
    done = undo_removal(report_id, settings, "李四")
    assert (done.id, done.is_current) == (report_id, True)
    assert describe(open_archive(settings)) == before
    assert list_withdrawn(home) == ()
    assert find_withdrawn(home, report_id) is None
    assert not list(home.trash.iterdir())
    reindex(settings, lambda _outcome, _total: None)
    assert describe(open_archive(settings)) == before
    assert verify(settings, lambda _outcome, _total: None).sound
    undone, withdrawal = Acts(home).list_last(9)
    assert (withdrawal.deed, withdrawal.who, withdrawal.reason) == (Deed.WITHDRAW, "王芳", known.reason)
    assert (undone.deed, undone.who, undone.reports) == (Deed.UNDO, "李四", (report_id,))


def test_a_newer_version_stays_the_current_one(settings: Settings, tmp_path: Path) -> None:
    """Also where it was given the place that the withdrawn one had in the order of adding."""
    home = Home(settings.home)
    former = Originals(home).list_sources()[-1]
    early = dataclasses.replace(former, added="2026-01-01T00:00:00+00:00")
    Originals(home).store_source(early)
    remove("disclosure-990101-2021", settings)
    newer = tmp_path / "newer.html"
    newer.write_bytes((FOLDER / "2021.html").read_bytes().replace("培训".encode(), "学习".encode()))
    run(settings, newer)
    places = [source.sequence for source in Originals(home).list_sources()]
    done = undo_removal("disclosure-990101-2021", settings)
    assert early.sequence in places  # both have it now
    for _ in range(2):
        shown = {each.id: each.superseded_by for each in open_archive(settings).list_summaries()}
        assert shown["disclosure-990101-2021"] == "disclosure-990101-2021-2"
        reindex(settings, lambda _outcome, _total: None)
    assert not done.is_current


def test_what_cannot_be_undone_is_said(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="撤下的报告中没有"):
        undo_removal("disclosure-990101-2019", settings)
    remove("disclosure-990101-2019", settings)
    run(settings, FOLDER / "2019.html")
    with pytest.raises(NotFound, match="已经重新收录"):
        undo_removal("disclosure-990101-2019", settings)
    remove("disclosure-990101-2019", settings, reason="重复")
    backup(tmp_path / "saved.tgz", settings)
    elsewhere = Settings(tmp_path / "elsewhere")
    restore(tmp_path / "saved.tgz", elsewhere)
    reindex(elsewhere, lambda _outcome, _total: None)
    (withdrawn,) = list_withdrawn(Home(elsewhere.home))
    assert not withdrawn.is_kept  # a backup has no bytes of what was taken out
    assert withdrawn.source.withdrawn is not None
    assert withdrawn.source.withdrawn.reason == "重复"
    with pytest.raises(NotFound, match="不能恢复"):
        undo_removal("disclosure-990101-2019", elsewhere)
    (kept,) = Home(settings.home).trash.glob("*.bin")
    kept.write_bytes(b"x")
    with pytest.raises(NotFound, match="已损坏"):
        undo_removal("disclosure-990101-2019", settings)
    assert verify(settings, lambda _outcome, _total: None).damage == ()


@pytest.mark.parametrize("moment", ["recover", "reinstate_report", "delete_record"])
def test_a_stop_leaves_it_withdrawn_or_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    report_id, home = "disclosure-990101-2020", Home(settings.home)
    remove(report_id, settings, "王芳", "错了")

    def stop(*_args: object) -> None:
        raise KeyboardInterrupt

    def recover_half(_self: TrashedOriginals, source: Source) -> None:
        Originals(home).store_source(source)
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        if moment == "reinstate_report":
            stopped.setattr(removing, moment, stop)
        else:
            stopped.setattr(TrashedOriginals, moment, recover_half if moment == "recover" else stop)
        with pytest.raises(KeyboardInterrupt):
            undo_removal(report_id, settings)
    recover(settings)
    assert verify(settings, lambda _outcome, _total: None).sound
    if moment == "delete_record":
        assert list_withdrawn(home) == ()
    else:
        (withdrawn,) = list_withdrawn(home)
        assert withdrawn.is_kept
        assert withdrawn.source.withdrawn is not None
        assert withdrawn.source.withdrawn.reason == "错了"
        undo_removal(report_id, settings)
    assert open_archive(settings).read_report(report_id).source.report == report_id


def test_the_command(settings: Settings) -> None:
    words = ["remove", "disclosure-990101-2020", "--home", str(settings.home)]
    assert CliRunner().invoke(nianbao, [*words, "--reason", "重复", "--who", "王芳"]).exit_code == 0
    (act,) = Acts(Home(settings.home)).list_last(1)
    assert (act.who, act.reason) == ("王芳", "重复")
    answer = CliRunner().invoke(nianbao, [*words, "--undo"])
    assert "已恢复" in answer.output
    assert open_archive(settings).read_report("disclosure-990101-2020").id == "disclosure-990101-2020"


def test_an_archive_answers_as_if_what_is_gone_had_never_been(tmp_path: Path) -> None:
    """What is rare, and so what a passage with a part of a query covers, is so among what is held."""
    paths = sorted((FOLDER.parents[1] / "work").rglob("*.*"))
    reduced, small = Settings(home=tmp_path / "reduced"), Settings(home=tmp_path / "small")
    run(reduced, *paths)
    with closing(open_archive(reduced)) as archive:
        gone = next(summary for summary in archive.list_summaries() if summary.source == paths[-1].name)
    remove(gone.id, reduced)
    run(small, *paths[:-1])
    with closing(open_archive(reduced)) as archive, closing(open_archive(small)) as known:
        check_searches(archive, known, 100)
