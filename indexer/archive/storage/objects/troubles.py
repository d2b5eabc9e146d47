"""What goes wrong with an object store, as our errors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from indexer.archive.storage.objects.library import BaseError
from indexer.errors import OriginalsUnreachable

_LATER = "请稍候再试；若一直如此，请检查它是否在运行，以及 AWS_ENDPOINT_URL 是否正确"
_CHECK_KEY = "请检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 和 AWS_REGION"
_TROUBLES = (
    # Signs in what the library says, what that means, and what to do. The first that is found is it.
    (("169.254.169.254", "169.254.170.2"), "没有访问密钥", _CHECK_KEY),
    (("InvalidAccessKeyId", "SignatureDoesNotMatch", "401 Unauthorized"), "访问密钥不对", _CHECK_KEY),
    (("AccessDenied", "403 Forbidden"), "这个密钥没有权限", "请让它能读、写、列出和删除存储桶中的对象"),
    (("NoSuchBucket",), "没有这个存储桶", "请先建好它，或改正 NIANBAO_ORIGINALS_URL"),
    (("RequestTimeTooSkewed",), "本机的时钟不准", "请校正时钟"),
    (("ertificate",), "证书无法验证", "请检查 AWS_ENDPOINT_URL 的证书"),
    (("dns error", "failed to lookup"), "找不到主机", _LATER),
    (("refused",), "拒绝连接", _LATER),
    (("imed out", "imeout,", "TimedOut"), "没有回应", _LATER),
    (("SlowDown", "503 Service", "502 Bad", "500 Internal", "504 Gateway"), "现在不能回答", _LATER),
    (("QuotaExceeded", "507 ", "XMinioStorageFull"), "空间已满", "请扩大空间"),
)


@contextmanager
def explain_troubles(where: str) -> Iterator[None]:
    """Turn what goes wrong into our errors. What the library says is not shown: addresses and answers of
    other machines are in it.

    Args:
        where: the store, as it may be shown.

    Raises:
        FileNotFoundError: there is no such object.
        OriginalsUnreachable: there is no answer, or none that could be.
    """
    try:
        yield
    except FileNotFoundError as error:
        if is_missing(str(error)):
            raise
        raise _explain(str(error), where) from None
    except (BaseError, OSError) as error:
        raise _explain(str(error), where) from None


def is_missing(said: str) -> bool:
    """Whether an answer of 404 says that there is no such object. Somebody between may say 404 to everything,
    and who asks only for what is known of an object gets no more than the number.
    """
    return "NoSuchKey" in said or ("performing HEAD" in said and "<Error>" not in said)


def _explain(said: str, where: str) -> OriginalsUnreachable:
    unknown = "回答不像对象存储" if "404 Not Found" in said else "连接中断"
    found = ((trouble, how) for signs, trouble, how in _TROUBLES if any(sign in said for sign in signs))
    trouble, how = next(found, (unknown, _LATER))
    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    place = f"{where}（{endpoint.rpartition('@')[2]}）" if endpoint else where
    return OriginalsUnreachable(f"连不上存放原文件的 {place}：{trouble}，{how}。")
