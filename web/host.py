"""By which name the portal is reached: checked, for citations and files give addresses that begin so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv6Address
from typing import Any

from flask import Flask, abort, request
from werkzeug.sansio.utils import get_current_url

from web.context import the_settings

_HOST = re.compile(r"(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::(\d{1,5}))?", re.I)
"""RFC 3986, section 3.2.2, as far as there are such hosts: an IPv6 address in brackets, or a name."""
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.I)
_REFUSED = "nianbao.refused_host"


class HostCheck:
    """A WSGI application around that of Flask, which cannot even begin with a name that is none."""

    def __init__(self, app: Flask) -> None:
        self._inner = app.wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST")
        # RFC 9112, section 3.2: HTTP/1.1 names the host; older clients need not.
        if host is None:
            environ[_REFUSED] = environ.get("SERVER_PROTOCOL") not in ("HTTP/1.0", "HTTP/0.9")
        elif not is_host(host):
            environ[_REFUSED], environ["HTTP_HOST"] = True, "localhost"
        return self._inner(environ, start_response)


def install(app: Flask) -> None:
    """Answer 400 to whoever names no host, or several, or what is none."""
    app.wsgi_app = HostCheck(app)  # type: ignore[method-assign]
    app.before_request(_refuse)


def is_host(text: str) -> bool:
    """Whether a text is the name or address of a host, with a port or without."""
    found = _HOST.fullmatch(text)
    if not found or (found[3] and not 0 < int(found[3]) < 65536):
        return False
    try:
        if found[1]:
            return bool(IPv6Address(found[1]))
        labels = found[2].removesuffix(".").split(".")
        # Names of other scripts travel in ASCII (RFC 5891) and are shown in their own.
        return all(_LABEL.fullmatch(label) and label.encode().decode("idna") for label in labels)
    except ValueError:
        return False


def read_site_address() -> str:
    """What addresses of this portal begin with: as the settings say, otherwise as the visitor reached it."""
    return the_settings().base_url or _write_root(request.scheme, request.host, request.root_path)


@lru_cache(64)
def _write_root(scheme: str, host: str, root_path: str) -> str:
    """The address of the first page, without its last slash."""
    return get_current_url(scheme, host, root_path).rstrip("/")


def make_permanent_address(path: str) -> str:
    """The whole address of a page, as it is cited.

    Args:
        path: as `url_for` gives it.
    """
    return read_site_address() + path.removeprefix(request.root_path)


def _refuse() -> None:
    if request.environ.get(_REFUSED):
        abort(400)
