"""The sealed audit: base and adapter answer fresh questions that no gate has ever seen, once, on the user's own demand.

The gate is looked at after every round, and what is chosen by it may flatter what was chosen. The audit is the second
opinion; since it wears out by use, every opening is kept in the history before the first question is asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import msgspec

from models.engine.protocol import AdapterChoice, Sampling
from models.errors import InputError
from models.history.learning.audits import Audit
from models.history.learning.records import AdapterRecord, RoundItem
from models.history.store import Store
from models.learning.gate import change_between
from models.learning.rounds.asking import BackgroundAsker, BackgroundQuestion, Manner, Written
from models.learning.rounds.collecting import sealed_items
from models.learning.rounds.harvesting import served_messages
from models.learning.rounds.judging import RationaleJudge
from models.learning.rounds.plan import RoundPlan, read_plan
from models.paths import DataFolder
from models.reasoning.statistics import wilson_interval

ITEMS = 200
LEAST_ITEMS = 20


class AuditScore(msgspec.Struct, frozen=True):
    """How one of both stood: right answers of all, with the 95 % interval (Wilson)."""

    right: int
    n: int
    interval: tuple[float, float]


class AuditResult(msgspec.Struct, frozen=True):
    """What an opening showed; p is McNemar's exact test, one-sided."""

    base: AuditScore
    adapter: AuditScore
    fixed: int
    broken: int
    p: float


def sealed_families(store: Store, model_id: str) -> tuple[str, ...]:
    """Return the practice sets that a model's rounds have practised, the newest first."""
    names: dict[str, None] = {}
    for each in store.rounds.of_model(model_id):
        names |= dict.fromkeys(read_plan(each.plan).practice)
    return tuple(names)


def draw_sealed(store: Store, model_id: str, families: Sequence[str], count: int) -> list[RoundItem]:
    """Draw sealed questions that were never asked of a model in any round or audit.

    Raises:
        InputError: The model has not practised, or too few sealed questions are left.
    """
    if not families:
        raise InputError("Nothing is sealed for this model: no round has practised yet; name a practice set to audit.")
    seen = store.rounds.asked_of(model_id)
    for each in store.audits.of_model(model_id):
        seen |= set(msgspec.json.decode(each.questions, type=list[str]))
    items = sealed_items(families, random.SystemRandom().getrandbits(31), count, seen)
    if len(items) < LEAST_ITEMS:
        raise InputError(
            f"Only {len(items)} sealed questions are left and {LEAST_ITEMS} are the least; audit another practice set."
        )
    return items


class SealedAudit:
    """One opening of the sealed audit.

    Args:
        folder: The data folder.
        store: Its history.
        asker: Asks the model.
        judge: Judges its answers.
        plan: How questions are asked.
    """

    def __init__(
        self, folder: DataFolder, store: Store, asker: BackgroundAsker, judge: RationaleJudge, plan: RoundPlan
    ) -> None:
        self._folder, self._store, self._asker, self._judge, self._plan = folder, store, asker, judge, plan

    def open(self, adapter: AdapterRecord, items: Sequence[RoundItem], tell: Callable[[int, int], None]) -> AuditResult:
        """Let base and adapter answer the same questions with the same seeds; `tell` gets done and total.

        Raises:
            Halted: It is to end; the opening counts all the same.
            EngineError: The engine failed again and again.
        """
        questions = msgspec.json.encode([each.question for each in items]).decode()
        audit_id = self._store.audits.open(adapter.model_id, adapter.id, questions)
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            tell(done, 2 * len(items))

        choice = AdapterChoice(str(self._folder.adapters / f"{adapter.id}.gguf"), adapter.scale)
        base, adapted = self._answers(None, items, advance), self._answers(choice, items, advance)
        change = change_between(base, adapted)
        result = AuditResult(_score(base), _score(adapted), len(change.fixed), len(change.broken), change.p)
        self._store.audits.finish(audit_id, msgspec.json.encode(result).decode())
        return result

    def _answers(
        self, adapter: AdapterChoice | None, items: Sequence[RoundItem], advance: Callable[[], None]
    ) -> dict[int, bool]:
        rights: dict[int, bool] = {}
        by_number = {each.number: each for each in items}

        def take(number: int, attempts: list[Written]) -> None:
            rights[number] = self._judge.judge(by_number[number], attempts[0]).right
            advance()

        asked = [
            BackgroundQuestion(each.number, served_messages(self._plan, each.question), self._plan.seed + each.number)
            for each in items
        ]
        self._asker.ask_all(asked, Manner(adapter, self._plan.sampling, self._plan.budget), take)
        return rights


def audit_plan(sampling: Sampling, system_prompt: str) -> RoundPlan:
    """Return how an audit asks: as the gate does."""
    return RoundPlan(
        sources=(), seed=random.SystemRandom().getrandbits(31), model_path="", sampling=sampling,
        system_prompt=system_prompt,
    )  # fmt: skip


def read_audit(audit: Audit) -> AuditResult | None:
    """Return what an opening showed; None where it was broken off or is of another version."""
    try:
        return msgspec.json.decode(audit.result, type=AuditResult) if audit.result else None
    except msgspec.DecodeError:
        return None


def audit_words(audits: Sequence[Audit]) -> str:
    """Return what the openings of one adapter showed and how many there were, "" without any."""
    if not audits:
        return ""
    times = "opened 1 time" if len(audits) == 1 else f"opened {len(audits)} times"
    found = next((each for each in map(read_audit, audits) if each is not None), None)
    if found is None:
        return f"{times}, broken off"
    base, adapter = found.base.right / found.base.n, found.adapter.right / found.adapter.n
    return f"base {base:.0%}, adapter {adapter:.0%} of {found.base.n} ({times})"


def _score(rights: dict[int, bool]) -> AuditScore:
    right, n = sum(rights.values()), len(rights)
    return AuditScore(right, n, wilson_interval(right, n))
