"""The portal: pages for people and JSON for scripts over one archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from indexer.archive.archive import Archive, open_archive
from indexer.settings import Settings
from web import bounds, deadline, delivery, errors, host, loss, observation
from web import headers as security
from web import search_counter as counting
from web.api import access, bodies, specification
from web.api import reports as api_reports
from web.auth import sign_in
from web.context import attach
from web.display import canonical, download, fixed_parts, macros, pager, preferences, static_files
from web.display import names as wording
from web.display import places as place_links
from web.display import urls as addresses
from web.display.results import facets, hits, orders
from web.display.templates import Templates
from web.language import choice, marking, place_names, sentences, words
from web.pages import (
    accessibility,
    archive,
    checks,
    citations,
    cited_lines,
    commitments,
    differences,
    figures,
    help,
    originals,
    places,
    reports,
    search,
    targets,
)
from web.pages.auditing import batch, compare, concordance, trend
from web.pages.editing import corrections as amend
from web.pages.editing import staff, text_corrections, verdicts, withdrawals
from web.pages.programs import api, browser, data, export, feeds, health, provenance, sitemap, suggest


class Portal(Flask):
    """Flask, but that no page is a coroutine: Flask looks at some twenty functions a page for one."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function."""
        return func


def create_app(settings: Settings, opened: Archive | None = None) -> Flask:
    """The WSGI application.

    Args:
        settings: which archive, and its limits.
        opened: an archive that is open already; by default the one of `settings`.
            A home without reports is no error here: its pages say how to add them.
    """
    app = Portal(__name__)
    app.jinja_environment = Templates
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    attach(app, settings, opened or open_archive(settings))
    observation.install(app, settings)
    delivery.install(app)
    for part in (words, choice, marking, sentences, place_names):
        part.install(app)
    host.install(app)
    security.install(app, settings)
    for part in (
        bounds,
        download,
        addresses,
        fixed_parts,
        preferences,
        canonical,
        static_files,
        errors,
        loss,
        wording,
        place_links,
        facets,
        hits,
        orders,
        pager,
        macros,
    ):
        part.install(app)
    sign_in.install(app, settings)
    counting.install(app, settings)
    sitemap.install(app, settings)
    access.install(app, settings)
    for page in (
        search,
        suggest,
        reports,
        originals,
        cited_lines,
        compare,
        differences,
        archive,
        places,
        browser,
        sitemap,
        help,
        accessibility,
        health,
        export,
        feeds,
        checks,
        figures,
        targets,
        trend,
        concordance,
        batch,
        commitments,
        verdicts,
        staff,
        withdrawals,
        text_corrections,
        amend,
        api,
        api_reports,
        bodies,
        specification,
        data,
        citations,
        provenance,
    ):
        app.register_blueprint(page.pages)
    sign_in.open_forms(app, batch.pages)
    deadline.install(app)
    return app
