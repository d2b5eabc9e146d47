"""What a cluster and who asks it prove to each other: certificates, user and password."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.durable import explain_os_error
from indexer.errors import SettingError
from indexer.search.engines.opensearch.address import ClusterAddress

_UNUSABLE, _MISSING, _UNREADABLE = "不是 PEM 格式的证书，或者与私钥不配", "文件不存在", "读不了"
"""Why a file is of no use."""


def make_headers(address: ClusterAddress) -> dict[str, str]:
    """Return the header that says who asks (RFC 7617, in UTF-8); none where the address names nobody."""
    if not address.user:
        return {}
    # opensearch-py would send no password beyond Latin-1.
    account = base64.b64encode(f"{address.user}:{address.password}".encode())
    return {"authorization": f"Basic {account.decode('ascii')}"}


def make_context(address: ClusterAddress) -> ssl.SSLContext | None:
    """Return how TLS is spoken: by what authority the cluster is checked, and what this side shows.

    None where it is not spoken.

    Raises:
        SettingError: a file of certificates cannot be read, or is none.
    """
    if not address.is_secure:
        return None
    with _explain_files(address.authority):
        # Those of the system where no file is named.
        context = ssl.create_default_context(cafile=address.authority or None)
    if address.certificate:
        key = address.key or address.certificate
        with _explain_files(address.certificate, key):
            context.load_cert_chain(address.certificate, key, password="")  # else it would ask the terminal
    return context


@contextmanager
def _explain_files(*paths: str) -> Iterator[None]:
    """Say which of these files cannot be read, or holds nothing that can be used.

    Raises:
        SettingError: it is so.
    """
    path = paths[0]
    try:
        for path in filter(None, paths):
            Path(path).open("rb").close()
        yield
        return
    except ssl.SSLError:
        why = _UNUSABLE
    except FileNotFoundError:
        why = _MISSING
    except OSError as error:
        why = explain_os_error(error) or _UNREADABLE
    raise SettingError(f"NIANBAO_ENGINE_URL 中的证书文件 {path} 不能用（{why}），请检查它。")
