"""Blanks and line breaks as a reader sees them: Chinese text broken over lines has none."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—〔〕]"
# A line broken in the source inside Chinese text (Word wraps at 80 columns) is no blank to a reader.
_WRAPPED = re.compile(rf"(?<={_CJK})(?<!\u3000)[ \t\xa0\u3000]*[\r\n]\s*+(?={_CJK})")
_HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff]"
_FINE = r"[\xa0\u2000-\u200a\u202f\u3000]"
_TYPOGRAPHIC = re.compile(rf"(?<=\S){_FINE}(?=\S)")
_SPACED = re.compile(rf"(?:{_HAN}{_FINE}(?=\S)){{2,}}(?={_HAN})")
_WIDELY = re.compile(rf"(?<![^\s：:，。；、）)]){_HAN}(?: {_HAN}(?!{_HAN})){{3,}}")
# Single figures set apart, or thousands; before a unit, so that cells of a row never meet.
_DIGITS = re.compile(
    rf"(?<![\d.])(?:[0-9]{_FINE}(?=[0-9])(?![0-9]{{2}})){{2,20}}[0-9](?={_HAN})"
    rf"|(?<![\d.])[0-9]{{1,3}}(?:[\xa0\u2009\u202f][0-9]{{3}}){{1,5}}(?={_HAN})"
)
_LEAST_BLANKS = 3
_TOUCHING = re.compile(rf"{_CJK}\Z")
_TOUCHED = re.compile(rf"\A{_CJK}")


# ????一、总体情况: blanks of an indent that an encoding did not have. Before a word they may be characters.
_LOST_INDENT = re.compile(
    r"\A\s*[?\ufffd]{2,}\s*(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
)


def clean(text: str) -> str:
    """A line without breaks and indents, every run of blanks made one, letter-spaced words closed up."""
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", text)
    return " ".join(close_up(drop_lost_indent(text)).split())


def drop_lost_indent(text: str) -> str:
    """A line without the question marks that stand for the blanks of its indent."""
    return _LOST_INDENT.sub("", text) if text[:24].lstrip()[:1] in ("?", "\ufffd") else text


def close_up(text: str) -> str:
    """A text without the blanks that only set the letters of its words apart: 总 体 情 况, 8 6 1 3条.

    Blanks of typography (no-break, en, thin, ideographic) do so between three characters, plain ones between
    four; between two they may part words. They part the thousands of figures, too.
    """
    if _TYPOGRAPHIC.search(text):
        text = _SPACED.sub(_without_blanks, text)
        text = _DIGITS.sub(_without_blanks, text)
    if text.count(" ") >= _LEAST_BLANKS:
        text = _WIDELY.sub(_without_blanks, text)
    return text


def _without_blanks(found: re.Match[str]) -> str:
    return "".join(found[0].split())


def join_parts(parts: Iterable[str]) -> str:
    """Lines of a narrow cell made one: Chinese meets without a blank, figures never meet."""
    text = ""
    for part in parts:
        meets = not text or (_TOUCHING.search(text[-1:]) and _TOUCHED.search(part))
        text += part if meets else f" {part}"
    return text
