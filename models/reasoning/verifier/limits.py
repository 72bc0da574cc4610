"""What one verification may take: enforced by the system where it can be; the owner's deadline holds everywhere."""

from __future__ import annotations

import sys

MEMORY_BYTES = 1024**3
PROCESSOR_SECONDS = 10


def limit_memory() -> None:
    """Let allocations beyond `MEMORY_BYTES` of address space fail (Linux; elsewhere the deadline alone protects)."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def limit_processor_time() -> None:
    """Let the system end this process after `PROCESSOR_SECONDS` more of work: the owner may be gone by then."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
