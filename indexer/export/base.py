"""What can be exported: a listing, which is rows of plain values under named columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

Value = str | int | float | None
"""A cell; None is an empty one."""

_FORMULA = tuple("=+-@\t\r＝＋－＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: what scripts call it (a key in JSON rows).
        title: what people read above it.
        width: how wide a spreadsheet shows it, in characters.
        link: whether its cells are addresses.
    """

    name: str
    title: str
    width: int = 12
    link: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that holds for the whole listing: what was asked, where, when.

    Attributes:
        name: what scripts call it.
        title: what people read.
    """

    name: str
    title: str
    value: str | int


@dataclass(frozen=True, slots=True)
class ExportTable:
    """Rows to export, with what was asked for them.

    Attributes:
        title: what the rows are; names the sheet.
        about: the query first, then whatever else holds for all rows.
        rows: by column name; what a row does not have is empty. Consumed once.
    """

    title: str
    columns: tuple[Column, ...]
    about: tuple[Fact, ...]
    rows: Iterable[Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a listing is made.

    Attributes:
        most: number of rows that a file may have.
        site: `https://host` to put before paths; "" leaves paths.
        address: of the page that shows the query, "" where there is none.
        page: number of rows that are asked for at a time, where they come in pages.
    """

    most: int
    site: str = ""
    address: str = ""
    page: int = 200


class ExportFormat(Protocol):
    """A module of this folder."""

    MEDIA_TYPE: str

    def write(self, listing: ExportTable) -> Iterator[bytes]:
        """Return the listing as a file, piece by piece, in memory that does not grow with its rows."""


def is_formula(value: Value) -> bool:
    """Whether a spreadsheet might take a text for a formula (OWASP, CSV Injection).

    Numbers are none; full-width signs count, since Excel reads them as signs in East Asian locales.
    """
    return isinstance(value, str) and (value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA))
