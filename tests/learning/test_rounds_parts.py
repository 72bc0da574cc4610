"""The parts of a round: what may be learned from, what is drawn, how examples are divided, how a round is held up."""

from __future__ import annotations

import threading
import time
from collections import Counter

import pytest

from models.engine.messages import Message
from models.errors import InputError
from models.history.learning.records import ItemRole, RoundItem
from models.learning.examples import Provenance, TrainingExample
from models.learning.practice import covers
from models.learning.rounds.asking import Written
from models.learning.rounds.collecting import anchor_items, is_for_exams, practice_items, rehearsal_items
from models.learning.rounds.evaluating import _distinct
from models.learning.rounds.halting import Brake, Halted
from models.learning.rounds.harvesting import (
    hinted_copy,
    judged_samples,
    kept_examples,
    served_messages,
    with_hint,
)
from models.learning.rounds.judging import RationaleJudge
from models.learning.rounds.plan import RoundPlan, checked_sources, read_plan, steps_of_round
from models.learning.rounds.training_set import as_example, as_learned, divide
from models.reasoning.equivalence import Equivalence

PLAN = RoundPlan(sources=("practice:addition-2",), seed=3, model_path="", practice_items=40, gate_items=30)
SUM = RoundItem(0, "practice:addition", "What is 24 + 13?", "37", level=2)
TRUE_THOUGHT = "24+13: 4+3+0=7, 7\n2+1: 2+1+0=3, 37"


@pytest.fixture
def judge() -> RationaleJudge:
    return RationaleJudge(Equivalence(), None)


def written(thought: str = TRUE_THOUGHT, answer: str = "Answer: 37", stop: str = "finished") -> Written:
    return Written(thought, answer, 30, stop)


def test_a_true_rationale_that_reaches_the_answer_may_be_learned(judge: RationaleJudge) -> None:
    judged = judge.judge(SUM, written())
    assert (judged.right, judged.well_formed, judged.flaw, judged.given) == (True, True, "", "37")


@pytest.mark.parametrize(
    ("attempt", "flaw"),
    [
        (written(answer="Answer: 36"), "wrong"),
        (written(answer="It is 37"), "weak"),
        (written(thought="24+13: 4+3+0=8, 8\n2+1: 2+1+0=3, 37"), "false_step"),
        (written(thought="2+1: 2+1+0=3, 3\n24+13: 4+3+0=7, 37"), "false_step"),
        (written(stop="answer_limit"), "unclosed"),
        (written(thought=" "), "empty"),
        (written(answer=""), "empty"),
    ],
)
def test_each_flaw_keeps_a_rationale_out(judge: RationaleJudge, attempt: Written, flaw: str) -> None:
    assert judge.judge(SUM, attempt).flaw == flaw


def test_an_explanation_must_not_speak_of_the_hint(judge: RationaleJudge) -> None:
    quoting = written(thought=f"The hint says so.\n{TRUE_THOUGHT}")
    assert judge.judge(SUM, quoting).flaw == ""
    assert judge.judge_hinted(SUM, quoting).flaw == "quotes_hint"


def test_only_what_may_be_learned_keeps_its_words_and_only_once(judge: RationaleJudge) -> None:
    attempts = [written(), written(answer="Answer: 36"), written(thought=TRUE_THOUGHT + "\n")]
    samples = judged_samples(judge.judge, SUM, attempts)
    assert samples.solved and [bool(each.thought) for each in samples.samples] == [True, False, True]
    kept = kept_examples(SUM, samples, PLAN, Provenance.OWN)
    assert len(kept) == 1 and kept[0].messages == (Message("user", SUM.question),)


def test_what_is_explained_is_stored_without_the_hint_and_again_with_it(judge: RationaleJudge) -> None:
    samples = judged_samples(judge.judge_hinted, SUM, [written()])
    example = kept_examples(SUM, samples, PLAN, Provenance.HINTED)[0]
    assert "answer is" not in example.messages[-1].content
    copy = hinted_copy(example, PLAN, SUM.question, SUM.gold)
    assert copy.messages[-1].content == with_hint(SUM.question, "37") and copy.thought == example.thought


def test_practice_for_the_exam_is_never_trained_on() -> None:
    items = practice_items(PLAN)
    again = practice_items(PLAN)
    assert items == again
    by_role = {role: [each.question for found, each in items if found is role] for role in ItemRole}
    assert len(by_role[ItemRole.TRAIN]) == 40 and len(by_role[ItemRole.GATE]) == 30
    assert not any(is_for_exams(each) for each in by_role[ItemRole.TRAIN])
    assert all(is_for_exams(each) for each in (*by_role[ItemRole.GATE], *by_role[ItemRole.VARIETY]))
    other = practice_items(RoundPlan(sources=PLAN.sources, seed=4, model_path="", gate_items=30))
    assert {each.question for role, each in other if role is ItemRole.GATE} != set(by_role[ItemRole.GATE])


def test_only_the_wanted_levels_are_harvested_and_the_exam_has_all() -> None:
    items = practice_items(PLAN, weights={"addition-2": {1: 1}})
    assert {each.level for role, each in items if role is ItemRole.TRAIN} == {1}
    assert {each.level for role, each in items if role is ItemRole.GATE} == {1, 2}


def test_questions_are_drawn_by_weight_and_what_a_level_lacks_the_others_make_up() -> None:
    plan = RoundPlan(sources=("practice:addition",), seed=3, model_path="", practice_items=400, gate_items=0)
    items = practice_items(plan, weights={"addition": {1: 4, 2: 4, 3: 1}})
    drawn = Counter(each.level for role, each in items if role is ItemRole.TRAIN)
    assert drawn[2] >= 177 and drawn[3] >= 44 and 50 < drawn[1] < 100
    assert drawn.total() == 400


def test_what_is_rehearsed_is_no_anchor() -> None:
    rehearsed = {each.question for _, each in rehearsal_items(PLAN, 5)}
    anchors = {each.question for _, each in anchor_items()}
    assert len(rehearsed) == PLAN.rehearsals and not rehearsed & anchors
    assert not any(covers(each) for each in rehearsed)


def example(question: str, thought: str = "t", provenance: Provenance = Provenance.OWN) -> TrainingExample:
    return TrainingExample(messages=served_messages(PLAN, question), thought=thought, answer="a", provenance=provenance)


def test_one_question_is_on_one_side_only() -> None:
    new = [example(f"q{number}", thought) for number in range(150) for thought in "ab"]
    new += [example(with_hint(f"q{number}", "a")) for number in range(150)]
    before = [example("q0", "c"), example("old"), example("q1", "a")]
    divided = divide(new, before, seed=1)
    base = [each.messages[-1].content.partition("\n")[0] for each in divided.examples]
    dev = {each.messages[-1].content.partition("\n")[0] for each in divided.dev}
    assert len(dev) == 15 and not dev & set(base)
    assert not dev & {each.messages[-1].content for each in divided.replay}
    assert len(divided.examples) + len(divided.dev) == len(new)
    assert divide(new, before, seed=1) == divided != divide(new, before, seed=2)


def test_few_examples_are_all_trained_on() -> None:
    assert divide([example(f"q{number}") for number in range(100)], [], seed=1).dev == ()


def test_what_is_learned_comes_back_from_the_history_as_it_was() -> None:
    one = example("q", provenance=Provenance.HINTED)
    assert as_example(as_learned(one, gold="37")) == one


def test_a_plan_comes_back_from_the_history_as_it_was() -> None:
    assert read_plan(PLAN.as_json()) == PLAN
    with pytest.raises(InputError):
        read_plan('{"sources": 3}')


def test_steps_grow_by_a_fifth() -> None:
    assert [steps_of_round(number) for number in (1, 2, 3)] == [40, 48, 58]


def test_unknown_sources_are_told_with_the_known_ones() -> None:
    assert checked_sources(("practice:addition-3", "accepted", "accepted")) == ("practice:addition-3", "accepted")
    assert checked_sources(()) == ("accepted",)
    for wrong in ("practice:cooking", "addition", "practice:addition-9", ""):
        with pytest.raises(InputError, match="practice:addition"):
            checked_sources((wrong,))


def test_a_brake_holds_until_every_reason_is_gone() -> None:
    brake = Brake()
    told: list[bool] = []
    unwatch = brake.watch(told.append)
    brake.hold("paused")
    brake.hold("question")
    passed = threading.Event()

    def wait() -> None:
        brake.check()
        passed.set()

    thread = threading.Thread(target=wait)
    thread.start()
    brake.release("paused")
    assert not passed.wait(0.05)
    brake.release("question")
    assert passed.wait(5)
    thread.join()
    assert told == [True, False]
    unwatch()
    brake.hold("paused")
    assert told == [True, False]


def test_a_stopped_brake_lets_nobody_wait() -> None:
    brake = Brake()
    brake.hold("paused")
    threading.Timer(0.05, brake.stop).start()
    with pytest.raises(Halted):
        brake.check()
    began = time.monotonic()
    with pytest.raises(Halted):
        brake.sleep(30)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("thoughts", "rights", "distinct"),
    [
        (["7+1: 8"] * 4, [True] * 4, 4),
        (["7+1: 9"] * 4, [False] * 4, 1),
        (["7+1: 8", "7+1: 8", "7+1:  9", "7+1: 9"], [True, True, False, False], 3),
        (["a", "b", "c", "d"], [False] * 4, 4),
    ],
)
def test_the_same_mistake_is_no_variety_and_the_same_solution_no_lack_of_it(
    thoughts: list[str], rights: list[bool], distinct: int
) -> None:
    item = RoundItem(0, "practice:addition", "What is 7 + 1?", "8")
    assert _distinct(item, [Written(each, "Answer") for each in thoughts], rights) == distinct
