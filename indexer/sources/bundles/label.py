"""Names of files in an archive as labels with `/` between folders: no path is ever made of them."""

from __future__ import annotations

import re

_MOST_PARTS, _LONGEST_PART = 16, 120
"""Of a longer path in an archive the end is its label."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f:*?\"<>|]")


def decode_name(raw: bytes) -> str:
    """Return a name of which nothing says how it is encoded: UTF-8, or else GB 18030."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def make_label(name: str) -> str:
    """Return the label of a file, "" for a folder and for what an archive program keeps for itself."""
    if name.endswith(("/", "\\")):
        return ""
    parts = (_CONTROL.sub("", part).strip() for part in re.split(r"[/\\]", name))
    kept = [part[-_LONGEST_PART:] for part in parts if part not in ("", ".", "..")]
    if any(part.startswith((".", "__MACOSX")) for part in kept):
        return ""
    return "/".join(kept[-_MOST_PARTS:])
