"""The settings of an archive, read once from the environment, and under it from a file, and passed as an
argument.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from indexer.errors import SettingError
from indexer.language.languages import find_language

CONFIG = "NIANBAO_CONFIG"
"""The variable that names a file of settings."""
_LOGS = ("line", "json")
_HASH = re.compile(r"(scrypt|pbkdf2)(:\w+)+\$[^$\s]+\$[0-9a-f]{32,}")
"""A hash as `werkzeug.security.generate_password_hash` returns it."""
_OFF_BY_ZERO = ("searches_kept_days", "listed")
"""Settings that are not 0 by default, and may be."""
_ENGINE = re.compile(r"opensearch\+https?://[^/\s]+/[a-z0-9][a-z0-9_-]{0,60}(\?\S*)?")
_DATABASE = re.compile(r"postgresql\+psycopg://\S*/[^/\s?]+(\?\S*)?")
_ORIGINALS = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?|file:///[^?#\x00]+")
_SHORTEST_SECRET = 32
"""Characters of `Settings.secret`: as many as a hash has bytes, so that it is no easier to guess."""
_SITE = re.compile(r"https?://[A-Za-z0-9.-]{1,253}(:\d{1,5})?(/[A-Za-z0-9._/-]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one archive, each read from `NIANBAO_<NAME>`, else from `<name>` in the TOML file that
    `NIANBAO_CONFIG` names.

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
        contact: how staff is reached, as the accessibility statement says it: an e-mail address, the
            address of a page or words; nothing where it is empty.
        listed: 1 where search engines may list the portal; 0 to keep them out.
        api_per_minute: requests to the API that each process answers to one address in a minute; 0 for any
            number.
        access_log: how a line for each request is written to standard error: `line`, `json`, "" for none.
        log_queries: 1 to have the words that are searched for in these lines.
        metrics: 1 to count for Prometheus at `/metrics`, which only this machine reaches.
        max_export_rows: most rows in an exported file.
        passage_chars: length from which a section is cut at its sub-headings, in characters.
        batch_files: files published together; a stop of a long run loses no more than these.
        index_memory_mb: memory that the index writer may use, in MiB.
        search_memory_mb: memory for what was worked out for words that were searched for, in MiB.
        fetch_delay_ms: pause between two requests to one site, in milliseconds.
        fetch_private: 1 to fetch from hosts that are not on the public internet too.
        wait_seconds: how long a command waits for another that writes to the archive, in seconds.
        engine_url: address of the engine that keeps the index, as `opensearch+https://user:password@host:9200/name`;
            in the home itself where it is empty.
        database_url: address of the database that has the catalogue and what people judge and search for, as
            `postgresql+psycopg://user:password@host:5432/database`; in files of the home where it is empty.
        originals_url: where originals and files that wait are kept, as `s3://bucket/prefix` or
            `file:///folder`; in the home itself where it is empty.
        secret: what sessions and forms are signed with, the same for all portals of one archive; a file of
            the home where it is empty.
        sentence_model: path of a sentence model (ONNX) that helps to find what later reports say of promises;
            none where it is empty.
        lang: language in which commands answer: `zh-Hans`, `zh-Hant` or `en`; the first where it is empty.
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
    contact: str = ""
    listed: int = 1
    api_per_minute: int = 0
    access_log: str = ""
    log_queries: int = 0
    metrics: int = 0
    max_export_rows: int = 100_000
    passage_chars: int = 2000
    batch_files: int = 200
    index_memory_mb: int = 512
    search_memory_mb: int = 128
    fetch_delay_ms: int = 1000
    fetch_private: int = 0
    wait_seconds: int = 10
    # It may hold a password: it is in no message.
    engine_url: str = field(default="", repr=False)
    database_url: str = field(default="", repr=False)
    originals_url: str = ""
    secret: str = field(default="", repr=False)
    sentence_model: str = ""
    lang: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings that the environment gives, or its file, defaults for the rest.

        Raises:
            SettingError: a number is not a positive number, the password hash is none, the proxy has no IP
                address, the base address is none, the secret is short; or the file cannot be read, or has
                something else in it.
        """
        file = environment.get(CONFIG, "").strip()
        written = _read_file(Path(file)) if file else {}
        values: dict[str, Path | int | str] = {}
        for each in fields(cls):
            name = f"NIANBAO_{each.name.upper()}"
            if raw := environment.get(name, "").strip():
                values[each.name] = _parse(each, raw, f"环境变量 {name}")
            elif raw := written.pop(each.name, "").strip():
                values[each.name] = _parse(each, raw, f"配置文件 {file} 中 {each.name}")
            written.pop(each.name, "")
        if written:
            raise SettingError(f"配置文件 {file} 中没有名为“{min(written)[:40]}”的设置，请改正或删去。")
        return cls(**values)  # type: ignore[arg-type]


def _read_file(path: Path) -> dict[str, str]:
    """Return the settings of a TOML file, each as the environment would have it.

    Raises:
        SettingError: it cannot be read, or a value is neither text nor a number.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingError(f"无法读取配置文件 {path}（{error.strerror}），请检查 {CONFIG}。") from None
    except ValueError as error:  # not TOML, or not UTF-8
        raise SettingError(f"配置文件 {path} 不是 TOML（{error}），请改正后再试。") from None
    for name, value in table.items():
        if not isinstance(value, str | int):
            raise SettingError(f"配置文件 {path} 中 {name} 的值不是文字或数，请改正后再试。")
    return {name: str(int(value) if isinstance(value, bool) else value) for name, value in table.items()}


def _parse(setting: Field[Any], raw: str, where: str) -> Path | int | str:
    """Return the value of a setting.

    Args:
        where: it was written, for messages.

    Raises:
        SettingError: it is none.
    """
    if setting.name == "home":
        return Path(raw)
    if setting.name == "password_hash" and not _HASH.fullmatch(raw):
        how = "请用 nianbao-web --hash-password 生成，并放在单引号里"
        raise SettingError(f"{where} 的值不是密码散列，{how}。")
    if setting.name == "trusted_proxy":
        return _parse_address(where, raw)
    if setting.name == "base_url" and not _SITE.fullmatch(raw):
        raise SettingError(f"{where} 的值“{raw}”不是网站的地址，请写成 https://主机名。")
    if setting.name == "engine_url" and not _ENGINE.fullmatch(raw):
        how = "请写成 opensearch+https://主机:9200/名称（名称用小写字母和数字，一个档案一个）"
        raise SettingError(f"{where} 的值不是检索引擎的地址，{how}。")
    if setting.name == "database_url" and not _DATABASE.fullmatch(raw):
        how = "请写成 postgresql+psycopg://用户:密码@主机:5432/数据库（一个档案一个数据库）"
        raise SettingError(f"{where} 的值不是数据库的地址，{how}。")
    if setting.name == "originals_url" and not _ORIGINALS.fullmatch(raw):
        # The value is not shown: somebody may have written a key into it.
        how = "请写成 s3://存储桶/前缀 或 file:///文件夹；密钥写在 AWS_ 开头的环境变量里"
        raise SettingError(f"{where} 的值不是存放原文件的地址，{how}。")
    if setting.name == "secret":
        if len(raw) < _SHORTEST_SECRET:
            how = "请用 openssl rand -base64 32 生成，各台机器用同一个"
            raise SettingError(f"{where} 的值不到 {_SHORTEST_SECRET} 个字符，不能用来签署登录，{how}。")
        return raw
    if setting.name == "access_log" and raw not in _LOGS:
        raise SettingError(f"{where} 的值“{raw}”不是日志的格式，请写 {' 或 '.join(_LOGS)}。")
    if setting.name == "lang" and find_language(raw) is None:
        raise SettingError(f"{where} 的值“{raw}”不是可选的语言，请写 zh-Hans、zh-Hant 或 en。")
    if isinstance(setting.default, str):
        return raw.rstrip("/")
    least = 0 if setting.default == 0 or setting.name in _OFF_BY_ZERO else 1
    if not raw.isdecimal() or int(raw) < least:
        raise SettingError(f"{where} 的值“{raw}”不是正整数，请改正后再试。")
    return int(raw)


def _parse_address(where: str, raw: str) -> str:
    """Return an IP address as the system writes it, so that the two can be compared.

    Raises:
        SettingError: it is none.
    """
    try:
        return str(ipaddress.ip_address(raw))
    except ValueError:
        raise SettingError(f"{where} 的值“{raw}”不是 IP 地址，请填写反向代理的 IP 地址。") from None
