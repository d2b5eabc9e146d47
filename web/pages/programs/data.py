"""`/data`: the archive as tables to take away whole, as `nianbao export` made them, and what is in them."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, send_file, url_for

from indexer.archive.storage.home import Home
from indexer.export.dump.listing import DumpListing, find_file, list_dumps
from indexer.export.dump.tables import TABLES
from web.api.parameters import describe
from web.context import the_settings

pages = Blueprint("data", __name__)


@pages.get("/data")
def data() -> str:
    """The dumps, and the dictionary of their columns."""
    return render_template("data.html", dumps=_list(), tables=TABLES)


@pages.get("/data/<dump>/<name>")
def file(dump: str, name: str) -> Response:
    """A file of a dump, always as a download.

    Raises:
        NotFound: there is none of this name.
    """
    path = find_file(Home.of(the_settings()).dumps, dump, name)
    return send_file(path.resolve(), as_attachment=True, download_name=f"nianbao-{dump}-{name}")


@pages.get("/api/dumps")
@describe("可以整份下载的数据（nianbao export 所作）", "", "DumpList", "数据")
def dumps() -> Response:
    """The dumps for scripts: every file with its rows, size and SHA-256."""
    return jsonify({"dumps": [_describe(dump) for dump in _list()]})


def _list() -> tuple[DumpListing, ...]:
    return list_dumps(Home.of(the_settings()).dumps)


def _describe(dump: DumpListing) -> dict[str, object]:
    return {
        "name": dump.name,
        "created": dump.made,
        "dictionary": url_for("data.file", dump=dump.name, name="datapackage.json"),
        "files": [
            {
                "name": each.name,
                "table": each.table,
                "format": each.format,
                "rows": each.rows,
                "size": each.size,
                "sha256": each.sha256,
                "url": url_for("data.file", dump=dump.name, name=each.name),
            }
            for each in dump.files
        ],
    }
