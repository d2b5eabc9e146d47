"""A listing as a download."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import cast
from urllib.parse import quote

from flask import Flask, Response, current_app

from indexer.archive.storage.kept_lists import KeptLists
from indexer.export import FORMATS, ExportTable, Terms
from indexer.report.beijing import read_today
from web import deadline
from web.auth.sign_in import read_signed_in
from web.context import the_settings
from web.host import read_site_address
from web.problem import answer

AT_A_TIME = 2
"""Files that a process makes for strangers at a time: each takes seconds of its processor."""
_SLOTS = "nianbao-downloads"
SUFFIXES = "any(csv, xlsx, json)"
"""What a route takes for `<format>`: the keys of `FORMATS`."""


def install(app: Flask) -> None:
    """Count the files that are being made."""
    app.extensions[_SLOTS] = threading.BoundedSemaphore(AT_A_TIME)


def read_terms(path: str) -> Terms:
    """Return the terms of a file: the rows that the settings allow, addresses as others reach us.

    Args:
        path: of the page that shows what the file holds, with its query.
    """
    site = read_site_address()
    return Terms(the_settings().max_export_rows, site, f"{site}{path}")


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list that may have been made before.

    Attributes:
        lists: where it is kept; name: all that it depends on.
        title: of the list.
    """

    lists: KeptLists
    name: str
    title: str

    def answer(self, suffix: str) -> Response | None:
        """The list as it was made before; None where it was not."""
        pieces = self.lists.read(self.name)
        return _respond(pieces, self.title, suffix) if pieces else None


def download(listing: ExportTable, suffix: str, kept: KeptList | None = None) -> Response:
    """A listing as a file, sent while it is made.

    The first piece is made before the answer begins, so that what goes wrong by then is an error page.
    A process makes two for strangers at a time; a third one is told to wait.

    Args:
        kept: where the file is kept for those who ask next.
    """
    slots = cast(threading.BoundedSemaphore, current_app.extensions[_SLOTS])
    slot = None if read_signed_in() else _Slot(slots)
    if slot and not slot.taken:
        refused = answer(429, "busy", "正在导出的文件已经够多，请等半分钟再试。")
        refused.headers["Retry-After"] = "30"
        return refused
    deadline.lift()
    form = FORMATS[suffix]
    pieces = iter(form.write(listing))
    if kept:
        pieces = kept.lists.keep(kept.name, pieces)
    whole = chain([next(pieces)], pieces, slot.give_back_at_last() if slot else ())
    response = _respond(whole, listing.title, suffix)
    if slot:  # who goes away does not read to the end
        response.call_on_close(slot.give_back)
    return response


def _respond(pieces: Iterable[bytes], title: str, suffix: str) -> Response:
    response = Response(pieces, content_type=FORMATS[suffix].MEDIA_TYPE)
    name = f"{title}-{read_today():%Y%m%d}.{suffix}"
    # RFC 6266: a plain name for old programs, the real one for the others.
    response.headers["Content-Disposition"] = (
        f"attachment; filename=nianbao.{suffix}; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response


class _Slot:
    """Room for one file, if there is any: given back when the file is sent, or when it comes to nothing."""

    def __init__(self, slots: threading.BoundedSemaphore) -> None:
        self._slots = slots
        self.taken = slots.acquire(blocking=False)

    def give_back(self) -> None:
        """Give it back, once."""
        if self.taken:
            self.taken = False
            self._slots.release()

    def give_back_at_last(self) -> Iterator[bytes]:
        """No bytes, behind all others: with the last of them the file is made."""
        self.give_back()
        yield from ()

    __del__ = give_back
