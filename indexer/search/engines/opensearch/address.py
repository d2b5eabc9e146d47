"""The address of a cluster, as settings have it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from indexer.errors import SettingError

_SCHEMES = {"opensearch+http": False, "opensearch+https": True}
_PORT = 9200
_KNOWN = frozenset(("ca", "cert", "key", "shards", "replicas"))


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """Where a cluster is, and how it is spoken to.

    Attributes:
        hosts: its nodes, each with its port.
        name: what the names of the archive's indexes begin with.
        is_secure: whether it is spoken to by TLS.
        user, password: "" where it asks for none.
        authority: file of the certificates that its own is checked by; those of the system where it is "".
        certificate, key: files of the certificate that this side shows, and of its key; "" for none.
        shards, replicas: parts of a new index, and copies of each; at most so many copies as there are nodes
            for where `replicas` is -1.
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    is_secure: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    certificate: str = ""
    key: str = ""
    shards: int = 1
    replicas: int = -1

    @property
    def shown(self) -> str:
        """The address without what is secret, for people."""
        scheme = "https" if self.is_secure else "http"
        return f"{scheme}://{','.join(f'{host}:{port}' for host, port in self.hosts)}/{self.name}"


def parse_address(url: str) -> ClusterAddress:
    """Return the address that a setting gives: `opensearch+https://user:password@host:port,host:port/name`,
    and after a question mark `ca=`, `cert=`, `key=`, `shards=`, `replicas=`.

    Raises:
        SettingError: it is none, or names certificates that would not be used. The message has nothing of
            it, for it may hold a password.
    """
    try:
        parts = urlsplit(url)
        account, _, places = parts.netloc.rpartition("@")
        user, _, password = account.partition(":")
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.scheme not in _SCHEMES or not options.keys() <= _KNOWN:
            raise ValueError
        address = ClusterAddress(
            tuple(map(_parse_host, places.split(","))),
            parts.path.strip("/"),
            _SCHEMES[parts.scheme],
            unquote(user),
            unquote(password),
            options.get("ca", ""),
            options.get("cert", ""),
            options.get("key", ""),
            int(options.get("shards", "1")),
            int(options.get("replicas", "-1")),
        )
    except ValueError:
        how = "opensearch+https://用户:密码@主机:9200/名称，名称后可加 ?ca=、cert=、key=、shards=、replicas="
        raise SettingError(f"NIANBAO_ENGINE_URL 不是检索引擎的地址，请写成 {how}。") from None
    if address.key and not address.certificate:
        raise SettingError("NIANBAO_ENGINE_URL 写了 key=，请把证书也用 cert= 写上。")
    if (address.authority or address.certificate) and not address.is_secure:
        raise SettingError("NIANBAO_ENGINE_URL 写了证书，但不加密，请把开头写成 opensearch+https://。")
    return address


def _parse_host(place: str) -> tuple[str, int]:
    parts = urlsplit(f"//{place}")
    if not parts.hostname:
        raise ValueError(place)
    return parts.hostname, parts.port or _PORT
