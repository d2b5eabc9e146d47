"""Files that other machines read: jobs in the database, questions and answers where the originals are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from indexer.archive.preservation.checkup import CheckupItem, CheckupLevel
from indexer.errors import NianbaoError, SettingError
from indexer.settings import Settings

if TYPE_CHECKING:
    # What reads files takes its time to load, and who only asks how the queue is reads none.
    from indexer.ingest.reading.executor import ReadingExecutor
    from indexer.ingest.reading.readers import Readers


def open_queue(readers: Readers, notify: Callable[[str], None]) -> ReadingExecutor:
    """Return what has workers on other machines read the files of a run.

    Args:
        readers: what reads on this machine, where no worker does.
        notify: told so, once for each reason, in a sentence.

    Raises:
        SettingError: the settings do not name what machines share, or what that needs is not installed.
        DatabaseUnreachable: the database gives no answer.
    """
    require_shared(readers.settings)
    # Packages of an extra.
    from indexer.ingest.reading.queue.publisher import QueueExecutor

    return QueueExecutor(readers, notify)


def require_shared(settings: Settings) -> None:
    """Make sure that the settings name what several machines share.

    Raises:
        SettingError: they do not.
    """
    needed = {"NIANBAO_DATABASE_URL": settings.database_url, "NIANBAO_ORIGINALS_URL": settings.originals_url}
    if missing := [name for name, value in needed.items() if not value]:
        raise SettingError(
            f"没有设 {' 和 '.join(missing)}：几台机器一起读取文件，要有共同的数据库和存放原文件的地方。"
        )


def check_queue(settings: Settings) -> Iterator[CheckupItem]:
    """Yield which workers there are, where machines share what they need; nothing elsewhere."""
    if not (settings.database_url and settings.originals_url and find_spec("procrastinate")):
        return
    # Packages of an extra.
    from indexer.ingest.reading.queue.state import read_queue_state

    try:
        workers = read_queue_state(settings).workers
    except NianbaoError as error:
        yield CheckupItem("workers", CheckupLevel.ERROR, error.message)
        return
    others = [f"{worker.process}（{worker.version}）" for worker in workers if not worker.is_same]
    if others:
        said = (
            f"有 {len(others)} 个 nianbao worker 的程序与本机不同，不读取本机交出的文件："
            f"{'、'.join(others)}；请让各台机器装同一版本的程序和同样的附加包。"
        )
        yield CheckupItem("workers", CheckupLevel.WARNING, said)
    said = f"有 {len(workers) - len(others)} 个同一版本的 nianbao worker 在运行。"
    yield CheckupItem("workers", CheckupLevel.OK, said)
