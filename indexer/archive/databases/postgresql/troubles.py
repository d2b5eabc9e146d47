"""What goes wrong with PostgreSQL, as our errors."""

from __future__ import annotations

import re

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from indexer.archive.databases.postgresql.library import Error, OperationalError
from indexer.errors import ArchiveBusy, ArchiveError, DatabaseUnreachable, NianbaoError

_REFUSALS = {
    "53100": "磁盘空间不足",
    "53200": "内存不足",
    "25006": "它现在只读，可能是备用服务器",
    "42501": "这个用户没有权限，要能在这个数据库中建立模式（CREATE）",
}
"""What a server says that does not do what is asked, by the code of PostgreSQL (its manual, appendix A)."""
_BUSY = ("40001", "40P01", "55P03")
"""Codes of what another transaction was in the way of."""
_GONE = ("08", "57P", "53300")
"""What the codes of a connection that ends, or is not let in, begin with."""
_SIGNS = (
    ("refused|拒绝连接", "拒绝连接"),
    ("password authentication|认证失败", "不接受这个用户或密码"),
    ("no password supplied|没有提供", "没有给密码"),
    ("pg_hba.conf", "不让这个用户从这里连接"),
    ("certificate file|证书文件", "证书文件不能用"),
    ("private key file|私钥文件", "证书文件不能用"),
    ("does not exist|不存在", "没有这个用户或数据库"),
    ("certificate|证书", "证书无法验证"),
    ("SSL", "TLS 没有谈成"),
    ("timeout|超时", "没有回应"),
    ("resolve|主机名", "找不到主机"),
    ("starting up|启动中", "正在启动"),
    ("shutting down|停止中", "正在停止"),
    ("too many clients|太多的客户", "连接太多"),
    ("read-only|只读", "只有备用服务器"),
)
"""What the messages of libpq and the server have, in English and in Chinese (PostgreSQL's `zh_CN.po`), and
what is said for the first: they may name more than one should read. While a connection begins there is no
code."""


def explain_trouble(error: BaseException, what: str, where: str) -> NianbaoError | None:
    """Return the error for people where the server is not there or refuses; None for any other reason.

    Args:
        what: lies there, for people.
        where: the database, as it may be shown.
    """
    if isinstance(error, PoolExhausted):
        return DatabaseUnreachable(f"数据库 {where} 正忙，所有连接都在使用，请稍候再试。")
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, Error):
        return None
    code = cause.sqlstate or ""
    if refusal := _REFUSALS.get(code):
        return ArchiveError(f"无法读写{what} {where}（{refusal}），请检查后重新运行；已发布的不受影响。")
    if code in _BUSY:
        return ArchiveBusy(f"另一个进程正在写入{what} {where}，请稍后再试。")
    if code.startswith(_GONE) or (not code and isinstance(cause, OperationalError)):
        how = "请稍候再试；若一直如此，请检查它是否在运行，地址、用户和密码是否正确"
        return DatabaseUnreachable(f"连不上数据库 {where}（{_explain(cause)}），{how}。")
    return None


def _explain(error: Error) -> str:
    text = str(error)
    return next((said for sign, said in _SIGNS if re.search(sign, text)), "连接中断")
