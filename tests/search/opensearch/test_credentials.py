"""What a cluster and who asks it prove to each other, over a real TLS connection; no node is needed."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import EngineUnreachable, SettingError

pytest.importorskip("opensearchpy", reason="the extra nianbao[cluster] is not installed")
pytest.importorskip("cryptography", reason="the extra nianbao[cluster-test] is not installed")
from indexer.search.engines.opensearch.cluster import connect
from tests.cluster.servers.certificates import Authority


class _Server(HTTPServer):
    """Writes nothing of those that it does not let in, and lets them read why."""

    def shutdown_request(self, request: Any) -> None:
        """End a connection when the other side does: with something unread left it would be cut."""
        with suppress(OSError):
            request.settimeout(2)
            request.shutdown(socket.SHUT_WR)
            while request.recv(4096):
                pass
        self.close_request(request)

    def handle_error(self, *_arguments: object) -> None:
        """Write nothing."""


class _Handler(BaseHTTPRequestHandler):
    """Says that there is no such index, and remembers who has asked."""

    asked: tuple[str, object] = "", None

    def do_GET(self) -> None:
        """Answer."""
        assert isinstance(self.connection, ssl.SSLSocket)
        type(self).asked = self.headers["Authorization"], self.connection.getpeercert()
        said = b'{"error": {"type": "index_not_found_exception"}, "status": 404}'
        self.send_response(404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_arguments: object) -> None:
        """Write nothing."""


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def port(authority: Authority) -> Iterator[int]:
    """Of a server for 127.0.0.1, which lets in who shows a certificate of the authority."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority.path)
    context.load_cert_chain(*authority.sign("node", "127.0.0.1"))
    context.verify_mode = ssl.CERT_REQUIRED
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_both_sides_prove_who_they_are(authority: Authority, port: int) -> None:
    certificate, key = authority.sign("visitor")
    account = "auditor:a%3Ab%40%E5%AF%86%E7%A0%81"
    options = f"ca={authority.path}&cert={certificate}&key={key}"
    cluster = connect(f"opensearch+https://{account}@127.0.0.1:{port}/yunze?{options}")
    assert not cluster.has_index("build")
    cluster.close()
    header, shown = _Handler.asked
    assert base64.b64decode(header.removeprefix("Basic ")).decode() == "auditor:a:b@密码"
    assert isinstance(shown, dict)
    assert shown["subject"] == ((("commonName", "visitor"),),)
    both = certificate.with_name("both.pem")
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    cluster = connect(f"opensearch+https://127.0.0.1:{port}/yunze?ca={authority.path}&cert={both}")
    assert not cluster.has_index("build")
    assert _Handler.asked == (None, shown)


@pytest.mark.parametrize(("host", "is_known"), [("127.0.0.1", False), ("localhost", True)])
def test_who_does_not_prove_it_is_not_asked(
    host: str, is_known: bool, authority: Authority, port: int, tmp_path: Path
) -> None:
    """The one has signed nothing of the server; the other has not for this name of it."""
    certificate, key = authority.sign("visitor")
    trusted = authority.path if is_known else Authority(tmp_path, "stranger").path
    url = f"opensearch+https://{host}:{port}/yunze?ca={trusted}&cert={certificate}&key={key}"
    _Handler.asked = "", None
    with pytest.raises(EngineUnreachable, match="证书无法验证"):
        connect(url).has_index("build")
    with pytest.raises(EngineUnreachable, match="证书无法验证"):  # by the authorities of the system
        connect(f"opensearch+https://{host}:{port}/yunze").has_index("build")
    assert _Handler.asked == ("", None)


def test_who_shows_nothing_or_what_is_not_known_is_not_let_in(
    authority: Authority, port: int, tmp_path: Path
) -> None:
    url = f"opensearch+https://127.0.0.1:{port}/yunze?ca={authority.path}"
    with pytest.raises(EngineUnreachable, match="对方要求出示证书"):
        connect(url).has_index("build")
    certificate, key = Authority(tmp_path, "stranger").sign("visitor")
    with pytest.raises(EngineUnreachable, match="对方不接受出示的证书"):
        connect(f"{url}&cert={certificate}&key={key}").has_index("build")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("ca={folder}/none.pem", "none.pem 不能用（文件不存在）"),
        ("ca={folder}", "不能用（读不了）"),
        ("ca={key}", "visitor-key.pem 不能用（不是 PEM 格式的证书，或者与私钥不配）"),
        ("cert={certificate}", "visitor.pem 不能用（不是 PEM"),
        ("cert={certificate}&key={folder}/none.pem", "none.pem 不能用（文件不存在）"),
        ("cert={certificate}&key={secret}", "secret.pem 不能用（不是 PEM"),
        ("ca={certificate}&key={key}", "请把证书也用 cert= 写上"),
    ],
)
def test_files_that_cannot_be_used_are_named(
    options: str, said: str, authority: Authority, tmp_path: Path
) -> None:
    from cryptography.hazmat.primitives import serialization

    certificate, key = authority.sign("visitor")
    locked = serialization.BestAvailableEncryption(b"geheim")
    form = serialization.PrivateFormat.PKCS8
    (tmp_path / "secret.pem").write_bytes(
        serialization.load_pem_private_key(key.read_bytes(), None).private_bytes(
            serialization.Encoding.PEM, form, locked
        )
    )
    files = {"folder": tmp_path, "certificate": certificate, "key": key, "secret": tmp_path / "secret.pem"}
    with pytest.raises(SettingError) as raised:
        connect(f"opensearch+https://auditor:geheim@127.0.0.1:9/yunze?{options.format(**files)}")
    assert said in raised.value.message
    assert "geheim" not in raised.value.message


def test_certificates_without_encryption_are_refused() -> None:
    with pytest.raises(SettingError, match="不加密"):
        connect("opensearch+http://127.0.0.1:9/yunze?ca=/etc/ca.pem")
