"""What each pass mends, what it leaves, and what holds for every text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.text.change import Change, apply, chain_changes
from indexer.text.damage import DAMAGE_NAMES
from indexer.text.repair import Diagnosis, Repaired, diagnose, repair

CONVERTED = Diagnosis(converted=True)

DAMAGED_CHARACTERS = st.text(
    st.one_of(
        st.sampled_from("?()。ㄒ唬┤ν七Mìnjwuxi務政府公開&;nbsp20年月日〔号\ufeff\u200b\ue000æ”¿åºœ一（） \n"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("政務(wù)公開推進(jìn)", "政務公開推進"),
        ("文(wen)章(zhang)共和(he)(he)國", "文章共和國"),
        ("綠(lv)色、綠(lǜ)色、女(nü)", "綠色、綠色、女"),
        ("政\u200b府\ufeff", "政府"),
        ("&ldquo;公開&rdquo;&nbsp;A&amp;B&#20844;&amp;amp;rdquo;", "“公開” A&B公”"),
        ("政府信息公开".encode().decode("latin-1"), "政府信息公开"),
    ],
)
def test_mends(damaged: str, mended: str) -> None:
    found = repair(damaged)
    assert found.text == mended
    assert all(change.kind in DAMAGE_NAMES for change in found.changes)


@pytest.mark.parametrize(
    "text",
    [
        "国内生产总值(GDP)增长(he said)，手机应用(APP)，(一)总体情况，(yi)",
        "公開(gong)，開 (kai)",
        "你知道吗?不知道。2020年(含)以前",
        "AT&T;R&D;，&unknown;，&#xD800;",
        "《条例》“公开”‘主动’…—·×÷±°é à la carte café",
        "https://www.example.cn/a?b=1&c=2&lang=zh",
        "***同志，20200101，电话20201231，〔2020〕30号，2020年12月31日",
        "規範、關於、著名、顯著、乾隆",
    ],
)
def test_clean_text_stays(text: str) -> None:
    assert repair(text) == Repaired(text)


@pytest.mark.parametrize(
    "text", ["202011日至20201231日", "〔202130号", "2020年1231日", "公\ue123開", "公\ufffd開"]
)
def test_what_is_lost_is_marked_and_not_invented(text: str) -> None:
    found = repair(text)
    assert found.text == text
    assert found.changes
    assert all(change.is_marked and change.confidence == 0 for change in found.changes)


BACK_CONVERTED = ["建立健全政務(wù)公開機制，規范製度(dù)", "於2020年進(jìn)一步顯著提高，著力推進，乾隆年間"]


def test_text_converted_back_is_shown_in_simplified() -> None:
    diagnosis = diagnose(BACK_CONVERTED)
    assert diagnosis.converted
    assert [repair(text, diagnosis).text for text in BACK_CONVERTED] == [
        "建立健全政务公开机制，规范制度",
        "于2020年进一步显著提高，着力推进，乾隆年间",
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["關於二〇二〇年施政報告，規範制度，全面提升服務水準", "本府對於各項業務，採取積極措施"],
        ["关于规范公开工作的报告，采取措施，并由于志愿者著力推进"],
        ["政务(wù)公开(kāi)机(jī)制(zhì)，某某读作國"],
        [],
    ],
)
def test_other_texts_are_not_taken_for_converted_ones(texts: list[str]) -> None:
    assert not diagnose(texts).converted


@settings(deadline=None)  # the model and the readings load when first needed
@given(DAMAGED_CHARACTERS, st.booleans())
@example("?。ㄒ唬┤ν七M(jìn)基層", True)
@example("府?dāng)?shù)據(jù)", True)
@example("?務?務(wù)(", False)
def test_changes_only_what_it_records(text: str, converted: bool) -> None:
    found = repair(text, Diagnosis(converted))
    assert apply(text, found.changes) == found.text
    at = 0
    for change in found.changes:
        assert at <= change.start < change.end
        assert change.before == text[change.start : change.end]
        assert 0 <= change.confidence <= 1
        at = change.end


@st.composite
def edits(draw: st.DrawFn, text: str) -> tuple[Change, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    after = st.text("xyz", max_size=3)
    return tuple(Change(a, b, text[a:b], draw(after), "edit", draw(st.floats(0, 1))) for a, b in pairs)


@given(st.data(), st.text("abcdef", max_size=20))
def test_chained_changes_do_what_both_do_in_turn(data: st.DataObject, text: str) -> None:
    first = data.draw(edits(text))
    between = apply(text, first)
    second = data.draw(edits(between))
    chained = chain_changes(text, first, second)
    if not any(change.is_marked for change in first):
        assert apply(text, chained) == apply(between, second)
    for change in chained:
        assert text[change.start : change.end] == change.before


def test_the_real_damaged_report(real: Path) -> None:
    lines = (real / "real" / "000_c63954c7f54a9b27.txt").read_text("utf-8").splitlines()
    diagnosis = diagnose(lines)
    text = "\n".join(repair(line, diagnosis).text for line in lines)
    assert "(" in "".join(lines)
    assert not [note for note in ("(wù)", "(jìn)", "(shù)", "(zhèng)", "(dāng)") if note in text]
    for phrase in (
        "\u3000（一）全力推进基层政务公开",
        "\u3000（二）细化落实",
        "\u3000（三）健全完善政务公开机制",
        "\u3000（四）强化监督规范信息公开管理",
        "“六保”相关政策",
        "政府数据公开",
    ):
        assert phrase in text


def test_real_clean_reports_stay(real: Path) -> None:
    for path in sorted((real / "real" / "work-reports").glob("*.txt")):
        lines = path.read_text("utf-8").splitlines()
        diagnosis = diagnose(lines)
        assert not diagnosis.converted
        assert [line for line in lines if repair(line, diagnosis).changes] == []
