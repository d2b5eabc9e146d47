"""Which province a postal code belongs to: it tells namesakes apart (城中区, 邮编：810000)."""

from __future__ import annotations

import re

# The first two digits are the province's (国家邮政局: 邮政编码).
_PROVINCES = {
    "01 02": "150000", "03 04": "140000", "05 06 07": "130000", "10": "110000", "11 12": "210000",
    "13": "220000", "15 16": "230000", "20": "310000", "21 22": "320000", "23 24": "340000",
    "25 26 27": "370000", "30": "120000", "31 32": "330000", "33 34": "360000", "35 36": "350000",
    "40": "500000", "41 42": "430000", "43 44": "420000", "45 46 47": "410000", "51 52": "440000",
    "53 54": "450000", "55 56": "520000", "57": "460000", "61 62 63 64": "510000", "65 66 67": "530000",
    "71 72": "610000", "73 74": "620000", "75": "640000", "81": "630000", "83 84": "650000",
    "85": "540000",
}  # fmt: skip
_BY_DIGITS = {digits: code for group, code in _PROVINCES.items() for digits in group.split()}
_CODE = re.compile(r"邮(?:政)?编(?:码)?[:|]*(\d\d)\d{4}(?!\d)")


def find_province(text: str) -> str:
    """The code of the one province that the postal codes of a text are of, "" where it is not one.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
    """
    codes = {_BY_DIGITS.get(digits, "") for digits in _CODE.findall(text)}
    return codes.pop() if len(codes) == 1 else ""
