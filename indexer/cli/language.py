"""The language of what click says: usage, wrong options, headings of the help."""

from __future__ import annotations

import gettext
from collections.abc import MutableMapping
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "locale"
"""Catalogues of the words of click: `<language>/LC_MESSAGES/messages.po`, and `.mo` beside it."""


def choose_language(environment: MutableMapping[str, str]) -> None:
    """Have click speak Chinese, as all commands do; English where `NIANBAO_LANG` says so.

    click asks gettext for its words, and gettext the environment for the language.
    """
    wanted = environment.get("NIANBAO_LANG", "").strip() or "zh_CN"
    environment["LANGUAGE"] = "zh_CN" if wanted.lower().startswith("zh") else wanted
    gettext.bindtextdomain("messages", str(FOLDER))
