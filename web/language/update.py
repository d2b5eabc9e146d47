"""Brings the catalogues up to the code: `python -m web.language.update`.

What is new comes into `en.po` empty, for a translator; traditional characters are made from the simplified
ones by OpenCC (Taiwan's forms, no other words), but for those that `_TRADITIONAL` says. `.mo` files, which
the portal reads, are compiled from the `.po` files; all four are checked in.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

from indexer.cli.language import FOLDER as CLICK
from indexer.language.languages import ENGLISH, FOLDER, TRADITIONAL
from web.language.extraction import extract

_TRADITIONAL: dict[str, str] = {}
"""What characters alone get wrong, by the simplified words of the message."""
_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""A date for the heads of the files, so that what has not changed stays the same."""


def main() -> int:
    """Write the catalogues; 1 where English words are missing, which are printed."""
    template = extract()
    for code, catalogue in (
        (TRADITIONAL.code, convert(template)),
        (ENGLISH.code, bring_up(read(ENGLISH.code), template)),
    ):
        _save(catalogue, _path(code))
    _write_traditional_click()
    missing = list(list_missing(read(ENGLISH.code)))
    for message in missing:
        print(message.id)
    return 1 if missing else 0


def read(code: str) -> Catalog:
    """Return the catalogue of a language as it is written; an empty one where there is none."""
    path = _path(code)
    if not path.exists():
        return Catalog(locale=code, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=code, charset="utf-8")


def bring_up(catalogue: Catalog, template: Catalog) -> Catalog:
    """Return a catalogue with the messages of the code: new ones without words, no others."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def convert(template: Catalog) -> Catalog:
    """Return the messages of the code in traditional characters."""
    converter = OpenCC("s2tw")
    catalogue = Catalog(locale=TRADITIONAL.code, charset="utf-8")
    for message in _list_messages(template):
        simplified = message.id if isinstance(message.id, str) else message.id[0]
        said = _TRADITIONAL.get(simplified) or converter.convert(simplified)
        catalogue.add(message.id, said if isinstance(message.id, str) else (said,), message.locations)
    return catalogue


def list_missing(catalogue: Catalog) -> Iterator[Message]:
    """Yield messages that have no words yet, or doubtful ones."""
    for message in _list_messages(catalogue):
        said = (message.string,) if isinstance(message.string, str) else message.string
        if message.fuzzy or not said or not all(said):
            yield message


def compile_catalogue(catalogue: Catalog) -> bytes:
    """Return the bytes of the compiled catalogue."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _write_traditional_click() -> None:
    """Write the words of click in traditional characters, from those in simplified ones."""
    name = Path("LC_MESSAGES") / "messages.po"
    with (CLICK / "zh_CN" / name).open("rb") as file:
        catalogue = read_po(file, charset="utf-8")
    converter = OpenCC("s2tw")
    for message in _list_messages(catalogue):
        said = message.string
        if isinstance(said, str):
            message.string = converter.convert(said)
        else:
            message.string = tuple(map(converter.convert, said or ()))
    catalogue.locale = TRADITIONAL.code
    _save(catalogue, CLICK / TRADITIONAL.code / name)


def _list_messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _save(catalogue: Catalog, path: Path) -> None:
    catalogue.creation_date = catalogue.revision_date = _AT
    catalogue.project, catalogue.version, catalogue.fuzzy = "nianbao", "", False
    file = BytesIO()
    write_po(file, catalogue, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.getvalue())
    path.with_suffix(".mo").write_bytes(compile_catalogue(catalogue))


def _path(code: str) -> Path:
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    sys.exit(main())
