"""Figures in prose: which indicator, how much, for which year, and whether the target was reached."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.archive import Archive, open_archive
from indexer.cli.main import nianbao
from indexer.indicators.comparison import Judgement, compare_figures
from indexer.indicators.reading import read_sentence
from indexer.indicators.record import IndicatorFilter
from indexer.indicators.register import read_register
from indexer.indicators.value import UNITS
from indexer.ingest.add import add
from indexer.settings import Settings
from tests.commitments.real_figures import score_figures
from web import create_app

SPEECH = """云泽市政府工作报告

——{year}年1月10日在云泽市第五届人民代表大会第三次会议上

云泽市市长 王一

一、{last}年工作回顾

过去一年，地区生产总值增长{done}%，一般公共预算收入{money}亿元、增长4.1%。城镇新增就业{jobs}万人，城镇登记失业率3.1%。

二、{year}年工作目标

今年经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%以上，城镇新增就业3万人以上，城镇登记失业率控制在4%以内。

三、重点工作

加装电梯200部。
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("speeches")
    for year, done, money, jobs in (
        (2021, "5.8", 50, "3.2"),
        (2022, "6.4", 52, "2.9"),
        (2023, "4.0", 53, "3.4"),
    ):
        text = SPEECH.format(year=year, last=year - 1, done=done, money=money, jobs=jobs)
        (folder / f"云泽市{year}年政府工作报告.txt").write_text(text, "utf-8")
    settings = Settings(home=folder / "home")
    add(sorted(folder.glob("*.txt")), settings, lambda _outcome, _total: None)
    return settings


@pytest.fixture(scope="module")
def archive(settings: Settings) -> Archive:
    return open_archive(settings)


@pytest.fixture(scope="module")
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


def _read(words: str) -> list[tuple[str, str, float, float, str, str]]:
    return [
        (r.indicator, r.measure.value, r.value.low, r.value.high, r.value.unit, r.value.bound)
        for r in read_sentence(words)
    ]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("地区生产总值增长7.5%左右;", [("gdp", "growth", 7.5, 7.5, "%", "about")]),
        ("进出口总额增长6%-8%", [("trade", "growth", 6, 8, "%", "")]),
        (
            "固定资产投资完成1.2万亿元、增长9.1%",
            [("investment", "level", 1.2e12, 1.2e12, "元", ""), ("investment", "growth", 9.1, 9.1, "%", "")],
        ),
        ("城镇新增就业不少于12万人", [("jobs", "level", 120000, 120000, "人", "min")]),
        ("单位gdp能耗下降2.5%以上", [("energy", "growth", -2.5, -2.5, "%", "max")]),
        ("pm2.5平均浓度降至31微克/立方米", [("pm25", "level", 31, 31, "微克/立方米", "")]),
        ("常住人口城镇化率提高1.2个百分点", [("urban_share", "change", 1.2, 1.2, "个百分点", "")]),
        (
            "城乡居民人均可支配收入分别增长6%和8%",
            [("urban_income", "growth", 6, 6, "%", ""), ("rural_income", "growth", 8, 8, "%", "")],
        ),
        ("一般公共预算收入由80亿元提高到95亿元", [("budget_revenue", "level", 9.5e9, 9.5e9, "元", "")]),
        (
            "一般公共预算收入和支出分别增长6.1%、3.3%",
            [
                ("budget_revenue", "growth", 6.1, 6.1, "%", ""),
                ("budget_spending", "growth", 3.3, 3.3, "%", ""),
            ],
        ),
        (
            "民生支出40亿元,占财政支出的81%",
            [("livelihood", "level", 4e9, 4e9, "元", ""), ("livelihood_share", "level", 81, 81, "%", "")],
        ),
        ("农村生活垃圾处理率、污水治理率分别达到96%和31%", [("rural_sewage", "level", 31, 31, "%", "")]),
        (
            "地方一般预算收入首次突破90亿元,达到91.5亿元,增长7.1%",
            [
                ("budget_revenue", "level", 9.15e9, 9.15e9, "元", ""),
                ("budget_revenue", "growth", 7.1, 7.1, "%", ""),
            ],
        ),
        ("重点是新增城镇就业7.2万人", [("jobs", "level", 72000, 72000, "人", "")]),
        ("新建30座公厕", [("wc", "level", 30, 30, "个", "")]),
        ("加装电梯86部", [("lifts", "level", 86, 86, "个", "")]),
    ],
)
def test_figures_are_read(words: str, wanted: list[tuple[str, str, float, float, str, str]]) -> None:
    assert _read(words) == wanted


@pytest.mark.parametrize(
    ("words", "growths"),
    [
        ("全市生产总值2153亿元,成为全省第三个过两千亿的城市,比上年增长10.2%", {"gdp": 10.2}),
        ("地区生产总值5.5万亿元、稳居全国前十、增长4.8%", {"gdp": 4.8}),
        ("地区生产总值迈上2000亿元台阶,增长9.1%", {"gdp": 9.1}),
        ("一般公共预算收入首次突破百亿元大关,增长16.8%", {"budget_revenue": 16.8}),
        ("完成地区生产总值550亿元(预计数,下同),增长8.5%", {"gdp": 8.5}),
        ("财政一般预算收入(同口径)28亿元,按可比口径增长27%", {"budget_revenue": 27}),
        ("进出口总额186亿美元,比增12.2%", {"trade": 12.2}),
        ("预计市内生产总值增长6%左右、突破2.6万亿元", {"gdp": 6}),
        (
            "工业投资、技改投资、民间投资分别增长32.4%、38.1%和25.2%",
            {"industry_investment": 32.4, "private_investment": 25.2},
        ),
        # of something else, or of several at once
        ("地区生产总值2153亿元,工业园区增长10.2%", {}),
        ("地区生产总值2153亿元,稳居全省第一,税收增长10.2%", {}),
        ("工业投资、技改投资和民间投资增长32.4%、38.1%", {}),
    ],
)
def test_growth_is_read_behind_what_is_said_beside_it(words: str, growths: dict[str, float]) -> None:
    assert {r[0]: r[2] for r in _read(words) if r[1] == "growth"} == growths


@pytest.mark.parametrize(
    "words",
    [
        "云泽高新区固定资产投资增长30%",  # of something smaller
        "城镇居民人均可支配收入21000元，实际增长9.8%和8.5%"[-18:],  # two numbers for one
        "固定资产投资30%",  # level or growth?
        "常住人口城镇化率提高3%",  # points or percent?
        "地区生产总值和财政总收入增长8%、9%",  # not said to be one each
        "森林覆盖率稳步提高",
    ],
)
def test_what_is_ambiguous_is_left_out(words: str) -> None:
    assert _read(words) == []


@given(st.text(alphabet="地区生产总值增长左右分别和、,12.%亿元城镇新增就业万人", max_size=60))
def test_numbers_stand_where_they_are_said_to(words: str) -> None:
    for reading in read_sentence(words):
        assert words[reading.start : reading.end].lstrip()[0].isdigit()
        assert reading.value.low <= reading.value.high


def test_the_register_is_whole() -> None:
    known = read_register()
    assert len(known) >= 80
    assert len({indicator.name for indicator in known.values()}) == len(known)
    for indicator in known.values():
        assert indicator.dimension in UNITS
        assert indicator.better in ("up", "down", "-")
        assert indicator.aliases
        assert not any("/" in alias and "(" in alias for alias in indicator.aliases), indicator.key


def test_targets_stand_beside_results(archive: Archive) -> None:
    results = compare_figures(archive.list_indicator_figures(IndicatorFilter()))
    found = {(r.key, r.measure.value, r.year): r for r in results}
    gdp = {year: found["gdp", "growth", year] for year in (2020, 2021, 2022, 2023)}
    assert [gdp[year].judgement for year in (2020, 2021, 2022, 2023)] == [
        Judgement.UNCLEAR,  # no target is held
        Judgement.REACHED,
        Judgement.MISSED,
        Judgement.UNCLEAR,  # no result is held
    ]
    assert found["jobs", "level", 2021].judgement is Judgement.NEAR
    assert found["jobs", "level", 2022].judgement is Judgement.REACHED
    assert found["registered", "level", 2022].judgement is Judgement.REACHED
    missed = gdp[2022]
    assert missed.target is not None
    assert missed.done is not None
    assert "6%左右" in missed.target.sentence
    assert missed.done.source.year == 2023


def test_the_page_over_years_and_side_by_side(client: FlaskClient, archive: Archive) -> None:
    series = archive.list_indicator_bodies()[0].series
    page = client.get(f"/targets?body={series}&indicator=gdp").get_data(as_text=True)
    assert "地区生产总值 · 增速" in page
    assert "增长 6%左右" in page
    assert "未达到" in page
    assert "<svg" in page
    assert "#s2-" in page
    page = client.get("/targets?year=2022&indicator=jobs").get_data(as_text=True)
    assert "3.4万人" in page
    assert "先列出 2022 年各地的" in client.get("/targets").get_data(as_text=True)


@pytest.mark.parametrize(
    "question", ["indicator=luck", "year=x", "body=nobody", "sort=up", "district=没有的地方"]
)
def test_what_makes_no_sense_is_400(client: FlaskClient, question: str) -> None:
    assert client.get(f"/targets?{question}").status_code == 400
    assert client.get(f"/api/targets?{question}").status_code == 400


def test_the_whole_table_as_file_and_json(client: FlaskClient) -> None:
    text = client.get("/targets.csv?year=2022&indicator=gdp").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["目标"], row["完成"], row["判断"]) for row in rows] == [("6%左右", "4.0%", "未达到")]
    answer = client.get("/api/targets?year=2022&indicator=gdp").json
    assert answer is not None
    assert answer["results"][0]["target"]["url"].startswith("/reports/work-")


def test_the_command(settings: Settings) -> None:
    run = CliRunner()
    shown = run.invoke(nianbao, ["figures", "--home", str(settings.home), "--indicator", "地区生产总值"])
    assert "2022  目标 6%左右  完成 4.0%  未达到" in shown.output
    told = run.invoke(nianbao, ["figures", "--home", str(settings.home), "--indicator", "jobs", "--json"])
    assert {r["indicator"] for r in json.loads(told.output)["results"]} == {"jobs"}
    wrong = run.invoke(nianbao, ["figures", "--home", str(settings.home), "--indicator", "就业"])
    assert "城镇新增就业" in str(wrong.exception)


@pytest.mark.parametrize(("half", "precision", "recall"), [("tune", 0.97, 0.85), ("held", 0.97, 0.85)])
def test_figures_of_real_sentences(real: Path, half: str, precision: float, recall: float) -> None:
    """300 figures drawn at random from 533 real work reports (figures in tests/benchmarks/README.md)."""
    if not (real / "real-large").is_dir():
        pytest.skip("the large set of real texts is not beside this checkout")
    score = score_figures(real, half)
    assert score.right >= precision * score.given
    assert score.right >= recall * score.wanted
    assert score.timely >= 0.95 * score.timed


def test_the_text_of_disclosure_reports_is_read_as_where_it_is_checked(sample_settings: Settings) -> None:
    archive = open_archive(sample_settings)
    wanted = IndicatorFilter(("990101",), ("requests", "answered"), ())
    figures = archive.list_indicator_figures(wanted)
    cells = {
        report.heading.year: report.figures.index_by_key()["3.new.total"].value
        for report in archive.findings.list_figures(["disclosure-990101"])
        if "3.new.total" in report.figures.index_by_key()
    }
    said = {figure.year: figure for figure in figures if figure.key == "requests"}
    assert said
    assert set(cells) & set(said)
    for year in set(cells) & set(said):
        assert said[year].value.low == cells[year], year
        assert str(int(said[year].value.low)) in said[year].sentence
