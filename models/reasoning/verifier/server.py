"""The verifier process: `python -m models.reasoning.verifier.server`; requests on standard input, replies on output.

The end of standard input ends it, also in the middle of a request.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from typing import BinaryIO

from models.reasoning.verifier.limits import limit_memory, limit_processor_time
from models.reasoning.verifier.protocol import Closed, Compare, Found, Ready, Request, receive_request, send

RECURSION_LIMIT = 2_000


def main() -> None:
    """Answer requests until the owner is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the owner, who then ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library's prints must not mix with the replies
    sys.setrecursionlimit(RECURSION_LIMIT)
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, requests), daemon=True).start()
    limit_memory()
    _load()
    send(answers, Ready())
    while True:
        request = requests.get()
        limit_processor_time()
        send(answers, Found(request.id, _found(request)))


def _read(stream: BinaryIO, requests: queue.SimpleQueue[Request]) -> None:
    try:
        while True:
            requests.put(receive_request(stream))
    except Closed:
        os._exit(0)


def _load() -> None:
    """Import the libraries, so that no request's time is spent on that."""
    from models.reasoning.verifier import algebra, meaning

    meaning.quiet()
    meaning.same_meaning("1", "2")
    algebra.identical("x", "x")


def _found(request: Request) -> bool | None:
    from models.reasoning.verifier import algebra, meaning

    try:
        if isinstance(request, Compare):
            return meaning.same_meaning(request.gold, request.given)
        return algebra.identical(request.left, request.right)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - whatever hostile text does to the libraries, it is one unknown answer
        return None


if __name__ == "__main__":
    main()
