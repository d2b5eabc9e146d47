"""A real node of OpenSearch that speaks by TLS alone and asks who one is (its security plugin, by Maven)."""

from __future__ import annotations

import base64
import json
import shutil
import ssl
import subprocess
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import quote

from tests.cluster.servers.certificates import Authority
from tests.cluster.servers.node import Node, NoPackages, choose_release, fetch_packages

USER, PASSWORD = "auditor", "geheim:wort@7/密码"
_HASH = "$2y$12$iJohS/31HOkiEM5v38oJAujRhjspwdE5Y80wz8/yJMw7oV7hCM8iW"
"""Of the password, by bcrypt, as the plugin's own tool makes it."""
_PLUGIN = "org.opensearch.plugin:opensearch-security"


class SecureNode(Node):
    """A node that knows one user, who may use the indexes of one archive and no others.

    Attributes:
        authority: who has signed its certificate.
    """

    def __init__(self, folder: Path, archive: str, role: dict[str, object]) -> None:
        """Start it, and wait for it.

        Args:
            archive: what the names of the indexes of the user begin with.
            role: what the user may do, as the plugin's file of roles has it.

        Raises:
            NoPackages: Maven does not get the packages.
        """
        self._archive, self._role = archive, role
        folder.mkdir(parents=True, exist_ok=True)
        self._configuration = folder / "data" / "node_1" / "config"
        self._configuration.mkdir(parents=True)
        self.authority = Authority(self._configuration)
        self._settings = folder / "settings.properties"
        self._plugin = folder / "plugin"
        super().__init__(folder)

    def make_url(self, password: str = PASSWORD, host: str = "127.0.0.1", **options: str) -> str:
        """Return its address as the setting has it, for the archive."""
        asked = "&".join(f"{name}={value}" for name, value in options.items())
        account = f"{USER}:{quote(password, safe='')}"
        return f"opensearch+https://{account}@{host}:{self.port}/{self._archive}?{asked}"

    def _fetch_packages(self) -> str:
        packages = fetch_packages(self._folder)
        copied = f"-Dartifact={_PLUGIN}:{choose_release()}:zip"
        command = ["mvn", "-q", "-B", "dependency:copy", copied, f"-DoutputDirectory={self._folder}"]
        try:
            subprocess.run(command, cwd=self._folder, check=True, capture_output=True, timeout=900)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise NoPackages("Maven does not get the security plugin") from error
        with zipfile.ZipFile(next(self._folder.glob("*.zip"))) as packed:
            packed.extractall(self._plugin)
        self._configure()
        return f"{packages}:{self._plugin}/*"

    def _configure(self) -> None:
        """Write what the plugin reads as the node begins."""
        certificate, key = self.authority.sign("node", "127.0.0.1")
        files = {
            "pemcert_filepath": certificate.name,
            "pemkey_filepath": key.name,
            "pemtrustedcas_filepath": self.authority.path.name,
        }
        settings = {
            f"plugins.security.ssl.{layer}.{k}": v
            for layer in ("http", "transport")
            for k, v in files.items()
        }
        settings |= {
            "plugins.security.ssl.http.enabled": "true",
            "plugins.security.ssl.transport.enforce_hostname_verification": "false",
            "plugins.security.allow_default_init_securityindex": "true",
            "plugins.security.nodes_dn": "CN=node",
        }
        self._settings.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        inside = self._configuration / "opensearch-security"
        shutil.copytree(self._plugin / "config", inside)
        for kind, name, values in (
            ("internalusers", "internal_users", {USER: {"hash": _HASH}}),
            ("rolesmapping", "roles_mapping", {"archive": {"users": [USER]}}),
            ("roles", "roles", {"archive": self._role}),
        ):
            meta = {"_meta": {"type": kind, "config_version": 2}}
            (inside / f"{name}.yml").write_text(json.dumps(meta | values))

    def _list_arguments(self) -> list[str]:
        return [str(self._settings)]

    def _ask(self, path: str) -> None:
        """Wait until it knows the user, who may not ask how the cluster is."""
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}/_plugins/_security/authinfo")
        account = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request.add_header("Authorization", f"Basic {account}")
        context = ssl.create_default_context(cafile=self.authority.path)
        with urllib.request.urlopen(request, timeout=2, context=context):
            pass
