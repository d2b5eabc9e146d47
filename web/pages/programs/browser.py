"""What browsers ask for by themselves: icons, and what the search and the portal are called."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, render_template

from web.host import make_permanent_address

pages = Blueprint("browser", __name__)

_ICONS = (("icon-192.png", "192x192", "image/png"), ("icon-512.png", "512x512", "image/png"))


@pages.get("/opensearch.xml")
def describe_search() -> Response:
    """The search as browsers take it into their address bar, with suggestions (OpenSearch 1.1)."""
    page = render_template("opensearch.xml", site=make_permanent_address(""))
    return Response(page, content_type="application/opensearchdescription+xml; charset=utf-8")


@pages.get("/favicon.ico")
def icon() -> Response:
    """The icon at 16, 32 and 48 pixels, where browsers look for it without being told."""
    return _send("favicon.ico")


@pages.get("/apple-touch-icon.png")
def touch_icon() -> Response:
    """The icon at 180 pixels, for the home screen of a phone."""
    return _send("icon-180.png")


@pages.get("/manifest.webmanifest")
def manifest() -> Response:
    """Name, colours and icons for who puts the portal on a home screen (W3C Web Application Manifest)."""
    icons = [{"src": f"static/{name}", "sizes": sizes, "type": kind} for name, sizes, kind in _ICONS]
    answer = jsonify(
        {
            "name": "政府年度报告全文检索",
            "short_name": "年报检索",
            "lang": "zh-CN",
            "start_url": "./",
            "display": "browser",
            "background_color": "#ffffff",
            "theme_color": "#1b5070",
            "icons": [{"src": "static/seal.svg", "sizes": "any", "type": "image/svg+xml"}, *icons],
        }
    )
    answer.mimetype = "application/manifest+json"
    return answer


def _send(name: str) -> Response:
    answer = current_app.send_static_file(name)
    answer.cache_control.no_cache = None
    answer.cache_control.max_age = 86_400
    return answer
