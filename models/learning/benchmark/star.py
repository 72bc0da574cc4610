"""The experiment: rounds of harvest, rationalization and training, each followed by an exam for every length.

STaR (Zelikman et al. 2022, section 4.1) takes over each round's model; so does this, in a data folder of its own. The
gate is for what a user works with, and its exam would take most of the time. Questions of the exam are never trained
on: of sums of two digits or more they are as many as asked for; of one digit there are only some 25 such sums.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing

import msgspec

from models.engine.protocol import AdapterChoice, Sampling
from models.engine.sharing import SharedEngine
from models.history.learning.records import Round, RoundItem, Stage
from models.history.store import Store, open_store
from models.learning import practice
from models.learning.benchmark.accepted_sums import accept_sums
from models.learning.gate import Change, Decision
from models.learning.rounds.asking import BackgroundAsker, BackgroundQuestion, Written
from models.learning.rounds.collecting import is_for_exams, is_sealed
from models.learning.rounds.context import RoundContext
from models.learning.rounds.deciding import conclude, read_report
from models.learning.rounds.gathering import harvest, rationalize
from models.learning.rounds.halting import Brake
from models.learning.rounds.harvesting import served_messages
from models.learning.rounds.judging import RationaleJudge
from models.learning.rounds.opening import LearningModel, RoundWishes, open_round
from models.learning.rounds.plan import ACCEPTED, PRACTICE, read_plan
from models.learning.rounds.progress import RoundProgress, Tell
from models.learning.rounds.training_stage import train
from models.paths import DataFolder, make_private_folder
from models.reasoning.equivalence import Equivalence
from models.reasoning.verifier.client import Verifier

FAMILY = "addition"
LENGTHS = (1, 2, 3, 4, 5)
EXAM_SEED = 424_242
EXAM = "star:exam"
_MOST_DRAWN = 12
"""So many times as many are drawn: a quarter of all questions is for exams, and a quarter of these is sealed."""

_STAGES = ((Stage.HARVEST, harvest), (Stage.RATIONALIZE, rationalize), (Stage.TRAIN, train))


class StarRow(msgspec.Struct, frozen=True, kw_only=True):
    """One round: right answers and all, by length; round 0 is the untrained model."""

    round: int
    right: dict[int, tuple[int, int]]
    harvested: dict[str, tuple[int, int]] = {}
    rationalized: tuple[int, int] = (0, 0)
    examples: int = 0
    minutes: float = 0.0

    def mean(self, lengths: Sequence[int]) -> float:
        """The mean accuracy over some lengths, each counting the same."""
        return sum(self.right[each][0] / max(self.right[each][1], 1) for each in lengths) / len(lengths)


class StarWishes(msgspec.Struct, frozen=True, kw_only=True):
    """How the experiment is done."""

    rounds: int = 16
    practice_items: int = 240
    answers: int = 100
    """The most questions of each length's exam."""
    rationalize: bool = True
    steps: int | None = None
    rehearsals: int = 0
    """General questions that are rehearsed; the experiment asks about sums alone."""
    sampling: Sampling = Sampling(temperature=0.0)
    """The likeliest token always; the paper samples nearly so."""
    seed: int = 1


class StarExperiment:
    """One experiment in a data folder of its own; broken off, it goes on where it stood.

    Args:
        folder: Its data folder.
        engine: What answers, with the model loaded.
        model: The model that learns.
        wishes: How it is done.
        tell: Gets the progress within a round.
    """

    def __init__(
        self, folder: DataFolder, engine: SharedEngine, model: LearningModel, wishes: StarWishes, tell: Tell
    ) -> None:
        self._folder, self._engine, self._model, self._wishes, self._tell = folder, engine, model, wishes, tell
        self.brake = Brake()
        self._file = folder.root / "star.jsonl"

    def run(self, ended: Callable[[StarRow], None] = lambda _row: None) -> list[StarRow]:
        """Do the rounds that are missing; returns all rows.

        Raises:
            Halted: It was stopped; the same call goes on later.
            KnownError: A round cannot go on.
        """
        rows = self.rows()
        with open_store(self._folder) as store, closing(Verifier()) as verifier:
            if not store.ratings.count():
                accept_sums(store)
            judge = RationaleJudge(Equivalence(verifier), verifier)
            while len(rows) <= self._wishes.rounds:
                row = self._round(store, judge) if rows else self._untrained(store, judge)
                rows.append(row)
                with self._file.open("ab") as stream:
                    stream.write(msgspec.json.encode(row) + b"\n")
                ended(row)
        return rows

    def rows(self) -> list[StarRow]:
        """Return what is known."""
        if not self._file.exists():
            return []
        return [msgspec.json.decode(each, type=StarRow) for each in self._file.read_bytes().splitlines()]

    def _open(self, store: Store) -> Round:
        wishes = self._wishes
        number = len(store.rounds.of_model(self._model.id))
        return store.rounds.open_round() or open_round(
            store,
            self._model,
            RoundWishes(
                (ACCEPTED, PRACTICE + FAMILY), wishes.seed + number, wishes.practice_items, gate_items=0,
                steps=wishes.steps, rationalize=wishes.rationalize, anchors=False,
                rehearsals=wishes.rehearsals, sampling=wishes.sampling,
            ),
        )  # fmt: skip

    def _untrained(self, store: Store, judge: RationaleJudge) -> StarRow:
        began = time.monotonic()
        context = self._context(store, judge, self._open(store))
        with closing(context.asker):
            right = self._examine(context, None, Stage.HARVEST, f"{EXAM}:untrained")
        return StarRow(round=0, right=right, minutes=(time.monotonic() - began) / 60)

    def _round(self, store: Store, judge: RationaleJudge) -> StarRow:
        began = time.monotonic()
        context = self._context(store, judge, self._open(store))
        worked = context.round.seconds
        make_private_folder(context.files)
        names = [stage for stage, _ in _STAGES]
        first = names.index(context.round.stage) if context.round.stage in names else len(names)
        with closing(context.asker):
            for place, (_, work) in enumerate(_STAGES[first:], first):
                work(context)
                following = (*names, Stage.EVALUATE)[place + 1]
                store.rounds.move_on(context.round.id, following, seconds=worked + time.monotonic() - began)
            right = self._examine(context, AdapterChoice(str(context.candidate)), Stage.EVALUATE, EXAM)
        seconds = worked + time.monotonic() - began
        nothing = Change(0, (), (), 1.0)
        ended = conclude(context, Decision(adopted=True, alpha=0.0, change=nothing, null=nothing), seconds=seconds)
        return _row(ended, right)

    def _context(self, store: Store, judge: RationaleJudge, begun: Round) -> RoundContext:
        asker = BackgroundAsker(self._engine, self._model.id, self.brake)
        plan = msgspec.structs.replace(read_plan(begun.plan), model_path=self._model.path)
        return RoundContext(begun, plan, store, self._folder, asker, judge, self.brake, self._tell)

    def _examine(
        self, context: RoundContext, adapter: AdapterChoice | None, stage: Stage, kind: str
    ) -> dict[int, tuple[int, int]]:
        """Ask every length's questions; what was answered before is not asked again."""
        store, begun = context.store, context.round
        items = exam_items(self._wishes.answers)
        done = store.rounds.work(begun.id, kind)

        def take(number: int, attempts: list[Written]) -> None:
            right = context.judge.judge(items[number], attempts[0]).right
            done[number] = "1" if right else "0"
            store.rounds.keep_work(begun.id, kind, number, done[number])
            self._tell(RoundProgress(begun.id, begun.number, stage, len(done), len(items), what="exam"))

        questions = [
            BackgroundQuestion(each.number, served_messages(context.plan, each.question), EXAM_SEED + each.number)
            for each in items
            if each.number not in done
        ]
        context.asker.ask_all(questions, context.manner(adapter), take)
        found: dict[int, tuple[int, int]] = {}
        for each in items:
            right, asked = found.get(each.level, (0, 0))
            found[each.level] = right + (done[each.number] == "1"), asked + 1
        return found


def exam_items(answers: int) -> list[RoundItem]:
    """Return up to `answers` questions of each length that are for exams, the same ones always."""
    items: list[RoundItem] = []
    for length in LENGTHS:
        drawn = practice.draw(FAMILY, EXAM_SEED, _MOST_DRAWN * answers, levels=(length,))
        found = [each for each in drawn if is_for_exams(each.question) and not is_sealed(each.question)][:answers]
        for each in found:
            items.append(RoundItem(len(items), PRACTICE + FAMILY, each.question, each.answer, length))
    return items


def _row(ended: Round, right: dict[int, tuple[int, int]]) -> StarRow:
    report = read_report(ended)
    assert report is not None
    return StarRow(
        round=ended.number, right=right, harvested=report.harvested_by_level,
        rationalized=(report.rationalized, report.rationalized_of),
        examples=report.training.examples if report.training is not None else 0, minutes=ended.seconds / 60,
    )  # fmt: skip
