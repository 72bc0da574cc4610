"""The process: reads one order from standard input, looks, and writes what it found to standard output."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

from models.catalog.adapters.looking import look_at_adapter
from models.catalog.failures import BadModelFile, as_text, unreadable_in_time
from models.catalog.found.header_cache import HeaderCache
from models.catalog.found.places import Owner
from models.catalog.found.records import Overview, found_model
from models.catalog.looking.messages import MOST_FOUND, Order, Told, decode_order, encode
from models.catalog.overview import overview


def main() -> None:
    """Look once. The end of standard input ends the process, so that it never outlives its owner."""
    order = decode_order(sys.stdin.buffer.readline())
    _bound_memory(order.memory_bytes)
    threading.Thread(target=_end_with_owner, name="owner", daemon=True).start()
    if order.adapter:
        _tell(_adapter(order))
        return
    if order.only:
        cache = HeaderCache(reading=_tell_reading, passed_over=order.passed_over)
        alone = found_model(Owner.ADDED, Path(order.only), "", cache.look(Path(order.only)))
        _tell(Told(overview=Overview((alone,), ())))
        return
    found = overview(
        known=order.known,
        folders=order.folders,
        places=order.found_places(),
        downloads=Path(order.downloads),
        cache_file=Path(order.cache_file) if order.cache_file else None,
        reading=_tell_reading,
        passed_over=order.passed_over,
        progress=lambda count: _tell(Told(count=count)),
        most_bytes=MOST_FOUND,
    )
    _tell(Told(overview=found))


def _adapter(order: Order) -> Told:
    """What an adapter is, or its trouble."""
    path, model = Path(order.adapter), Path(order.only) if order.only else None
    bad = next((each for each in (path, model) if each is not None and str(each) in order.passed_over), None)
    if bad is not None:
        return Told(trouble=unreadable_in_time(bad))
    try:
        return Told(adapter=look_at_adapter(path, model, _tell_reading))
    except BadModelFile as error:
        return Told(trouble=error.problem)


def _tell_reading(path: Path) -> None:
    _tell(Told(reading=as_text(str(path))))


def _tell(told: Told) -> None:
    sys.stdout.buffer.write(encode(told))
    sys.stdout.buffer.flush()


def _bound_memory(most: int) -> None:
    """Let no file make this process take more memory than is sound; not every system can do that."""
    try:
        import resource
    except ImportError:
        return
    _, allowed = resource.getrlimit(resource.RLIMIT_DATA)
    bound = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    with suppress(OSError, ValueError):
        if most > 0:
            resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def _end_with_owner() -> None:
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
