"""What later reports say of a commitment is found, and where they say nothing, nothing is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from indexer.archive.archive import Archive, open_archive
from indexer.commitments.matching.similarity import SIMILAR, normalize, number_bands
from indexer.commitments.record import Commitment, FollowUp
from indexer.commitments.search.filter import parse_commitment_filter
from indexer.errors import NotFound, QueryError
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.report.comparison.similarity import measure_jaccard, number_triples
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from indexer.verdict import Subject
from tests.commitments import judged

ROOT = Path(__file__).parents[2]
DISTRICT = ROOT / "corpus" / "disclosure" / "东湖区"


@pytest.fixture(scope="module")
def archive(sample_settings: Settings) -> Archive:
    return open_archive(sample_settings)


@pytest.mark.parametrize("half", ["tune", "held"])
def test_judged_pairs(archive: Archive, half: str) -> None:
    right, answered, silent, empty, wrong = judged.judge(archive, half)
    assert answered + empty >= 40
    assert right >= 0.9 * answered, wrong
    assert silent >= 0.9 * empty, wrong


def _found(archive: Archive, typed: str, **asked: tuple[str, ...]) -> tuple[Commitment, ...]:
    facets = {name: asked.pop(name, ()) for name in ("topic", "having", "state", "verdict")}
    return archive.commitments.find(
        parse_query(typed, Choices(limit=100, **asked)), parse_commitment_filter(**facets, class_=("all",))
    ).commitments


def _add(home: Path, *files: Path) -> Settings:
    settings = Settings(home=home)
    add(files, settings, lambda _outcome, _total: None)
    return settings


def test_search_takes_the_query_language(archive: Archive) -> None:
    assert all("学位" in p.text and "预警" in p.text for p in _found(archive, "学位 预警"))
    assert {p.source.district for p in _found(archive, "地区:东湖区 学位")} == {"东湖区"}
    assert {p.year for p in _found(archive, "年份:2021")} == {2021}
    both, one = _found(archive, "学位 OR 公报"), _found(archive, "学位 -公报")
    assert len(both) > len(one) > 0
    assert not _found(archive, "“公报 学位”")
    assert {p.source.body for p in _found(archive, "标题:生态环境局")} == {"云泽市生态环境局"}


def test_facets_count_what_choosing_them_leaves(archive: Archive) -> None:
    whole = archive.commitments.find(parse_query("公布"))
    for name, parameter in (("topic", "topic"), ("state", "state"), ("having", "having")):
        for value in whole.facets[name]:
            assert len(_found(archive, "公布", **{parameter: (value.value,)})) == min(value.count, 100)
    for value in whole.facets["year"]:
        assert len(_found(archive, "公布", years=(value.value,))) == value.count
    for value in whole.facets["district"]:
        assert len(_found(archive, "公布", districts=(value.value,))) == min(value.count, 100)


def test_an_unknown_facet_value_is_said(archive: Archive) -> None:
    with pytest.raises(QueryError, match="主题没有“天气”"):
        parse_commitment_filter(topic=("天气",))
    with pytest.raises(NotFound):
        archive.commitments.read_dossier("0" * 32)


def test_a_promise_waits_until_the_next_report_comes(tmp_path: Path) -> None:
    settings = _add(tmp_path / "home", DISTRICT / "2021.html")
    archive = open_archive(settings)
    [commitment] = _found(archive, "“民生地图与12345”")
    assert commitment.state is FollowUp.WAITING
    _add(tmp_path / "home", DISTRICT / "2022.html")
    [answered] = _found(archive, "“民生地图与12345”")
    assert (answered.key, answered.state) == (commitment.key, FollowUp.FOUND)
    dossier = archive.commitments.read_dossier(commitment.key)
    assert [source.year for source in dossier.candidates] == [2022]
    best = dossier.answers[0].evidence
    assert "没有完成" in best.text
    assert "民生" in "".join(best.text[start:end] for start, end in best.spans)


def test_evidence_goes_with_its_report(tmp_path: Path) -> None:
    settings = _add(tmp_path / "home", DISTRICT / "2021.html", DISTRICT / "2022.html")
    archive = open_archive(settings)
    [commitment] = _found(archive, "“民生地图与12345”")
    remove("disclosure-990101-2022", settings)
    assert archive.commitments.read_dossier(commitment.key).commitment.state is FollowUp.WAITING
    assert archive.commitments.read_dossier(commitment.key).answers == ()
    remove("disclosure-990101-2021", settings)
    with pytest.raises(NotFound):
        archive.commitments.read_dossier(commitment.key)


def test_verdicts_survive_a_rebuild(tmp_path: Path) -> None:
    settings = _add(tmp_path / "home", DISTRICT / "2021.html", DISTRICT / "2022.html")
    archive = open_archive(settings)
    [commitment] = _found(archive, "“民生地图与12345”")
    archive.verdicts.add(Subject.COMMITMENT, commitment.key, "not", note="2023 年实现")
    reindex(settings, lambda _outcome, _total: None)
    [again] = _found(archive, "", verdict=("not",))
    assert again.key == commitment.key


def test_promises_that_come_back_are_recognised(tmp_path: Path) -> None:
    source = (DISTRICT / "2021.html").read_text("utf-8")
    later = source.replace("2022", "2023").replace("2021", "2022").replace("三个工作日", "五个工作日")
    other = source.replace("东湖区", "西岭区")
    files = [tmp_path / name for name in ("a.html", "b.html", "c.html")]
    for file, text in zip(files, (source, later, other), strict=True):
        file.write_text(text, "utf-8")
    archive = open_archive(_add(tmp_path / "home", *files))
    [commitment] = [
        p for p in _found(archive, "“民生地图与12345”") if "三个" in p.text and p.source.district == "东湖区"
    ]
    again = archive.commitments.read_dossier(commitment.key).again
    assert [(a.own, a.verbatim, a.commitment.source.district) for a in again] == [
        (True, False, "东湖区"),
        (False, True, "西岭区"),
    ]


def test_a_replaced_report_promises_nothing(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    shutil.copy(DISTRICT / "2021.html", file)
    settings = _add(tmp_path / "home", file)
    file.write_text(file.read_text("utf-8").replace("三个工作日", "四个工作日"), "utf-8")
    _add(tmp_path / "home", file)
    [commitment] = _found(open_archive(settings), "“民生地图与12345”")
    assert "四个工作日" in commitment.text


def test_similarity_ignores_figures_and_signs() -> None:
    one = normalize("编制示范文本18种，供全市统一使用；")
    two = normalize("编制示范文本 22 种,供全市统一使用。")
    assert one == two
    assert set(number_bands(one)) & set(number_bands(two))
    other = normalize("改造老旧小区三十个，惠及居民")
    assert measure_jaccard(number_triples(one), number_triples(other)) < SIMILAR
    assert number_bands(normalize("加强队伍建设。")) == ()
