"""Gives up one thread while other programs need the processor, and takes it back when they are done.

llama.cpp's threads wait for each other some hundred times for every token. When one of them loses its core to another
program, all the others spin until it comes back: on two cores with one busy neighbour, two threads write 20 to 45
tokens a second and one thread writes 78 (with idle neighbours 120 against 76). So the governor watches how long a step
takes and tries the other count where it has become slow.
"""

from __future__ import annotations

import statistics
import time
from collections import deque
from collections.abc import Callable

WINDOW = 6
"""Steps after which a judgement is made."""

TRIAL = 3
"""Steps that the other count gets to show what it can do."""

SLOW = 1.4
"""How many times slower than its best a step must be for the full count to be doubted."""

BETTER = 0.9
"""The share of the time that the other count may take at most to be preferred."""

SHORTEST_PAUSE, LONGEST_PAUSE = 2.0, 16.0
"""Seconds between trials; doubled each time that a trial changes nothing."""

LARGEST_STEP = 32
"""Tokens; larger steps read prompts, where threads rarely wait for each other, and always get all threads."""


class ThreadGovernor:
    """Chooses between all threads and one fewer.

    Args:
        most: All threads.
        use: Sets the number of threads.
        now: A clock in seconds.
    """

    def __init__(self, most: int, use: Callable[[int], None], now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._use = use
        self._now = now
        self._preferred = most
        self._used = most
        self._steps: deque[float] = deque(maxlen=WINDOW)
        self._tokens = 0
        self._usual = 0.0
        self._trial: list[float] | None = None
        self._best: dict[int, float] = {}
        self._pause = SHORTEST_PAUSE
        self._next_trial = 0.0

    @property
    def threads(self) -> int:
        """The number of threads of the next small step."""
        if self._trial is None:
            return self._preferred
        return self._most - 1 if self._preferred == self._most else self._most

    def before(self, tokens: int) -> None:
        """Set the threads for a step of so many tokens."""
        wanted = self._most if tokens > LARGEST_STEP else self.threads
        if wanted != self._used:
            self._use(wanted)
            self._used = wanted

    def after(self, tokens: int, seconds: float) -> None:
        """Take note of how long a step took."""
        if self._most < 2 or tokens > LARGEST_STEP:
            return
        if tokens != self._tokens:
            self._tokens = tokens
            self._steps.clear()
            self._trial = None
        if self._trial is None:
            self._watch(seconds)
        else:
            self._judge(seconds)

    def _watch(self, seconds: float) -> None:
        self._steps.append(seconds)
        if len(self._steps) < WINDOW or self._now() < self._next_trial:
            return
        usual = statistics.median(self._steps)
        self._steps.clear()
        self._usual = usual
        if self._preferred == self._most:
            best = min(usual, self._best.get(self._tokens, usual) * 1.01)
            untried = self._tokens not in self._best
            self._best[self._tokens] = best
            if not untried and usual < best * SLOW:
                return
        self._trial = []

    def _judge(self, seconds: float) -> None:
        assert self._trial is not None
        self._trial.append(seconds)
        usual = self._usual
        hopeless = seconds > usual * 2
        if len(self._trial) < TRIAL and not hopeless:
            return
        if statistics.median(self._trial) < usual * BETTER:
            self._preferred = self.threads
            self._pause = SHORTEST_PAUSE
        else:
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._trial = None
        self._next_trial = self._now() + self._pause
