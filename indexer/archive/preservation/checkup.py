"""Looks over an installation for whoever runs it: one sentence for each thing looked at."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from indexer import __version__
from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.storage.home import UNFINISHED, Home
from indexer.archive.storage.index import open_index
from indexer.archive.storage.objects.base import CLAIM
from indexer.durable import explain_os_error
from indexer.errors import NianbaoError
from indexer.settings import CONFIG, Settings

_MOST_TIMES = 3
"""A rebuild stands beside what there is, with a copy of the index while it is written: so many times its size
must be free."""
LEAST_FREE = 200 * 1024 * 1024
"""Bytes free on the disk at least."""
_MEBIBYTE = 1024 * 1024
_PACKAGES = ("flask", "waitress", "sqlalchemy", "whoosh3", "jieba", "rjieba", "numpy", "lxml")


class CheckupLevel(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CheckupItem:
    """What was found of one thing: its name for scripts, and a sentence that says what to do, if anything."""

    topic: str
    level: CheckupLevel
    sentence: str


def check_up(
    settings: Settings, environment: Mapping[str, str] = os.environ, least_free: int = LEAST_FREE
) -> Iterator[CheckupItem]:
    """Yield what is found of the program, the settings, the home, the disk, the catalogue and the index; of
    a home that is not there nothing else.

    Args:
        least_free: bytes that the disk must have free, however small the archive is.
    """
    yield from _check_versions()
    yield from _check_settings(settings, environment)
    home = Home.of(settings)
    if not home.path.is_dir():
        yield _fail("home", f"{home.path} 中还没有档案，请先用 nianbao add 收录报告。")
        return
    checks = {
        "home": _check_home(home),
        "disk": _check_disk(home, least_free),
        "catalogue": _check_catalogue(home),
        "index": _check_index(home, settings),
        "originals": _check_originals(home),
    }
    for topic, check in checks.items():
        try:
            yield from check
        except NianbaoError as error:
            yield _fail(topic, error.message)
        except OSError as error:
            reason = explain_os_error(error) or error.strerror
            yield _fail(topic, f"无法读取 {error.filename or home.path}（{reason}），请检查权限和磁盘。")


def _check_versions() -> Iterator[CheckupItem]:
    known = []
    for name in _PACKAGES:
        try:
            known.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            known.append(f"{name} 没有安装")
    python = f"Python {platform.python_version()}"
    yield _fine("versions", f"nianbao {__version__}，{python}，{sys.platform}；{'，'.join(known)}。")


def _check_settings(settings: Settings, environment: Mapping[str, str]) -> Iterator[CheckupItem]:
    known = {f"NIANBAO_{name.upper()}" for name in Settings.__dataclass_fields__}
    known |= {CONFIG, "NIANBAO_DEBUG"}
    unknown = sorted(name for name in environment if name.startswith("NIANBAO_") and name not in known)
    if unknown:
        yield _warn("settings", f"环境变量 {'、'.join(unknown)} 不是本程序的设置，请核对名称。")
    file = environment.get(CONFIG, "").strip()
    if file and settings.password_hash and _may_others_read(Path(file)):
        yield _warn(
            "settings", f"配置文件 {file} 中有密码散列，而其他用户可以读它，请运行 chmod 600 {file}。"
        )
    if file and "@" in settings.engine_url and _may_others_read(Path(file)):
        yield _warn(
            "settings", f"配置文件 {file} 中有检索引擎的密码，而其他用户可以读它，请运行 chmod 600 {file}。"
        )
    if file and "@" in settings.database_url and _may_others_read(Path(file)):
        yield _warn(
            "settings", f"配置文件 {file} 中有数据库的密码，而其他用户可以读它，请运行 chmod 600 {file}。"
        )
    if file and settings.secret and _may_others_read(Path(file)):
        yield _warn(
            "settings", f"配置文件 {file} 中有签署登录的密钥，而其他用户可以读它，请运行 chmod 600 {file}。"
        )
    if settings.engine_url and settings.database_url and settings.originals_url and not settings.secret:
        why = "几个门户的登录互不相通，请给各台机器设同一个"
        yield _warn("settings", f"档案可由几台机器服务，没有设 NIANBAO_SECRET：{why}。")
    if settings.base_url and not settings.trusted_proxy:
        why = "经反向代理访问时，日志和限制会把所有访问者当作一个"
        yield _warn("settings", f"设了 NIANBAO_BASE_URL，没有设 NIANBAO_TRUSTED_PROXY：{why}。")
    if settings.password_hash and settings.base_url.startswith("http://"):
        yield _warn("settings", "工作人员经 http:// 登录，密码可能被人看到，请在反向代理上启用 TLS。")
    yield _fine("settings", f"设置可用；档案在 {settings.home.absolute()}。")


def _check_home(home: Home) -> Iterator[CheckupItem]:
    path = home.path
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        yield _fail("home", f"当前用户不能读写 {path}，请检查文件夹的所有者和权限。")
        return
    owner = path.stat().st_uid
    if hasattr(os, "geteuid") and os.geteuid() not in (owner, 0):
        yield _warn("home", f"{path} 属于另一个用户（{owner}），请用该用户运行。")
    strange = next((each for each, state in _list_some(path) if state.st_uid != owner), None)
    if strange:
        yield _fail("home", f"{strange} 与 {path} 不属于同一个用户，写入时会失败，请改正所有者。")
    secret = path / "secret"
    if secret.exists() and _may_others_read(secret):
        yield _warn("home", f"其他用户可以读 {secret}，能够伪造登录，请运行 chmod 600 {secret}。")
    if home.documents.has(UNFINISHED):
        yield _warn("home", "上次写入没有做完，下次收录时会自动补齐。")
    waiting = len(home.documents.list_names("waiting/"))
    note = f"，有 {waiting} 个文件等待发布" if waiting else ""
    yield _fine("home", f"{path} 可以读写{note}。")


def _check_disk(home: Home, least_free: int) -> Iterator[CheckupItem]:
    free = shutil.disk_usage(home.path).free
    files = _list_states(home.find_current().folder.rglob("*"))
    held = sum(state.st_size for _, state in files if stat.S_ISREG(state.st_mode))
    needed = max(held * _MOST_TIMES, least_free)
    said = f"磁盘还有 {free // _MEBIBYTE} MB，目录和索引占 {held // _MEBIBYTE} MB"
    if free < needed:
        yield _warn("disk", f"{said}；重建要有 {needed // _MEBIBYTE} MB，请腾出空间。")
    else:
        yield _fine("disk", f"{said}，够重建用。")


def _check_catalogue(home: Home) -> Iterator[CheckupItem]:
    live = home.find_current()
    with closing(Catalogue(live.database)) as catalogue:
        if faults := catalogue.find_faults():
            yield _fail(
                "catalogue", f"目录 {live.database} 已损坏（{faults[0]}），请运行 nianbao reindex 重建。"
            )
            return
        overview = catalogue.counts.read_overview(live.name)
        if catalogue.outdated:
            yield _warn("catalogue", "档案是另一版本的程序建成的：检索照常，收录之前请运行 nianbao reindex。")
        yield _fine("catalogue", f"目录完好，有 {overview.reports} 份现行的报告。")


def _check_index(home: Home, settings: Settings) -> Iterator[CheckupItem]:
    live = home.find_current()
    with (
        closing(Catalogue(live.database)) as catalogue,
        closing(open_index(live, catalogue, settings)) as engine,
    ):
        if damaged := engine.find_damaged():
            said = f"索引中有 {len(damaged)} 处与写入时不同（{damaged[0]}）"
            yield _fail("index", f"{said}，请运行 nianbao reindex 重建。")
        elif catalogue.reports.list_current() != engine.list_reports():
            yield _fail("index", "索引与目录不一致（上次写入可能被中断），下次收录时会自动补齐。")
        else:
            yield _fine("index", "索引完好，与目录一致。")


def _check_originals(home: Home) -> Iterator[CheckupItem]:
    if home.originals_url:
        home.objects.find(CLAIM)
        yield _fine("originals", f"原文件在 {home.originals_url}，可以读到。")


def _list_some(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """What is right in the home, and the files of its generations."""
    yield from _list_states(path.iterdir())
    yield from _list_states(path.glob("generations/*/*"))


def _list_states(paths: Iterable[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    """Files with their states; those that are gone by now, for the portal goes on writing, are left out."""
    for path in paths:
        with suppress(FileNotFoundError):
            yield path, path.stat()


def _may_others_read(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)) and os.name == "posix"
    except OSError:
        return False


def _fine(topic: str, sentence: str) -> CheckupItem:
    return CheckupItem(topic, CheckupLevel.OK, sentence)


def _warn(topic: str, sentence: str) -> CheckupItem:
    return CheckupItem(topic, CheckupLevel.WARNING, sentence)


def _fail(topic: str, sentence: str) -> CheckupItem:
    return CheckupItem(topic, CheckupLevel.ERROR, sentence)
