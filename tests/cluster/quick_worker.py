"""`nianbao worker` for tests: it gives signs of life often, and can be made another program or a mortal one.

Arguments: how many digits name its program (12 as of every one), and the name of a file over which it dies.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from indexer.cli.main import main
from indexer.ingest.reading.queue import jobs, program
from indexer.ingest.reading.readers import Readers

if __name__ == "__main__":
    digits, deadly = int(sys.argv[1]), sys.argv[2]
    program._DIGITS = digits
    jobs.HEARTBEAT, jobs.STALLED = 0.5, 2.0
    ask = Readers.ask

    def die(self: Readers, question: dict[str, Any], *rest: Any) -> dict[str, Any]:
        if question["name"] == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return ask(self, question, *rest)

    Readers.ask = die  # type: ignore[method-assign]
    sys.argv = ["nianbao", "worker", "--processes", "1"]
    main()
