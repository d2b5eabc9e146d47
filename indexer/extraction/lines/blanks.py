"""Blanks and line breaks as a reader sees them: Chinese text broken over lines has none."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—〔〕]"
# A line broken in the source inside Chinese text (Word wraps at 80 columns) is no blank to a reader.
_WRAPPED = re.compile(rf"(?<={_CJK})[ \t\xa0\u3000]*[\r\n]\s*(?={_CJK})")
_TOUCHING = re.compile(rf"{_CJK}\Z")
_TOUCHED = re.compile(rf"\A{_CJK}")


def clean(text: str) -> str:
    """A line without breaks and indents, every run of blanks made one."""
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", text)
    return " ".join(text.split())


def joined(parts: Iterable[str]) -> str:
    """Lines of a narrow cell made one: Chinese meets without a blank, figures never meet."""
    text = ""
    for part in parts:
        meets = not text or (_TOUCHING.search(text) and _TOUCHED.search(part))
        text += part if meets else f" {part}"
    return text
