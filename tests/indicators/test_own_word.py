"""What a report itself says of a number, below or above what was aimed at, stands before any tolerance."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from indexer.commitments.sentence import Place
from indexer.commitments.source_report import SourceReport
from indexer.indicators.comparison import Judgement, judge
from indexer.indicators.own_word import read_own_word
from indexer.indicators.reading import read_sentence
from indexer.indicators.record import IndicatorFigure
from indexer.indicators.statement import IndicatorRole
from indexer.indicators.value import IndicatorValue, Measure


@dataclass(frozen=True, slots=True)
class _Stated:
    key: str
    measure: Measure
    value: IndicatorValue
    sentence: str


def _state(sentence: str, role: IndicatorRole) -> IndicatorFigure:
    [found] = read_sentence(sentence)
    source = SourceReport("work-2024", "", 2024, "work", "云泽市", None)
    place = Place(1, 1, 0, 1, len(sentence))
    said = found.indicator, "990101", source, found.measure, role, 2023, found.value, False, False
    return IndicatorFigure(*said, sentence, place)


def _read(sentence: str, number: str, up: bool = True) -> bool | None:
    [found] = [each for each in read_sentence(sentence) if each.value.text == number]
    return read_own_word(_Stated(found.indicator, found.measure, found.value, sentence), up)


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("地区生产总值增长5.7%,略低于预期目标。", "5.7%"),
        ("地区生产总值增长5.7%,低于预期0.3个百分点,固定资产投资增长8%。", "5.7%"),
        ("地区生产总值增长5.7%(低于6%左右的预期目标)。", "5.7%"),
        ("地区生产总值1200亿元,增长5.7%,没有完成年初确定的目标。", "1200亿元"),
        ("地区生产总值增长5.7%,未达预期,固定资产投资增长8%。", "5.7%"),
        ("地区生产总值增长5.7%,增速比年度目标低0.3个百分点。", "5.7%"),
        ("地区生产总值增长5.7%,虽略低于市人代会确定的预期目标,但高于全省水平。", "5.7%"),
        ("地区生产总值增长5.7%,与预期目标相比还有差距。", "5.7%"),
        ("地区生产总值增长5.7%,固定资产投资增长8%,均未达到预期目标。", "5.7%"),
    ],
)
def test_what_was_missed(sentence: str, number: str) -> None:
    assert _read(sentence, number) is False


@pytest.mark.parametrize(
    ("sentence", "number", "up"),
    [
        ("城镇新增就业5.9万人,超额完成年度任务。", "5.9万人", True),
        ("地区生产总值增长5.7%、好于预期,固定资产投资增长8%。", "5.7%", True),
        ("城镇登记失业率3.98%,新增就业49.3万人,超额完成全年任务。", "49.3万人", True),
        ("居民消费价格上涨1.6%,低于3.3%的控制目标。", "1.6%", False),
        ("一般公共预算收入下降5.2%,好于下降7%的预期;", "5.2%", True),
    ],
)
def test_what_was_reached(sentence: str, number: str, up: bool) -> None:
    assert _read(sentence, number, up) is True


def test_more_of_what_should_be_less_is_a_miss() -> None:
    assert _read("居民消费价格上涨5.2%,高于4%的调控目标。", "5.2%", up=False) is False


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("地区生产总值增长5.7%,固定资产投资增长8%,低于预期目标。", "5.7%"),  # said of the other
        ("地区生产总值增长5.7%;固定资产投资低于预期目标。", "5.7%"),
        ("地区生产总值增长5.7%,137个重点项目超额完成年度投资目标。", "5.7%"),
        ("地区生产总值增长5.7%,农业生产形势好,低于预期目标。", "5.7%"),
        ("粮食产量99万吨,撂荒地复耕面积超额完成省定任务。", "99万吨"),
        ("城镇新增就业1.2万人,超额完成省定任务。", "1.2万人"),  # what others aim at
        ("地区生产总值增长5.7%,完成“十四五”规划目标。", "5.7%"),  # of several years
        ("城镇新增就业29.5万人,完成年度预期目标的97.5%。", "29.5万人"),  # the number tells
        ("一般公共预算收入下降5.2%,高于预期目标。", "5.2%"),  # a larger fall, or a smaller one?
        ("全市主要指标好于预期,地区生产总值增长5.7%。", "5.7%"),
        ("地区生产总值增长5.7%,高于全国0.7个百分点。", "5.7%"),
    ],
)
def test_words_of_something_else_are_not_taken(sentence: str, number: str) -> None:
    assert _read(sentence, number) is None


@pytest.mark.parametrize(
    ("aim", "done", "judged", "reason"),
    [
        ("增长6%左右", "增长5.7%。", Judgement.REACHED, "左右"),
        ("增长6%左右", "增长5.6%。", Judgement.NEAR, "不到一成"),
        ("增长6%左右", "增长5.7%,略低于预期目标。", Judgement.MISSED, "自己说没有达到"),
        ("增长6%", "增长5.7%,未完成预期目标。", Judgement.MISSED, "自己说没有达到"),
        ("增长6%", "增长5.7%。", Judgement.NEAR, "不到一成"),
        ("增长6%", "增长5.7%,好于预期。", Judgement.REACHED, "自己说达到"),
        # Nobody's word stands against the numbers.
        ("增长6%", "增长4%,好于预期。", Judgement.UNCLEAR, "却与目标相差一成以上"),
        ("增长6%", "增长7%,低于预期。", Judgement.UNCLEAR, "却不差于目标"),
        ("增长6%", "增长7%,好于预期。", Judgement.REACHED, "不低于目标"),
    ],
)
def test_the_judgement(aim: str, done: str, judged: Judgement, reason: str) -> None:
    found: list[IndicatorFigure] = [
        _state(f"地区生产总值{aim}", IndicatorRole.TARGET),
        _state(f"地区生产总值{done}", IndicatorRole.DONE),
    ]
    judgement, why = judge(*found)
    assert judgement is judged
    assert reason in why
