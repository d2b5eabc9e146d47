"""Taking in, rebuilding and removing: what staff rely on."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.archive.archive import Archive, open_archive
from indexer.archive.catalogue.reports import ReportReader
from indexer.archive.outcome import FileOutcome
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveBusy, ArchiveDamaged, ArchiveMissing, NotFound
from indexer.ingest.add import add
from indexer.ingest.recovery import open_for_writing
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.report.identifier import make_id, split_id
from indexer.search.engines.whoosh.engine import WhooshEngine
from indexer.search.engines.whoosh.mmap import MappedStorage
from indexer.search.engines.whoosh.schema import SCHEMA
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from web import create_app

REPORT = """东湖区2019年政府信息公开工作年度报告（示例）
云泽市东湖区人民政府
本报告所列数据统计期限自2019年1月1日起至2019年12月31日止。
一、总体情况
{}
二、主动公开政府信息情况
主动公开信息312条。
三、收到和处理政府信息公开申请情况
收到申请5件。
四、政府信息公开行政复议、行政诉讼情况
无。
五、存在的主要问题及改进情况
一是解读形式单一。
六、其他需要报告的事项
无。
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", wait_seconds=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    (path / "a.txt").write_text(REPORT.format("城南垃圾分类全覆盖。"), "utf-8")
    return path


def take_in(path: Path, settings: Settings) -> list[FileOutcome]:
    outcomes: list[FileOutcome] = []
    add([path], settings, lambda outcome, _total: outcomes.append(outcome))
    return outcomes


def total(archive: Archive, typed: str) -> int:
    return archive.search(parse_query(typed)).total


def find_file(report_id: str, settings: Settings) -> Path:
    """Where the original of a report lies."""
    return settings.home / open_archive(settings).files.find_original(report_id).key


def test_added_report_is_found_and_read(folder: Path, settings: Settings) -> None:
    (outcome,) = take_in(folder, settings)
    archive = open_archive(settings)
    assert total(archive, "“垃圾分类全覆盖”") == 1
    record = archive.read_report(outcome.id)
    assert record.report.year == 2019
    assert [section.number for section in record.report.sections if section.heading] == [1, 2, 3, 4, 5, 6]
    assert archive.files.find_original(outcome.id).read() == (folder / "a.txt").read_bytes()


def test_adding_the_same_again_changes_nothing(folder: Path, settings: Settings) -> None:
    take_in(folder, settings)
    before = open_archive(settings).list_summaries()
    copy = folder.parent / "copy.txt"
    shutil.copy(folder / "a.txt", copy)
    assert [o.status for o in take_in(folder, settings)] == ["unchanged"]
    assert [o.status for o in take_in(copy, settings)] == ["unchanged"]
    assert open_archive(settings).list_summaries() == before
    assert total(open_archive(settings), "垃圾分类") == 1


def test_changed_file_replaces_its_former_self_in_search_and_keeps_it_readable(
    folder: Path, settings: Settings
) -> None:
    (first,) = take_in(folder, settings)
    (folder / "a.txt").write_text(REPORT.format("城南雨污分流完成。"), "utf-8")
    (second,) = take_in(folder, settings)
    assert (first.status, second.status) == ("added", "updated")
    assert second.id == f"{first.id}-2"
    archive = open_archive(settings)
    assert total(archive, "垃圾分类") == 0
    assert total(archive, "雨污分流") == 1
    old = archive.read_report(first.id)
    assert old.superseded_by == second.id
    assert old.versions == (second.id,)
    remove(second.id, settings)
    assert total(open_archive(settings), "垃圾分类") == 1


def test_one_broken_file_costs_only_itself(folder: Path, settings: Settings) -> None:
    (folder / "b.html").write_bytes(b"PK\x03\x04" + bytes(200))
    (folder / "c.txt").write_bytes(b"")
    (folder / "d.bin").write_bytes(b"whatever")
    by_name = {o.path.name: o for o in take_in(folder, settings)}
    assert {name: o.status for name, o in by_name.items()} == {
        "a.txt": "added",
        "b.html": "failed",
        "c.txt": "failed",
        "d.bin": "skipped",
    }
    assert all(by_name[name].message for name in ("b.html", "c.txt", "d.bin"))
    assert open_archive(settings).counts.read_overview().reports == 1


def test_failure_in_the_middle_of_a_batch_leaves_the_archive_as_it_was(
    folder: Path, settings: Settings
) -> None:
    take_in(folder, settings)
    (folder / "b.txt").write_text(REPORT.format("河道清淤。").replace("2019", "2020"), "utf-8")
    (folder / "c.txt").write_text(REPORT.format("路灯更换。").replace("2019", "2021"), "utf-8")

    def stop(outcome: FileOutcome, _total: int) -> None:
        if outcome.path.name == "b.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add([folder], settings, stop)
    archive = open_archive(settings)
    assert (archive.counts.read_overview().reports, total(archive, "河道清淤")) == (1, 0)
    assert {o.status for o in take_in(folder, settings)} == {"unchanged", "added"}
    assert open_archive(settings).counts.read_overview().reports == 3


def test_index_that_lags_behind_its_catalogue_is_brought_in_step(folder: Path, settings: Settings) -> None:
    (outcome,) = take_in(folder, settings)
    home = Home(settings.home)
    with open_for_writing(home, home.find_current(), settings) as archive, archive.engine.write() as writer:
        writer.remove(outcome.id)
    assert total(open_archive(settings), "垃圾分类") == 0
    take_in(folder, settings)
    assert total(open_archive(settings), "垃圾分类") == 1


def test_one_more_report_asks_nothing_of_all_others(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(folder, settings)
    (folder / "b.txt").write_text(REPORT.format("河道清淤。").replace("2019", "2020"), "utf-8")

    def asked(*_: object) -> None:
        raise AssertionError("the whole archive was read")

    with monkeypatch.context() as patch:
        for name in ("list_current", "list_originals", "list_summaries"):
            patch.setattr(ReportReader, name, asked)
        patch.setattr(WhooshEngine, "list_reports", asked)
        assert {o.status for o in take_in(folder, settings)} == {"unchanged", "added"}
    assert total(open_archive(settings), "河道清淤") == 1


def test_reindex_restores_everything_from_the_originals(folder: Path, settings: Settings) -> None:
    take_in(folder, settings)
    (folder / "a.txt").write_text(REPORT.format("城南雨污分流完成。"), "utf-8")
    take_in(folder, settings)
    archive = open_archive(settings)
    before, generation = archive.list_summaries(), archive.counts.read_overview().generation
    reindex(settings, lambda _outcome, _total: None)
    # The same open archive follows to the new generation.
    assert archive.counts.read_overview().generation != generation
    assert archive.list_summaries() == before
    assert (total(archive, "垃圾分类"), total(archive, "雨污分流")) == (0, 1)


def test_lost_generation_is_rebuilt_by_the_next_addition(folder: Path, settings: Settings) -> None:
    take_in(folder, settings)
    shutil.rmtree(settings.home / "generations")
    with pytest.raises(ArchiveDamaged, match="reindex"):
        open_archive(settings).list_summaries()
    assert [o.status for o in take_in(folder, settings)] == ["unchanged"]
    assert total(open_archive(settings), "垃圾分类") == 1


def test_corrupt_catalogue_and_index_are_named_and_mended(folder: Path, settings: Settings) -> None:
    take_in(folder, settings)
    live = Home(settings.home).find_current()
    live.catalogue.write_bytes(b"not a database" * 100)
    with pytest.raises(ArchiveDamaged, match="reindex"):
        open_archive(settings).list_summaries()
    reindex(settings, lambda _outcome, _total: None)
    for file in Home(settings.home).find_current().index.iterdir():
        file.write_bytes(b"junk")
    with pytest.raises(ArchiveDamaged, match="reindex"):
        open_archive(settings).search(parse_query("垃圾"))
    reindex(settings, lambda _outcome, _total: None)
    assert total(open_archive(settings), "垃圾分类") == 1


def test_removed_report_is_gone_and_its_original_in_the_trash(folder: Path, settings: Settings) -> None:
    (outcome,) = take_in(folder, settings)
    remove(outcome.id, settings)
    archive = open_archive(settings)
    assert (archive.counts.read_overview().reports, total(archive, "垃圾分类")) == (0, 0)
    assert [path.suffix for path in sorted((settings.home / "trash").iterdir())] == [".bin", ".json"]
    with pytest.raises(NotFound):
        remove(outcome.id, settings)


def test_second_writer_is_turned_away(folder: Path, settings: Settings) -> None:
    with Home(settings.home).lock_for_writing(), pytest.raises(ArchiveBusy, match=r"另一个进程（.*进程号"):
        take_in(folder, settings)
    assert take_in(folder, settings)[0].status == "added"


def test_empty_home_says_what_to_do(settings: Settings) -> None:
    with pytest.raises(ArchiveMissing, match="nianbao add"):
        open_archive(settings).search(parse_query("教育"))
    with pytest.raises(ArchiveMissing):
        reindex(settings, lambda _outcome, _total: None)


def test_another_report_at_the_same_path_replaces_nothing(folder: Path, settings: Settings) -> None:
    (first,) = take_in(folder, settings)
    (folder / "a.txt").write_text(REPORT.format("城南雨污分流完成。").replace("2019", "2020"), "utf-8")
    (second,) = take_in(folder, settings)
    assert (first.status, second.status) == ("added", "added")
    archive = open_archive(settings)
    assert (total(archive, "垃圾分类"), total(archive, "雨污分流")) == (1, 1)


def test_versions_come_and_go_and_a_rebuild_agrees(folder: Path, settings: Settings) -> None:
    path = folder / "a.txt"
    texts = [REPORT.format(words) for words in ("甲事已经办好。", "乙事已经办好。", "丙事已经办好。")]

    def found() -> list[int]:
        archive = open_archive(settings)
        return [total(archive, f"“{word}事已经办好”") for word in "甲乙丙"]

    ids = []
    for text in texts:
        path.write_text(text, "utf-8")
        ids += [outcome.id for outcome in take_in(folder, settings)]
    assert found() == [0, 0, 1]
    path.write_text(texts[0], "utf-8")  # back to an earlier content
    assert [o.status for o in take_in(folder, settings)] == ["updated"]
    assert found() == [1, 0, 0]
    reindex(settings, lambda _outcome, _total: None)
    assert found() == [1, 0, 0]
    remove(ids[1], settings)  # one that is replaced: what is stays
    assert found() == [1, 0, 0]
    remove(ids[0], settings)
    assert found() == [0, 0, 1]
    reindex(settings, lambda _outcome, _total: None)
    assert found() == [0, 0, 1]


def test_stop_leaves_no_original_behind(folder: Path, settings: Settings) -> None:
    take_in(folder, settings)
    (folder / "b.txt").write_text(REPORT.format("河道清淤。").replace("2019", "2020"), "utf-8")

    def stop(outcome: FileOutcome, _total: int) -> None:
        if outcome.path.name == "b.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add([folder], settings, stop)
    (folder / "b.txt").unlink()
    take_in(folder, settings)
    reindex(settings, lambda _outcome, _total: None)
    assert open_archive(settings).counts.read_overview().reports == 1


@pytest.mark.parametrize("spoiled", [b"changed", None])
def test_a_rebuild_loses_no_report_whose_original_is_damaged(
    folder: Path, settings: Settings, spoiled: bytes | None
) -> None:
    (first,) = take_in(folder, settings)
    (folder / "b.txt").write_text(REPORT.format("河道清淤。").replace("2019", "2020"), "utf-8")
    take_in(folder, settings)
    before, path = (
        open_archive(settings).read_report(first.id),
        find_file(first.id, settings),
    )
    path.write_bytes(spoiled) if spoiled else path.unlink()
    for file in Home(settings.home).find_current().index.iterdir():
        file.write_bytes(b"spoiled as well")
    run = reindex(settings, lambda _outcome, _total: None)
    (failure,) = run.failures
    assert "沿用以前从它读出的内容" in failure[1]
    archive = open_archive(settings)
    assert (total(archive, "垃圾分类"), total(archive, "河道清淤")) == (1, 1)
    assert archive.read_report(first.id).report == before.report
    assert (
        "已用这一份恢复"
        in {outcome.path.name: outcome.message for outcome in take_in(folder, settings)}["a.txt"]
    )
    assert reindex(settings, lambda _outcome, _total: None).failures == ()


def test_a_withdrawal_that_failed_half_way_is_completed_by_a_rebuild(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = take_in(folder, settings)
    (folder / "b.txt").write_text(REPORT.format("河道清淤。").replace("2019", "2020"), "utf-8")
    take_in(folder, settings)

    def fails(*_arguments: object) -> None:
        raise ArchiveDamaged("目录库无法使用。")

    with monkeypatch.context() as damaged:
        damaged.setattr("indexer.ingest.remove.remove_report", fails)
        damaged.setattr("indexer.ingest.recovery.remove_report", fails)
        with pytest.raises(ArchiveDamaged):
            remove(first.id, settings)
        with pytest.raises(ArchiveDamaged):  # the next writer meets it as well
            take_in(folder / "b.txt", settings)
    reindex(settings, lambda _outcome, _total: None)
    archive = open_archive(settings)
    assert (total(archive, "垃圾分类"), total(archive, "河道清淤")) == (0, 1)
    assert [o.status for o in take_in(folder / "b.txt", settings)] == ["unchanged"]


def test_an_archive_of_another_version_is_read_and_not_written_to(folder: Path, settings: Settings) -> None:
    (first,) = take_in(folder, settings)
    with sqlite3.connect(Home(settings.home).find_current().catalogue) as catalogue:
        catalogue.executescript("PRAGMA application_id = 7; DROP TABLE sketch; DROP TABLE sketch_band;")
    catalogue.close()
    archive = open_archive(settings)
    assert archive.outdated
    assert total(archive, "垃圾分类") == 1
    assert create_app(settings).test_client().get(f"/reports/{first.id}").status_code == 200
    for write in (lambda: take_in(folder, settings), lambda: remove(first.id, settings)):
        with pytest.raises(ArchiveDamaged, match=r"另一版本的程序.*nianbao reindex"):
            write()
    reindex(settings, lambda _outcome, _total: None)
    assert not open_archive(settings).outdated
    remove(first.id, settings)
    assert total(open_archive(settings), "垃圾分类") == 0


def test_every_process_knows_the_same_tables() -> None:
    counted = "from indexer.archive.storage.database import compute_fingerprint; print(compute_fingerprint())"
    told = {
        subprocess.run([sys.executable, "-c", f"import {module}; {counted}"], capture_output=True).stdout
        for module in ("indexer.archive.catalogue.catalogue", "indexer.cli.main", "web", "web.server")
    }
    assert len(told) == 1
    assert int(told.pop()) > 0


def test_a_rebuild_that_would_lose_a_report_is_refused(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = take_in(folder, settings)
    (folder / "b.txt").write_text(REPORT.format("河道清淤。").replace("2019", "2020"), "utf-8")
    take_in(folder, settings)
    find_file(first.id, settings).write_bytes(b"changed")
    monkeypatch.setattr("indexer.ingest.reindex.read_current_report", lambda _home, _sha256: None)
    with pytest.raises(ArchiveDamaged, match="丢失 1 份"):
        reindex(settings, lambda _outcome, _total: None)
    assert total(open_archive(settings), "垃圾分类") == 1


def test_first_run_that_takes_nothing_in_leaves_no_archive(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert take_in(tmp_path / "empty.txt", settings)[0].status == "failed"
    assert not any((settings.home / "generations").iterdir())


def test_unknown_places_are_never_versions_of_each_other(folder: Path, settings: Settings) -> None:
    for name, words in (("x.txt", "城东旧改。"), ("y.txt", "城西旧改。")):
        text = REPORT.format(words).replace("云泽市东湖区人民政府", "").replace("东湖区", "鼓楼区")
        (folder / name).write_text(text, "utf-8")
    outcomes = [o for o in take_in(folder, settings) if o.path.name != "a.txt"]
    assert all(o.report and o.report.region is None for o in outcomes)
    assert [open_archive(settings).read_report(o.id).versions for o in outcomes] == [(), ()]


LONG = "\n".join(
    f"{n}．第{n}项工作由第{n}科负责，全年共办理{n * 37}件，比上年多{n * 3}件。" for n in range(1, 30)
)


def test_the_same_report_from_elsewhere_is_another_version(folder: Path, settings: Settings) -> None:
    text = REPORT.format(LONG)
    (folder / "a.txt").write_text(text, "utf-8")
    (first,) = take_in(folder, settings)
    (folder / "b.txt").write_text(text.replace("第7科", "第八科"), "utf-8")  # corrected, under another name
    lines = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    (folder / "c.html").write_text(f"<!doctype html><meta charset=utf-8><title>x</title>{lines}", "utf-8")
    outcomes = {o.path.name: o for o in take_in(folder, settings)}
    assert {name: o.status for name, o in outcomes.items()} == {
        "a.txt": "unchanged",
        "b.txt": "updated",
        "c.html": "updated",
    }
    assert outcomes["b.txt"].message == f"取代 {first.id}"
    last = outcomes["c.html"].id

    def shown() -> list[str]:
        hits = open_archive(settings).search(parse_query("“全年共办理”")).hits
        return sorted({hit.report for hit in hits})

    assert shown() == [last]
    assert set(open_archive(settings).read_report(last).versions) == {first.id, outcomes["b.txt"].id}
    assert {o.status for o in take_in(folder, settings)} == {"unchanged"}  # none drives another out again
    assert shown() == [last]
    reindex(settings, lambda _outcome, _total: None)
    assert shown() == [last]
    remove(last, settings)
    assert shown() == [outcomes["b.txt"].id]
    remove(outcomes["b.txt"].id, settings)
    assert shown() == [first.id]


def test_of_several_versions_one_stands_again(folder: Path, settings: Settings) -> None:
    path, ids = folder / "a.txt", []
    for words in ("甲事已经办好。", "乙事已经办好。", "丙事已经办好。", "乙事已经办好。"):
        path.write_text(REPORT.format(words), "utf-8")
        ids += [outcome.id for outcome in take_in(folder, settings)]
    remove(ids[1], settings)
    archive = open_archive(settings)
    assert [total(archive, f"“{word}事已经办好”") for word in "甲乙丙"] == [0, 0, 1]
    assert archive.read_report(ids[0]).superseded_by == ids[2]


@pytest.mark.parametrize("out", [0, 1, 2, 3])
def test_what_stands_after_a_removal_is_what_a_rebuild_shows(
    folder: Path, settings: Settings, out: int
) -> None:
    """One is replaced by what is alike, another by what came from the same path."""
    text = REPORT.format(LONG)
    ids = []
    for name, content in (
        ("a.txt", text),
        ("b.txt", text.replace("第7科", "第八科")),
        ("a.txt", REPORT.format("乙事已经办好。")),
        ("c.txt", REPORT.format("乙事已经办好了。")),
    ):
        (folder / name).write_text(content, "utf-8")
        ids.append(take_in(folder / name, settings)[0].id)

    def standing() -> list[tuple[bool, int]]:
        archive = open_archive(settings)
        return [
            (not archive.read_report(each).superseded_by, total(archive, f"“{words}”"))
            for each, words in zip(ids, ("由第7科", "由第八科", "已经办好。", "已经办好了"), strict=True)
            if each != ids[out]
        ]

    remove(ids[out], settings)
    after = standing()
    assert all(shown == bool(found) for shown, found in after)
    reindex(settings, lambda _outcome, _total: None)
    assert standing() == after


def test_unlike_reports_of_one_body_and_year_hide_nothing(folder: Path, settings: Settings) -> None:
    take_in(folder, settings)
    (folder / "b.txt").write_text(REPORT.format(LONG), "utf-8")
    by_name = {o.path.name: o.status for o in take_in(folder, settings)}
    assert by_name == {"a.txt": "unchanged", "b.txt": "added"}
    archive = open_archive(settings)
    assert (total(archive, "垃圾分类"), total(archive, "“第7科”")) == (1, 1)


def test_the_id_of_a_removed_report_is_given_to_no_other_text(folder: Path, settings: Settings) -> None:
    path = folder / "a.txt"
    first = path.read_text("utf-8")
    (one,) = take_in(folder, settings)
    remove(one.id, settings)
    path.write_text(first.replace("垃圾分类", "河道清淤"), "utf-8")
    (two,) = take_in(folder, settings)
    assert two.id == f"{one.id}-2"
    remove(two.id, settings)
    path.write_text(first.replace("垃圾分类", "路灯更换"), "utf-8")
    (three,) = take_in(folder, settings)
    reindex(settings, lambda _outcome, _total: None)
    path.write_text(first.replace("垃圾分类", "道路养护"), "utf-8")
    (four,) = take_in(folder, settings)
    assert [three.id, four.id] == [f"{one.id}-3", f"{one.id}-4"]
    path.write_text(first, "utf-8")  # the same text again is the same report
    assert [outcome.id for outcome in take_in(folder, settings)] == [one.id]


def test_runs_outlive_a_rebuild(folder: Path, settings: Settings) -> None:
    (folder / "b.html").write_bytes(b"<p>x")
    take_in(folder, settings)
    (added,) = open_archive(settings).list_runs()
    reindex(settings, lambda _outcome, _total: None)
    rebuilt, former = open_archive(settings).list_runs()
    assert (rebuilt.command, former) == ("reindex", added)
    assert former.failures


def test_what_was_taken_out_and_came_again_can_be_taken_out_again(folder: Path, settings: Settings) -> None:
    (one,) = take_in(folder, settings)
    remove(one.id, settings)
    assert [outcome.id for outcome in take_in(folder, settings)] == [one.id]
    reindex(settings, lambda _outcome, _total: None)  # the record in the trash names the same id
    remove(one.id, settings)
    assert open_archive(settings).counts.read_overview().reports == 0
    assert [(o.id, o.status) for o in take_in(folder, settings)] == [(one.id, "added")]


def test_the_last_version_taken_out_is_remembered_over_a_rebuild(folder: Path, settings: Settings) -> None:
    path = folder / "a.txt"
    text = path.read_text("utf-8")
    (one,) = take_in(folder, settings)
    path.write_text(text.replace("垃圾分类", "河道清淤"), "utf-8")
    (two,) = take_in(folder, settings)
    remove(two.id, settings)
    reindex(settings, lambda _outcome, _total: None)
    path.write_text(text.replace("垃圾分类", "路灯更换"), "utf-8")
    assert [outcome.id for outcome in take_in(folder, settings)] == [f"{one.id}-3"]


@pytest.mark.parametrize("identity", ["disclosure-990101-2019", "work-城关镇人民政府-12345678-nd"])
@pytest.mark.parametrize("version", [1, 2, 10, 999])
def test_ids_of_versions_are_told_apart(identity: str, version: int) -> None:
    assert split_id(make_id(identity, version)) == (identity, version)


def test_a_large_run_leaves_one_segment(settings: Settings, tmp_path: Path) -> None:
    settings = replace(settings, batch_files=2)
    path = tmp_path / "many"
    path.mkdir()
    for year in range(2012, 2019):
        (path / f"{year}.txt").write_text(REPORT.format("没有。").replace("2019", str(year)), "utf-8")
    take_in(path, settings)
    assert len(segments(settings)) == 1
    reindex(settings, lambda _outcome, _total: None)
    assert len(segments(settings)) == 1
    assert total(open_archive(settings), "主动公开信息312条") == 7


def segments(settings: Settings) -> list[object]:
    folder = Home(settings.home).find_current().index
    return list(MappedStorage(str(folder)).open_index(schema=SCHEMA)._segments())


def test_a_generation_that_could_not_be_opened_is_tried_again(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(folder, settings)
    archive = open_archive(settings)
    assert total(archive, "垃圾分类") == 1
    reindex(settings, lambda _outcome, _total: None)

    def refused(*_arguments: object) -> None:
        raise ArchiveDamaged("打不开")

    with monkeypatch.context() as context:
        context.setattr("indexer.archive.storage.live.open_index", refused)
        for _ in range(2):
            with pytest.raises(ArchiveDamaged):
                total(archive, "垃圾分类")
    assert total(archive, "垃圾分类") == 1
