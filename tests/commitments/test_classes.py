"""What can be checked comes first, slogans and headings stay behind, and nothing is listed twice."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from indexer.archive.archive import Archive, open_archive
from indexer.archive.catalogue.tables.supplement import COMMITMENT_CLASS, SUPPLEMENT
from indexer.archive.storage.home import Home
from indexer.commitments.classes import CommitmentClass, classify_words
from indexer.commitments.search.filter import parse_commitment_filter
from indexer.commitments.search.results import CommitmentResults
from indexer.errors import QueryError
from indexer.ingest.add import add
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from tests.commitments.real_sets import score_classes

SPEECH = """云泽市政府工作报告

——2023年1月10日在云泽市第五届人民代表大会第三次会议上

云泽市市长 王一

一、2022年工作回顾

过去一年，完成投资120亿元，新建学校12所。

二、2023年总体要求和目标

当前，我市拥有3条铁路。
社会消费品零售总额增长7%左右；
新增城镇就业4万人，服务业比重达到52%。

三、2023年重点工作

（一）推动产业升级
新增高新技术企业60家以上。
开工建设云泽二号大桥。
年底前建成市图书馆新馆。
出台促进民宿发展办法。
大力弘扬实干精神，凝聚发展合力。
今年是承上启下的关键之年。
（二）办好民生实事
新增高新技术企业60家以上。
加装电梯200部。
坚持以人民为中心的发展思想。
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("speech")
    for year in (2022, 2023):
        text = SPEECH.replace("2023", str(year)).replace("2022年工作", f"{year - 1}年工作")
        (folder / f"云泽市{year}年政府工作报告.txt").write_text(text, "utf-8")
    settings = Settings(home=folder / "home")
    add(sorted(folder.glob("*.txt")), settings, lambda _outcome, _total: None)
    return settings


@pytest.fixture(scope="module")
def archive(settings: Settings) -> Archive:
    return open_archive(settings)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("改造老旧小区35个，惠及居民4200户。", "checkable"),
        ("城镇调查失业率控制在5.5%以内；", "checkable"),
        ("6月底前完成河道清淤。", "checkable"),
        ("编制《云泽市水网规划》。", "checkable"),
        ("办好第十二届茶文化节。", "checkable"),
        ("实现行政村快递服务全覆盖。", "checkable"),
        ("工单三个工作日内办结。", "checkable"),
        ("年内关停全部小煤窑。", "checkable"),
        ("确保今年主体结构竣工。", "checkable"),
        ("从今年3月1日起免收挂号费。", "checkable"),
        ("云隐寺、石门坎等项目和梨花铁路、平岭高速建成通车。", "checkable"),
        ("地铁9号线全线贯通。", "checkable"),
        ("加快市妇幼保健院迁建。", "checkable"),
        ("办好2024年世界划船锦标赛。", "checkable"),
        ("三次产业结构调整为8.1:40.2:51.7。", "checkable"),
        ("物价涨幅低于上年。", "course"),
        ("加快城际铁路、通用机场建设。", "task"),
        ("抓好乡镇寄宿制学校建设。", "course"),
        ("公示每户补助标准和验收结果。", "task"),
        ("出台物业管理办法。", "task"),
        ("开展重点行业安全生产大检查。", "task"),
        ("加快推进高质量发展，奋力谱写新篇章。", "course"),
        ("坚持“两手抓、两手硬”。", "course"),
        ("安全生产事关人民群众生命财产安全，事关发展大局。", "none"),
        ("“一网统管”是指城市运行管理一张网。", "none"),
    ],
)
def test_what_a_promise_gives_to_check(words: str, name: str) -> None:
    assert classify_words(words, "", "work", 3) == name


def test_headings_and_what_was_done_are_no_promise() -> None:
    assert classify_words("推动产业升级", "（一）", "work", 3) is CommitmentClass.NONE
    assert classify_words("完成投资120亿元。", "", "work", 1) is CommitmentClass.NONE


def _texts(archive: Archive, **asked: tuple[str, ...]) -> list[str]:
    found = archive.commitments.find(parse_query("", Choices(limit=100)), parse_commitment_filter(**asked))
    return [commitment.words for commitment in found.commitments]


def test_the_list_shows_what_can_be_checked_newest_first(archive: Archive) -> None:
    found = archive.commitments.find(parse_query("", Choices(limit=100)), parse_commitment_filter())
    years = [p.source.year or 0 for p in found.commitments]
    assert years == sorted(years, reverse=True)
    newest = [p.class_ for p in found.commitments if p.source.year == 2023]
    assert newest == sorted(newest, key=[CommitmentClass.CHECKABLE, CommitmentClass.TASK].index)
    words = _texts(archive)
    assert "加装电梯200部。" in words
    assert "社会消费品零售总额增长7%左右；" in words
    assert not any("3条铁路" in w for w in words)
    assert not any("关键之年" in w or "以人民为中心" in w or "推动产业升级" in w for w in words)


def test_the_rest_is_listed_on_request(archive: Archive) -> None:
    assert any("以人民为中心" in words for words in _texts(archive, class_=("course",)))
    assert set(_texts(archive, class_=("all",))) > set(_texts(archive))
    with pytest.raises(QueryError, match="类别没有“slogan”"):
        parse_commitment_filter(class_=("slogan",))


def test_what_a_report_says_twice_is_listed_once(archive: Archive) -> None:
    assert sum("高新技术企业60家" in words for words in _texts(archive)) == 2  # one in each report


def test_every_promise_is_reached_from_key_to_key(archive: Archive) -> None:
    query = parse_query("", Choices(limit=3))
    wanted = parse_commitment_filter(class_=("all",))
    page = archive.commitments.find(query, wanted)
    seen = [p.key for p in page.commitments]
    while page.next_key:
        before, page = page, _page(archive, after=page.next_key)
        back = _page(archive, before=page.previous_key)
        assert [p.key for p in back.commitments] == [p.key for p in before.commitments]
        seen += [p.key for p in page.commitments]
    assert len(seen) == len(set(seen)) == page.total
    with pytest.raises(QueryError, match="第一页"):
        _page(archive, after="0" * 32)


def _page(archive: Archive, after: str = "", before: str = "") -> CommitmentResults:
    wanted = replace(parse_commitment_filter(class_=("all",)), after=after, before=before)
    return archive.commitments.find(parse_query("", Choices(limit=3)), wanted)


def test_an_archive_without_classes_is_read_and_completed(settings: Settings, tmp_path: Path) -> None:
    """As archives are that were made before there were classes: keys stay, and the next writer adds them."""
    old = Settings(home=tmp_path / "home")
    shutil.copytree(settings.home, old.home)
    path = Home(old.home).find_current().catalogue
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        SUPPLEMENT.drop_all(connection)
    engine.dispose()
    archive = open_archive(old)
    assert not archive.outdated
    before = archive.commitments.find(
        parse_query("", Choices(limit=100)), parse_commitment_filter(class_=("all",))
    )
    assert {p.key for p in before.commitments} == {
        p.key
        for p in open_archive(settings)
        .commitments.find(parse_query("", Choices(limit=100)), parse_commitment_filter(class_=("all",)))
        .commitments
    }
    other = tmp_path / "云泽市2024年政府工作报告.txt"
    other.write_text(SPEECH.replace("2023", "2024"), "utf-8")
    add([other], old, lambda _outcome, _total: None)
    engine = sa.create_engine(f"sqlite:///{Home(old.home).find_current().catalogue}")
    with engine.connect() as connection:
        names = set(connection.scalars(sa.select(COMMITMENT_CLASS.c["class"])))
        count = connection.scalar(sa.select(sa.func.count()).select_from(COMMITMENT_CLASS))
    engine.dispose()
    assert names >= {"checkable", "task", "course"}
    whole = open_archive(old).commitments.find(parse_query(""), parse_commitment_filter(class_=("all",)))
    assert count is not None
    assert count >= whole.total


@pytest.mark.parametrize(("half", "precision", "recall"), [("tune", 0.95, 0.95), ("held", 0.95, 0.8)])
def test_classes_of_real_sentences(real: Path, half: str, precision: float, recall: float) -> None:
    """400 sentences drawn at random from 533 real work reports (figures in tests/benchmarks/README.md)."""
    if not (real / "real-large").is_dir():
        pytest.skip("the large set of real texts is not beside this checkout")
    score = score_classes(real, half)
    assert score.right >= precision * score.given
    assert score.found >= recall * score.wanted
    assert score.wrong <= 0.03 * score.shown
