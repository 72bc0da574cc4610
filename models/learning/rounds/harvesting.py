"""Harvest and rationalization: the model's own rationales, kept where they reach the right answer.

Source: Zelikman et al. 2022, "STaR: Bootstrapping Reasoning With Reasoning" (arXiv 2203.14465), section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from models.engine.messages import Message
from models.history.learning.records import RoundItem
from models.learning import practice
from models.learning.examples import Provenance, TrainingExample
from models.learning.rounds.asking import BackgroundQuestion, Written
from models.learning.rounds.judging import Judged, RationaleJudge
from models.learning.rounds.plan import ACCEPTED, PRACTICE, RoundPlan

MOST_OF_ONE_ITEM = 4
"""Rationales of one question that are learned from, so that easy questions do not crowd out hard ones (ReST-EM)."""

MOST_SHOWN = 4
"""Seed rationales that a model without an adapter sees before a practice question."""


REHEARSED_THOUGHT, REHEARSED_ANSWER = 320, 160
"""Characters of a thought and of an answer that are rehearsed."""


class Sample(msgspec.Struct, frozen=True):
    """One attempt of a harvest, as the history keeps it; a wrong one without its words."""

    given: str
    right: bool
    flaw: str
    tokens: int
    thought: str = ""
    answer: str = ""


class Samples(msgspec.Struct, frozen=True):
    """All attempts at one item."""

    samples: tuple[Sample, ...]

    @property
    def solved(self) -> bool:
        """Whether one of them may be learned from."""
        return any(not each.flaw for each in self.samples)


def harvest_question(item: RoundItem, plan: RoundPlan, *, shows_seeds: bool) -> BackgroundQuestion:
    """Return what is asked to harvest from an item."""
    attempts = plan.accepted_samples if item.source == ACCEPTED else 1
    seeds = _seed_turns(item) if shows_seeds else ()
    return BackgroundQuestion(
        item.number, served_messages(plan, item.question, seeds), _seed(plan, "harvest", item.number), attempts
    )


def hinted_question(item: RoundItem, plan: RoundPlan, *, shows_seeds: bool) -> BackgroundQuestion:
    """Return what is asked so that the model explains an answer that it did not find."""
    seeds = _seed_turns(item, hinted=True) if shows_seeds else ()
    messages = served_messages(plan, with_hint(item.question, item.gold), seeds)
    return BackgroundQuestion(item.number, messages, _seed(plan, "rationalize", item.number))


def served_messages(plan: RoundPlan, question: str, earlier: Sequence[Message] = ()) -> tuple[Message, ...]:
    """Return the messages as they are served for a first question."""
    system = [Message("system", plan.system_prompt)] if plan.system_prompt.strip() else []
    return (*system, *earlier, Message("user", question))


def with_hint(question: str, gold: str) -> str:
    """Return a question with its answer shown."""
    return f"{question}\n(The answer is {gold}.)"


def judged_samples(
    judge: Callable[[RoundItem, Written], Judged], item: RoundItem, attempts: Sequence[Written]
) -> Samples:
    """Return what an item's attempts are worth; only what may be learned from keeps its words."""
    found = []
    for written in attempts:
        judged = judge(item, written)
        words = (written.thought, written.answer) if not judged.flaw else ("", "")
        found.append(Sample(judged.given, judged.right, judged.flaw, written.tokens, *words))
    return Samples(tuple(found))


def kept_examples(item: RoundItem, samples: Samples, plan: RoundPlan, provenance: Provenance) -> list[TrainingExample]:
    """Return the distinct rationales of an item that are learned from, without any hint."""
    distinct = {" ".join(each.thought.split()): each for each in samples.samples if not each.flaw}
    return [
        TrainingExample(
            messages=served_messages(plan, item.question),
            thought=each.thought,
            answer=each.answer,
            provenance=provenance,
            source=item.source,
        )
        for each in list(distinct.values())[:MOST_OF_ONE_ITEM]
    ]


def rehearsed_parts(example: TrainingExample) -> list[TrainingExample]:
    """Return the beginning of a rehearsal with its answer, and the answer at once: long texts hold no better."""
    thought, answer = _beginning(example.thought, REHEARSED_THOUGHT), _beginning(example.answer, REHEARSED_ANSWER)
    return [
        msgspec.structs.replace(example, thought=thought, answer=answer),
        msgspec.structs.replace(example, thought="", answer=answer),
    ]


def hinted_copy(example: TrainingExample, plan: RoundPlan, question: str, gold: str) -> TrainingExample:
    """Return an example as it reads when the answer is shown, so that the model learns to make use of a hint.

    Only practice examples get one: the small model cannot use hints otherwise (measured: none of 60 before, 36 after).
    """
    return msgspec.structs.replace(
        example, messages=served_messages(plan, with_hint(question, gold)), provenance=Provenance.HINTED
    )


def make_judge(judge: RationaleJudge, *, hinted: bool) -> Callable[[RoundItem, Written], Judged]:
    """Return the judgement that a stage uses."""
    return judge.judge_hinted if hinted else judge.judge


def _seed_turns(item: RoundItem, *, hinted: bool = False) -> tuple[Message, ...]:
    """A practice family's own rationales as earlier turns."""
    if not item.source.startswith(PRACTICE):
        return ()
    turns: list[Message] = []
    for each in practice.seed_rationales(item.source.removeprefix(PRACTICE))[:MOST_SHOWN]:
        asked = with_hint(each.question, each.gold) if hinted else each.question
        turns += [Message("user", asked), Message("assistant", each.answer, each.thought)]
    return tuple(turns)


def _beginning(text: str, most: int) -> str:
    """The text up to the last blank before `most` characters."""
    return text if len(text) <= most else text[:most].rpartition(" ")[0] or text[:most]


def _seed(plan: RoundPlan, stage: str, number: int) -> int:
    return (plan.seed * 1_000_003 + sum(stage.encode()) * 10_007 + number) % 2**32
