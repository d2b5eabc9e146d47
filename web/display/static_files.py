"""Static files under addresses that change with their content, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

_YEAR = 31_536_000


def install(app: Flask) -> None:
    """Give templates `static(name)`, and let versioned files be kept for a year."""
    folder = Path(app.static_folder or "")
    versions = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in folder.iterdir()
        if path.is_file()
    }

    @lru_cache(maxsize=256)
    def known(name: str, root: str) -> str:
        return url_for("static", filename=name, v=versions[name])

    def static(name: str) -> str:
        """Address of a static file with its version."""
        return known(name, request.root_path)

    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            if response.status_code == 200:
                response.direct_passthrough = False
                response.get_data()  # they are small: read whole, so that they are compressed
            current = request.args.get("v") == versions.get((request.view_args or {}).get("filename", ""))
            response.headers["Cache-Control"] = (
                f"public, max-age={_YEAR}, immutable" if current else "no-cache"
            )
        return response

    app.jinja_env.globals["static"] = static
    app.after_request(keep)
