"""The languages in which people are answered."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent.parent / "data" / "translations"
"""Catalogues of what pages and commands say: `<code>/LC_MESSAGES/messages.po`, and `.mo` beside it."""


class Language(NamedTuple):
    """A language in which people are answered.

    Attributes:
        code: of its catalogue.
        value: what `lang=`, the cookie and `NIANBAO_LANG` say.
        tag: what `<html lang>` says.
        name: what its speakers call it.
        joint: what stands between two sentences.
    """

    code: str
    value: str
    tag: str
    name: str
    joint: str


SOURCE = Language("zh_Hans", "zh-Hans", "zh-CN", "简体", "")
"""The language that templates, code and reports are written in."""
TRADITIONAL = Language("zh_Hant", "zh-Hant", "zh-Hant", "繁體", "")
ENGLISH = Language("en", "en", "en", "English", " ")
LANGUAGES = (SOURCE, TRADITIONAL, ENGLISH)

_TRADITIONAL_PLACES = frozenset(("hant", "tw", "hk", "mo"))


def find_language(tag: str) -> Language | None:
    """Return the language of a tag as browsers and systems write it (`zh-TW`, `en_GB.UTF-8`), None for one
    that there is not.
    """
    parts = tag.lower().partition(".")[0].replace("_", "-").split("-")
    if parts[0] == "zh":
        return TRADITIONAL if "hans" not in parts and _TRADITIONAL_PLACES & set(parts[1:]) else SOURCE
    return ENGLISH if parts[0] == "en" else None
