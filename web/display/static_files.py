"""Static files under addresses that change with their content, so that browsers may keep them.

The style sheets are written one for each part of the portal and sent as one: a page then asks for one file,
which it has from its first visit on. (Kept tools that bundle, webassets and Flask-Assets, have had no release
in years; what is needed is a concatenation.)
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

_YEAR = 31_536_000
_BUNDLE = "site.css"
_FIRST = ("base.css", "pages.css", "report.css", "lists.css", "commitments.css")
_LAST = "print.css"


def _bundle(folder: Path) -> str:
    """All style sheets in one: what everything rests on first, what holds on paper last."""
    others = sorted(path.name for path in folder.glob("*.css") if path.name not in (*_FIRST, _LAST))
    texts = [(folder / name).read_text(encoding="utf-8") for name in (*_FIRST, *others)]
    return "\n".join([*texts, f"@media print {{\n{(folder / _LAST).read_text(encoding='utf-8')}}}\n"])


def install(app: Flask) -> None:
    """Give templates `static(name)`, and let versioned files be kept for a year."""
    folder = Path(app.static_folder or "")
    versions = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in folder.iterdir()
        if path.is_file()
    }
    sheet = _bundle(folder)
    versions[_BUNDLE] = hashlib.sha256(sheet.encode()).hexdigest()[:10]

    @lru_cache(maxsize=256)
    def known(name: str, root: str) -> str:
        if name == _BUNDLE:
            return url_for("stylesheet", v=versions[name])
        return url_for("static", filename=name, v=versions[name])

    def static(name: str) -> str:
        """Address of a static file with its version."""
        return known(name, request.root_path)

    def keep(response: Response) -> Response:
        if request.endpoint in ("static", "stylesheet") and response.status_code in (200, 304):
            if response.status_code == 200:
                response.direct_passthrough = False
                response.get_data()  # they are small: read whole, so that they are compressed
            name = (request.view_args or {}).get("filename", _BUNDLE)
            current = request.args.get("v") == versions.get(name)
            response.headers["Cache-Control"] = (
                f"public, max-age={_YEAR}, immutable" if current else "no-cache"
            )
        return response

    def stylesheet() -> Response:
        """The one style sheet."""
        return Response(sheet, mimetype="text/css")

    app.add_url_rule(f"{app.static_url_path}/{_BUNDLE}", "stylesheet", stylesheet)
    app.jinja_env.globals["static"] = static
    app.after_request(keep)
