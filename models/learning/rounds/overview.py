"""What the Learning page and the command line say about a model: its rounds, what is in use, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from models.history.learning.audits import Audit
from models.history.learning.records import AdapterRecord, ItemRole, Round, RoundState
from models.history.store import Store
from models.learning.examples import Provenance
from models.learning.rounds.accepted import LEAST_ACCEPTED
from models.learning.rounds.deciding import RoundReport, read_report
from models.learning.rounds.evaluating import Contender, Scored
from models.learning.rounds.likelihood import kept_likelihoods
from models.learning.rounds.plan import ACCEPTED
from models.learning.rounds.since import rated_since_last_round


@dataclass(frozen=True, slots=True)
class ToldRound:
    """An ended round with its report; `report` is None where it failed or was stopped."""

    round: Round
    report: RoundReport | None


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A held-out question that the candidate answers otherwise than the model before it.

    Where likelihood was the evidence, `gold` is the accepted answer, `before` and `after` say how likely it is (the
    mean log-probability of a token, in nats), and `fixed` says that it has become likelier.
    """

    question: str
    gold: str
    before: str
    after: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class LearnedFrom:
    """Examples that a round trained on, by where they come from; `explained` are a part of `practised`."""

    accepted: int = 0
    corrected: int = 0
    practised: int = 0
    explained: int = 0
    shipped: int = 0
    rehearsed: int = 0


@dataclass(frozen=True, slots=True)
class LearningOverview:
    """Everything about a model's learning, the newest round first."""

    model_id: str
    rounds: tuple[ToldRound, ...]
    open_round: Round | None
    in_use: AdapterRecord | None
    adapters: tuple[AdapterRecord, ...]
    changed: tuple[ChangedAnswer, ...]
    """Of the newest round that was decided."""
    teaching: int
    """Accepted and corrected answers."""
    rated_since: int
    """Ratings since the last round began."""
    audits: tuple[Audit, ...] = ()
    """Openings of the sealed audit, the newest first."""
    learned: LearnedFrom | None = None
    """What the newest decided round trained on."""

    @property
    def newest(self) -> ToldRound | None:
        """The newest round that was decided."""
        return next((each for each in self.rounds if each.report is not None), None)

    @property
    def failed(self) -> ToldRound | None:
        """The last round, if it failed."""
        last = self.rounds[0] if self.rounds else None
        return last if last is not None and last.round.state is RoundState.FAILED else None

    @property
    def missing(self) -> int:
        """How many accepted answers are missing for learning from ratings."""
        return max(LEAST_ACCEPTED - self.teaching, 0)


def overview_of(store: Store, model_id: str) -> LearningOverview:
    """Return the overview of a model; reads the history and may take some milliseconds."""
    ended = [each for each in store.rounds.of_model(model_id) if each.state is not RoundState.OPEN]
    told = tuple(ToldRound(each, read_report(each)) for each in ended)
    newest = next((each for each in told if each.report is not None), None)
    return LearningOverview(
        model_id=model_id,
        rounds=told,
        open_round=store.rounds.open_round(),
        in_use=store.adapters.in_use(model_id),
        adapters=tuple(store.adapters.of_model(model_id)),
        changed=tuple(changed_answers(store, newest.round)) if newest else (),
        teaching=store.ratings.count_teaching(),
        rated_since=rated_since_last_round(store),
        audits=tuple(store.audits.of_model(model_id)),
        learned=learned_from(store.rounds.learned_counts(newest.round.id)) if newest else None,
    )


def learned_from(counts: Iterable[tuple[str, str, int]]) -> LearnedFrom:
    """Return what (source, provenance, count) amount to."""
    sums: Counter[str] = Counter()
    for source, provenance, count in counts:
        match Provenance(provenance):
            case Provenance.SEED:
                sums["shipped"] += count
            case Provenance.REHEARSAL:
                sums["rehearsed"] += count
            case Provenance.CORRECTED:
                sums["corrected"] += count
            case Provenance.OWN | Provenance.HINTED if source == ACCEPTED:
                sums["accepted"] += count
            case Provenance.OWN | Provenance.HINTED:
                sums["practised"] += count
                sums["explained"] += count * (provenance == Provenance.HINTED)
    return LearnedFrom(**sums)


def changed_answers(store: Store, ended: Round) -> list[ChangedAnswer]:
    """Return what a round's candidate fixed and broke, fixed ones first; what was deleted since is not among it."""
    report = read_report(ended)
    if report is None:
        return []
    if report.likelihood is not None:
        return _moved_answers(store, ended, set(report.likelihood.gain.likelier))
    items = {each.number: each for each in store.rounds.items(ended.id, ItemRole.GATE)}
    reference = Contender.CURRENT if ended.adapter_before else Contender.BASE
    given = [_given(store, ended, contender) for contender in (reference, Contender.CANDIDATE)]
    change = report.decision.change
    rows = [*((number, True) for number in change.fixed), *((number, False) for number in change.broken)]
    return [
        ChangedAnswer(
            items[number].question, items[number].gold, given[0].get(number, ""), given[1].get(number, ""), fixed
        )
        for number, fixed in rows
        if number in items
    ]


def _moved_answers(store: Store, ended: Round, likelier: set[int]) -> list[ChangedAnswer]:
    """How likely each held-out answer was before and is now, those that became likelier first."""
    reference = Contender.CURRENT if ended.adapter_before else Contender.BASE
    before, after = (kept_likelihoods(store, ended.id, each) for each in (reference, Contender.CANDIDATE))
    items = [each for each in store.rounds.items(ended.id, ItemRole.LIKELIHOOD) if each.number in before.keys() & after]
    items.sort(key=lambda each: before[each.number] - after[each.number])
    return [
        ChangedAnswer(
            each.question, each.gold, f"{before[each.number]:.3f}", f"{after[each.number]:.3f}",
            each.number in likelier,
        )
        for each in items
    ]  # fmt: skip


def _given(store: Store, ended: Round, contender: Contender) -> dict[int, str]:
    work = store.rounds.work(ended.id, f"{ItemRole.GATE.value}:{contender.value}")
    return {number: msgspec.json.decode(content, type=Scored).given for number, content in work.items()}
