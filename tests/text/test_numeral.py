"""Numbers as Chinese texts write them read back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.numeral import parse

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def write_below_ten_thousand(number: int) -> str:
    """A number up to 9,999 with its units, without zeros at either end."""
    digits = f"{number:04}"
    written = "".join(
        DIGITS[int(digit)] + unit if digit != "0" else "零"
        for digit, unit in zip(digits, ("千", "百", "十", ""), strict=True)
    )
    return re.sub("零+", "零", written).strip("零")


def write(number: int) -> str:
    """A number up to 99,999,999 as it is written in full."""
    if not number:
        return "零"
    high, low = divmod(number, 10_000)
    if not high:
        return write_below_ten_thousand(low)
    zero = "零" if low and low < 1000 else ""
    return f"{write_below_ten_thousand(high)}万{zero}{write_below_ten_thousand(low)}"


@given(st.integers(0, 99_999_999))
def test_every_number_reads_back(number: int) -> None:
    written = write(number)
    assert parse(written) == number
    assert parse(written.replace("零", "〇")) == number
    assert parse(written.translate(FORMAL)) == number
    assert parse(re.sub("二(?=[百千万])", "两", written)) == number
    assert parse(re.sub("^一十", "十", written)) == number


@given(st.integers(0, 99_999_999), st.sampled_from(("零", "〇", "○")))
def test_digits_in_their_order_read_back(number: int, zero: str) -> None:
    written = "".join(DIGITS[int(digit)] for digit in str(number)).replace("零", zero)
    assert parse(written) == number
    assert parse(str(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二〇二〇", 2020),
        ("二○二○", 2020),
        ("二零二1", 2021),
        ("二OO八", 2008),
        ("１２", 12),
        ("两", 2),
        ("两百", 200),
        ("十", 10),
        ("拾", 10),
        ("一百一十", 110),
        ("一百十五", 115),
        ("廿", 20),
        ("廿三", 23),
        ("卅一", 31),
        ("一百廿", 120),
        ("一百五", 150),
        ("一百零五", 105),
        ("三千五", 3500),
        ("一万二", 12_000),
        ("一万五百", 10_500),
        ("三千零五万", 30_050_000),
        ("一亿二千万", 120_000_000),
        ("一万亿", 10**12),
        ("①", 1),
        ("⑽", 10),
        ("⒛", 20),
        ("㈩", 10),
    ],
)
def test_numerals(text: str, number: int) -> None:
    assert parse(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "甲",
        "百",
        "千万",
        "十十",
        "十百",
        "二三十",
        "五六百",
        "零一百",
        "一百零",
        "三万二万",
        "一百十百",
        "½",
        "一、",
        "1.5",
    ],
)
def test_what_is_no_number_for_certain(text: str) -> None:
    assert parse(text) is None


@given(st.text("〇零○oO一二三四五六七八九十百千万亿两廿卅壹拾佰12３①", max_size=8))
def test_anything_reads_as_a_number_or_none(text: str) -> None:
    number = parse(text)
    assert number is None or number >= 0
