"""What is lost or changed of people's work: that which nothing can rebuild."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from indexer.archive.contributions.copies.copies import is_whole, list_copies
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.preservation.trashed import TrashedOriginals
from indexer.archive.storage.documents.base import Inventory, Tally
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError

_ACCEPT = "请运行 nianbao verify --accept 以现状为准"
_NAMES = {
    "acts": "操作记录",
    "corrections": "人工改正的记录",
    "waiting": "待发布文件的记录",
    "fetched": "抓取来源的记录",
    "aliases.json": "机构别名的记录",
    "staff.json": "工作人员的账号",
    "secret": "登录密钥",
}
_ADVICE = {
    "waiting": "请重新上传这份文件",
    "fetched": "下次抓取时会重新读取这个网址",
    "secret": "已登录的人须重新登录",
}


def find_losses(home: Home, accept: bool) -> tuple[str, ...]:
    """Compare people's work with its inventory; a sentence for each part that is lost or changed.

    An archive that never had an inventory gets one.

    Args:
        accept: take what there is for all that there should be, after it was looked at.

    Raises:
        ArchiveError: the inventory cannot be written.
    """
    inventory = home.documents.inventory
    with closing(Verdicts(home)) as verdicts:
        losses = tuple(_find_losses(home, inventory, verdicts))
        if accept or not losses:
            tally = _sum_up(verdicts)
            if tally is not None and (accept or tally != inventory.stock().verdicts):
                inventory.take_stock(tally)
    return losses


def _find_losses(home: Home, inventory: Inventory, verdicts: Verdicts) -> Iterator[str]:
    stock = inventory.stock()
    if not stock.is_recorded and list_copies(home):
        yield f"清单 {inventory.shown} 不在了，不知道人工的成果是否齐全；核对后{_ACCEPT}。"
    if stock.damaged_lines:
        yield f"清单 {inventory.shown} 有 {stock.damaged_lines} 行已损坏；核对后{_ACCEPT}。"
    try:
        if change := verdicts.find_change():
            yield change
    except ArchiveError as error:
        yield error.message
    copies = list_copies(home)
    for name, is_there in inventory.find_missing(stock):
        kind = name.partition("/")[0]
        advice = _ADVICE.get(kind, "")
        if not advice:
            copy = next((each / name for each in reversed(copies) if (each / name).exists()), None)
            advice = f"请用 {copy} 恢复" if copy else "请从备份恢复"
        what = "与写入时不同" if is_there else "不在了"
        yield f"{_NAMES[kind]} {home.documents.show(name)} {what}，{advice}；之后{_ACCEPT}。"
    if stock.is_recorded and (unlisted := inventory.find_unlisted()):
        yield (
            f"清单 {inventory.shown} 缺少 {len(unlisted)} 项（{unlisted[0]}），可能已损坏；核对后{_ACCEPT}。"
        )
    for copy in copies:
        if not is_whole(copy):
            yield f"人工成果的副本 {copy} 不完整，不能用来恢复，请删除它；下次保存意见或改正时会重新建立。"
    yield from _find_waiting_faults(home)
    yield from TrashedOriginals(home).find_faults()
    yield from _find_count_faults(home.search_counts)


def _find_waiting_faults(home: Home) -> Iterator[str]:
    """Yield a sentence for each waiting file whose bytes are not those that its name is the sum of."""
    documents, store = home.documents, home.objects
    for record, data in documents.read_all(documents.list_names("waiting/")):
        key = record.replace(".json", ".bin")
        sha256 = key.removeprefix("waiting/").removesuffix(".bin")
        name = sha256[:12]
        try:
            name = json.loads((data or b"").decode())["name"]
            sound = hashlib.sha256(store.read(key)).hexdigest() == sha256
        except FileNotFoundError:
            sound = not documents.has(record)  # published or discarded at this moment
        except (OSError, ValueError, LookupError, TypeError):
            sound = False
        if not sound:
            path = f"{store.shown}/{key}"
            yield f"待发布的文件 {name}（{path}）已损坏或不在了，请在待发布页面丢弃后重新上传。"


def _find_count_faults(path: Path) -> Iterator[str]:
    """Yield a sentence where the counts of searches are damaged, though nobody wrote them."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            connection.execute("SELECT count(*) FROM demand")
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        yield f"检索统计 {path} 已损坏（{found.splitlines()[0]}），请删除它，统计从头开始。"


def _sum_up(verdicts: Verdicts) -> Tally | None:
    try:
        return verdicts.sum_up()
    except ArchiveError:
        return None
