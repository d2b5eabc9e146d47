"""The portal: pages for people and JSON for scripts over one archive."""

from __future__ import annotations

from flask import Flask

from indexer import Archive, Settings, open_archive
from web import (
    addresses,
    amend,
    api,
    archive,
    checks,
    commitments,
    counting,
    differences,
    errors,
    export,
    facets,
    figures,
    health,
    help,
    hits,
    macros,
    paging,
    reports,
    search,
    security,
    sign_in,
    staff,
    static_files,
    verdicts,
    wording,
)
from web.context import attach


def create_app(settings: Settings, opened: Archive | None = None) -> Flask:
    """The WSGI application.

    Args:
        settings: which archive, and its limits.
        opened: an archive that is open already; by default the one of `settings`.
            A home without reports is no error here: its pages say how to add them.
    """
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    attach(app, settings, opened or open_archive(settings))
    security.install(app, settings)
    for part in (addresses, static_files, errors, wording, paging, facets, hits, macros):
        part.install(app)
    sign_in.install(app, settings)
    counting.install(app, settings)
    for page in (
        search,
        reports,
        differences,
        archive,
        help,
        health,
        export,
        checks,
        figures,
        commitments,
        verdicts,
        staff,
        amend,
        api,
    ):
        app.register_blueprint(page.pages)
    return app
