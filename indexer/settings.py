"""The settings of an archive, read once from the environment and passed as an argument."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from indexer.errors import SettingError

_HASH = re.compile(r"(scrypt|pbkdf2)(:\w+)+\$[^$\s]+\$[0-9a-f]{32,}")
"""A hash as `werkzeug.security.generate_password_hash` returns it."""
_OFF_BY_ZERO = ("searches_kept_days", "listed")
"""Settings that are not 0 by default, and may be."""
_SITE = re.compile(r"https?://[A-Za-z0-9.-]{1,253}(:\d{1,5})?(/[A-Za-z0-9._/-]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one archive, each read from `NIANBAO_<NAME>`.

    Attributes:
        home: folder of the archive (originals, catalogue, index).
        max_file_bytes: largest file that is read, in bytes.
        max_upload_bytes: largest upload to the staff's page, all its files together, in bytes.
        max_waiting_bytes: most that may wait there to be published, in bytes.
        max_query_chars: longest query answered, in characters.
        page_size: hits on a page.
        max_page: last page that can be asked for.
        password_hash: hash of the password with which people sign in (werkzeug's form); nobody can where
            it is empty.
        searches_kept_days: how long it stays known how often words were searched for, in days; 0 to count
            no searches. None are counted either where nobody can sign in.
        trusted_proxy: IP address of the reverse proxy whose X-Forwarded headers are believed; none where
            it is empty.
        base_url: what addresses in citations and files begin with, as `https://host`; as visitors reach the
            portal where it is empty.
        listed: 1 where search engines may list the portal; 0 to keep them out.
        api_per_minute: requests to the API that each process answers to one address in a minute; 0 for any
            number.
        max_export_rows: most rows in an exported file.
        passage_chars: length from which a section is cut at its sub-headings, in characters.
        batch_files: files published together; a stop of a long run loses no more than these.
        index_memory_mb: memory that the index writer may use, in MiB.
        search_memory_mb: memory for what was worked out for words that were searched for, in MiB.
        fetch_delay_ms: pause between two requests to one site, in milliseconds.
        fetch_private: 1 to fetch from hosts that are not on the public internet too.
        wait_seconds: how long a command waits for another that writes to the archive, in seconds.
    """

    home: Path = Path(".nianbao")
    max_file_bytes: int = 20 * 1024 * 1024
    max_upload_bytes: int = 100 * 1024 * 1024
    max_waiting_bytes: int = 1024 * 1024 * 1024
    max_query_chars: int = 2000
    page_size: int = 10
    max_page: int = 1000
    password_hash: str = ""
    searches_kept_days: int = 90
    trusted_proxy: str = ""
    base_url: str = ""
    listed: int = 1
    api_per_minute: int = 0
    max_export_rows: int = 100_000
    passage_chars: int = 2000
    batch_files: int = 200
    index_memory_mb: int = 512
    search_memory_mb: int = 128
    fetch_delay_ms: int = 1000
    fetch_private: int = 0
    wait_seconds: int = 10

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings that the environment gives, defaults for the others.

        Raises:
            SettingError: a number is not a positive number, the password hash is none, the proxy has no IP
                address, or the base address is none.
        """
        values: dict[str, Path | int | str] = {}
        for field in fields(cls):
            name = f"NIANBAO_{field.name.upper()}"
            raw = environment.get(name, "").strip()
            if not raw:
                continue
            if field.name == "home":
                values["home"] = Path(raw)
                continue
            if field.name == "password_hash" and not _HASH.fullmatch(raw):
                how = "请用 nianbao-web --hash-password 生成，并放在单引号里"
                raise SettingError(f"环境变量 {name} 的值不是密码散列，{how}。")
            if field.name == "trusted_proxy":
                values[field.name] = _parse_address(name, raw)
                continue
            if field.name == "base_url" and not _SITE.fullmatch(raw):
                raise SettingError(f"环境变量 {name} 的值“{raw}”不是网站的地址，请写成 https://主机名。")
            if isinstance(field.default, str):
                values[field.name] = raw.rstrip("/")
                continue
            least = 0 if field.default == 0 or field.name in _OFF_BY_ZERO else 1
            if not raw.isdecimal() or int(raw) < least:
                raise SettingError(f"环境变量 {name} 的值“{raw}”不是正整数，请改正后再试。")
            values[field.name] = int(raw)
        return cls(**values)  # type: ignore[arg-type]


def _parse_address(name: str, raw: str) -> str:
    """Return an IP address as the system writes it, so that the two can be compared.

    Raises:
        SettingError: it is none.
    """
    try:
        return str(ipaddress.ip_address(raw))
    except ValueError:
        raise SettingError(f"环境变量 {name} 的值“{raw}”不是 IP 地址，请填写反向代理的 IP 地址。") from None
