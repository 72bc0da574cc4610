"""The governor on a simulated machine: two cores as measured, with and without a busy neighbour."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from models.engine.thread_governor import ThreadGovernor

IDLE = {2: 1 / 120, 1: 1 / 76}
"""Seconds for a token, by threads, as measured on two idle cores."""

BUSY = {2: 1 / 30, 1: 1 / 78}
"""The same with one neighbour that takes a whole core."""


@dataclass
class Machine:
    """Runs steps; the time of one depends on the threads and on the neighbour."""

    most: int = 2
    times: dict[int, float] = field(default_factory=lambda: dict(IDLE))
    clock: float = 0.0
    used: list[int] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.threads = self.most
        self.governor = ThreadGovernor(self.most, self._use, lambda: self.clock)

    def _use(self, threads: int) -> None:
        self.threads = threads
        self.changes.append(threads)

    def step(self, tokens: int = 1, *, noise: float = 1.0) -> float:
        self.governor.before(tokens)
        seconds = self.times.get(self.threads, self.times[max(self.times)]) * max(tokens, 4) / 4 * noise
        self.clock += seconds
        self.used.append(self.threads)
        self.governor.after(tokens, seconds)
        return seconds

    def run(self, seconds: float, tokens: int = 1) -> list[int]:
        """Step for so long; returns the threads of each step."""
        begin, end = len(self.used), self.clock + seconds
        while self.clock < end:
            self.step(tokens)
        return self.used[begin:]


def test_an_idle_machine_is_used_whole() -> None:
    machine = Machine()
    used = machine.run(60)
    assert used[-1] == 2
    assert used.count(1) <= 3  # one trial, in which the fewer threads have their chance


def test_what_trials_cost_on_an_idle_machine_is_little() -> None:
    machine = Machine()
    used = machine.run(30)
    assert sum(IDLE[threads] for threads in used) <= 1.02 * len(used) * IDLE[2]


def test_one_thread_is_given_up_to_a_busy_neighbour() -> None:
    machine = Machine()
    machine.run(20)
    machine.times = BUSY
    used = machine.run(60)
    assert used.index(1) < 12
    assert used.count(2) < 0.05 * len(used)
    assert sum(BUSY[threads] for threads in used) <= 1.1 * len(used) * BUSY[1]


def test_the_thread_comes_back_when_the_neighbour_is_done() -> None:
    machine = Machine()
    machine.run(10)
    machine.times = BUSY
    machine.run(60)
    machine.times = IDLE
    machine.run(17)
    assert set(machine.run(30)) == {2}


def test_a_start_beside_a_busy_neighbour_is_seen_too() -> None:
    machine = Machine(times=BUSY)
    used = machine.run(30)
    assert used.index(1) < 12
    assert used.count(2) < 0.1 * len(used)
    machine.times = IDLE
    machine.run(17)
    assert set(machine.run(10)) == {2}


def test_neighbours_may_come_and_go() -> None:
    machine = Machine()
    for _ in range(5):
        machine.times = BUSY
        machine.run(20)
        assert machine.run(20).count(1) > 0
        machine.times = IDLE
        machine.run(20)
        assert machine.run(5)[-1] == 2


def test_trials_become_rarer_while_they_change_nothing() -> None:
    machine = Machine(times=BUSY)
    machine.run(20)
    early = machine.changes.count(2)
    machine.run(320)
    assert machine.changes.count(2) - early <= 320 / 16 + 1
    assert machine.changes.count(2) > early  # but they do not end


def test_a_single_slow_step_changes_nothing() -> None:
    machine = Machine()
    machine.run(10)
    changes = len(machine.changes)
    for _ in range(20):
        machine.step(noise=20)
        for _ in range(30):
            machine.step()
    assert len(machine.changes) == changes


def test_a_context_that_grows_is_not_taken_for_a_neighbour() -> None:
    machine = Machine()
    machine.run(5)
    changes = len(machine.changes)
    for step in range(4000):
        machine.step(noise=1 + step / 2000)
    assert len(machine.changes) - changes <= 4
    assert machine.used[-1] == 2


def test_each_size_of_a_step_is_measured_by_itself() -> None:
    machine = Machine()
    machine.run(10, tokens=1)
    assert set(machine.run(10, tokens=24)[10:]) == {2}
    machine.times = BUSY
    assert machine.run(20, tokens=24).count(1) > 0


def test_sizes_that_change_with_every_step_cost_nothing() -> None:
    machine = Machine()
    for step in range(400):
        machine.step(tokens=1 + step % 2)
    assert set(machine.used) == {2}


def test_prompts_are_read_with_all_threads() -> None:
    machine = Machine(times=BUSY)
    machine.run(10)
    assert machine.used[-1] == 1
    machine.step(tokens=512)
    assert machine.used[-1] == 2
    machine.step()
    assert machine.used[-1] == 1


def test_prompts_are_not_judged() -> None:
    machine = Machine()
    machine.run(10)
    changes = len(machine.changes)
    for _ in range(50):
        machine.step(tokens=512, noise=10)
    assert len(machine.changes) == changes and machine.used[-1] == 2


@pytest.mark.parametrize("busy", [False, True])
def test_one_thread_is_never_changed(busy: bool) -> None:
    machine = Machine(most=1, times={1: 0.01})
    machine.run(5)
    if busy:
        machine.times = {1: 0.1}
    machine.run(30)
    machine.run(5, tokens=512)
    assert machine.changes == [] and set(machine.used) == {1}
    assert machine.governor.threads == 1


def test_never_fewer_than_one_less_than_all() -> None:
    machine = Machine(most=8, times={8: 0.05, 7: 0.01})
    machine.run(60)
    assert set(machine.used) <= {7, 8}
    assert machine.used[-1] == 7


def test_threads_are_set_only_when_they_change() -> None:
    machine = Machine(times=BUSY)
    machine.run(30)
    assert all(first != second for first, second in zip([2, *machine.changes], machine.changes, strict=False))
