"""`/robots.txt` and sitemaps: which pages search engines may and should know."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, render_template

from indexer.settings import Settings
from web.context import the_archive, the_settings
from web.display.places import format_place_address
from web.host import make_permanent_address

pages = Blueprint("sitemap", __name__)

_KEPT_OUT = (
    "/search",
    "/staff",
    "/sign-in",
    "/suggest",
    "/places/suggest",
    "/verdicts",
    "/api/",
    "/*.csv",
    "/*.xlsx",
    "/*.json",
)
"""What a crawler would go through without end, or what is no page."""
_GENERAL = ("/", "/archive", "/commitments", "/targets", "/figures", "/checks", "/help")
_MOST_CORRECTED = 1000
"""Corrections that are looked through for the time of a report's last change."""
_XML = "application/xml; charset=utf-8"


def install(app: Flask, settings: Settings) -> None:
    """Tell search engines with every answer to list nothing, where the settings say so."""

    def keep_out(response: Response) -> Response:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    if not settings.listed:
        app.after_request(keep_out)


@pages.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read (RFC 9309): the pages of reports, places and lists, or nothing at all."""
    lines = ["User-agent: *"]
    if the_settings().listed:
        lines += [f"Disallow: {path}" for path in _KEPT_OUT]
        lines += ["", f"Sitemap: {make_permanent_address('/sitemap.xml')}"]
    else:
        lines.append("Disallow: /")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@pages.get("/sitemap.xml")
def index() -> Response:
    """The list of sitemaps: reports in the order of adding, so that only the last part grows; places."""
    parts = the_archive().sitemap.list_parts(the_archive().list_corrected(_MOST_CORRECTED))
    listed = [(f"/sitemap-reports-{part.number}.xml", part.changed) for part in parts]
    newest = max((part.changed for part in parts), default="")
    return _answer("sitemap_index.xml", [*listed, ("/sitemap-places.xml", newest)])


@pages.get("/sitemap-reports-<int:number>.xml")
def reports(number: int) -> Response:
    """One part of the reports, each with the day on which it was added or last corrected."""
    found = the_archive().sitemap.list_reports(number, the_archive().list_corrected(_MOST_CORRECTED))
    if not found:
        abort(404)
    return _answer("sitemap.xml", [(f"/reports/{quote(report.id)}", report.changed) for report in found])


@pages.get("/sitemap-places.xml")
def places() -> Response:
    """The general pages, and those of places that have reports, with the time of their last addition."""
    changed = the_archive().sitemap.list_places()
    newest = max(changed.values(), default="")
    general = [(path, newest) for path in _GENERAL]
    listed = [(format_place_address(code), when) for code, when in sorted(changed.items())]
    return _answer("sitemap.xml", [*general, *listed])


def _answer(template: str, listed: Iterable[tuple[str, str]]) -> Response:
    addresses = [(make_permanent_address(path), changed) for path, changed in listed]
    return Response(render_template(template, addresses=addresses), content_type=_XML)
