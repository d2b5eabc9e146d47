"""Where reports come from: the chain of each (PROV-JSON), and the sums of all originals by month."""

from __future__ import annotations

import hashlib
from io import BytesIO

from flask import Blueprint, Response, jsonify, render_template, send_file

from indexer.archive.preservation.manifest import Manifests
from indexer.archive.preservation.provenance import describe_provenance
from indexer.archive.storage.home import Home
from web.api.parameters import describe
from web.context import the_archive, the_settings
from web.host import read_site_address

pages = Blueprint("provenance", __name__)


@pages.get("/api/reports/<report_id>/provenance")
@describe("一份报告的来历：来源、收录、读取、改正和各个版本（PROV-JSON）", "", "Provenance", "报告")
def provenance(report_id: str) -> Response:
    """The chain from the file as it came to the report as it is shown.

    Raises:
        Moved, NotFound: there is no such report by this id.
    """
    record = the_archive().read_report(report_id)
    return jsonify(describe_provenance(the_archive(), record, read_site_address()))


@pages.get("/manifests")
def manifests() -> str:
    """The manifests of all months."""
    return render_template("manifests.html", manifests=_manifests().list_all())


@pages.get("/manifests/<name>")
def manifest(name: str) -> Response:
    """A manifest as it was written.

    Raises:
        NotFound: there is none of this name.
    """
    data = _manifests().read(name)
    answer = send_file(
        BytesIO(data), "text/tab-separated-values", True, name, etag=hashlib.sha256(data).hexdigest()
    )
    return answer


def _manifests() -> Manifests:
    return Manifests(Home.of(the_settings()))
