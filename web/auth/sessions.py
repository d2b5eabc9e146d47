"""Sessions as signed cookies, from the moment on at which somebody can sign in: before that there are none,
and no key is made.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from indexer.errors import ArchiveError
from indexer.settings import Settings
from web.auth import accounts
from web.auth.key import read_signing_key

_OF_NOBODY = ("/livez", "/static/")
"""What the paths begin with that are the same for everybody: they are answered while no database is."""


class StaffSessions(SecureCookieSessionInterface):
    """Cookies that travel over https alone where the portal is reached by it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def is_offered(self, app: Flask) -> bool:
        """Whether there is a shared password, or an account; asked anew each time (one look at a file)."""
        return bool(self._settings.password_hash) or accounts.exist(app)

    def prepare(self, app: Flask) -> None:
        """Give the application its key where sessions are offered and it has none.

        Raises:
            ArchiveError: it can be neither read nor made, or is damaged.
        """
        if app.secret_key is None and self.is_offered(app):
            app.secret_key = read_signing_key(self._settings)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request; None where nobody can sign in, or the key cannot be had."""
        if request.path.startswith(_OF_NOBODY):
            return None
        try:
            self.prepare(app)
        except ArchiveError as error:
            app.logger.error("%s", error.message)
        return super().open_session(app, request) if is_offered(app) else None

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the request came over https."""
        return request.is_secure


def install(app: Flask, settings: Settings) -> None:
    """Give the application its sessions, and its key if somebody can sign in already.

    Raises:
        ArchiveError: the key can be neither read nor made, or is damaged.
    """
    sessions = StaffSessions(settings)
    app.session_interface = sessions
    sessions.prepare(app)


def is_offered(app: Flask) -> bool:
    """Whether anybody can sign in just now."""
    return app.secret_key is not None and cast(StaffSessions, app.session_interface).is_offered(app)
