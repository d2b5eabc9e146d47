"""Reads whole numbers as Chinese texts write them: 一百二十三, 二〇二〇, 拾伍, 廿三, ⒈, ㈠, 12."""

from __future__ import annotations

import unicodedata

_ZEROS = "〇零○oO"
_DIGITS = (
    dict.fromkeys(_ZEROS, 0)
    | {char: value for value, char in enumerate("一二三四五六七八九", 1)}
    | {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
    | {"两": 2}
)
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCALES = (("亿", 100_000_000), ("万", 10_000))
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})


def parse(text: str) -> int | None:
    """The whole number that a numeral writes; None where the text is no number for certain (二三十, 十百).

    A numeral is digits in their order (二〇二〇, 12, １２), digits with 十, 百, 千, 万 and 亿, or one number
    in an enclosed form (①, ⑴, ⒈, ㈠). A last digit right behind 百 or more counts the next lower
    unit: 一百五 is 150, 一百零五 is 105.
    """
    text = text.translate(_TENS)
    if len(text) == 1 and unicodedata.category(text) == "No":
        value = unicodedata.numeric(text)
        return int(value) if value.is_integer() else None
    digits = [_digit(char) for char in text]
    known = [digit for digit in digits if digit is not None]
    if digits and len(known) == len(digits):
        return int("".join(map(str, known)))
    return _multiply(text) if text else None


def _digit(char: str) -> int | None:
    return int(char) if char.isdecimal() else _DIGITS.get(char)


def _multiply(text: str, above: int = 0, is_end: bool = True) -> int | None:
    """Return the value of digits with their units.

    Args:
        above: the unit that is right before them, 0 for none.
        is_end: whether the numeral ends with them.
    """
    for scale, size in _SCALES:
        head, found, tail = text.partition(scale)
        if found:
            times = _multiply(head, is_end=False)
            rest = _multiply(tail, size, is_end) if tail else 0
            return None if times is None or rest is None or rest >= size else times * size + rest
    return _add_up(text, above, is_end)


def _add_up(text: str, above: int, is_end: bool) -> int | None:
    """Return the value of a numeral below ten thousand (see `_multiply`)."""
    total, digit, lowest, has_zero = 0, 0, 10_000, False
    if text[:1] in _ZEROS and not above:
        return None
    for char in text:
        value = _digit(char)
        if value is not None and not digit:
            has_zero, digit = has_zero or value == 0, value
            continue
        unit = _UNITS.get(char, lowest)
        if unit >= lowest or not (digit or unit == 10):
            return None
        total += (digit or 1) * unit
        digit, lowest, above, has_zero = 0, unit, unit, False
    if not digit:
        return total if total and not has_zero else None
    if has_zero or above <= 10:
        return total + digit
    return total + digit * above // 10 if is_end else None
