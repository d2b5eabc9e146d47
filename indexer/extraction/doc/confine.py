"""The program that becomes an office program, confined: no network, little time, memory and disk.

Run as `python -I confine.py SECONDS MEGABYTES PROGRAM ARGUMENT…`; exits with 125 where the system gives no
space without a network (Linux namespaces), for then nothing foreign is to be opened.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_NEW_USER, _NEW_NET, _DIES_WITH_PARENT = 0x10000000, 0x40000000, 1
_LARGEST_FILE = 256 * 1024 * 1024
REFUSED = 125
"""How it exits where it cannot confine the program."""


def confine(seconds: int, megabytes: int) -> None:
    """Take the network from this process, and bound what it may use.

    Raises:
        OSError: the system does not offer that.
    """
    import resource  # not on Windows, where this is not run

    libc = ctypes.CDLL(None, use_errno=True)
    # Root needs no users of its own; others may have a network of their own only among such.
    if libc.unshare(_NEW_NET) and libc.unshare(_NEW_USER | _NEW_NET):
        raise OSError(ctypes.get_errno(), "unshare")
    libc.prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    bounds = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: megabytes * 1024 * 1024,
        resource.RLIMIT_FSIZE: _LARGEST_FILE,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in bounds.items():
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


if __name__ == "__main__":
    try:
        confine(int(sys.argv[1]), int(sys.argv[2]))
    except (OSError, AttributeError):
        sys.exit(REFUSED)
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606 - it is to become that program
