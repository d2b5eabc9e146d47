"""A server that speaks S3 over HTTP on this machine (`moto`), for tests that keep originals in a bucket."""

from __future__ import annotations

import itertools
import threading
import urllib.request
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.cluster.servers.node import find_port

_numbers = itertools.count(1)


class _ClosingHandler(WSGIRequestHandler):
    """Closes each connection after its answer: one that a client keeps would be answered after the end."""

    protocol_version = "HTTP/1.0"

    def log(self, _type: str, _message: str, *_args: Any) -> None:
        """Write nothing."""


class S3Server:
    """A running server. What it holds survives `stop` and `start`.

    Attributes:
        endpoint: its address.
        environment: what a client needs to reach it.
    """

    def __init__(self) -> None:
        """Start it.

        Raises:
            ImportError: it is not installed.
        """
        self._port = find_port()
        self.endpoint = f"http://127.0.0.1:{self._port}"
        self.environment = {
            "AWS_ACCESS_KEY_ID": "auditor",
            "AWS_SECRET_ACCESS_KEY": "geheim",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.endpoint,
            "NO_PROXY": "127.0.0.1",
        }
        self._server: Any = None
        self.start()

    def start(self) -> None:
        """Answer, from now on."""
        if self._server:
            return
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

        application = DomainDispatcherApplication(create_backend_app)
        self._server = make_server(
            "127.0.0.1", self._port, application, threaded=True, request_handler=_ClosingHandler
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None

    def make_bucket(self) -> str:
        """Make an empty bucket, and return its name."""
        name = f"reports-{next(_numbers)}"
        self.put(name, b"")
        return name

    def put(self, path: str, data: bytes) -> None:
        """Write an object, past the client, or make a bucket."""
        request = urllib.request.Request(f"{self.endpoint}/{path}", data, method="PUT")
        request.add_header("Content-Type", "application/octet-stream")
        urllib.request.urlopen(request).close()

    def delete(self, path: str) -> None:
        """Delete an object, past the client."""
        urllib.request.urlopen(urllib.request.Request(f"{self.endpoint}/{path}", method="DELETE")).close()
