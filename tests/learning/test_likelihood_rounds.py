"""Rounds whose answers nothing can check: they are decided by how likely held-out accepted answers have become."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.commands.round_document import round_document, round_lines
from models.engine.messages import Message
from models.errors import InputError
from models.history.learning.records import ItemRole, Round, RoundState
from models.history.ratings.records import RatingVerdict
from models.history.store import Store, open_store
from models.learning.examples import Provenance, TrainingExample
from models.learning.rounds.deciding import read_report
from models.learning.rounds.halting import Halted
from models.learning.rounds.held_out import held_out
from models.learning.rounds.html_report import learning_report
from models.learning.rounds.opening import LearningModel, RoundWishes, open_round
from models.learning.rounds.overview import changed_answers
from models.learning.rounds.plan import LIKELIHOOD, read_plan
from models.learning.rounds.runner import run_round
from models.learning.rounds.training_set import TrainingSet, shuffled
from models.paths import DataFolder
from tests.learning.scripted_rounds import ScriptedAsker, context_of, rate, rate_texts, script_training

ENOUGH = 100
HELD = 21
"""Of a hundred: the twentieth, and every fourth after it."""


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        yield opened


@pytest.fixture
def model(bundled_model_path: Path) -> LearningModel:
    return LearningModel("m", "SmolLM2 135M", str(bundled_model_path))


@pytest.fixture
def begun(store: Store, model: LearningModel) -> Round:
    rate_texts(store, ENOUGH)
    return open_round(store, model, RoundWishes(seed=1))


def better(adapter: str, text: str) -> float:
    """The candidate finds every answer likelier, the control half of them."""
    size = 0.01 + len(text) / 1000 + sum(text.encode()) / 1e6
    sign = 1 if adapter == "candidate" else 0 if adapter != "control" else (-1) ** (sum(text.encode()) % 2)
    return -2.0 + sign * size


def test_where_nothing_can_be_checked_held_out_answers_are_compared(store: Store, begun: Round) -> None:
    assert read_plan(begun.plan).evidence == LIKELIHOOD
    compared = store.rounds.items(begun.id, ItemRole.LIKELIHOOD)
    assert len(compared) == HELD and not store.rounds.items(begun.id, ItemRole.GATE)
    assert compared[0].gold.startswith("House ") and compared[0].conversation_id
    trained = {each.question for each in store.rounds.items(begun.id, ItemRole.TRAIN)}
    assert not trained & {each.question for each in compared}


def test_an_adoption_says_closer_and_never_more_often_right(
    data_folder: DataFolder, store: Store, begun: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = script_training(monkeypatch)
    ended = run_round(context_of(data_folder, store, begun, ScriptedAsker(better)))
    assert ended.state is RoundState.ADOPTED and store.adapters.in_use("m") is not None
    report = read_report(ended)
    assert report is not None and report.likelihood is not None
    assert len(report.likelihood.gain.likelier) == report.likelihood.gain.n == HELD
    assert report.likelihood.gain.p < report.decision.alpha < report.likelihood.null.p
    assert report.likelihood.null.n == HELD and report.standings == {}

    learned, control = plans
    assert Path(learned.adapter).stem == "candidate" and Path(control.adapter).stem == "control"
    own = {each.messages: each.answer for each in learned.examples}
    assert {each.answer for each in control.examples} == set(own.values())
    assert not any(own[each.messages] == each.answer for each in control.examples)
    asked = {each.messages[-1].content for each in (*learned.examples, *learned.replay, *learned.dev)}
    assert not asked & {each.question for each in held_out(store)}

    lines = " ".join(round_lines(ended))
    document = round_document(ended, store)
    page = learning_report(store, "m")
    assert "closer to your accepted answers" in lines and document["likelihood"]["claim"] in page
    assert document["evidence"] == "likelihood" and document["likelihood"]["likelier"] == HELD
    assert "% right" not in lines and "fixed" not in lines and "more often right" not in page
    changed = changed_answers(store, ended)
    assert len(changed) == HELD and all(each.fixed and float(each.before) < float(each.after) for each in changed)


def test_it_is_taken_up_again_measurement_by_measurement(
    data_folder: DataFolder, store: Store, begun: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = script_training(monkeypatch)
    first = ScriptedAsker(better, most=HELD + 5)
    with pytest.raises(Halted):
        run_round(context_of(data_folder, store, begun, first))
    second = ScriptedAsker(better)
    ended = run_round(context_of(data_folder, store, begun, second))
    assert ended.state is RoundState.ADOPTED
    done = [*first.scored, *second.scored]
    assert len(done) == len(set(done)) == 3 * HELD
    assert len(plans) == 2, "neither adapter is trained again"


def test_a_control_that_passes_as_well_keeps_what_was_in_use(
    data_folder: DataFolder, store: Store, begun: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_training(monkeypatch)

    def all_likelier(adapter: str, text: str) -> float:
        return better("candidate" if adapter else "", text)

    ended = run_round(context_of(data_folder, store, begun, ScriptedAsker(all_likelier)))
    report = read_report(ended)
    assert ended.state is RoundState.KEPT and store.adapters.in_use("m") is None
    assert report is not None and any("shuffled answers passed as well" in each for each in report.decision.reasons)
    assert "is not proven" in round_lines(ended)[0]


def test_an_answer_whose_rating_was_withdrawn_is_not_compared(
    data_folder: DataFolder, store: Store, begun: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_training(monkeypatch)
    held = {each.question for each in held_out(store)}
    withdrawn = [each for each in store.ratings.rated() if each.snapshot.question in held][:2]
    for each in withdrawn:
        store.ratings.clear(each.rating.attempt_id)
    ended = run_round(context_of(data_folder, store, begun, ScriptedAsker(better)))
    report = read_report(ended)
    assert report is not None and report.likelihood is not None and report.likelihood.gain.n == HELD - 2
    assert any("Only 19 held-out accepted answers" in each for each in report.decision.reasons)


def test_too_few_held_out_answers_are_told_with_how_many_are_missing(store: Store, model: LearningModel) -> None:
    rate_texts(store, 24)
    with pytest.raises(InputError, match=r"18 more must be held out to compare them: about 72 more ratings"):
        open_round(store, model, RoundWishes())
    assert store.rounds.open_round() is None


def test_with_a_practice_set_held_out_values_are_answered_beside_it(store: Store, model: LearningModel) -> None:
    for number in range(24):
        rate(store, f"How many legs do {number} spiders of my cousin have?", f"Answer: {8 * number}")
    rate(store, "Why is the sky blue?", "Because of the air.")
    begun = open_round(store, model, RoundWishes(sources=("accepted", "practice:addition"), gate_items=10, seed=1))
    mine = [each for each in store.rounds.items(begun.id, ItemRole.GATE) if each.source == "accepted"]
    assert [each.gold for each in mine] == [str(8 * 19), str(8 * 23)] and mine[0].number == 10
    assert not store.rounds.items(begun.id, ItemRole.LIKELIHOOD)


def test_held_out_answers_are_each_question_once_and_of_a_length_that_can_be_read(store: Store) -> None:
    rate_texts(store, 19)
    rate(store, "Tell me about my old grey cat.", "x" * 50_000)
    for number in range(3):
        rate(store, f"Tell me about dog {number}.", "It barks.")
    rate(store, "Tell me of my tall tree.", "It grows.")
    rate(store, "Tell me of my tall tree!", "It grows.")
    assert [each.question for each in held_out(store)] == ["Tell me of my tall tree."]


def test_a_correction_is_what_is_compared(store: Store) -> None:
    rate_texts(store, 19)
    rate(store, "What is my cat called?", "Tom.", verdict=RatingVerdict.CORRECTED, right="It is called Mia.")
    found = held_out(store)[0]
    assert found.answer == "It is called Mia." and found.messages == (Message("user", "What is my cat called?"),)


def test_shuffled_answers_stand_by_other_questions_and_rehearsals_stay() -> None:
    def example(number: int, copy: int = 0, provenance: Provenance = Provenance.OWN) -> TrainingExample:
        return TrainingExample(
            messages=(Message("user", f"q{number}"),), thought=f"t{copy}", answer=f"a{number}", provenance=provenance
        )

    examples = (*(example(number, copy) for number in range(9) for copy in range(1 + number % 3)),
                example(99, provenance=Provenance.REHEARSAL))  # fmt: skip
    found = shuffled(TrainingSet(examples, (), examples[:1]), seed=3)
    assert found.examples[-1] == examples[-1] and sorted(e.answer for e in found.examples) == sorted(
        e.answer for e in examples
    )
    assert not any(e.messages[-1].content[1:] == e.answer[1:] for e in found.examples[:-1])
    assert found == shuffled(TrainingSet(examples, (), examples[:1]), seed=3)
    assert replace(found).dev == examples[:1], "a single one has no other question to go to"
