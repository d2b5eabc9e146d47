"""The language in which commands speak: that which `NIANBAO_LANG` names, else the file of settings, else the
system (`LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set); simplified Chinese where none names one.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import SettingError
from indexer.language.languages import SOURCE, TRADITIONAL, Language, find_language

if TYPE_CHECKING:
    from indexer.language.sentences import Sentences

FOLDER = Path(__file__).parent.parent / "data" / "locale"
"""Catalogues of the words of click: `<language>/LC_MESSAGES/messages.po`, and `.mo` beside it."""
_VARIABLE = "NIANBAO_LANG"
_OF_SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which POSIX asks them (Base Definitions, 8.2)."""
_OF_CLICK = {SOURCE: "zh_CN", TRADITIONAL: "zh_Hant"}
"""Names of the catalogues of click's words, which are English themselves."""


def choose_language(environment: MutableMapping[str, str]) -> None:
    """Take the language from the environment, else from the file of settings, and have click speak it.

    click asks gettext for its words, and gettext the environment for the language.
    """
    if not environment.get(_VARIABLE, "").strip() and environment.get("NIANBAO_CONFIG", "").strip():
        environment[_VARIABLE] = _read_config(environment)
    language = read_language(environment)
    environment["LANGUAGE"] = _OF_CLICK.get(language, language.code)
    gettext.bindtextdomain("messages", str(FOLDER))


def read_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language that the environment names, that of the source where it names none."""
    if own := environment.get(_VARIABLE, "").strip():
        return find_language(own) or SOURCE
    system = next(filter(None, (environment.get(name, "") for name in _OF_SYSTEM)), "")
    return find_language(system) or SOURCE


def localize(text: str) -> str:
    """Return a word or a sentence of the code in the chosen language; names and texts of reports in it stay
    as they are.
    """
    language = read_language()
    return text if language is SOURCE else _localize(language, text)


def bracket(text: str) -> str:
    """Return a text in the brackets of the chosen language."""
    return f"{localize('（')}{text}{localize('）')}"


@lru_cache(1024)
def _localize(language: Language, text: str) -> str:
    return "".join(piece.words for piece in _read_sentences(language).localize(text))


@lru_cache
def _read_sentences(language: Language) -> Sentences:
    # Loaded here: who reads the language of the source does not wait for it.
    from indexer.language.sentences import Sentences

    return Sentences(language)


def _read_config(environment: Mapping[str, str]) -> str:
    # Loaded here: few have such a file.
    from indexer.settings import Settings

    try:
        return Settings.from_environment(environment).lang
    except SettingError:  # which the command itself says
        return ""
