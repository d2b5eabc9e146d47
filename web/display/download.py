"""A listing as a download."""

from __future__ import annotations

from datetime import date
from itertools import chain
from urllib.parse import quote

from flask import Response

from indexer.export import FORMATS, ExportTable, Terms
from web import deadline
from web.context import the_settings
from web.host import site_address

SUFFIXES = "any(csv, xlsx, json)"
"""What a route takes for `<format>`: the keys of `FORMATS`."""


def terms_for(path: str) -> Terms:
    """Return the terms of a file: the rows that the settings allow, addresses as others reach us.

    Args:
        path: of the page that shows what the file holds, with its query.
    """
    site = site_address()
    return Terms(the_settings().max_export_rows, site, f"{site}{path}")


def download(listing: ExportTable, suffix: str) -> Response:
    """A listing as a file, sent while it is made.

    The first piece is made before the answer begins, so that what goes wrong by then is an error page.
    """
    deadline.lift()
    form = FORMATS[suffix]
    pieces = iter(form.write(listing))
    response = Response(chain([next(pieces)], pieces), content_type=form.MEDIA_TYPE)
    name = f"{listing.title}-{date.today():%Y%m%d}.{suffix}"
    # RFC 6266: a plain name for old programs, the real one for the others.
    response.headers["Content-Disposition"] = (
        f"attachment; filename=nianbao.{suffix}; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response
