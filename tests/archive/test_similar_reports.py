"""A report that is almost the same as one of another body or year is told of; others are not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest

from indexer.archive.archive import Archive, open_archive
from indexer.archive.contributions.corrections import parse_correction
from indexer.archive.outcome import FileOutcome
from indexer.ingest.add import add as add_files
from indexer.ingest.amend import correct
from indexer.ingest.remove import remove
from indexer.ingest.staging.area import WaitingArea
from indexer.report.comparison.similarity import Text, compare
from indexer.report.comparison.sketch import make_sketch
from indexer.settings import Settings
from web import create_app

FOLDER = Path(__file__).parents[2] / "corpus"
REPORT = FOLDER / "disclosure" / "东湖区" / "2019.html"
ID = "disclosure-990101-2019"


def add(settings: Settings, path: Path) -> list[FileOutcome]:
    told: list[FileOutcome] = []
    add_files([path], settings, lambda outcome, _total: told.append(outcome))
    return told


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "home")
    add(settings, REPORT)
    return settings


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    archive = open_archive(settings)
    yield archive
    archive.close()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The same report, but for a sentence, under the title of a department and of another year."""
    text = REPORT.read_text("utf-8")
    text = text.replace("云泽市东湖区人民政府2019年", "云泽市东湖区财政局2018年").replace("培训", "学习")
    path = tmp_path / "copy.html"
    path.write_text(text, "utf-8")
    return path


def doubts(outcomes: list[FileOutcome]) -> str:
    return "".join(
        doubt.sentence for outcome in outcomes if outcome.report for doubt in outcome.report.doubts
    )


def test_almost_the_same_under_another_name_is_told_wherever_it_is_seen(
    settings: Settings, archive: Archive, copy: Path
) -> None:
    (item,) = WaitingArea(settings).take(copy.read_bytes(), "copy.html", "甲").items
    assert any(ID in doubt for doubt in item.doubts)
    told = add(settings, copy)
    assert f"与另一份报告（{ID}）文字" in doubts(told)
    client = create_app(settings).test_client()
    for one, other in ((told[0].id, ID), (ID, told[0].id)):
        assert one != other
        page = client.get(f"/reports/{one}").text
        assert f'<a href="/reports/{quote(other)}">' in page
        assert "可能是同一份" in page
        found = archive.find_similar(archive.read_report(one).report, archive.read_report(one).source.sha256)
        assert [each.id for each in found] == [other]
        assert 0.9 < found[0].similarity <= 1


def test_another_year_in_every_paragraph_hides_nothing(settings: Settings, tmp_path: Path) -> None:
    """A report whose year was read wrongly, or that was copied from the year before."""
    text = REPORT.read_text("utf-8").replace("2019", "2018")
    path = tmp_path / "copy.html"
    path.write_text(text.replace("。</p>", "（2018年）。</p>"), "utf-8")
    assert f"与另一份报告（{ID}）文字" in doubts(add(settings, path))


def test_versions_that_are_replaced_do_not_take_the_place_of_others(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = REPORT.read_text("utf-8")
    path = tmp_path / "again.html"
    for n in range(30):
        path.write_text(text.replace("培训", f"培训{n}", 1), "utf-8")
        (told,) = add(settings, path)
    copy = tmp_path / "copy.html"
    copy.write_text(text.replace("2019", "2018"), "utf-8")
    assert f"与另一份报告（{told.id}）文字" in doubts(add(settings, copy))


def test_what_is_only_alike_is_not_told_of(settings: Settings, tmp_path: Path) -> None:
    text = REPORT.read_text("utf-8").replace("云泽市东湖区人民政府2019年", "云泽市东湖区财政局2018年")
    path = tmp_path / "copy.html"
    for one, other in (
        ("，", "，另外"),
        ("、", "以及"),
        ("件", "份"),
        ("条", "项"),
        ("次", "回"),
        ("的", "之"),
    ):
        text = text.replace(one, other)
    path.write_text(text, "utf-8")
    (told,) = add(settings, path)
    held, own = (open_archive(settings).read_report(each).report for each in (ID, told.id))
    assert 0.6 < compare(held, own) < 0.82
    assert doubts([told]).count("可能是同一份") == 0


@pytest.mark.parametrize("swapped", [0, 2, 5, 20, 50, 100])
def test_sketches_tell_the_share_that_two_texts_have_in_common(swapped: int) -> None:
    words = [f"{n}项{n * n + 7}件{n * n * n % 977}次" for n in range(700)]
    others = [word if n >= swapped else word[::-1] for n, word in enumerate(words)]
    one, other = Text(words), Text(others)
    minima = (np.array(make_sketch(text)) for text in (one, other))
    told = float(np.mean(np.equal(*minima)))
    # Four standard deviations of 200 bins.
    share = one.similarity(other)
    assert abs(told - share) <= 4 * math.sqrt(share * (1 - share) / 200)


def test_a_text_of_a_few_words_is_like_no_other() -> None:
    assert make_sketch(Text(["一、总体情况", "无。"])) == ()


def test_a_correction_to_the_same_report_settles_it(settings: Settings, archive: Archive, copy: Path) -> None:
    wrong = add(settings, copy)[0].id
    year, body = "2019", archive.read_report(ID).report.body
    replacement = correct(wrong, parse_correction(year, body, "云泽市/东湖区", "甲"), settings)
    assert replacement.now_superseded == (ID,)
    record = archive.read_report(replacement.id)
    assert archive.find_similar(record.report, record.source.sha256) == ()
    remove(replacement.id, settings)
    assert client_page(settings).count("可能是同一份") == 0


def client_page(settings: Settings) -> str:
    return create_app(settings).test_client().get(f"/reports/{ID}").text


def test_samples_are_all_told_apart(sample_settings: Settings) -> None:
    archive = open_archive(sample_settings)
    for summary in archive.list_summaries():
        record = archive.read_report(summary.id)
        assert archive.find_similar(record.report, record.source.sha256) == ()
    archive.close()


def test_what_everybody_writes_makes_nothing_alike(tmp_path: Path) -> None:
    """Paragraphs handed down from above: many reports share them, and are not compared one by one."""
    settings = Settings(tmp_path / "home")
    shared = "根据《中华人民共和国政府信息公开条例》编制本报告，所列数据的统计期限自1月1日起至12月31日止。"
    folder = tmp_path / "towns"
    folder.mkdir()
    own = [f"第{n}项工作由本单位按计划完成并向社会公布了结果，编号{n * n + 7}。" for n in range(600)]
    for n in range(60):
        lines = [f"云泽市东湖区第{n}中学2020年政府信息公开工作年度报告", "一、总体情况", shared]
        (folder / f"{n}.txt").write_text("\n".join(lines + own[n * 10 : n * 10 + 10]), "utf-8")
    assert "可能是同一份" not in doubts(add(settings, folder))
